from xunwang.office.people.models import Unit, UnitLevel, add_unit, ensure_unit


def test_a_subtree_holds_every_level_below_and_nothing_beside(office):
    village = add_unit(
        "上河村", UnitLevel.VILLAGE, parent=add_unit("河口镇", UnitLevel.TOWNSHIP, parent=office.county)
    )

    names = {unit.name for unit in Unit.objects.subtree(office.city)}

    assert names == {"示例市", "东河县", "南山园区", "河口镇", "上河村"}
    assert village.depth == 4
    assert office.province.holds(village)
    assert not office.park.holds(village)


def test_superiors_are_listed_from_the_top(office):
    assert list(Unit.objects.above(office.county)) == [office.province, office.city]
    assert list(Unit.objects.above(office.province)) == []


def test_a_unit_is_found_again_below_the_same_parent_only(office):
    assert ensure_unit("东河县", UnitLevel.COUNTY, parent=office.city) == office.county
    assert ensure_unit("东河县", UnitLevel.COUNTY, parent=office.stranger) != office.county
    assert ensure_unit("示例省", UnitLevel.PROVINCE) == office.province
    assert ensure_unit("示例市", UnitLevel.CITY) != office.city
