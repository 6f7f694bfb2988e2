"""The arithmetic of politeness: quiet hours, agreements, paces, Retry-After. No clock runs here."""

import datetime as dt

import msgspec
import pytest

from xunwang.inspector.fetch.manners import (
    Agreement,
    HourSpan,
    Manners,
    Pace,
    quiet_hours,
    quiet_until,
    retry_seconds,
)
from xunwang.inspector.model import SHANGHAI


def at(hour, minute=0, second=0, day=31):
    return dt.datetime(2026, 3, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("08:30-11:30", HourSpan(510, 690)),
        (" 8:30 – 11:30 ", HourSpan(510, 690)),
        ("22:00至6:00", HourSpan(1320, 360)),
        ("22:00-24:00", HourSpan(1320, 1440)),
        ("24:00-06:00", HourSpan(0, 360)),
    ],
)
def test_a_span_of_hours_is_read(text, span):
    assert HourSpan.parse(text) == span


@pytest.mark.parametrize(
    "text", ["", "8-11", "08:60-09:00", "25:00-26:00", "08:30-08:30", "08:30", "08:30-11:30 x"]
)
def test_a_wrong_span_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="时段应写作"):
        HourSpan.parse(text)


def test_a_day_without_any_hour_left_is_refused():
    with pytest.raises(ValueError, match="占满了一整天"):
        quiet_hours(["06:00-22:00", "22:00-07:00"])
    assert [str(span) for span in quiet_hours(["06:00-22:00", "22:00-5:59"])] == [
        "06:00-22:00",
        "22:00-05:59",
    ]


@pytest.mark.parametrize(
    ("spans", "now", "until"),
    [
        (["08:30-11:30"], at(8, 29, 59), None),
        (["08:30-11:30"], at(8, 30), at(11, 30)),
        (["08:30-11:30"], at(11, 29, 59), at(11, 30)),
        (["08:30-11:30"], at(11, 30), None),
        (["22:00-06:00"], at(23, 0, day=30), at(6)),
        (["22:00-06:00"], at(5, 59), at(6)),
        (["22:00-24:00"], at(23, day=30), at(0)),
        (["08:30-11:30", "11:30-14:00"], at(9), at(14)),
        (["22:00-24:00", "00:00-06:00"], at(22, day=30), at(6)),
        ([], at(9), None),
    ],
)
def test_quiet_hours_last_until_their_end(spans, now, until):
    assert quiet_until(now, quiet_hours(spans)) == until


def test_quiet_hours_are_those_of_shanghai():
    assert quiet_until(dt.datetime(2026, 3, 31, 1, tzinfo=dt.UTC), quiet_hours(["08:30-11:30"])) == at(11, 30)


@pytest.mark.parametrize(
    "changed", [{"rate": 0}, {"rate": float("inf")}, {"rate": -1}, {"connections": 0}, {"agreed": " "}]
)
def test_an_agreement_says_how_fast_and_with_whom(changed):
    whole = {"place": "www.x.gov.cn", "rate": 5, "connections": 4, "agreed": "平台运维 2026-03-01 电话"}
    assert Agreement(**whole).delay == 0.2
    with pytest.raises(ValueError, match=r"www\.x\.gov\.cn"):
        Agreement(**whole | changed)


@pytest.mark.parametrize(
    ("text", "agreement"),
    [
        (
            "www.x.gov.cn=5x4:平台运维2026-03-01同意",
            Agreement("www.x.gov.cn", 5, 4, "平台运维2026-03-01同意"),
        ),
        ("WWW.X.gov.cn=0.5：示例市大数据局", Agreement("www.x.gov.cn", 0.5, 1, "示例市大数据局")),
        ("[2001:db8::1]=20x8: 云平台，电话：12345", Agreement("2001:db8::1", 20, 8, "云平台，电话：12345")),
    ],
)
def test_an_agreement_is_read_from_one_line(text, agreement):
    assert Agreement.parse(text) == agreement


@pytest.mark.parametrize(
    "text",
    ["", "www.x.gov.cn", "www.x.gov.cn=5", "=5:某人", "a=fast:某人", "a=0:某人", "a=5x0:某人", "a=5: "],
)
def test_a_wrong_agreement_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="约定速率"):
        Agreement.parse(text)


def test_manners_can_be_recorded_and_read_again():
    agreed = Agreement("www.x.gov.cn", 5, 4, "平台运维")
    manners = Manners(quiet=quiet_hours(["08:30-11:30"]), agreements=(agreed,))
    assert msgspec.json.decode(msgspec.json.encode(manners), type=Manners) == manners


def test_a_pace_keeps_starts_apart():
    pace = Pace(1.0, 60)
    assert pace.wait(100) <= 0
    pace.started(100)
    assert pace.wait(100.25) == 0.75


def test_a_pace_doubles_up_to_its_limit_and_comes_back_to_its_own():
    pace = Pace(1.0, 10)
    seen = []
    for _ in range(5):
        pace.slow_down(0)
        seen.append(pace.delay)
    assert seen == [2, 4, 8, 10, 10]
    for _ in range(100):
        pace.recover()
    assert pace.delay == 1.0


def test_even_a_pace_without_a_pause_slows_down():
    pace = Pace(0, 60)
    pace.slow_down(100)
    assert pace.delay == 0.5
    assert pace.wait(100) == 0.5


def test_what_is_asked_for_is_waited_once():
    pace = Pace(1.0, 60)
    pace.slow_down(100, asked=300)
    assert pace.wait(100) == 300
    assert pace.delay == 2


def test_a_pause_that_robots_txt_asks_for_is_a_minimum():
    pace = Pace(1.0, 60)
    pace.at_least(0.5)
    assert pace.delay == 1.0
    pace.at_least(30)
    pace.at_least(5)
    pace.recover()
    assert pace.delay == 30
    pace.at_least(86_400)
    assert pace.delay == 60


def test_a_pause_that_is_asked_for_counts_from_the_last_start():
    pace = Pace(0.25, 60)
    pace.started(100)
    pace.at_least(5)
    assert pace.wait(101) == 4
    pace.at_least(2)
    assert pace.wait(101) == 4


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5.0),
        (" 120 ", 120.0),
        ("\x1c12\x1f", 12.0),
        (None, None),
        ("soon", None),
        ("-5", None),
        ("٥", None),
        ("Tue, 31 Mar 2026 04:02:00 +99999999999999999999", None),
        ("Tue, 31 Mar 2026 04:02:00 GMT", 120.0),
        ("Tue, 31 Mar 2026 04:02:00 -0000", 120.0),
        ("Thu, 01 Jan 2015 00:00:00 GMT", 0.0),
    ],
)
def test_retry_after_is_read_as_number_or_date(value, seconds):
    assert retry_seconds(value, at(12)) == seconds
