"""The time of a post as platforms write it."""

import datetime as dt

import pytest

from xunwang.inspector.media.times import read_time
from xunwang.inspector.model import SHANGHAI

SEEN = dt.datetime(2026, 3, 31, 10, 0, tzinfo=SHANGHAI)


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("刚刚", SEEN),
        ("5分钟前", at(2026, 3, 31, 9, 55)),
        ("２０２６－０３－３０　０９：３０", at(2026, 3, 30, 9, 30)),
        ('="2026-03-30 09:30"', at(2026, 3, 30, 9, 30)),
        ("半小时前", at(2026, 3, 31, 9, 30)),
        ("3小时前", at(2026, 3, 31, 7)),
        ("今天 08:05", at(2026, 3, 31, 8, 5)),
        ("昨天 12:30", at(2026, 3, 30, 12, 30)),
        ("Tue May 31 17:46:55 +0800 2011", at(2011, 5, 31, 17, 46, 55)),
        ("Tue, 31 May 2011 09:46:55 GMT", at(2011, 5, 31, 17, 46, 55)),
        ("31 May 2011 09:46:55 GMT", at(2011, 5, 31, 17, 46, 55)),
        ("2020-10-26 18:30:32", at(2020, 10, 26, 18, 30, 32)),
        ("2026-03-01T01:02:03Z", at(2026, 3, 1, 9, 2, 3)),
        ("2026-03-01T01:02:03.250+08:00", at(2026, 3, 1, 1, 2, 3)),
        ("2026年3月1日 9:05", at(2026, 3, 1, 9, 5)),
        ("2026年11月18日 下午3:20", at(2026, 11, 18, 15, 20)),
        ("2026-11-18 上午9:05:30", at(2026, 11, 18, 9, 5, 30)),
        ("2026年11月18日 星期三 20:00", at(2026, 11, 18, 20)),
        ("2026年11月20日（星期五）上午9时", at(2026, 11, 20, 9)),
        ("2026-11-20 下午3点整", at(2026, 11, 20, 15)),
        ("11/19/2026 10:00 AM", at(2026, 11, 19, 10)),
        ("3/4/2026, 12:30 PM", at(2026, 3, 4, 12, 30)),
        ("Fri, 20 Nov 2026 11:00:00 CST", at(2026, 11, 20, 11)),  # China's time, not Central America's
        ("Fri, 20 Nov 2026 03:00:00 -0000", at(2026, 11, 20, 11)),
        ("Friday, 20-Nov-26 03:00:00 GMT", at(2026, 11, 20, 11)),
        ("Fri Nov 20 11:00:00 CST 2026", at(2026, 11, 20, 11)),
        ("Fri Nov 20 2026 11:00:00 GMT+0800 (中国标准时间)", at(2026, 11, 20, 11)),
        ("2026-11-20T11:00:00+08", at(2026, 11, 20, 11)),
        ("2026-11-20 03:00 UTC", at(2026, 11, 20, 11)),
        ("发布于 2026-11-20 11:00", at(2026, 11, 20, 11)),
        ("发布时间：2026-11-20 11:00", at(2026, 11, 20, 11)),
        ("昨天 12:30 来自 网页版 发布于 示例省", at(2026, 3, 30, 12, 30)),
        ("1小时以前", at(2026, 3, 31, 9)),
        ("昨天 下午3:20", at(2026, 3, 30, 15, 20)),
        (46345.5, at(2026, 11, 19, 12)),  # a spreadsheet's number of a day
        ("46345.5", at(2026, 11, 19, 12)),
        (1581517074, at(2020, 2, 12, 22, 17, 54)),
        ("1581517074000", at(2020, 2, 12, 22, 17, 54)),
        (dt.datetime(2026, 3, 1, 8, 0), at(2026, 3, 1, 8)),  # noqa: DTZ001  # a spreadsheet's cell
    ],
)
def test_a_moment_is_read(written, moment):
    time = read_time(written, SEEN)
    assert time is not None
    assert (time.at, time.day_only) == (moment, False)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026.3.1", dt.date(2026, 3, 1)),
        ("2026/03/01", dt.date(2026, 3, 1)),
        ("20260301", dt.date(2026, 3, 1)),
        ("19/11/2026", dt.date(2026, 11, 19)),
        (46345, dt.date(2026, 11, 19)),
        ("半年前", dt.date(2025, 10, 2)),
        ("半个月前", dt.date(2026, 3, 16)),
        ("三天前", dt.date(2026, 3, 28)),
        ("前天", dt.date(2026, 3, 29)),
        ("03-30", dt.date(2026, 3, 30)),
        ("07-01", dt.date(2025, 7, 1)),
        ("12月31日", dt.date(2025, 12, 31)),
        ("02-29", dt.date(2024, 2, 29)),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 1)),
        (dt.datetime(2026, 3, 1), dt.date(2026, 3, 1)),  # noqa: DTZ001  # a spreadsheet's day
        ("2026/3/1 0:00", dt.date(2026, 3, 1)),
        ("Sat, 28 Feb 2026 16:00:00 GMT", dt.date(2026, 3, 1)),
        ("Fri, 20 Nov 2026 11:00:00 IST", dt.date(2026, 11, 20)),  # of India, Israel or Ireland
    ],
)
def test_a_day_is_read_and_its_year_supplied(written, day):
    time = read_time(written, SEEN)
    assert time is not None
    assert (time.at, time.day_only) == (dt.datetime.combine(day, dt.time(), SHANGHAI), True)


def test_a_rough_time_never_makes_an_account_older_than_it_is():
    months = read_time("2个月前", SEEN)
    weeks = read_time("2周前", SEEN)
    assert months is not None
    assert weeks is not None
    assert months.at >= SEEN - dt.timedelta(days=62)
    assert weeks.at >= SEEN - dt.timedelta(days=15)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "13-40",
        "2026-02-30",
        "25:61",
        "03/04/2026",
        "2026-03-01 上午15:00",
        None,
        True,
        [],
        {},
        "9" * 40,
    ],
)
def test_what_is_no_time_is_none(written):
    assert read_time(written, SEEN) is None


@pytest.mark.parametrize("written", ["刚刚", "3小时前", "昨天 12:30", "2周前", "03-30 10:00", "12月31日"])
def test_what_is_counted_from_an_unknown_moment_is_no_time(written):
    assert read_time(written, None) is None
    assert read_time(written, SEEN) is not None


def test_a_whole_date_needs_no_moment_to_count_from():
    time = read_time("2026-03-30 10:00", None)
    assert time is not None
    assert time.at == at(2026, 3, 30, 10)
