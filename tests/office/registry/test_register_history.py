import datetime as dt
from contextlib import suppress

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from office_samples import JANUARY, MARCH, model_key

from xunwang.inspector import model
from xunwang.office.errors import OfficeError
from xunwang.office.people import tree
from xunwang.office.people.models import FormerPath, Unit
from xunwang.office.registry.history import Flows, counts, flows
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import (
    change_subject,
    close_subject,
    inspector_subject,
    open_subject,
    row_on,
)

DAY = dt.timedelta(days=1)
YEAR_END = dt.date(2026, 12, 31)


@pytest.fixture
def site(office):
    return office.website(
        office.county, "东河县政府", "http://www.donghe.gov.cn/", level="县级", code="1304000009"
    )


def test_every_past_day_keeps_what_was_said_then(office, site):
    new_home = "http://www.donghe.example.gov.cn/"
    change_subject(
        site, MARCH, user=None, name="东河县人民政府", home=new_home, address_key=model_key(new_home)
    )

    assert row_on(site, MARCH - DAY).name == "东河县政府"
    assert row_on(site, MARCH).home == new_home
    assert row_on(site, JANUARY - DAY) is None
    assert row_on(site, MARCH).code == "1304000009"


def test_a_closed_subject_is_counted_until_the_day_before(office, site):
    close_subject(site, MARCH, user=None)

    assert counts(office.city, MARCH - DAY).total == 1
    assert counts(office.city, MARCH).total == 0
    assert flows(office.city, MARCH, MARCH) == Flows(closed=1)


def test_counts_are_split_and_reach_as_far_as_the_subtree(office, site):
    office.website(
        office.park, "南山园区", "http://www.nanshan.gov.cn/", site_kind="department", level="园区"
    )
    open_subject(
        model.SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name="东河发布", platform="微博"
    )

    found = counts(office.city, MARCH)

    assert (found.total, found.by_kind) == (3, {"website": 2, "account": 1})
    assert found.by_site_kind == {"portal": 1, "department": 1}
    assert found.by_level == {"县级": 1, "园区": 1}
    assert counts(office.county, MARCH).by_platform == {"新浪微博": 1}
    assert counts(office.county, MARCH, kind="website").total == 1
    assert counts(office.stranger, MARCH).total == 0


def test_renames_and_new_addresses_are_flows_that_change_no_count(office, site):
    change_subject(site, MARCH, user=None, name="东河县人民政府")
    change_subject(site, MARCH + DAY, user=None, home="http://x.gov.cn/", address_key="x.gov.cn/")

    assert flows(office.city, MARCH, YEAR_END) == Flows(renamed=1, readdressed=1)
    assert flows(office.city, MARCH, MARCH) == Flows(renamed=1)


def test_a_move_between_units_shows_on_both_sides_and_not_above(office, site):
    change_subject(site, MARCH, user=None, unit=office.park)

    assert flows(office.county, MARCH, YEAR_END) == Flows(moved_out=1)
    assert flows(office.park, MARCH, YEAR_END) == Flows(moved_in=1)
    assert flows(office.city, MARCH, YEAR_END) == Flows()
    assert Subject.objects.get(pk=site.pk).unit == office.park


def test_a_second_word_on_the_same_day_corrects_the_first(office, site):
    change_subject(site, JANUARY, user=None, name="东河县人民政府")

    assert SubjectVersion.objects.filter(subject=site).count() == 1
    assert row_on(site, JANUARY).name == "东河县人民政府"


def test_the_past_is_not_rewritten(office, site):
    change_subject(site, MARCH, user=None, name="东河县人民政府")

    with pytest.raises(OfficeError, match="早于现行登记的起始日期 2026-03-01"):
        change_subject(site, MARCH - DAY, user=None, name="别名")
    with pytest.raises(OfficeError, match="不能在同一天注销"):
        close_subject(site, MARCH, user=None)
    close_subject(site, MARCH + DAY, user=None)
    with pytest.raises(OfficeError, match="已经注销"):
        change_subject(site, YEAR_END, user=None, name="别名")


def test_the_inspector_gets_the_row_with_our_own_id(office, site):
    subject = inspector_subject(row_on(site, MARCH))

    assert subject.id == str(site.pk)
    assert (subject.code, subject.site_kind, subject.icp) == ("1304000009", model.SiteKind.PORTAL, None)


ACTS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 40), st.sampled_from(["rename", "move", "close"])),
    max_size=14,
)
MOVES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(0, 3)), max_size=6)


@examples(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=False,
)
@given(acts=ACTS, moves=MOVES, first=st.integers(0, 40), length=st.integers(0, 40))
def test_the_count_at_the_end_follows_from_the_count_before_and_the_flows(office, acts, moves, first, length):
    Subject.objects.all().delete()
    _as_founded(office)
    sites = [
        office.website(unit, f"网站{number}", f"http://s{number}.gov.cn/", on=JANUARY + number * DAY)
        for number, unit in enumerate([office.county, office.park, office.county, office.stranger])
    ]
    for number, day, act in sorted(acts, key=lambda act: act[1]):
        _do(office, sites[number], JANUARY + day * DAY, act)
    for day, number, place in sorted(moves):
        _move(office, JANUARY + day * DAY, number, place)
    start, end = JANUARY + first * DAY, JANUARY + (first + length) * DAY

    for unit in Unit.objects.all():
        flow = flows(unit, start, end)
        before = counts(unit, start - DAY).total
        assert counts(unit, end).total == before + flow.opened - flow.closed + flow.moved_in - flow.moved_out


def _do(office, site, day, act):
    """One act of the register; what it refuses (too early, closed) is no act."""
    try:
        if act == "rename":
            change_subject(site, day, user=None, name=f"改名{day}")
        elif act == "move":
            there = office.park if site.unit == office.county else office.county
            change_subject(site, day, user=None, unit=there)
        else:
            close_subject(site, day, user=None)
    except OfficeError:
        return


def _as_founded(office):
    FormerPath.objects.all().delete()
    for unit in (office.province, office.city, office.county, office.park, office.stranger):
        Unit.objects.filter(pk=unit.pk).update(path=unit.path)


def _move(office, day, number, place):
    """A county or the whole city moves below another unit on that day; what the tree refuses is no move."""
    units = [office.county, office.park, office.city, office.stranger]
    unit, parent = (Unit.objects.get(pk=units[one].pk) for one in (number, place))
    shift = day - timezone.localdate()
    with override_settings(CLOCK_SHIFT=shift), suppress(OfficeError):
        tree.move(unit, parent, user=office.user(office.province, "administrator"))
