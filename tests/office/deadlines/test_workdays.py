"""Deadlines in working days: known cases of the State Council calendar, and what must always hold."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rectify_samples import judged

from xunwang.office.deadlines.calendars import calendar, confirm_year, due
from xunwang.office.deadlines.models import CalendarYear
from xunwang.office.deadlines.workdays import Calendar, deadline, working_days_between
from xunwang.office.errors import OfficeError
from xunwang.office.rectify import issuing

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
CALENDARS = st.builds(
    Calendar,
    st.dictionaries(DAYS, st.booleans(), max_size=60),
    st.frozensets(st.sampled_from([2026, 2027])),
)


@pytest.mark.parametrize(
    ("start", "days", "first", "end"),
    [
        ("2026-04-01", 1, False, "2026-04-02"),
        ("2026-04-01", 1, True, "2026-04-01"),
        ("2026-04-03", 1, False, "2026-04-07"),  # 清明: Monday the 6th is off
        ("2026-02-13", 1, False, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-14", 1, False, "2026-02-24"),  # then nine days of 春节
        ("2026-02-16", 1, True, "2026-02-24"),  # begun on a holiday: the next working day is day 1
        ("2026-09-18", 2, False, "2026-09-21"),  # Sunday the 20th is worked
        ("2026-09-30", 5, False, "2026-10-13"),  # 国庆, and Saturday the 10th is worked
    ],
)
def test_the_calendar_of_2026(db, start, days, first, end):
    found = deadline(dt.date.fromisoformat(start), days, calendar(), first_day_counts=first)

    assert found == dt.date.fromisoformat(end)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(1, 60), CALENDARS, st.booleans())
def test_a_deadline_is_worked_and_has_the_asked_days_before_it(start, days, known, first):
    end = deadline(start, days, known, first_day_counts=first)
    before = start - dt.timedelta(days=1) if first else start

    assert known.works(end)
    assert working_days_between(before, end, known) == days


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(1, 40), CALENDARS, st.booleans())
def test_more_days_and_later_starts_never_end_earlier(start, days, known, first):
    end = deadline(start, days, known, first_day_counts=first)

    assert deadline(start, days + 1, known, first_day_counts=first) > end
    assert deadline(start + dt.timedelta(days=1), days, known, first_day_counts=first) >= end
    assert deadline(start, days, known, first_day_counts=True) <= deadline(
        start, days, known, first_day_counts=False
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, DAYS, CALENDARS)
def test_counting_between_two_days_is_the_same_both_ways(one, other, known):
    assert working_days_between(one, other, known) == -working_days_between(other, one, known)


def test_no_days_are_no_deadline():
    with pytest.raises(ValueError, match="at least one"):
        deadline(dt.date(2026, 4, 1), 0, Calendar({}, frozenset()), first_day_counts=False)


def test_a_deadline_in_an_unconfirmed_year_is_provisional(db):
    assert due(dt.date(2026, 4, 1), 10, first_day_counts=False)[1] is False
    assert due(dt.date(2026, 12, 28), 10, first_day_counts=False)[1] is True


def test_confirming_a_year_moves_the_open_deadlines_in_it(office, settings, tmp_path):
    judged(office, tmp_path)
    settings.CLOCK_SHIFT = dt.date(2026, 12, 28) - dt.datetime.now(dt.UTC).date()
    boss = office.user(office.city, "supervisor")
    (ticket,) = issuing.issue(office.checked, user=boss, days=6)
    before = ticket.due_on

    off = {dt.date(2027, 1, day) for day in (1, 4, 5, 6)}
    moved = confirm_year(2027, off, {dt.date(2027, 1, 9)}, source="放假通知", user=boss)

    ticket.refresh_from_db()
    assert (moved, ticket.due_provisional) == (1, False)
    assert ticket.due_on > before
    assert ticket.events.last().text == f"放假安排有变，截止日由 {before} 改为 {ticket.due_on}。"
    assert CalendarYear.objects.get(year=2027).confirmed


@pytest.mark.parametrize(
    ("off", "worked", "words"),
    [(["2026-01-01"], [], "不在 2027 年"), (["2027-01-01"], ["2027-01-01"], "同时列为")],
)
def test_a_wrong_notice_changes_nothing(office, off, worked, words):
    days = [set(map(dt.date.fromisoformat, texts)) for texts in (off, worked)]
    with pytest.raises(OfficeError, match=words):
        confirm_year(2027, *days, source="通知", user=office.user(office.city, "supervisor"))

    assert not CalendarYear.objects.get(year=2027).confirmed


def test_a_notice_is_taken_in_as_it_is_written_also_across_the_turn_of_the_year(client, office):
    """New Year may begin in the December before, and its Saturday be worked; spans, weekdays in brackets and half dates are how notices write."""
    boss = office.user(office.province, "supervisor")
    client.force_login(boss)
    form = {
        "year": "2028", "source": "放假通知",
        "off": "2027年12月31日至1月2日，1月25日（农历除夕、周二）至31日；5-1～5-5、10/1", "worked": "2027-12-25（周六）和 1月22日（周六）。",
    }  # fmt: skip
    told = client.post(reverse("calendar"), form, follow=True).content.decode()
    known = calendar()

    assert "2028 年工作日历已确认" in told
    assert "2027-12-31、01-01" in told
    days = [
        dt.date(2027, 12, 31),
        *(dt.date(2028, 1, day) for day in (1, 2, 25, 28, 31)),
        dt.date(2028, 5, 3),
    ]
    assert [known.works(day) for day in days] == [False] * 7
    assert [known.works(day) for day in (dt.date(2027, 12, 25), dt.date(2028, 1, 22))] == [True, True]
    assert [known.works(day) for day in (dt.date(2028, 1, 3), dt.date(2028, 2, 1))] == [True, True]

    confirm_year(2027, {dt.date(2027, 10, 1)}, set(), source="重新录入", user=boss)
    assert not calendar().works(dt.date(2027, 12, 31)), "the notice of the year after still holds"
    confirm_year(2028, {dt.date(2028, 10, 2)}, set(), source="更正", user=boss)
    assert calendar().works(dt.date(2027, 12, 31))
    assert not calendar().works(dt.date(2027, 12, 25))


def test_a_span_of_the_december_before_may_end_with_a_number_alone(client, office):
    client.force_login(office.user(office.province, "supervisor"))
    form = {"year": "2028", "source": "放假通知", "off": "2027年12月30日（周四）至31日"}
    told = client.post(reverse("calendar"), form, follow=True).content.decode()

    assert "2028 年工作日历已确认" in told
    assert "2027-12-30、2027-12-31" in told
    assert [calendar().works(dt.date(2027, 12, day)) for day in (29, 30, 31)] == [True, False, False]


@pytest.mark.parametrize(
    ("off", "word"),
    [
        ("2月23日至15日", "不是一段假期"), ("1-1至12-31", "不是一段假期"), ("2月30日", "“2月30日”不是日期"), ("至2月3日", "不是日期"),
        ("2月1日至", "不是日期"), ("1-1至1-2至1-3", "不是一段假期"), ("2026-11-30", "不在 2028 年"), ("23日", "“23日”不是日期"), ("9999-12-31至9999-12-31", "不在 2028 年"),
    ],
)  # fmt: skip
def test_what_is_no_day_of_the_notice_is_named(client, office, off, word):
    client.force_login(office.user(office.province, "supervisor"))
    told = client.post(reverse("calendar"), {"year": "2028", "source": "通知", "off": off}, follow=True)

    assert word in told.content.decode()
    assert not calendar().confirmed & {2028}
