import datetime as dt

import pytest

from xunwang.inspector.read.dates import Stamp, date_in_url, read_stamp, supply_years

TODAY = dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-18", (2026, 3, 18)),
        ("[2026-03-18]", (2026, 3, 18)),
        ("2026/3/8", (2026, 3, 8)),
        ("2026.3.8", (2026, 3, 8)),
        ("2026年3月8日", (2026, 3, 8)),
        ("2026 年 03 月 08 日", (2026, 3, 8)),
        ("2026—03—18", (2026, 3, 18)),
        ("06 2026-03", (2026, 3, 6)),
        ("18 | 2026-03", (2026, 3, 18)),
        ("2026-03 18", (2026, 3, 18)),
        ("03-18 2026", (2026, 3, 18)),
        ("2026 03/18", (2026, 3, 18)),
        ("03/26/2026 - 15:20", (2026, 3, 26)),
        ("26/03/2026", (2026, 3, 26)),
        ("02 /03 2026", (2026, 3, 2)),
        ("2026·03·18", (2026, 3, 18)),
        ("2026.3.5-2026.4.5", (2026, 3, 5)),
        ("20260318", (2026, 3, 18)),
        ("[24-03-30]", (2024, 3, 30)),
        ("26.03.30", (2026, 3, 30)),
        ("24/3/30 08:30", (2024, 3, 30)),
        ("二〇二六年三月三十日", (2026, 3, 30)),
        ("二零二五年十二月二十一日", (2025, 12, 21)),
        ("一九九八年十月十日", (1998, 10, 10)),
        ("03-18", (None, 3, 18)),
        ("03/18", (None, 3, 18)),
        ("3月18日", (None, 3, 18)),
        ("18日 3月", (None, 3, 18)),
    ],
)
def test_written_forms(text, day):
    stamp = read_stamp(text)
    assert (stamp.year, stamp.month, stamp.day) == day


@pytest.mark.parametrize(
    "text",
    [
        "2052-10.8.2",
        "13-45",
        "2026-02-30",
        "0999-88990011",
        "1.2.3.4",
        "共12页",
        "98-03-30",
        "24-03/30",
        "25-02-30",
        "第24-03-30号",
        "二〇二六年十三月一日",
    ],
)
def test_what_only_looks_like_a_date(text):
    assert read_stamp(text) is None


@pytest.mark.parametrize(
    ("text", "time", "precision"),
    [
        ("2017-05-15 10:49:07", (10, 49, 7), "second"),
        ("2016-11-22 09:53", (9, 53, None), "minute"),
        ("2020年02月18日 10时20分", (10, 20, None), "minute"),
        ("2024.09.30 星期一 08:05", (8, 5, None), "minute"),
        ("2026-03-18T07:30:00+08:00", (7, 30, 0), "second"),
        ("2020-08-02", (None, 0, None), "day"),
    ],
)
def test_times_keep_the_precision_they_are_written_with(text, time, precision):
    stamp = read_stamp(text)
    assert (stamp.hour, stamp.minute, stamp.second) == time
    assert stamp.precision == precision


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.gov.cn/yw/201909/t20190918_693227.shtml", dt.date(2019, 9, 18)),
        ("http://a.gov.cn/art/2016/11/22/art_16_3.html", dt.date(2016, 11, 22)),
        ("http://a.gov.cn/2018-05/03/content_1.htm", dt.date(2018, 5, 3)),
        ("http://a.gov.cn/content/20260318001.html", dt.date(2026, 3, 18)),
        ("http://a.gov.cn/tjgb/201705/9c059bf0.shtml", None),
        ("http://a.gov.cn/show?d=20260318", None),
    ],
)
def test_dates_in_addresses(url, day):
    assert date_in_url(url) == day


def days(*written, today=TODAY, pinned=(), hints=None):
    stamps = [Stamp(int(text[:2]), int(text[3:])) for text in written]
    hints = hints or [None] * len(stamps)
    rows = [
        (stamp, hint, index in pinned) for index, (stamp, hint) in enumerate(zip(stamps, hints, strict=True))
    ]
    return [day.isoformat() if day else None for day in supply_years(rows, today)]


def test_years_go_down_with_the_list():
    assert days("03-18", "01-02", "12-30", "04-02", "03-20") == [
        "2026-03-18", "2026-01-02", "2025-12-30", "2025-04-02", "2025-03-20",
    ]  # fmt: skip


def test_a_list_may_begin_with_its_oldest_day():
    assert days("05-10", "06-23", "07-04", "07-15", today=dt.date(2026, 11, 1)) == [
        "2026-05-10", "2026-06-23", "2026-07-04", "2026-07-15",
    ]  # fmt: skip
    assert days("12-03", "01-10", "02-04", "03-06") == [
        "2025-12-03",
        "2026-01-10",
        "2026-02-04",
        "2026-03-06",
    ]


def test_today_itself_is_this_year_and_tomorrow_the_last():
    assert days("03-31") == ["2026-03-31"]
    assert days("04-01") == ["2025-04-01"]


def test_a_pinned_entry_does_not_push_the_others_back():
    assert days("01-05", "03-18", "03-15", pinned={0}) == ["2026-01-05", "2026-03-18", "2026-03-15"]
    assert days("01-05", "03-18", "03-15", "03-02") == [
        "2026-01-05",
        "2026-03-18",
        "2026-03-15",
        "2026-03-02",
    ]


def test_an_address_does_not_put_a_day_ahead_of_the_reading_day():
    """A list that was dated anew keeps its old addresses; 06-24 is the one of last year although February is nearer to this year's."""
    hints = [dt.date(2026, 3, 3), dt.date(2026, 2, 28), dt.date(2026, 2, 26)]
    told = days("10-22", "06-24", "04-25", today=dt.date(2026, 3, 31), hints=hints)
    assert told == ["2025-10-22", "2025-06-24", "2025-04-25"]
    assert days("04-05", today=dt.date(2026, 3, 31), hints=[dt.date(2026, 4, 5)]) == ["2026-04-05"]


def test_an_address_tells_the_year():
    hints = [dt.date(2024, 3, 20), dt.date(2023, 12, 31)]
    assert days("03-20", "01-01", hints=hints) == ["2024-03-20", "2024-01-01"]


def test_no_year_is_made_up_without_a_day_to_count_from():
    assert days("03-18", "01-02", today=None) == [None, None]


def test_the_29th_of_february_lies_in_a_leap_year():
    assert days("02-29") == ["2024-02-29"]
