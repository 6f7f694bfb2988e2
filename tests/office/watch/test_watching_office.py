"""The office watches the websites of its register: a played week, its pages, planned closures, and the judgement that counts it."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from page_server import serving
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.campaigns.looking import _inspection
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.watch.models import PlannedClosure, WatchedDay
from xunwang.office.watch.series import facts_for, tally
from xunwang.office.watch.watcher import follow

POINT = dt.date(2026, 3, 31)
BEGIN = dt.datetime(2026, 3, 25, tzinfo=SHANGHAI)
END = BEGIN + dt.timedelta(days=7)
HOME = "http://www.donghe.gov.cn/"
DOWN = (dt.datetime(2026, 3, 30, 8, tzinfo=SHANGHAI), dt.datetime(2026, 3, 30, 20, tzinfo=SHANGHAI))


@pytest.fixture
def timeline():
    return door.Timeline(BEGIN)


@pytest.fixture
def server(timeline):
    """Fails through twelve hours of the played week; `blind.gov.cn` always asks who is there."""

    def page(host, _path):
        bad = DOWN[0] <= timeline.at < DOWN[1]
        return 403 if host.startswith("blind") else 502 if bad else 200, "ok"

    with serving(page) as port:
        yield port


@pytest.fixture
def watched(office, settings, monkeypatch, timeline, server):
    """The subject that was watched for a week, every 72 minutes, and one that nobody could look into."""
    settings.WATCH_MINUTES = 72
    monkeypatch.setattr(clock, "today", lambda: POINT)
    subject = office.website(office.county, "东河县人民政府", HOME)
    office.website(office.park, "南山园区", "http://blind.gov.cn/")
    looking = door.InspectSettings(connect_to=(f"::127.0.0.1:{server}",), closed=True)
    follow(looking, timeline, lambda: timeline.at >= END, step=dt.timedelta(hours=6))
    return subject


def test_a_week_is_kept_in_a_row_a_day_and_counts_in_a_campaign(watched, office):
    rows = WatchedDay.objects.filter(subject=watched)
    facts = facts_for(watched.pk, HOME, POINT)
    campaign = office.campaign(office.city, [watched])

    assert rows.count() == 7
    assert {row.opened + row.down for row in rows} == {20}
    assert len(facts) == 140
    assert {fact.error for fact in facts if fact.milliseconds is None} == {"http 502"}
    assert 9 <= sum(fact.milliseconds is None for fact in facts) <= 11
    assert all(DOWN[0] <= fact.at < DOWN[1] for fact in facts if fact.error)
    assert _inspection(campaign.subjects.get()).probes == facts
    assert facts_for(watched.pk, HOME, dt.date(2026, 3, 24)) == ()
    blind = WatchedDay.objects.exclude(subject=watched)
    assert (blind.count(), tally(blind, ()).counted) == (7, 0)


def test_pages_show_the_worst_first_and_a_closure_takes_visits_out(
    watched, office, client, settings, tmp_path
):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    listed = client.get(reverse("watching")).content.decode()
    one = client.get(reverse("watched", args=[watched.pk])).content.decode()
    assert listed.index("东河县人民政府") < listed.index("南山园区")
    assert "达到否决线" in listed
    assert "未能核实" in listed.split("南山园区", 1)[1]
    assert "2026-03-30" in one
    assert one.count('class="down"') == sum(row.down for row in WatchedDay.objects.all())

    plan = reverse("plan_closure", args=[watched.pk])
    said = {"start": "2026-03-30 08:00", "end": "2026-03-30 20:00", "reason": "机房搬迁", "proof": ""}
    assert "批准关停的文件" in client.post(plan, said, follow=True).content.decode()
    assert not PlannedClosure.objects.exists()
    paper = SimpleUploadedFile("批复.pdf", b"%PDF-1.4 yes")
    allowed = said | {"proof": "示例市批复〔2026〕1号", "paper": paper}
    page = client.post(plan, allowed, follow=True).content.decode()
    assert "探测不足" in page  # the day of the closure has not its twenty visits
    assert "批复.pdf" in page
    assert "首字节" in page
    sent = client.get(reverse("closure_paper", args=[PlannedClosure.objects.get().pk]))
    assert b"".join(sent.streaming_content) == b"%PDF-1.4 yes"
    assert 'class="down"' not in page
    assert {fact.error for fact in facts_for(watched.pk, HOME, POINT)} == {None}

    client.post(reverse("withdraw_closure", args=[PlannedClosure.objects.get().pk]))
    assert "达到否决线" in client.get(reverse("watching")).content.decode()
    acts = AuditEntry.objects.filter(action__startswith="closure.").order_by("pk")
    assert [act.action for act in acts] == ["closure.planned", "closure.withdrawn"]
    assert acts[0].data["proof"] == "示例市批复〔2026〕1号"


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        (("county", Role.UNIT_LEADER), (200, 403)),
        (("park", Role.SUPERVISOR), (404, 404)),
        (("city", Role.AUDITOR), (200, 403)),
    ],
)
def test_closures_are_for_those_who_supervise_the_unit(office, client, who, statuses):
    subject = office.website(office.county, "东河县人民政府", HOME)
    client.force_login(office.user(getattr(office, who[0]), who[1]))
    said = {"start": "2026-03-30 08:00", "end": "2026-03-30 20:00", "reason": "搬迁", "proof": "批复"}

    got = (
        client.get(reverse("watched", args=[subject.pk])),
        client.post(reverse("plan_closure", args=[subject.pk]), said),
    )
    assert tuple(one.status_code for one in got) == statuses
    assert not PlannedClosure.objects.exists()


def test_an_office_that_does_not_watch_says_how_to_begin(office, client, settings):
    settings.WATCH_MINUTES = 0
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    page = client.get(reverse("watching")).content.decode()

    assert "XUNWANG_WATCH" in page
    assert "导入名录" in page
