"""An import that is taken back leaves the register as it was, to the last field; what depends on it prevents that."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from office_samples import JANUARY, MARCH

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import AuditEntry, Unit
from xunwang.office.registry import life
from xunwang.office.registry.importing import import_register
from xunwang.office.registry.life import Turn
from xunwang.office.registry.models import ImportBatch, Subject, SubjectVersion
from xunwang.office.registry.undoing import obstacle, undo
from xunwang.office.registry.workbooks import write_rows

DAY = dt.timedelta(days=1)
EAST = {"name": "东河县政府", "home": "http://www.donghe.gov.cn/", "code": "1304000009"}
PARK = {"name": "南山园区", "home": "http://www.nanshan.gov.cn/", "type_name": "部门网站"}


@pytest.fixture
def person(office):
    return office.user(office.city, "supervisor")


@pytest.fixture
def take(office, tmp_path, person):
    def run(*rows, kind="website", on=JANUARY, unit=None):
        path = tmp_path / "import.xlsx"
        write_rows(kind, path, rows)
        import_register(path, kind, unit or office.city, person, on, create_units=True)
        return ImportBatch.objects.first()

    return run


def state():
    """Everything the register says."""
    versions = sorted(SubjectVersion.objects.values_list(), key=str)
    return versions, sorted(Subject.objects.values_list(), key=str), sorted(Unit.objects.values_list())


def test_what_was_new_changed_corrected_reopened_and_moved_is_as_before(take, office, person):
    take(EAST, PARK, {"name": "旧站", "home": "http://old.gov.cn/"})
    old = Subject.objects.get(versions__name="旧站")
    life.close(old, Turn(MARCH - DAY), user=person)
    life.change(Subject.objects.get(versions__name="南山园区"), Turn(MARCH), user=person, phone="1")
    before = state()
    batch = take(
        EAST | {"name": "东河县人民政府", "organiser": "新设局"},
        PARK | {"phone": "2"},
        {"name": "旧站", "home": "http://old.gov.cn/"},
        {"name": "新站", "home": "http://new.gov.cn/", "organiser": "东河县"},
        on=MARCH,
    )
    assert state() != before

    undo(batch, user=person)

    assert state() == before
    assert AuditEntry.objects.first().action == "register.undone"
    with pytest.raises(OfficeError, match="已经撤销过了"):
        undo(batch, user=person)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["甲网", "乙网", "丙网"]),
            "home": st.sampled_from([f"http://s{n}.gov.cn/" for n in range(4)]),
            "code": st.sampled_from(["", "1304000001", "1304000002"]),
            "organiser": st.sampled_from(["", "东河县", "新设局", "水务局"]),
        }
    ),
    max_size=5,
)


@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, second=ROWS, days=st.integers(0, 2))
def test_any_import_can_be_taken_back(take, person, *, first, second, days):
    ImportBatch.objects.all().delete()
    Subject.objects.all().delete()
    take(*first)
    before = state()
    batch = take(*second, on=JANUARY + days * DAY)
    undo(batch, user=person)

    assert state() == before


def test_two_rows_about_one_known_subject_are_not_both_taken(take):
    """One row meets it by its code, the other by its address."""
    take(EAST)
    batch = take(
        {"name": "甲", "home": "http://a.gov.cn/", "code": EAST["code"]}, EAST | {"code": ""}, on=MARCH
    )

    assert batch.result == "共 2 行：新增 0，变更 1，未变 0，未导入 1。"
    assert SubjectVersion.objects.filter(valid_to=None).count() == 1


def test_the_latest_import_comes_first(take, person):
    first = take(EAST)
    second = take(PARK, on=MARCH)
    assert "之后又导入过" in obstacle(first)
    take({"name": "东河发布", "platform": "微博"}, kind="account", on=MARCH)

    undo(second, user=person)
    undo(first, user=person)
    assert not Subject.objects.filter(kind="website").exists()


def test_what_depends_on_an_import_is_named(take, office, person):
    batch = take(EAST, PARK | {"organiser": "新设局"})
    site = Subject.objects.get(versions__name="东河县政府")
    made = Unit.objects.get(name="新设局")
    office.user(made, "unit_clerk")
    assert obstacle(batch) == "“新设局”已有账号。"

    campaign = office.campaign(office.city, [site])
    with pytest.raises(OfficeError, match="“东河县政府”在导入之后已列入检查"):
        undo(batch, user=person)
    campaign.delete()
    life.change(site, Turn(MARCH), user=person, phone="1")
    with pytest.raises(OfficeError, match="“东河县政府”在导入之后又登记了信息变更"):
        undo(batch, user=person)
    assert Subject.objects.count() == 2


def test_a_turn_after_an_import_is_known_by_the_clock_of_the_office(take, person, settings, as_):
    """示例市 lives months before its machine does."""
    settings.CLOCK_SHIFT = dt.timedelta(days=-200)
    batch = take(EAST)
    assert abs(clock.now() - batch.at) < dt.timedelta(days=1)
    assert clock.shown(batch.at) in as_("supervisor").get(reverse("imports")).content.decode()
    life.change(Subject.objects.get(), Turn(MARCH), user=person, phone="1")
    with pytest.raises(OfficeError, match="在导入之后又登记了信息变更"):
        undo(batch, user=person)


def test_an_import_of_a_branch_below_stands_in_the_way_of_one_above(take, office, person):
    above = take(EAST)
    below = take(PARK, unit=office.park, on=MARCH)

    assert obstacle(above)
    undo(below, user=person)
    assert obstacle(above) is None
