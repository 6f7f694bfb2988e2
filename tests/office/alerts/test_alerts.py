"""Alerts: who is told when, that nothing storms, that quiet hours are quiet and acknowledging ends it."""

import datetime as dt

import pytest
from django.urls import reverse
from office_samples import POINT
from watch_samples import DOWN, OPEN, UNCLEAR, at, visits

from xunwang.inspector import door, model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.alerts import grouping, intrusions, outages, service, silence, telling
from xunwang.office.alerts.models import Alert, AlertPlan, Severity
from xunwang.office.campaigns.models import RunState
from xunwang.office.duty import freshness
from xunwang.office.duty.models import MachineLook
from xunwang.office.messages.models import Channel, ChannelKind, Message
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch.models import VantagePoint
from xunwang.office.watch.series import keep
from xunwang.office.watch.service import plan_closure

HOME = "http://www.donghe.gov.cn/"
MINUTE = dt.timedelta(minutes=1)
NOON = dt.datetime(2026, 3, 31, 12, 5, tzinfo=SHANGHAI)


@pytest.fixture
def duty(office, settings, monkeypatch):
    settings.WATCH_MINUTES, settings.ADDRESS = 72, "https://xunwang.shili.example"
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "today", lambda: POINT)
    return office


def channel(unit, name):
    return Channel.objects.create(unit=unit, kind=ChannelKind.MAIL, name=name, hint="…")


def site(office, number, *, unit=None, down=True, server=None):
    """A website that opened in the morning and is down since, or not."""
    home = f"http://s{number}.gov.cn/"
    made = office.website(unit or office.county, f"第{number}网站", home)
    ends = [(at(POINT, n), DOWN if down and n > 7 else OPEN) for n in range(10)]
    keep(visits(made, home, ends, address=server or f"192.0.2.{number}"))
    return made


def look(now=NOON):
    outages.look(now)
    return telling.tell_due(now)


def told():
    return [(message.channel.name, message.title) for message in Message.objects.order_by("pk")]


def test_contact_deputy_and_principal_hear_one_after_the_other_until_somebody_acknowledges(duty, client):
    people = {name: channel(duty.county, name) for name in ("联系人", "副职", "主要负责人")}
    steps = dict(zip(("contact", "deputy", "principal"), people.values(), strict=True))
    leader = duty.user(duty.county, Role.UNIT_LEADER)
    hours = {"quiet_from": dt.time(22), "quiet_to": dt.time(7), "digest_at": dt.time(8, 30)}
    service.plan(duty.county, by=leader, minutes=30, **hours, **steps)
    site(duty, 1)
    site(duty, 2, down=False)

    assert look() == 1
    assert look(NOON + 29 * MINUTE) == 0
    assert look(NOON + 30 * MINUTE) == 1
    assert [name for name, _ in told()] == ["联系人", "副职"]
    assert told()[0][1] == "【紧急】第1网站打不开"
    first, link = (
        message.text.rpartition("https://xunwang.shili.example")[2].strip()
        for message in Message.objects.order_by("pk")
    )
    assert "我已知道" in client.get(first).content.decode()  # whoever was told first may still acknowledge
    assert "失效" in client.get(f"{link.rstrip('/')}0/").content.decode()
    assert "我已知道" in client.get(link).content.decode()
    assert Alert.objects.get().acked_at is None
    assert "已确认" in client.post(link).content.decode()
    assert "失效" in client.post(link).content.decode()
    assert look(NOON + 60 * MINUTE) == 0
    assert AuditEntry.objects.filter(action="alert.acknowledged").count() == 1

    later = NOON + 2 * 72 * MINUTE
    keep(
        visits(
            SubjectVersion.objects.get(home="http://s1.gov.cn/").subject, "http://s1.gov.cn/", [(later, OPEN)]
        )
    )
    look(later)
    assert [title for _, title in told()][2:] == ["已恢复", "已恢复"]
    assert Alert.objects.get().ended_at == later


def test_a_server_that_fails_is_one_alert_and_so_is_a_storm(duty):
    channel(duty.city, "值班群")
    for number in range(1, 5):
        site(duty, number, unit=duty.county if number % 2 else duty.park, server="192.0.2.99")
    site(duty, 5)
    assert look() == 2
    platform = Alert.objects.get(key__startswith="server:192.0.2.99@")
    assert platform.title == "同一平台（192.0.2.99）上的4个网站同时打不开"
    assert platform.unit == duty.city
    assert Alert.objects.count() == 2

    for number in range(11, 18):
        site(duty, number)
    look(NOON + MINUTE)
    assert Alert.objects.get(key__startswith="storm:").title == "8个网站同时打不开"
    assert Alert.objects.filter(ended_at=None).count() == 2
    assert len(told()) == 3
    look(NOON + 2 * MINUTE)
    assert len(told()) == 3


def opened(duty, number):
    """The website opens in the next four slots."""
    home = f"http://s{number}.gov.cn/"
    made = SubjectVersion.objects.get(home=home).subject
    keep(visits(made, home, [(at(POINT, n), OPEN) for n in range(10, 14)], address=f"192.0.2.{number}"))
    return made


def test_what_falls_after_a_storm_is_told_by_itself_and_a_storm_with_few_left_is_broken_up(duty, client):
    """Seven fall together; hours later six are back, one is not, and an eighth that was well falls."""
    channel(duty.city, "值班群")
    for number in range(1, 8):
        site(duty, number)
    well = site(duty, 20, down=False)
    look()
    assert told() == [("值班群", "【紧急】7个网站同时打不开")]
    for number in range(1, 4):
        opened(duty, number)
    later = [(at(POINT, n), OPEN if n < 11 else DOWN) for n in range(10, 13)]
    keep(visits(well, "http://s20.gov.cn/", later, address="192.0.2.20"))
    assert look(at(POINT, 13)) == 1
    assert told()[1:] == [("值班群", "【紧急】第20网站打不开")]
    assert Alert.objects.get(key__startswith="storm:").title == "4个网站同时打不开"

    for number in range(4, 7):
        opened(duty, number)
    assert look(at(POINT, 14)) == 1
    assert told()[2:] == [("值班群", "部分已恢复"), ("值班群", "【紧急】第7网站打不开")]
    assert "已恢复6个，仍打不开1个（另行报警）" in Message.objects.get(title="部分已恢复").text
    opened(duty, 7)
    look(at(POINT, 15))
    assert told()[4:] == [("值班群", "已恢复")]
    assert Alert.objects.get(ended_at=None).title == "第20网站打不开"
    client.force_login(duty.user(duty.city, Role.SUPERVISOR))
    page = client.get(reverse("alerts"), {"all": "1"}).content.decode()
    assert (page.count(">部分恢复<"), page.count(">已恢复<")) == (1, 1)


def test_an_alert_of_several_that_ends_while_one_is_closed_says_so(duty):
    channel(duty.city, "值班群")
    made = [site(duty, number, server="192.0.2.99") for number in range(1, 4)]
    look()
    by = duty.user(duty.city, Role.SUPERVISOR)
    plan_closure(made[2], (NOON, NOON + dt.timedelta(days=1)), reason="搬迁", proof="批复", by=by)
    opened(duty, 1)
    opened(duty, 2)
    look(at(POINT, 14))
    assert [title for _, title in told()] == [
        "【紧急】同一平台（192.0.2.99）上的3个网站同时打不开",
        "部分已恢复",
    ]
    assert "已恢复2个，计划关停或不再监测1个（不作判断）" in Message.objects.latest("pk").text
    assert not Alert.objects.filter(ended_at=None).exists()


def keys(down, servers, opened=()):
    found = grouping.grouped(down, servers, opened, dt.timedelta(minutes=72))
    return [(group.key.partition("@")[0], len(group.members)) for group in found]


def test_what_falls_within_a_slot_falls_together():
    """Every address is visited once a slot, each at its own place in it: one fall is seen over a slot and its jitter."""
    down = [
        grouping.Down((number, "u"), str(number), None, NOON + number * 20 * MINUTE, "a")
        for number in range(8)
    ]
    singles = [(f"down:{number}:u", 1) for number in range(8)]
    assert keys(down[:2], {"a": 2}) == singles[:2]
    assert keys(down[:3], {"a": 7}) == singles[:3]
    assert keys(down[:3], {"a": 6}) == [("server:a", 3)]
    assert keys([down[0], *down[6:]], {"a": 6}) == [singles[0], *singles[6:]]
    assert keys(down, {"a": 99}) == [("storm:", 6), *singles[:2]]
    storm = grouping.Open("storm:@20260331040500", frozenset(one.label for one in down[:3]))
    assert keys(down, {"a": 99}, [storm]) == [("storm:", 6), *singles[6:]]
    assert keys(down[1:3], {"a": 99}, [storm]) == singles[1:3]


def test_a_point_that_did_not_visit_the_address_silences_nothing_and_one_that_saw_it_open_does(duty):
    VantagePoint.objects.create(unit=duty.stranger, name="别处", hash="", handed_at=NOON)
    channel(duty.county, "值班群")
    made, seen = site(duty, 1), site(duty, 2)
    keep(visits(seen, "http://s2.gov.cn/", [(at(POINT, 9) + MINUTE, OPEN)], point="电信线路"))
    assert look() == 1
    VantagePoint.objects.create(unit=duty.city, name="电信线路", hash="", handed_at=NOON)
    look()
    alert = Alert.objects.get(ended_at=None)
    assert alert.title == "第1网站打不开"
    keep(visits(made, "http://s1.gov.cn/", [(at(POINT, 9) + MINUTE, DOWN)], point="电信线路"))
    look()
    alert.refresh_from_db()
    assert (alert.ended_at, alert.text) == (None, "http://s1.gov.cn/ 连续打不开，2个监测点都打不开。")
    assert len(told()) == 1


def test_an_outage_goes_on_over_midnight_and_while_nobody_looks_and_ends_untold_by_a_closure(duty):
    channel(duty.county, "值班群")
    home, day = "http://s1.gov.cn/", dt.timedelta(days=1)
    made = site(duty, 1)
    keep(visits(made, home, [(at(POINT, n) + MINUTE, DOWN) for n in (8, 9)], point="电信线路"))
    VantagePoint.objects.create(unit=duty.city, name="电信线路", hash="", handed_at=NOON)
    look()
    keep(visits(made, home, [(at(POINT + day, 0), DOWN), (at(POINT + day, 1), UNCLEAR)]))
    VantagePoint.objects.update(handed_at=at(POINT + day, 1))
    for later in (at(POINT + day, 0), at(POINT + day, 1), NOON + 5 * day):
        look(later)
    alert = Alert.objects.get()
    assert (alert.begun_at, alert.ended_at) == (NOON, None)

    by = duty.user(duty.city, Role.SUPERVISOR)
    now = NOON + 5 * day
    plan_closure(made, (NOON, now + day), reason="搬迁", proof="批复", by=by)
    look(now)
    alert.refresh_from_db()
    assert alert.ended_at == now
    assert told() == [("值班群", "【紧急】第1网站打不开")]


def test_a_point_that_hands_in_no_more_is_told_of_once_and_its_return_too(duty):
    """Its patience is three times its rhythm: what hands in by hand once a day is not missed after an hour."""
    channel(duty.city, "市级")
    hour = dt.timedelta(hours=1)

    def point(name, ago, rhythm, **fields):
        return VantagePoint.objects.create(
            unit=duty.city, name=name, hash="", handed_at=ago and NOON - ago, rhythm=rhythm, **fields
        )

    gone = point("电信线路", 3 * hour, hour / 2)
    point("联通线路", 3 * hour, 24 * hour)
    point("移动线路", 20 * hour, None)
    point("教育网", 90 * hour, hour, active=False)
    point("刚登记的", None, None, added_at=NOON)
    point("登记两天的", None, None, added_at=NOON - 48 * hour)
    for minutes in range(3):
        silence.look(NOON + minutes * MINUTE)
        telling.tell_due(NOON + minutes * MINUTE)
    alert, never = Alert.objects.order_by("pk")
    assert (alert.unit, alert.severity, alert.ended_at) == (duty.city, Severity.IMPORTANT, None)
    assert "最近一次交来是 2026-03-31 09:05" in alert.text
    assert "登记以来一次也没有交来" in never.text
    assert sorted(title for _, title in told()) == [
        "【重要】监测点“电信线路”没有再交来结果", "【重要】监测点“登记两天的”还没有交来结果",
    ]  # fmt: skip

    silence.look(NOON + 10 * hour)  # a day after a first time, nobody knows its rhythm
    assert Alert.objects.filter(ended_at=None, title="监测点“移动线路”没有再交来结果").count() == 1
    VantagePoint.objects.filter(pk=gone.pk).update(handed_at=NOON + 10 * hour)
    night = NOON + 10 * hour + MINUTE
    silence.look(night)
    alert.refresh_from_db()
    assert alert.ended_at == night
    telling.tell_due(night)
    assert len(told()) == 2  # what is not urgent wakes nobody, its end neither
    telling.tell_due(NOON + 19 * hour)
    assert told()[2:] == [("市级", "已恢复"), ("市级", "【重要】监测点“移动线路”没有再交来结果")]


def test_quiet_hours_hold_back_what_is_not_urgent_and_the_digest_is_one_message(duty):
    channel(duty.county, "值班群")
    night = dt.datetime(2026, 3, 30, 23, tzinfo=SHANGHAI)
    for severity in Severity:
        news = service.News("test", severity.name, duty.county, severity, f"第{severity}条", "内容")
        service.come_up(news, night)
    service.come_up(service.News("test", "again", duty.county, Severity.NOTICE, "又一条", "内容"), night)

    assert telling.tell_due(night) == 1
    assert telling.tell_due(night + 7 * 60 * MINUTE) == 0
    assert telling.tell_due(night + 8 * 60 * MINUTE) == 1
    assert telling.tell_digests(night + 9 * 60 * MINUTE) == 0
    assert telling.tell_digests(NOON) == 1
    assert telling.tell_digests(NOON) == 0
    assert [title for _, title in told()] == [
        "【紧急】第3条", "【重要】第2条", "东河县：2 条提示（2026-03-31）",
    ]  # fmt: skip
    assert "第1条" in Message.objects.latest("pk").text

    late = service.News("test", "late", duty.county, Severity.NOTICE, "汇总之后的一条", "内容")
    service.come_up(late, NOON)
    seen = service.come_up(
        service.News("test", "seen", duty.county, Severity.NOTICE, "有人看过的", "内容"), NOON
    )
    service.acknowledge(seen, by=duty.user(duty.county, Role.UNIT_CLERK))
    day = dt.timedelta(days=1)
    assert [telling.tell_digests(NOON + hours) for hours in (day / 12, day, day + day / 12)] == [0, 1, 0]
    assert told()[-1][1] == "东河县：1 条提示（2026-04-01）"
    assert "汇总之后的一条" in Message.objects.latest("pk").text


@pytest.mark.parametrize(
    ("moment", "until"), [("22:00", "07:00"), ("06:59", "07:00"), ("07:00", None), ("21:59", None)]
)
def test_quiet_hours_go_over_midnight(duty, moment, until):
    plan, _ = telling.plan_of(duty.county)
    now = dt.datetime.combine(POINT, dt.time.fromisoformat(moment), SHANGHAI)
    found = telling.quiet_until(plan, now)
    assert (found and clock.local(found).strftime("%H:%M")) == until
    assert found is None or found > now


def test_an_intrusion_stays_until_somebody_acknowledges(duty, client):
    made = duty.website(duty.county, "东河县政府", "http://www.donghe.gov.cn/")
    sign = model.SafetySign(model.SafetyKind.HIDDEN, "hidden", "a", "赌", "隐藏的链接指向外部网站")
    target = door.Target(f"{made.pk}/3", "http://www.donghe.gov.cn/", "东河县政府")
    intrusions.come_up(door.Intrusion(target, "http://www.donghe.gov.cn/", (sign,)), NOON)
    look()
    client.force_login(duty.user(duty.county, Role.UNIT_CLERK))
    page = client.get(reverse("alerts")).content.decode()
    assert "疑似被植入" in page
    assert "隐藏的链接指向外部网站" in page
    client.post(reverse("acknowledge", args=[Alert.objects.get().pk]))
    assert Alert.objects.get().ended_at == NOON
    client.force_login(duty.user(duty.stranger, Role.UNIT_CLERK))
    assert client.post(reverse("acknowledge", args=[Alert.objects.get().pk])).status_code == 404


def test_what_is_pushed_to_a_system_is_told_to_nobody(duty, client):
    above = channel(duty.city, "市里")
    system = Channel.objects.create(unit=duty.county, kind=ChannelKind.WEBHOOK, name="办公系统", hint="…")
    site(duty, 1)
    look()
    assert {name for name, _ in told()} == {above.name}
    AlertPlan.objects.create(unit=duty.county, contact=system)
    assert telling.plan_of(duty.county)[1] == [[above]]
    client.force_login(duty.user(duty.county, Role.UNIT_LEADER))
    assert "办公系统" not in client.get(reverse("alerts")).content.decode()


def test_plans_are_checked_and_kept(duty, client):
    foreign = channel(duty.park, "园区")
    own = channel(duty.county, "县里")
    client.force_login(duty.user(duty.county, Role.UNIT_LEADER))
    said = {"quiet_from": "21:00", "quiet_to": "6", "digest_at": "09:00", "minutes": "20", "contact": own.pk}
    wrong = client.post(reverse("alert_plan"), said, follow=True).content.decode()
    assert "“免打扰结束”应类似" in wrong
    said |= {"quiet_to": "06:00", "deputy": foreign.pk}
    client.post(reverse("alert_plan"), said)
    plan, steps = telling.plan_of(duty.county)
    assert (plan.minutes, steps) == (20, [[own]])
    client.force_login(duty.user(duty.county, Role.UNIT_CLERK))
    assert client.post(reverse("alert_plan"), said).status_code == 403


def news_run(folder, site, newest):
    """A run that saw a news column updated on that day last."""
    column = model.ColumnFact(
        "/zwyw/", "政务要闻", model.ColumnType.NEWS, "name", True, f"{HOME}zwyw/", items=3, dates=(newest,)
    )
    writer = RunWriter.create(folder, "run", model.Subject(str(site.pk), "东河县政府", HOME), {}, NOON)
    writer.write_facts([column])
    writer.close(NOON, stats=Stats())
    return writer.path


@pytest.mark.parametrize(("age", "step"), [(9, None), (10, "70%"), (12, "70%"), (13, "90%"), (15, None)])
def test_columns_are_told_before_their_line(duty, tmp_path, age, step):
    """A news column stays fresh for 14 days: 10 of them are 71 %, 13 are 92 %."""
    made = duty.website(duty.county, "东河县政府", HOME)
    campaign = duty.campaign(duty.city, [made])
    path = news_run(tmp_path, made, POINT - dt.timedelta(days=age))
    campaign.subjects.update(run_state=RunState.LOOKED, run_path=str(path))
    freshness.look(NOON)
    found = Alert.objects.filter(title__contains="更新期限")
    assert [alert.title for alert in found] == ([f"东河县政府已过更新期限的{step}"] if step else [])
    if step:
        assert f"最新信息{POINT - dt.timedelta(days=age)}" in found[0].text
        fresh = news_run(tmp_path / "later", made, POINT)
        MachineLook.objects.create(subject=made, day=POINT, run_path=str(fresh))
        freshness.look(NOON)
        assert not Alert.objects.filter(ended_at=None).exists()


def test_a_run_that_cannot_be_read_warns_of_nothing(duty, tmp_path):
    made = duty.website(duty.county, "东河县政府", "http://www.donghe.gov.cn/")
    campaign = duty.campaign(duty.city, [made])
    campaign.subjects.update(run_state=RunState.LOOKED, run_path=str(tmp_path / "gone"))
    freshness.look(NOON)
    assert not Alert.objects.exists()
