"""Told before the line: accounts by their nightly standing; and that the watcher itself has no network."""

import datetime as dt
import itertools

import pytest
from office_samples import JANUARY, POINT

from xunwang.inspector import door, model
from xunwang.inspector.model import SHANGHAI
from xunwang.inspector.watch.model import Look as Visit
from xunwang.inspector.watch.model import Timing
from xunwang.office import clock
from xunwang.office.accounts.counting import recount
from xunwang.office.accounts.evaluating import evaluate
from xunwang.office.accounts.models import Look, Post, Standing
from xunwang.office.alerts import network, telling
from xunwang.office.alerts.models import Alert
from xunwang.office.duty import freshness
from xunwang.office.messages.models import Channel, ChannelKind, Message
from xunwang.office.registry.service import open_subject
from xunwang.office.watch.watcher import follow

NOON = dt.datetime(2026, 3, 31, 12, 5, tzinfo=SHANGHAI)


def account(office, name):
    return open_subject(
        model.SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name=name, platform="微博", handle=name
    )


def post(subject, day):
    published = dt.datetime.combine(day, dt.time(9), SHANGHAI)
    Post.objects.create(subject=subject, key=f"{day}", title="要闻", published=published, day=day)
    recount([subject.pk], [day])


def looked(subject, seen=NOON, since=60):
    Look.objects.create(
        subject=subject, way="feed", seen=seen, posts=1, complete_since=seen - dt.timedelta(days=since)
    )


def told():
    return {alert.title: alert.text for alert in Alert.objects.filter(kind="freshness", ended_at=None)}


def test_accounts_are_told_at_70_and_90_per_cent_by_what_is_known_of_them_tonight(office):
    """An account stays fresh for 14 days: 10 of them are 71 %, 13 are 92 %."""
    ages = {"九天": 9, "十天": 10, "十三天": 13, "十五天": 15}
    subjects = {name: account(office, name) for name in (*ages, "没有看过")}
    for name, age in ages.items():
        post(subjects[name], POINT - dt.timedelta(days=age))
        looked(subjects[name])
    post(subjects["没有看过"], POINT - dt.timedelta(days=13))
    looked(subjects["没有看过"], seen=NOON - dt.timedelta(days=12))
    evaluate(POINT)
    freshness.look(NOON)
    assert set(told()) == {"十天已过更新期限的70%", "十三天已过更新期限的90%"}
    assert "最近一次发布2026-03-21" in told()["十天已过更新期限的70%"]
    Channel.objects.create(unit=office.county, kind=ChannelKind.MAIL, name="值班群", hint="…")
    assert telling.tell_digests(NOON) == 1
    assert Message.objects.get().title == "东河县：2 条提示（2026-03-31）"

    post(subjects["十三天"], POINT)
    Standing.objects.all().delete()
    evaluate(POINT)
    freshness.look(NOON)
    assert set(told()) == {"十天已过更新期限的70%"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_when_the_watcher_has_no_network_nobody_is_down_and_somebody_is_told(office, settings, monkeypatch):
    """Two sites of two domains on a port that nobody listens on fail together; a server there ends it."""
    settings.WATCH_MINUTES = 72
    timeline = door.Timeline(dt.datetime(2026, 3, 30, tzinfo=SHANGHAI))
    monkeypatch.setattr(clock, "now", timeline)
    monkeypatch.setattr(clock, "today", lambda: clock.local(timeline.at).date())
    Channel.objects.create(unit=office.city, kind=ChannelKind.MAIL, name="值班群", hint="…")
    office.website(office.county, "甲", "http://jia.gov.cn/")
    office.website(office.park, "乙", "http://yi.example/")
    steps = itertools.count()
    looking = door.InspectSettings(connect_to=("::127.0.0.1:9",), closed=True)
    follow(looking, timeline, lambda: next(steps) >= 4, step=dt.timedelta(hours=1))

    (alert,) = Alert.objects.all()
    assert (alert.kind, alert.unit, alert.title) == ("network", office.city, "监测点“本机”自己的网络不通")
    assert telling.tell_due(timeline.at) == 1


def probe(state, own, minute):
    reach = model.Reach.OK if state == "open" else model.Reach.TIMEOUT
    look = Visit(reach, Timing())
    at = NOON + dt.timedelta(minutes=minute)
    return door.Probe("x", "http://jia.gov.cn/", at, "本机", look, None, own_fault=own)


def test_the_last_visit_that_tells_anything_counts(office):
    office.website(office.county, "甲", "http://jia.gov.cn/")
    network.look([probe("down", True, 2), probe("open", False, 1)], NOON)
    assert Alert.objects.filter(ended_at=None).count() == 1
    network.look([probe("down", False, 3)], NOON)
    assert Alert.objects.filter(ended_at=None).count() == 1
    network.look([probe("open", False, 4), probe("down", True, 3)], NOON)
    assert not Alert.objects.filter(ended_at=None).exists()
