"""The overview: its figures, its charts, and the way from a bar to the findings behind it."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from rectify_samples import judged

from xunwang.office.campaigns import service
from xunwang.office.campaigns.models import COUNTING, FindingRow
from xunwang.office.people.models import UnitLevel, add_unit
from xunwang.office.web import charts


def page(client, where):
    return client.get(where).content.decode()


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    service.close_point(office.checked, user=None)
    office.boss = office.user(office.city, "supervisor")
    return office


def test_the_overview_counts_what_the_register_and_the_last_inspection_say(client, city):
    client.force_login(city.boss)
    shown = page(client, reverse("overview"))
    assert "合格率走势" in shown
    assert "50.00%" in shown
    assert re.search(r"<span>不合格</span><b>1</b>", shown)
    links = re.findall(r'href="([^"]*/findings/\?indicator=[^"]+)"', shown)
    rows = FindingRow.objects.filter(subject__campaign=city.checked, at_point=True, state__in=COUNTING)
    assert links
    listed = page(client, links[0].replace("&amp;", "&"))
    first = rows.filter(indicator=re.search("indicator=(.+)", links[0])[1]).first()
    assert reverse("subject", args=[city.checked.pk, first.subject_id]) in listed
    assert page(client, reverse("screen")).count("<svg") == shown.count("<svg")
    assert client.get(reverse("screen"))["Refresh"]


def test_a_website_that_was_not_judged_yet_has_a_page(client, office):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    row = office.campaign(office.city, [site]).subjects.get()
    client.force_login(office.user(office.city, "supervisor"))
    assert "东河县政府" in page(client, reverse("subject", args=[row.campaign_id, row.pk]))


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


def test_the_figures_behind_a_full_bar_stay_within_the_drawing():
    drawn = charts.bars("率", [charts.Bar("甲", Decimal(100), "100.0%（不合格 1234，暂不作结论 12）")])
    x, shown = re.search(r'<text x="(\d+)" y="\d+" class="chart-value">([^<]+)', drawn).groups()
    assert int(x) + sum(12 if sign > "一" else 7 for sign in shown) <= charts.WIDTH


def test_charts_say_every_value_in_words():
    drawn = charts.bars("平台", [charts.Bar("<甲>", 3, "3 个", "/a/"), charts.Bar("乙", 0, "0 个")])
    assert "&lt;甲&gt;：3 个" in drawn
    assert '<a href="/a/">' in drawn
    assert drawn.count("<rect") == 2
    points = [charts.Point("一", Decimal(50)), charts.Point("二", None), charts.Point("三", Decimal(100))]
    drawn = charts.line("走势", points)
    assert drawn.count("<circle") == 2
    assert "polyline" not in drawn
    assert charts.line("走势", [points[0], points[2]]).count("polyline") == 1
    assert "<rect" not in charts.bars("空", [])
