"""Estimates: a table of what is known and what follows from it."""

import pytest

from xunwang.inspector.crawl.forecast import Planned, duration, exactly, forecast, seconds_left, size_of
from xunwang.inspector.fetch.manners import Agreement, Manners, quiet_hours
from xunwang.inspector.model import SiteKind

DAY = 86_400.0
ONE_A_SECOND = Manners(per_host=2, per_address=4, delay=1.0, per_address_delay=1.0)
SHARED = "203.0.113.7"


def sites(count, pages=1000, address=SHARED):
    return [
        Planned(name=f"网站{n}", host=f"www.s{n}.gov.cn", address=address, pages=pages) for n in range(count)
    ]


def look(planned, manners=ONE_A_SECOND, **more):
    return forecast(planned, manners, **{"max_pages": 5000, "at_a_time": 8, **more})


@pytest.mark.parametrize(
    ("planned", "manners", "more", "days"),
    [
        (sites(188), ONE_A_SECOND, {}, 188 * 1400 / DAY),  # one address: one after the other
        (sites(188, address=None), ONE_A_SECOND, {}, 188 * 1400 / 8 / DAY),  # eight at a time
        (sites(188, address=None), ONE_A_SECOND, {"at_a_time": 188}, 1400 / DAY),
        (sites(1), ONE_A_SECOND, {}, 1400 / DAY),
        (sites(10, pages=100_000), ONE_A_SECOND, {}, 10 * 7000 / DAY),  # the page limit
        (sites(188), Manners(delay=0.1, per_address_delay=0.1, per_address=1), {}, 188 * 1400 / 2 / DAY),  # connections
    ],
)  # fmt: skip
def test_the_slowest_place_decides(planned, manners, more, days):
    assert look(planned, manners, **more).seconds / DAY == pytest.approx(days)


def test_a_crowded_address_is_named_with_the_way_out():
    whole, crowded = look(sites(188)).words
    assert whole == "共188个网站，约188000页，预计约3天"
    assert (
        crowded
        == "188个网站在同一地址 203.0.113.7 上，按每秒1次访问约3天；可与平台运维方商定速率（--agreed）"
    )


def test_an_agreed_rate_counts_and_is_named():
    agreed = Agreement(place=SHARED, rate=20.0, connections=20, agreed="平台运维方2026年3月1日同意")
    manners = Manners(per_host=20, delay=0.05, per_address_delay=1.0, agreements=(agreed,))
    told = look(sites(188), manners, at_a_time=188)
    assert told.seconds == pytest.approx(188 * 1400 / 20)
    assert told.waits[0].agreed == agreed.agreed
    slow = look(sites(1880), manners, at_a_time=1880)
    assert slow.words[1].endswith("（速率已商定：平台运维方2026年3月1日同意）")


def test_quiet_hours_lengthen_the_look():
    quiet = Manners(delay=1.0, per_address_delay=1.0, quiet=quiet_hours(["08:00-20:00"]))
    assert look(sites(1), quiet).seconds == pytest.approx(2 * look(sites(1)).seconds)


@pytest.mark.parametrize(
    ("count", "limit", "seconds"),
    [(1, 60.0, 60.0), (16, 60.0, 120.0), (17, 60.0, 180.0), (1, 10 * DAY, 1400.0)],
)
def test_a_look_with_a_limit_takes_no_longer_than_that(count, limit, seconds):
    assert look(sites(count), max_seconds=limit).seconds == pytest.approx(seconds)


def test_a_limit_that_cuts_the_look_short_is_said():
    whole, limited = look(sites(1), max_seconds=90.0).words
    assert whole.endswith("预计约23分钟")
    assert limited == "每个网站只检查1分钟30秒，到时按已看到的内容判断，因此至多约1.5分钟"
    assert len(look(sites(1), max_seconds=7200.0).words) == 1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(8, "8秒"), (1.4, "1秒"), (90, "1分钟30秒"), (3600, "1小时"), (5400, "1小时30分钟"), (90_000, "25小时")],
)
def test_a_time_that_was_set_is_told_to_the_second(seconds, words):
    assert exactly(seconds) == words


@pytest.mark.parametrize(
    ("kind", "level", "pages", "expected"),
    [
        (SiteKind.PORTAL, "省级", None, 20_000),
        (SiteKind.PORTAL, "市级", None, 8_000),
        (SiteKind.PORTAL, "县级", None, 5_000),
        (SiteKind.PORTAL, "县级市", None, 5_000),
        (SiteKind.PORTAL, None, None, 5_000),
        (SiteKind.DEPARTMENT, "市级", None, 2_000),
        (SiteKind.SPECIAL, None, None, 800),
        (None, None, None, 2_000),
        (SiteKind.PORTAL, "省级", 17, 17),
    ],
)
def test_sizes_come_from_earlier_runs_or_from_the_kind(kind, level, pages, expected):
    assert size_of(Planned(name="站", host="x.gov.cn", site_kind=kind, level=level, pages=pages)) == expected


def test_guessed_sizes_are_said():
    told = look([*sites(2), Planned(name="新站", host="new.gov.cn")])
    assert told.guessed == 1
    assert "其中1个没有以往记录" in told.words[0]


def test_nothing_to_do_takes_no_time():
    assert look([]).seconds == 0
    assert look([]).words == ("共0个网站，约0页，预计不到1分钟",)


@pytest.mark.parametrize(
    ("waiting", "visits", "seconds", "delay", "left"),
    [
        (0, 0, 0.0, 0.0, 0.0),
        (1000, 10, 60.0, 0.0, None),
        (1000, 100, 1.0, 0.0, None),
        (1000, 100, 50.0, 0.0, 500.0),
        (1000, 100, 50.0, 1.0, 1000.0),
    ],
)
def test_what_is_left_follows_the_pace_but_not_below_the_rate(waiting, visits, seconds, delay, left):
    assert seconds_left(waiting, visits, seconds, least_delay=delay) == left


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "不到1分钟"), (60, "约1分钟"), (1500, "约25分钟"), (3 * 3600, "约3小时"), (5400, "约1.5小时"), (30 * DAY, "约30天"), (1.25 * DAY, "约1.2天")],
)  # fmt: skip
def test_times_are_as_rough_as_they_are_known(seconds, words):
    assert duration(seconds) == words
