"""A guided round: the picture of each website, and what is found on its way into the review and a ticket."""

import msgspec
import pytest
from django.urls import reverse

from page_server import serving
from xunwang.inspector.door import InspectSettings
from xunwang.inspector.fetch.browser import Browser
from xunwang.office.campaigns.models import Campaign, FindingRow
from xunwang.office.duty.models import PatrolRound, PatrolShot
from xunwang.office.jobs.queue import work_off
from xunwang.office.people.roles import Role
from xunwang.office.rectify.issuing import issue


@pytest.fixture
def sites(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    names = ("东河县政府", "东河县财政局")
    return [office.website(office.county, name, f"http://s{n}.gov.cn/") for n, name in enumerate(names)]


@pytest.fixture
def looking(settings, tmp_path):
    """Writes what the office looks with."""

    def write(**fields):
        settings.INSPECT = tmp_path / "inspect.json"
        settings.INSPECT.write_bytes(msgspec.json.encode(InspectSettings(closed=True, **fields)))

    return write


def begin(client, user):
    client.force_login(user)
    client.post(reverse("begin_patrol"))
    return reverse("patrol", args=[PatrolRound.objects.get().pk])


def test_what_is_found_waits_in_the_review_and_becomes_a_ticket(client, office, sites, looking):
    looking(browser="never")
    clerk = office.user(office.county, Role.UNIT_CLERK)
    page = begin(client, clerk)
    assert "正在截图" in client.get(page).content.decode()
    work_off()
    assert "没有截图：检查设置为不使用浏览器" in client.get(page).content.decode()
    picture = reverse("patrol_picture", args=[PatrolShot.objects.first().pk])
    assert client.get(picture).status_code == 404

    order = sorted(sites, key=lambda site: site.versions.get().name)
    said = {"act": "bad", "site": order[0].pk, "note": "首页轮播图片打不开"}
    assert "已列入待审核的问题" in client.post(page, said, follow=True).content.decode()
    client.post(page, {"act": "ok", "site": order[1].pk})
    client.post(page, {"act": "end", "note": ""})
    finding = FindingRow.objects.get()
    assert (finding.indicator, finding.state, finding.subject.subject) == ("R-patrol", "waits", order[0])
    assert finding.message == "首页轮播图片打不开"
    assert finding.source.startswith("巡查 ")
    campaign = Campaign.objects.get()
    assert campaign.name.endswith("巡查发现")
    assert campaign.unit == office.county
    assert "待人工认定" in client.get(page).content.decode()

    reviewer = office.user(office.county, Role.REVIEWER)
    client.force_login(reviewer)
    shown = client.get(reverse("review", args=[campaign.pk]))
    assert "巡查发现的问题" in shown.content.decode()
    client.post(reverse("decide", args=[finding.pk]), {"ruling": "confirmed", "reason": "已核实"})
    finding.refresh_from_db()
    assert finding.state == "confirmed"
    (ticket,) = issue(campaign, user=office.user(office.county, Role.SUPERVISOR))
    assert [item.finding for item in ticket.items.all()] == [finding]


def test_the_same_words_again_stay_one_finding_and_another_month_has_its_own_campaign(
    client, office, sites, looking
):
    looking(browser="never")
    page = begin(client, office.user(office.county, Role.UNIT_CLERK))
    said = {"act": "bad", "site": sites[0].pk, "note": "首页打不开"}
    client.post(page, said)
    client.post(page, said)
    assert FindingRow.objects.count() == 1
    client.post(page, said | {"act": "ok"})
    assert FindingRow.objects.get().patrol_looks.count() == 0
    Campaign.objects.update(point_closed_at="2026-03-31T10:00:00+08:00")
    client.post(page, said)
    assert Campaign.objects.filter(name__endswith="（第2批）").count() == 1


def _page(_host, _path):
    return 200, "<html><body style='background:#fff'><h1>东河县政府</h1></body></html>"


@pytest.mark.skipif(Browser.available() is not None, reason="no Chromium here")
def test_the_browser_takes_a_picture_through_the_guard(client, office, sites, looking):
    """The second website lies on an address that the guard does not connect to."""
    with serving(_page) as port:
        looking(connect_to=(f"s0.gov.cn:80:127.0.0.1:{port}", "s1.gov.cn:80:127.0.0.1:9"))
        page = begin(client, office.user(office.county, Role.UNIT_CLERK))
        client.get(page)
        work_off()
    shots = {shot.subject_id: shot for shot in PatrolShot.objects.all()}
    good, bad = shots[sites[0].pk], shots[sites[1].pk]
    sent = client.get(reverse("patrol_picture", args=[good.pk]))
    assert b"".join(sent.streaming_content).startswith(b"\x89PNG")
    assert (bad.path, "浏览器未能打开" in bad.problem) == ("", True)
    client.force_login(office.user(office.stranger, Role.SUPERVISOR))
    assert client.get(reverse("patrol_picture", args=[good.pk])).status_code == 404
