import datetime as dt

import pytest
from office_samples import MARCH

from xunwang.office.errors import OfficeError
from xunwang.office.people import tree
from xunwang.office.people.models import AuditEntry, Unit
from xunwang.office.registry.history import counts
from xunwang.office.registry.service import close_subject

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
    assert counts(office.park, MARCH).total == 1
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
