import datetime as dt
import re

import pytest
from office_samples import JANUARY, MARCH

from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.regions import region_of
from xunwang.office.campaigns.registered import registered
from xunwang.office.errors import OfficeError
from xunwang.office.people import tree
from xunwang.office.people.models import AuditEntry, Unit, UnitLevel, add_unit
from xunwang.office.registry.history import Changes, Flows, counts, domains, flows
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import close_subject

DAY = dt.timedelta(days=1)
END = dt.date(2026, 6, 30)


@pytest.fixture
def person(office):
    return office.user(office.province, "administrator")


def test_a_unit_is_founded_once_below_its_superior(office, person):
    bureau = tree.found(office.county, "东河县水务局", "department", MARCH, user=person)

    assert office.county.holds(bureau)
    assert AuditEntry.objects.get(action="unit.created").data["level"] == "部门"
    with pytest.raises(OfficeError, match="已有名为“东河县水务局”"):
        tree.found(office.county, " 东河县水务局 ", "department", MARCH, user=person)
    tree.found(office.park, "东河县水务局", "department", MARCH, user=person)
    with pytest.raises(OfficeError, match="层级"):
        tree.found(office.park, "某局", "galaxy", MARCH, user=person)


def test_a_branch_moves_as_a_whole_and_its_register_with_it(office, person):
    bureau = tree.found(office.county, "水务局", "department", MARCH, user=person)
    office.website(bureau, "水务局网", "http://sw.gov.cn/")
    tree.move(office.county, office.park, user=person)
    bureau.refresh_from_db()

    assert office.park.holds(bureau)
    assert counts(office.park, clock.today()).total == 1
    assert Unit.objects.above(bureau).last() == office.county
    with pytest.raises(OfficeError, match="其下级"):
        tree.move(office.park, bureau, user=person)
    with pytest.raises(OfficeError, match="上级已经是"):
        tree.move(office.county, office.park, user=person)


def test_only_an_empty_unit_ends(office, person):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    clerk = office.user(office.county, "unit_clerk")
    with pytest.raises(OfficeError, match="还有下级单位“东河县”"):
        tree.close(office.city, END, user=person)
    with pytest.raises(OfficeError, match="还负责“东河县政府”"):
        tree.close(office.county, END, user=person)
    close_subject(site, MARCH, user=None)
    with pytest.raises(OfficeError, match="还有启用的账号"):
        tree.close(office.county, END, user=person)
    clerk.is_active = False
    clerk.save()
    tree.close(office.county, END, user=person)
    assert Unit.objects.get(pk=office.county.pk).valid_to == END


def test_a_new_name_and_level_stay_in_the_trail(office, person):
    tree.rename(office.park, "南山新区", "county", user=person)

    said = AuditEntry.objects.get(action="unit.changed").data
    assert said == {"before": "南山园区（园区）", "after": "南山新区（县级）"}


@pytest.fixture
def moved(office, person, settings):
    """The county with a bureau moved from the city to a stranger yesterday; its website opened in January, the bureau's in March."""
    office.bureau = tree.found(office.county, "水务局", "department", JANUARY, user=person)
    office.website(office.county, "东河县政府", "http://dh.gov.cn/", on=JANUARY, level="县级")
    office.website(office.bureau, "水务局网", "http://sw.gov.cn/", on=MARCH, level="部门")
    office.before = clock.today() - DAY
    settings.CLOCK_SHIFT = DAY
    tree.move(office.county, office.stranger, user=person)
    office.bureau.refresh_from_db()
    office.day = clock.today()
    return office


def test_past_days_are_counted_under_the_superior_of_then(moved):
    assert counts(moved.city, moved.before).by_level == {"县级": 1, "部门": 1}
    assert counts(moved.stranger, moved.before).total == 0
    assert (counts(moved.city, moved.day).total, counts(moved.stranger, moved.day).total) == (0, 2)
    for unit, own in ((moved.county, 2), (moved.bureau, 1)):  # wherever they stand, what is theirs is theirs
        assert [counts(unit, day).total for day in (moved.before, moved.day)] == [own, own]
    assert set(domains(moved.city, moved.day, moved.day).gone) == {"dh.gov.cn", "sw.gov.cn"}


def test_a_moved_unit_takes_its_register_along_on_that_day_and_opened_it_where_it_was(moved):
    assert flows(moved.city, JANUARY, moved.before) == Flows(opened=2)
    assert flows(moved.city, JANUARY, moved.day) == Flows(opened=2, moved_out=2)
    assert flows(moved.stranger, JANUARY, moved.day) == Flows(moved_in=2)
    assert flows(moved.county, JANUARY, moved.day) == Flows(opened=2)
    asked = Changes(moved.stranger, moved.day, moved.day)
    assert asked.by_group() == {"县级": (0, 1), "部门": (0, 1)}
    assert Changes(moved.city, moved.day, moved.day).by_group() == {"县级": (1, 0), "部门": (1, 0)}
    assert [(one.day, one.what, one.row.name) for one in asked.read(list(asked.keys()))] == [
        (moved.day, "moved_in", "东河县政府"), (moved.day, "moved_in", "水务局网"),
    ]  # fmt: skip
    assert list(asked.keys("moved_out")) == []


def test_the_pages_of_a_past_day_show_the_tree_of_then(moved, client, settings):
    settings.CLOCK_SHIFT = dt.timedelta()  # nobody is logged out by the day that went by
    client.force_login(moved.user(moved.city, "supervisor"))
    shown = client.get(f"/registry/websites/?on={moved.before}").context
    assert (shown["counts"].total, len(shown["page"].object_list)) == (2, 2)
    assert client.get(f"/registry/websites/?on={moved.day}").context["counts"].total == 0
    page = client.get(f"/registry/changes/?start={moved.day}&end={moved.day}").content.decode()
    assert "随“东河县”调整隶属" in page
    listed = client.get(f"/registry/websites/?on={moved.before}").content.decode()
    assert "东河县政府" in listed
    assert not re.search("/registry/subjects/[0-9a-f]{8}-", page + listed)  # the new superior's to open

    client.force_login(moved.user(moved.stranger, "supervisor"))
    units = client.get(f"/registry/units/?on={moved.before}").context["page"]
    assert [(one.unit.name, one.websites, one.then) for one in units] == [
        ("邻省某市", 0, ""), ("东河县", 2, "示例市"), ("水务局", 1, ""),
    ]  # fmt: skip


def test_a_unit_that_moves_on_is_found_where_it_stood_on_each_day(moved, person, settings):
    settings.CLOCK_SHIFT = 2 * DAY
    for parent in (moved.park, moved.province):  # the second move of a day says nothing of the day before
        tree.move(Unit.objects.get(pk=moved.county.pk), parent, user=person)
    second = clock.today()

    assert [counts(moved.city, day).total for day in (moved.before, moved.day, second)] == [2, 0, 0]
    assert [counts(moved.stranger, day).total for day in (moved.before, moved.day, second)] == [0, 2, 0]
    assert [counts(moved.province, day).total for day in (moved.before, moved.day, second)] == [2, 0, 2]
    assert flows(moved.province, moved.before, second) == Flows(moved_in=2, moved_out=2)
    assert flows(moved.park, moved.before, second) == Flows()


def test_a_campaign_breaks_down_by_the_regions_of_its_monitoring_point(moved):
    subjects = [one.subject for one in SubjectVersion.objects.held(moved.city, moved.before)]
    campaign = moved.campaign(moved.city, subjects)
    Campaign.objects.filter(pk=campaign.pk).update(as_of=moved.before)
    campaign.refresh_from_db()

    name = region_of(campaign)
    assert {name(one.unit_id, one.unit.path) for one in campaign.subjects.all()} == {"东河县"}
    assert registered(campaign).by_region == {"东河县": 2}


def test_a_region_is_a_place_and_no_office_or_department(office):
    """What registers call units: the office of a county's government, the city's own bureaus as departments or of the city's rank."""
    low = add_unit("清溪县人民政府办公室", UnitLevel.COUNTY, parent=office.city)
    zone = add_unit("高新区管委会", UnitLevel.PARK, parent=office.city)
    bureaus = [
        add_unit(f"示例市{name}局", level, parent=office.city)
        for name, level in (("教育", "department"), ("水利", "city"))
    ]
    school = add_unit("清溪县教育局", UnitLevel.DEPARTMENT, parent=low)
    sites = [
        office.website(unit, unit.name, f"http://s{unit.pk}.gov.cn/")
        for unit in (office.city, office.county, low, zone, *bureaus, school)
    ]  # fmt: skip
    campaign = office.campaign(office.city, sites)
    name = region_of(campaign)

    assert {one.unit.name: name(one.unit_id, one.unit.path) for one in campaign.subjects.all()} == {
        "示例市": "示例市本级",
        "示例市教育局": "示例市本级",
        "示例市水利局": "示例市本级",
        "东河县": "东河县",
        "清溪县人民政府办公室": "清溪县",
        "清溪县教育局": "清溪县",
        "高新区管委会": "高新区",
    }
    assert registered(campaign).by_region == {"示例市本级": 3, "东河县": 1, "清溪县": 2, "高新区": 1}
    inside = office.campaign(bureaus[0], sites[4:5], "局内检查")
    add_unit("示例市第一中学", UnitLevel.DEPARTMENT, parent=bureaus[0])
    assert region_of(inside)(bureaus[0].pk, bureaus[0].path) == "示例市教育局本级"


def test_figures_that_an_earlier_version_kept_by_unit_count_for_the_region(office):
    bureau = add_unit("示例市教育局", UnitLevel.DEPARTMENT, parent=office.city)
    campaign = office.campaign(office.city, [office.website(bureau, "教育局网站", "http://jy.gov.cn/")])
    kept = {
        "by_kind": [],
        "by_level": {},
        "by_region": {"示例市教育局": 1, "示例市本级": 2, "东河县": 1},
        "accounts": [],
    }
    Campaign.objects.filter(pk=campaign.pk).update(registered=kept)
    campaign.refresh_from_db()

    assert registered(campaign).by_region == {"示例市本级": 3, "东河县": 1}


def test_an_earlier_figure_of_a_county_is_not_taken_for_that_of_a_namesake_below_another(office):
    """Only the units next below the owner, and the owner itself, ever had figures under their names."""
    add_unit("高新区管委会", UnitLevel.PARK, parent=office.city)
    add_unit("高新区", UnitLevel.PARK, parent=office.county)
    office.city.name = "示例市人民政府办公室"
    office.city.save()
    campaign = office.campaign(office.city, [office.website(office.county, "东河网", "http://dh.gov.cn/")])
    kept = {
        "by_kind": [],
        "by_level": {},
        "by_region": {"示例市人民政府办公室本级": 2, "高新区管委会": 1, "高新区": 4, "东河县": 1},
        "accounts": [],
    }
    Campaign.objects.filter(pk=campaign.pk).update(registered=kept)
    campaign.refresh_from_db()

    assert registered(campaign).by_region == {"示例市本级": 2, "高新区": 5, "东河县": 1}


def test_counties_below_the_office_of_the_owners_government_are_regions(office):
    """A register may put the whole city below the office that runs it; a bureau with branches is none of these."""
    hall = add_unit("示例市人民政府办公室", UnitLevel.DEPARTMENT, parent=office.city)
    low = add_unit("清溪县人民政府", UnitLevel.COUNTY, parent=hall)
    town = add_unit("柳塘镇人民政府", UnitLevel.TOWNSHIP, parent=low)
    bureau = add_unit("示例市税务局", UnitLevel.DEPARTMENT, parent=hall)
    branch = add_unit("清溪县税务局", UnitLevel.COUNTY, parent=bureau)
    campaign = office.campaign(office.city, [office.website(low, "清溪网", "http://qx.gov.cn/")])
    name = region_of(campaign)

    told = [name(one.pk, one.path) for one in (hall, low, town, bureau, branch)]
    assert told == ["示例市本级", "清溪县", "清溪县", "示例市本级", "示例市本级"]
