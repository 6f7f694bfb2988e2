"""The overview: its figures, its charts, and the way from a bar to the findings behind it."""

import datetime as dt
import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone
from office_samples import JANUARY, judgement
from rectify_samples import judged

from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns import service
from xunwang.office.campaigns.models import COUNTING, FindingRow
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.people.models import UnitLevel, add_unit
from xunwang.office.rectify import issuing
from xunwang.office.rectify.models import Ticket, TicketState
from xunwang.office.registry.service import open_subject
from xunwang.office.watch.models import AgreedDay

DAY = dt.timedelta(days=1)


def page(client, where):
    return client.get(where).content.decode()


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    service.close_point(office.checked, user=None)
    return office


def test_the_overview_counts_what_the_register_and_the_last_inspection_say(client, city):
    client.force_login(city.boss)
    shown = page(client, reverse("overview"))
    assert "合格率走势" in shown
    assert "50.00%" in shown
    assert re.search(r"<span>不合格</span><b>1</b>", shown)
    assert "合格 1 ÷ 已作出结论 2，暂不作结论的不计" in shown
    assert "50.00%（1/2）" in shown
    links = re.findall(r'href="([^"]*/findings/\?indicator=[^"]+)"', shown)
    rows = FindingRow.objects.filter(subject__campaign=city.checked, at_point=True, state__in=COUNTING)
    assert links
    listed = page(client, links[0].replace("&amp;", "&"))
    first = rows.filter(indicator=re.search("indicator=(.+)", links[0])[1]).first()
    assert reverse("subject", args=[city.checked.pk, first.subject_id]) in listed
    wall = page(client, reverse("screen"))
    assert "合格 1 ÷ 已作出结论 2" in wall
    assert {"合格率走势", "网站现在能否打开", "逾期未办"} <= set(re.findall(r"<h2>([^<（]+?) ?[<（]", wall))
    assert '<noscript><meta http-equiv="refresh"' in wall


def test_a_website_that_was_not_judged_yet_has_a_page(client, office):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    row = office.campaign(office.city, [site]).subjects.get()
    client.force_login(office.user(office.city, "supervisor"))
    shown = page(client, reverse("subject", args=[row.campaign_id, row.pk]))
    assert "东河县政府" in shown
    assert "还没有检查，不知道有没有问题" in shown
    assert "没有发现问题" not in shown
    assert "问题 0 处" not in shown


def test_a_campaign_says_that_it_has_not_begun_and_nothing_of_faults_before_anybody_looked(
    client, office, tmp_path
):
    sites = [office.website(office.county, f"网站{n}", f"http://s{n}.gov.cn/") for n in (1, 2)]
    campaign = office.campaign(office.city, sites)
    client.force_login(office.user(office.city, "supervisor"))
    where = [reverse("home"), reverse("campaigns"), reverse("campaign", args=[campaign.pk])]

    def states():
        return [re.findall(r'tag-\w+">(未开始|检查中)<', page(client, one)) for one in where]

    def faults():
        rows = re.findall(r">网站\d<.*?</tr>", page(client, where[2]), re.DOTALL)
        return sorted(re.findall(r'<td class="num">([^<]*)</td>', row)[-2:] for row in rows)

    assert states() == [["未开始"]] * 3
    assert faults() == [["—", "—"]] * 2
    record_judgement(campaign, judgement(sites[0]), run_path=tmp_path)
    assert states() == [["检查中"]] * 3
    assert faults() == [["0", "0"], ["—", "—"]]


def test_the_indicators_speak_of_red_bars_only_where_there_are_some(client, city):
    client.force_login(city.boss)
    assert "红色斜纹" in page(client, reverse("screen"))
    rows = city.checked.subjects.get(name="东河县政府")
    rows.weighed.update(indicator="D-4.3")
    rows.findings.update(indicator="D-4.3")
    assert "红色斜纹" not in page(client, reverse("screen"))
    assert "点开可看每一处问题和证据" in page(client, reverse("screen"))


def test_a_unit_sees_its_own_part_only(client, city):
    client.force_login(city.user(city.county, "unit_clerk"))
    assert "还没有定稿的检查" in page(client, reverse("overview"))
    assert client.get(reverse("findings_of", args=[city.checked.pk])).status_code == 404
    service.release(city.checked, user=city.boss)
    shown = page(client, reverse("overview"))
    own = city.checked.subjects.filter(unit__path__startswith=city.county.path)
    failed = own.filter(verdict_at_point="fail").count()
    assert re.search(rf"<span>不合格</span><b>{failed}</b>", shown)


def test_the_map_leads_from_a_unit_down_to_its_subjects_and_their_evidence(client, city):
    client.force_login(city.boss)
    shown = page(client, reverse("overview"))
    tiles = dict(re.findall(r'<li class="tile-(\w+)"><a href="([^"]+)"><b>东河县|$', shown))
    where = tiles["poor"]
    assert where == f"{reverse('campaign', args=[city.checked.pk])}?unit={city.county.pk}"
    assert re.search(r'tile-best"><a href="[^"]+"><b>南山园区</b><span>100.00%', shown)
    rows = client.get(where).context["page"].object_list
    assert [row.name for row in rows] == ["东河县政府"]
    township = add_unit("北街街道", UnitLevel.TOWNSHIP, parent=city.county)
    city.checked.subjects.filter(unit=city.county).update(unit=township)
    shown = page(client, reverse("overview"))
    deeper = f"{reverse('overview')}?unit={city.county.pk}"
    assert deeper in shown
    assert re.search(r"<b>北街街道</b><span>0.00%", page(client, deeper))
    assert "邻省某市" not in page(client, f"{reverse('overview')}?unit={city.stranger.pk}")
    assert client.get(f"{reverse('overview')}?unit=99999999999999").status_code == 200
    client.force_login(city.user(city.stranger, "supervisor"))
    assert "各单位合格率" not in page(client, reverse("overview"))


def drawn(shown):
    """What the script is given, and what stands in the tables, by chart."""
    for chart in re.findall(r'<section class="chart" id="chart-(\w+)">(.*?)</section>', shown, re.DOTALL):
        key, html = chart
        told = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html, re.DOTALL)[1])
        rows = re.findall(r'<th scope="row"><a [^>]*href="([^"]*)">([^<]*)</a></th><td[^>]*>([^<]*)<', html)
        yield key, told["items"], [tuple(map(unescape, row)) for row in rows]


def test_every_chart_says_the_same_in_its_table_and_leads_to_the_same_rows(client, city):
    client.force_login(city.boss)
    open_subject(
        SubjectKind.ACCOUNT,
        city.county,
        JANUARY,
        user=None,
        name="东河发布",
        platform="微信",
        type_name="公众号",
    )
    charts = {key: (items, rows) for key, items, rows in drawn(page(client, reverse("overview")))}
    assert {"trend", "indicators", "platforms"} <= charts.keys()
    for items, rows in charts.values():
        assert items
        assert [(one["link"], one["name"], one["shown"]) for one in items] == rows
        assert all(client.get(link).status_code == 200 for link, *_ in rows)
    (platform,) = charts["platforms"][1]
    assert "东河发布" in page(client, platform[0])
    assert "东河发布" not in page(client, platform[0].replace(quote(platform[1]), quote("微博")))


def test_a_bar_of_tickets_leads_to_as_many_as_it_says(client, city):
    (first,) = issuing.issue(city.checked, user=city.boss)
    for state in (TicketState.ISSUED, TicketState.REOPENED, TicketState.ANSWERED, TicketState.CLOSED):
        Ticket.objects.create(
            campaign=city.checked,
            unit=city.park,
            state=state,
            issued_on=first.issued_on,
            asked_on=first.issued_on,
            due_days=5,
            due_on=clock.today() - DAY,
        )
    client.force_login(city.boss)
    told = next(rows for key, _, rows in drawn(page(client, reverse("overview"))) if key == "tickets")
    listed = {label: (shown, client.get(link).context["page"].paginator.count) for link, label, shown in told}
    assert listed == {
        "待整改": ("2 件", 2),
        "退回整改": ("1 件", 1),
        "已回复，待复查": ("1 件", 1),
        "已办结": ("1 件", 1),
        "其中已逾期": ("2 件", 2),
    }


def test_a_period_without_a_verdict_is_no_zero(client, city):
    city.checked.subjects.update(verdict_at_point="undecided")
    client.force_login(city.boss)
    trend = next(items for key, items, _ in drawn(page(client, reverse("overview"))) if key == "trend")
    assert [(one["value"], one["shown"]) for one in trend] == [(None, "暂无结论")]


def test_the_screen_says_what_does_not_open_and_what_is_late(client, city, settings):
    settings.WATCH_MINUTES = 10
    issuing.issue(city.checked, user=city.boss)
    Ticket.objects.update(due_on=clock.today() - DAY)
    now = timezone.localtime(clock.now())
    for site, tail in ((city.county_site, 3), (city.park_site, 0)):
        home = site.versions.get().home
        seen = {
            "counted": 20,
            "failed": tail,
            "tail": tail,
            "last_at": now,
            "tail_since": now if tail else None,
        }
        AgreedDay.objects.create(subject=site, home=home, day=clock.today(), **seen)
    client.force_login(city.boss)
    wall = page(client, reverse("screen"))
    assert "合格 1 ÷ 已作出结论 2" in wall
    down = re.search(r'href="([^"]+)"><span>打不开</span><b>1</b>', wall)[1]
    assert [row.name for row in client.get(down).context["page"]] == ["东河县政府"]
    assert len(client.get(reverse("watching")).context["page"].object_list) > 1
    assert re.search(
        rf'<a id="now-1" href="{reverse("watched", args=[city.county_site.pk])}">东河县政府</a>', wall
    )
    ticket = Ticket.objects.get()
    assert f'<a id="overdue-1" href="{reverse("ticket", args=[ticket.pk])}">' in wall
    assert f"{ticket.due_on} 到期" in wall
    settings.WATCH_MINUTES = 0
    assert "没有开启可用性监测" in page(client, reverse("screen"))
    client.force_login(city.user(city.stranger, "supervisor"))
    assert "没有逾期的事项" in page(client, reverse("screen"))


def test_the_screen_says_of_no_website_that_it_opens_before_it_was_looked_at(client, city, settings):
    settings.WATCH_MINUTES = 10
    client.force_login(city.boss)
    assert "还没有核实过任何一个网站能否打开" in page(client, reverse("screen"))
    now = timezone.localtime(clock.now())
    seen = {"counted": 20, "failed": 0, "tail": 0, "last_at": now, "day": clock.today()}
    AgreedDay.objects.create(subject=city.park_site, home=city.park_site.versions.get().home, **seen)
    assert "1 个还没有核实" in page(client, reverse("screen"))
    AgreedDay.objects.create(subject=city.county_site, home=city.county_site.versions.get().home, **seen)
    assert "没有打不开的网站" in page(client, reverse("screen"))
