"""The shares of a week to the visit, what leaves the base, vantage points that hand in, and the page for everybody."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.urls import reverse
from office_samples import POINT
from watch_samples import DOWN, OPEN, at, visits, week_of

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.alerts import outages
from xunwang.office.alerts.models import Alert
from xunwang.office.people.roles import Role
from xunwang.office.registry import life
from xunwang.office.watch import series, service, status
from xunwang.office.watch.models import VantagePoint, WatchedAddress, WatchedDay
from xunwang.office.watch.series import keep
from xunwang.office.watch.thinning import thin_out
from xunwang.office.watch.watcher import targets
from xunwang.office.watch.weeks import Held, Now, Sum, Week, added, days_of, held_of, now_of, week, weeks_of

HOME = "http://www.donghe.gov.cn/"
NIGHT = dt.datetime(2026, 3, 31, 23, 50, tzinfo=SHANGHAI)


@pytest.fixture
def site(office, settings, monkeypatch):
    settings.WATCH_MINUTES = 72
    monkeypatch.setattr(clock, "today", lambda: POINT)
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    cache.clear()
    return office.website(office.county, "东河县人民政府", HOME)


def summed(site, home=HOME):
    return added(days_of([site.pk], *week(POINT)).get((site.pk, home), ()))


def judged(site):
    return weeks_of([site.pk], POINT)[site.pk, HOME]


def words(site):
    return held_of([site.pk], POINT).get((site.pk, HOME), Held()).words


def test_nothing_is_concluded_before_a_week_is_full_and_a_day_that_has_only_begun_changes_nothing(
    site, client, office
):
    keep(visits(site, HOME, [(at(POINT, n), DOWN) for n in range(3)]))
    assert (judged(site).tone, judged(site).words) == ("none", "探测不足")
    outages.look_at_shares(NIGHT)
    assert not Alert.objects.exists()

    keep(visits(site, HOME, week_of(POINT - dt.timedelta(days=1), failed=7)))
    assert judged(site) == Week(140, 7, 0, 0, POINT - dt.timedelta(days=1))
    outages.look_at_shares(NIGHT)
    assert Alert.objects.get().text.startswith("2026-03-24至2026-03-30访问140次，7次打不开，占5.00%")
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    page = client.get(reverse("watching")).content.decode()
    assert "达到否决线" in page
    assert "XUNWANG_WATCH_ANCHORS" in page  # one website alone cannot tell whose fault silence is


def test_an_old_week_condemns_but_says_nothing_good_of_today(site, client, office):
    """A full week to the 15th, then nineteen visits a day that all fail: the last seven days are what everybody sees."""
    keep(visits(site, HOME, week_of(dt.date(2026, 3, 15))))
    days = [dt.date(2026, 3, number) for number in range(16, 32)]
    keep(visits(site, HOME, [(at(day, n), DOWN) for day in days for n in range(19)]))
    held = held_of([site.pk], POINT)[site.pk, HOME]
    assert (held.recent, held.words, held.tone) == (Sum(133, 133), "探测不足", "none")
    assert (held.week.first, held.week.last) == (dt.date(2026, 3, 9), dt.date(2026, 3, 15))
    status.show_everybody(office.city, public=True, by=office.user(office.city, Role.SUPERVISOR))
    page = client.get(reverse("status", args=[office.city.pk])).content.decode()
    assert "0.00%" in page
    assert "100.00%" not in page
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    listed = client.get(reverse("watching")).content.decode()
    assert "100.00%" in listed  # did not open
    assert "正常</span>" not in listed
    one = client.get(reverse("watched", args=[site.pk])).content.decode()
    assert "打不开的访问（266 次，列出最近 100 次）" in one

    keep(visits(site, HOME, week_of(dt.date(2026, 3, 9), failed=7)))
    assert words(site) == "探测不足"  # the newest full week is the one that counts
    other = office.website(office.county, "南山", "http://nanshan.gov.cn/")
    keep(visits(other, "http://nanshan.gov.cn/", week_of(dt.date(2026, 3, 15), failed=7)))
    (key, old) = next(iter(held_of([other.pk], POINT).items()))
    assert (key[0], old.recent, old.words) == (other.pk, Sum(), "达到否决线")


@pytest.mark.parametrize(
    ("failed", "unclear", "expected"),
    [
        (7, 0, (140, 7, 0, "达到否决线")),
        (6, 0, (140, 6, 0, "预警")),
        (4, 0, (140, 4, 0, "正常")),
        (6, 20, (120, 6, 20, "探测不足")),
        (0, 140, (0, 0, 140, "未能核实")),
    ],
)
def test_a_week_counts_to_the_visit(site, failed, unclear, expected):
    keep(visits(site, HOME, week_of(POINT, failed=failed, unclear=unclear)))
    found = summed(site)

    assert (found.counted, found.failed, found.untold, words(site)) == expected
    if found.counted:
        assert found.share == Decimal(100 * failed) / (140 - unclear)


def test_closures_leave_the_base_whoever_entered_them(site, office):
    keep(visits(site, HOME, week_of(POINT, failed=7)))
    by = office.user(office.city, Role.SUPERVISOR)
    start = dt.datetime(2026, 3, 25, tzinfo=SHANGHAI)
    when = start, start + dt.timedelta(minutes=73)
    plan = service.plan_closure(site, when, reason="搬迁", proof="批复", by=by)
    assert (summed(site).counted, summed(site).failed, summed(site).closed) == (139, 6, 1)
    assert judged(site).words == "探测不足"  # as the report says: a day of 19 visits makes no full week
    service.withdraw_closure(plan, by=by)
    assert summed(site) == Sum(140, 7)

    life.suspend(site, dt.date(2026, 3, 26), life.Turn(dt.date(2026, 3, 25)), user=by)
    keep(visits(site, HOME, week_of(POINT, failed=7)))
    assert summed(site) == Sum(100, 0, 0, 40)


def test_what_is_written_twice_counts_once(site):
    week_of_it = visits(site, HOME, week_of(POINT, failed=7))
    keep(week_of_it)
    keep(week_of_it)
    assert summed(site) == Sum(140, 7)


def test_old_series_lose_their_parts_then_their_visits_and_never_their_counts(site):
    """After 60 days only how each visit went is kept, after 400 the counts of the day."""
    long_ago = POINT - dt.timedelta(days=500)
    for first in (long_ago, POINT - dt.timedelta(days=70), POINT):
        timed = [
            series.Visited(one.subject, one.url, one.visit, one.address, (1, 2, 3, 4, 5))
            for one in visits(site, HOME, [(at(first, n), DOWN if n < 2 else OPEN) for n in range(20)])
        ]
        keep(timed)
    before = series.facts_for(site.pk, HOME, POINT - dt.timedelta(days=70))
    thin_out(POINT)
    thin_out(POINT)
    old, new = WatchedDay.objects.order_by("day")
    assert [(row.thin, len(series.parts_of(row))) for row in (old, new)] == [(True, 0), (False, 20)]
    assert series.facts_for(site.pk, HOME, old.day) == before
    assert len(bytes(old.visits)) < len(bytes(new.visits))
    (gone,) = days_of([site.pk], long_ago, long_ago).values()
    assert added(gone) == Sum(20, 2)


def test_a_site_is_down_after_two_slots_and_not_known_after_silence(site):
    def now(moment=NIGHT):
        return now_of(days_of([site.pk], *week(POINT)).get((site.pk, HOME), []), moment, closed=False)

    assert now() is Now.UNSEEN
    yesterday = POINT - dt.timedelta(days=1)
    keep(visits(site, HOME, [(at(yesterday, 18), OPEN), (at(yesterday, 19), DOWN)]))
    assert now(at(POINT, 0)) is Now.FAILING
    keep(visits(site, HOME, [(at(POINT, 0), DOWN)]))
    assert now(at(POINT, 1)) is Now.DOWN
    assert now() is Now.UNTOLD
    keep(visits(site, HOME, [(at(POINT, 1), OPEN)]))
    assert now(at(POINT, 2)) is Now.OPEN


def table(*rows):
    lines = [f"{moment.isoformat()},{home},{ms},{error}" for moment, home, ms, error in rows]
    return "\n".join(["time,home,milliseconds,error", *lines]).encode()


def test_another_point_hands_in_and_a_site_is_down_only_when_both_say_so(site, office, client):
    keep(visits(site, HOME, [(at(POINT, 0), DOWN), (at(POINT, 1), DOWN), (at(POINT, 2), OPEN)]))
    office.website(office.stranger, "某市政府", "http://www.mou.gov.cn/")
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    page = client.post(reverse("vantage_points"), {"name": "电信线路"}).content.decode()
    password = page.split("Authorization: Bearer ")[1].split('"')[0]
    client.logout()
    minute = dt.timedelta(minutes=1)
    brought = table(
        (at(POINT, 0) + minute, HOME, 80, ""),
        (at(POINT, 1) + minute, HOME, "", "refused"),
        (at(POINT, 2) + minute, HOME, 15000, ""),
        (at(POINT, 2), "http://www.mou.gov.cn/", "", "timeout"),
    )

    def hand_in(body, given=password):
        return client.post(
            reverse("hand_in"), body, content_type="text/csv", headers={"Authorization": f"Bearer {given}"}
        )

    assert hand_in(brought, "guessed").status_code == 401
    told = hand_in(brought)
    assert told.status_code == 200
    assert "收到 3 次访问" in told.json()["detail"]
    assert "http://www.mou.gov.cn/" in told.json()["detail"]
    assert VantagePoint.objects.get().rhythm is None
    hand_in(brought)
    assert VantagePoint.objects.get().rhythm is not None
    assert summed(site) == Sum(3, 1)
    assert WatchedDay.objects.get(point="电信线路").down == 2
    ancient = hand_in(table((NIGHT - dt.timedelta(days=401), HOME, 80, "")))
    assert "只保留 400 天" in ancient.json()["detail"]
    broken = hand_in(b"time,home\n")
    assert broken.status_code == 422
    assert "milliseconds" in broken.json()["detail"]
    ahead = hand_in(table((NIGHT + dt.timedelta(hours=1), HOME, 80, "")))
    assert "校准" in ahead.json()["detail"]

    client.force_login(office.user(office.city, Role.SUPERVISOR))
    client.post(reverse("point_act", args=[VantagePoint.objects.get().pk, "stop"]))
    assert hand_in(brought).status_code == 401
    assert password not in client.get(reverse("vantage_points")).content.decode()


def test_systems_and_key_columns_are_watched_beside_the_home_page(site, office, client):
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    add = reverse("add_address", args=[site.pk])
    said = {"kind": "system", "name": "网上办事大厅", "url": "http://bs.donghe.gov.cn/"}
    page = client.post(add, said, follow=True).content.decode()
    assert "网上办事大厅" in page
    assert "首页已经在监测" in client.post(add, said | {"url": HOME}, follow=True).content.decode()
    assert "应类似" in client.post(add, said | {"url": "a b"}, follow=True).content.decode()
    assert [one.url for one in targets()] == [HOME, "http://bs.donghe.gov.cn/"]

    keep(visits(site, "http://bs.donghe.gov.cn/", week_of(POINT, failed=7)))
    keep(visits(site, HOME, week_of(POINT)))
    assert summed(site) == Sum(140, 0)
    page = client.get(reverse("watched", args=[site.pk])).content.decode()
    assert page.count("达到否决线") == 1
    client.post(reverse("stop_address", args=[WatchedAddress.objects.get().pk]))
    assert len(targets()) == 1


def test_the_page_for_everybody_is_off_until_somebody_switches_it_on(site, office, client):
    keep(visits(site, HOME, week_of(POINT, failed=7)))
    office.user(office.city, Role.SUPERVISOR)  # an office without anybody leads to its set-up page
    public = [reverse("statuses"), reverse("status", args=[office.city.pk])]
    public.append(reverse("site_status", args=[office.city.pk, site.pk]))
    assert [client.get(one).status_code for one in public] == [404, 404, 404]

    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    assert client.post(reverse("publish_status"), {"public": "1"}).status_code == 403
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    client.post(reverse("publish_status"), {"public": "1"})
    client.logout()
    assert client.get(public[0]).status_code == 302
    listed = client.get(public[1])
    assert listed.headers["Cache-Control"] == "private, max-age=60"
    assert "东河县人民政府" in listed.content.decode()
    assert "95.00%" in listed.content.decode()
    one = client.get(public[2]).content.decode()
    assert "65.00%" in one
    for said in (listed.content.decode(), one):
        assert not any(word in said for word in ("timeout", "192.0.2.7", "本机", "东河县某"))
    foreign = office.website(office.stranger, "某市政府", "http://www.mou.gov.cn/")
    assert client.get(reverse("site_status", args=[office.city.pk, foreign.pk])).status_code == 404

    client.force_login(office.user(office.city, Role.SUPERVISOR))
    client.post(reverse("publish_status"), {"public": "0"})
    assert client.get(public[1]).status_code == 404
