"""示例市 for a fortnight, played in seconds: visits over loopback, alerts, rounds, and what the circular is handed."""

import datetime as dt

import pytest
from office_samples import JANUARY

from page_server import serving
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.alerts import outages, telling
from xunwang.office.alerts.models import Alert
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.duty import planning, roster, service
from xunwang.office.duty.models import PatrolRound
from xunwang.office.messages.models import Channel, ChannelKind, Message
from xunwang.office.people.roles import Role
from xunwang.office.watch.models import AgreedDay
from xunwang.office.watch.watcher import follow
from xunwang.office.watch.weeks import weeks_of

BEGIN = dt.datetime(2026, 3, 16, tzinfo=SHANGHAI)
END = BEGIN + dt.timedelta(days=14)
SLOT = dt.timedelta(minutes=72)
BROKEN = (BEGIN + 9 * dt.timedelta(days=1), BEGIN + 9 * dt.timedelta(days=1) + 7 * SLOT)
HACKED = BEGIN + 5 * dt.timedelta(days=1) + dt.timedelta(hours=10)
PAGE = "<html><head><title>fine</title></head><body><h1>示例市人民政府</h1><p>政务公开</p>{}</body></html>"
HIDDEN = '<div style="display:none"><a href="http://www.bocai-vip888.com/">澳门博彩官网 真人娱乐</a></div>'
SLOW = (BEGIN + 10 * dt.timedelta(days=1), BEGIN + 10 * dt.timedelta(days=1) + 6 * SLOT)


@pytest.fixture
def timeline():
    return door.Timeline(BEGIN)


@pytest.fixture
def server(timeline):
    """`broken` fails for seven slots, `six` for six, everything else is always up; from a moment on `fine` carries a foreign link."""

    def page(host, _path):
        name = host.partition(".")[0]
        since, until = {"broken": BROKEN, "six": SLOW}.get(name, (END, END))
        foreign = HIDDEN if name == "fine" and timeline.at >= HACKED else ""
        return 503 if since <= timeline.at < until else 200, PAGE.format(foreign)

    with serving(page) as port:
        yield port


def test_a_fortnight_of_watching_and_duty(office, settings, monkeypatch, timeline, server):
    settings.WATCH_MINUTES = 72
    monkeypatch.setattr(clock, "now", timeline)
    monkeypatch.setattr(clock, "today", lambda: clock.local(timeline.at).date())
    names = ("broken", "six", "fine")
    sites = {
        name: office.website(office.county, name, f"http://{name}.gov.cn/", on=JANUARY) for name in names
    }
    Channel.objects.create(unit=office.county, kind=ChannelKind.MAIL, name="值班群", hint="…")
    clerk = office.user(office.county, Role.UNIT_CLERK)
    leader = office.user(office.county, Role.UNIT_LEADER)
    planning.plan(office.county, "twice-working-day", dt.time(8, 30), by=leader)
    days = BEGIN.date(), END.date() - dt.timedelta(days=1)
    roster.put_on_duty(office.county, days, [("甲", "乙")], "", by=leader)

    def patrol():
        found = service.round_under_way(clerk)
        while (site := service.next_site(found)) is not None:
            service.looked(
                found, site, "打不开" if site.name == "broken" else "", by=clerk, ok=site.name != "broken"
            )
        service.end_round(found, "", by=clerk)

    def live():
        """What the office does by itself while it watches; the clerk patrols at nine and never in the afternoon."""
        outages.look(timeline.at)
        telling.tell_due(timeline.at)
        if clock.local(timeline.at).hour == 9:
            patrol()
        return timeline.at >= END

    looking = door.InspectSettings(connect_to=(f"::127.0.0.1:{server}",), closed=True)
    follow(looking, timeline, live, step=dt.timedelta(hours=1))

    assert AgreedDay.objects.count() == 3 * 14
    last = (END - dt.timedelta(days=1)).date()
    sums = {
        name: weeks_of([site.pk], last)[site.pk, f"http://{name}.gov.cn/"] for name, site in sites.items()
    }
    assert {name: one.counted for name, one in sums.items()} == dict.fromkeys(names, 140)
    assert [(sums[name].failed, sums[name].words) for name in names] == [
        (7, "达到否决线"),
        (6, "预警"),
        (0, "正常"),
    ]
    raised = {alert.title: alert for alert in Alert.objects.all()}
    planted = raised.pop("fine的页面疑似被植入内容")
    assert (
        HACKED < planted.begun_at <= HACKED + 2 * SLOT
    )  # the visit that sees it, told when it is written down
    assert planted.ended_at is None
    assert set(raised) == {"broken打不开", "six打不开"}
    assert all(alert.ended_at and alert.ended_at > alert.begun_at for alert in raised.values())
    assert Message.objects.count() == 5

    campaign = office.campaign(office.city, list(sites.values()))
    campaign.period_start, campaign.period_end = days
    (table,) = [one for one in tables_of(campaign) if one.key == "duty"]
    assert PatrolRound.objects.count() == 14
    assert table.rows == (("东河县", 14, 14, 0, 10, 0, 14),)
