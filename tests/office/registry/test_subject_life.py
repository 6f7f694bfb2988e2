"""The life of a subject: turns with their filing, what they are called, and the limits that run from them."""

import datetime as dt

import pytest
from office_samples import JANUARY, MARCH, model_key

from xunwang.inspector.model import SubjectKind
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import AuditEntry
from xunwang.office.registry import life
from xunwang.office.registry.dated import dated
from xunwang.office.registry.diary import diary
from xunwang.office.registry.entry import read_entry
from xunwang.office.registry.history import changes, domains, flows
from xunwang.office.registry.life import Turn
from xunwang.office.registry.limits import of_closure, of_new_address
from xunwang.office.registry.models import LifeEvent, LifeKind
from xunwang.office.registry.service import close_subject, row_on

DAY = dt.timedelta(days=1)
MAY = dt.date(2026, 5, 6)


@pytest.fixture
def person(office):
    return office.user(office.city, "supervisor")


@pytest.fixture
def site(office):
    return office.website(
        office.county, "东河县政府", "http://www.donghe.gov.cn/", code="1304000009", level="县级"
    )


def test_each_turn_is_called_by_its_name_and_kept_with_its_filing(office, site, person):
    new = {
        "name": "东河县人民政府",
        "home": "http://dh.gov.cn/",
        "address_key": model_key("http://dh.gov.cn/"),
    }
    turn = Turn(MARCH, MARCH + DAY, "机构改革")

    assert life.change(site, turn, user=person, **new) == (LifeKind.RENAMED, LifeKind.READDRESSED)
    assert life.change(site, turn, user=person, **new) == ()
    assert life.change(site, Turn(MARCH + DAY), user=person, phone="0310-1") == (LifeKind.CHANGED,)
    life.move(site, office.park, Turn(MARCH + 2 * DAY), user=person)

    kinds = list(site.events.values_list("kind", "filed_on", "note"))
    assert kinds[:2] == [("renamed", MARCH + DAY, "机构改革"), ("readdressed", MARCH + DAY, "机构改革")]
    assert [kind for kind, _, _ in kinds[2:]] == ["changed", "moved"]
    trail = AuditEntry.objects.filter(action="subject.changed").order_by("pk")
    assert "东河县政府 http://www.donghe.gov.cn/" in trail[0].data["before"]
    assert trail[2].data["after"] == "南山园区"


def test_the_diary_says_what_changed_and_where_there_was_a_gap(office, site, person):
    life.change(site, Turn(MARCH), user=person, name="东河县人民政府")
    life.move(site, office.park, Turn(MARCH + DAY), user=person)
    moved, renamed, first = diary(list(site.versions.select_related("unit").order_by("valid_from")))

    assert [(one.label, one.before, one.after) for one in renamed.differences] == [
        ("名称", "东河县政府", "东河县人民政府")
    ]
    assert moved.differences[0].after == "南山园区"
    assert (first.gap, moved.gap) == (True, False)


def test_the_same_thing_is_not_registered_twice(office, site, person):
    fields, _ = read_entry("website", {"name": "别名", "home": "www.donghe.gov.cn"})
    with pytest.raises(OfficeError, match=r"“东河县政府”（东河县）是同一对象"):
        life.open_new(SubjectKind.WEBSITE, office.park, Turn(MARCH), user=person, **fields)
    account = {"name": "东河发布", "platform": "微博", "handle": "dh"}
    life.open_new(SubjectKind.ACCOUNT, office.county, Turn(MARCH), user=person, **account)
    with pytest.raises(OfficeError, match="同一对象"):
        life.open_new(SubjectKind.ACCOUNT, office.park, Turn(MARCH), user=person, **account | {"name": "他"})
    life.open_new(
        SubjectKind.ACCOUNT, office.park, Turn(MARCH), user=person, **account | {"platform": "抖音"}
    )
    close_subject(site, MARCH, user=None)
    life.open_new(SubjectKind.WEBSITE, office.park, Turn(MARCH), user=person, **fields)


def test_a_merged_website_ends_and_its_channels_go_with_it(office, site, person):
    channel = {"name": "招商频道", "home": "http://www.donghe.gov.cn/zs/", "address_key": "k"}
    made = life.open_new(SubjectKind.CHANNEL, office.park, Turn(JANUARY), user=person, parent=site, **channel)
    other = office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/")
    life.merge(site, other, Turn(MARCH), user=person)

    made.refresh_from_db()
    assert made.parent == other
    assert row_on(site, MARCH) is None
    assert site.events.get(kind=LifeKind.MERGED).into == other
    with pytest.raises(OfficeError, match="同类"):
        life.merge(other, made, Turn(MARCH), user=person)


def test_a_temporary_closure_has_a_period_and_keeps_the_subject_in_the_register(office, site, person):
    life.suspend(site, MARCH + 9 * DAY, Turn(MARCH), user=person)

    assert life.suspended(MARCH - DAY) == set()
    assert life.suspended(MARCH + 9 * DAY) == {site.pk}
    assert life.suspended(MARCH + 10 * DAY) == set()
    assert row_on(site, MARCH + DAY) is not None
    with pytest.raises(OfficeError, match="已经处于临时关停"):
        life.suspend(site, MARCH + 20 * DAY, Turn(MARCH + DAY), user=person)
    life.resume(site, Turn(MARCH + 5 * DAY), user=person)
    assert life.suspended(MARCH + 5 * DAY) == set()
    assert life.suspended(MARCH + 4 * DAY) == {site.pk}
    with pytest.raises(OfficeError, match="没有临时关停"):
        life.resume(site, Turn(MARCH + 6 * DAY), user=person)
    with pytest.raises(OfficeError, match="早于开始日期"):
        life.suspend(site, MARCH, Turn(MAY), user=person)


def test_filing_is_due_within_five_working_days_of_the_calendar(office, site, person):
    """2026-04-30 is followed by the holidays of 1 to 5 May, and 9 May is worked."""
    life.change(site, Turn(dt.date(2026, 4, 30)), user=person, phone="1")
    life.change(site, Turn(MAY, dt.date(2026, 6, 1)), user=person, phone="2")
    late, first = dated(list(site.events.all()))

    assert first.due == dt.date(2026, 5, 11)
    assert (first.late, late.late) == (False, True)
    event = LifeEvent.objects.get(on=dt.date(2026, 4, 30))
    with pytest.raises(OfficeError, match="早于发生日期"):
        life.file(event, dt.date(2026, 4, 29), user=person)
    life.file(event, MAY, user=person)
    assert dated([LifeEvent.objects.get(pk=event.pk)])[0].event.filed_on == MAY


def test_the_limits_of_a_closure_are_told_and_marked_as_unconfirmed():
    long = of_closure(JANUARY, JANUARY + 30 * DAY, [dt.date(2025, 12, 31)])
    short = of_closure(MARCH, MARCH + 29 * DAY, [JANUARY])

    assert [one.broken for one in long] == [True, False]
    assert [one.broken for one in short] == [False, True]
    assert long[0].end == dt.date(2026, 1, 30)
    assert not any(one.confirmed for one in long)
    assert of_new_address(dt.date(2025, 11, 30))[0].end == dt.date(2026, 2, 28)
    assert of_new_address(dt.date(2026, 9, 15))[0].end == dt.date(2026, 12, 15)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "", "home": "http://a.gov.cn"}, "“网站名称”不对"),
        ({"name": "甲", "home": "ftp://a.gov.cn"}, "“首页地址”不对"),
        (
            {"name": "甲", "home": "http://a.gov.cn", "code": "12"},
            "^“网站标识码”不对：.*应为 10 位数字或 bm 加 8 位数字。$",
        ),
        ({"name": "甲", "home": "http://a.gov.cn", "rates": "很快"}, "^“约定访问速率”不对：[^；]*$"),
        ({"name": "甲" * 201, "home": "http://a.gov.cn"}, "超过 200 个字"),
    ],
)
def test_a_wrong_field_of_the_form_is_named(given, said):
    with pytest.raises(OfficeError, match=said):
        read_entry("website", given)


def test_what_the_form_leaves_empty_is_emptied():
    fields, notes = read_entry("account", {"name": "东河发布", "platform": "微博", "filed_on": ""})

    assert (fields["handle"], fields["filed_on"], fields["phone"]) == ("", None, "")
    assert not notes


def test_changes_drill_down_to_what_the_flows_count(office, site, person):
    park = office.website(office.park, "南山园区", "http://www.nanshan.gov.cn/", level="园区", on=MARCH)
    life.change(
        site, Turn(MAY), user=person, home="http://dh.gov.cn/", address_key=model_key("http://dh.gov.cn/")
    )
    life.close(park, Turn(MAY + DAY), user=person)

    found = changes(office.city, MARCH, MAY + DAY)
    assert [(one.day, one.what, one.row.name) for one in found] == [
        (MARCH, "opened", "南山园区"),
        (MAY, "readdressed", "东河县政府"),
        (MAY + DAY, "closed", "南山园区"),
    ]
    assert flows(office.city, MARCH, MAY + DAY).opened == 1
    hosts = domains(office.city, MARCH, MAY + DAY)
    assert (hosts.before, hosts.gone, hosts.come) == (1, ("www.donghe.gov.cn",), ("dh.gov.cn",))
