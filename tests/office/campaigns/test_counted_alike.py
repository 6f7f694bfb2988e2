"""One campaign with faults of every sort: every page, file and interface that counts them says the same."""

import datetime as dt
from collections import Counter
from io import BytesIO

import docx
import msgspec
import pytest
from django.urls import reverse
from office_samples import SEEN

from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    Attempt,
    ColumnFact,
    ColumnType,
    Judgement,
    LinkFact,
    LinkKind,
    OutcomeKind,
    PageFact,
    PageKind,
    Reach,
    SiteFact,
    Subject,
    Verdict,
)
from xunwang.office.campaigns import entering, service
from xunwang.office.campaigns.bringing import Brought, bring
from xunwang.office.campaigns.issuing import data_kept, draft, kept_of
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.letterhead import Draft, header_of
from xunwang.office.campaigns.models import FindingState, Word
from xunwang.office.campaigns.publishing import words_for
from xunwang.office.campaigns.ruling import decide
from xunwang.office.campaigns.weighing import Listed, broken
from xunwang.office.circulars.aggregates import figures
from xunwang.office.circulars.attachments import attachments_of
from xunwang.office.circulars.layout import load_layout
from xunwang.office.circulars.recount import counted
from xunwang.office.circulars.site_report import _finding_groups
from xunwang.office.interface import shapes
from xunwang.office.rectify import issuing, notice
from xunwang.office.rectify.models import TicketItem

OLD = dt.date(2020, 1, 1)


def column(number, kind, dates=(OLD,)):
    url = f"http://www.donghe.gov.cn/{kind.value}{number}/"
    return ColumnFact(
        key_of(url), f"{kind.value}{number}", kind, "", True, url, items=len(dates), dates=dates
    )


def facts(subject):
    """Six news columns and ten others long not updated, four blank ones, three dead links."""
    came, gone = Attempt(SEEN, Reach.OK, 200), Attempt(SEEN, Reach.HTTP, 404)
    yield SiteFact(subject, subject.home, (came,), home_read=True, first_seen=SEEN, pages=30)
    yield PageFact(subject.home, key_of(subject.home), PageKind.HOME, 0, None, came, None)
    yield from (column(number, ColumnType.NEWS) for number in range(6))
    yield from (column(number, ColumnType.PERSONNEL) for number in range(10))
    yield from (column(number, ColumnType.OTHER, ()) for number in range(4))
    for number in range(3):
        url = f"{subject.home}{number}.html"
        attempts = (gone, msgspec.structs.replace(gone, at=SEEN + dt.timedelta(minutes=1)))
        yield LinkFact(key_of(url), url, subject.home, "公告", LinkKind.PAGE, True, True, attempts=attempts)


@pytest.fixture
def city(office, tmp_path, settings):
    settings.RUNS_FOLDER = tmp_path / "runs"
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/", level="县级")
    office.checked = office.campaign(office.city, [site], norm="example-points")
    row = office.checked.subjects.get()
    writer = RunWriter.create(tmp_path / "runs", "run-1", msgspec.convert(row.row, Subject), {}, SEEN)
    writer.write_facts(list(facts(msgspec.convert(row.row, Subject))))
    writer.close(SEEN, stats=Stats())
    office.row = judge_again(row, run=writer.path)
    return office


def rule(city, indicator, word, count, **said):
    for finding in city.row.findings.filter(indicator=indicator, source="")[:count]:
        decide(finding, city.boss, word, at=SEEN, **said)


@pytest.fixture
def ruled(city):
    """One of six stale columns excused, nine of ten long ones confirmed, a link dismissed, faults entered and brought in."""
    until = dt.date(2027, 1, 1)
    rule(city, "W-V4.1", Word.EXCUSED, 1, reason="系统迁移", excused_until=until, proof="proof.pdf")
    rule(city, "W-V4.2", Word.CONFIRMED, 9)
    rule(city, "D-4.3", Word.DISMISSED, 1, reason="误报")
    for reason in ("栏目页错位", "正文重叠"):
        entering.enter(city.row, "D-3.4", OutcomeKind.FOUND, reason=reason, user=city.boss)
    for indicator in ("R-other", "D-4.3"):
        told = Brought(indicator, "http://www.donghe.gov.cn/x.html", "打不开", "某公司月报")
        decide(bring(city.row, told, SEEN), city.boss, Word.CONFIRMED, at=SEEN)
    city.row = judge_again(city.row)
    service.close_point(city.checked, user=None)
    return city


def in_circular(city):
    version = draft(city.checked, header_of(city.checked, _DRAFT), user=city.boss)
    return data_kept(city.checked, kept_of(version))


_DRAFT = Draft("示例市人民政府办公室", "示例市", "第一季度", ("各县人民政府",), dt.date(2026, 4, 10))


def test_proven_places_that_are_too_few_weigh_nothing_until_the_rest_is_ruled_on(city):
    rule(city, "W-V4.2", Word.CONFIRMED, 9)
    row = judge_again(city.row)
    states = Counter(row.findings.filter(indicator="W-V4.2").values_list("state", flat=True))
    assert states[FindingState.SHORT] == 9
    assert set(states) == {FindingState.SHORT, FindingState.WAITS}
    assert "W-V4.2" not in row.weighed.values_list("indicator", flat=True)

    rule(city, "W-V4.2", Word.CONFIRMED, 10)
    row = judge_again(row)
    assert row.weighed.get(indicator="W-V4.2").places == 10


def test_what_weighs_changes_with_the_verdict_and_not_before_it(city):
    before = dict(city.row.weighed.values_list("indicator", "places"))
    rule(city, "W-V4.1", Word.DISMISSED, 2, reason="误报")
    assert dict(city.row.weighed.values_list("indicator", "places")) == before
    assert judge_again(city.row).weighed.filter(indicator="W-V4.1").count() == 0


def test_every_place_that_counts_says_the_same(ruled, client):
    city, row = ruled, ruled.row
    data = in_circular(city)
    (site,) = data.sites
    wanted = {problem.indicator: problem.count for problem in site.problems}
    total = sum(wanted.values())
    assert row.verdict_at_point == Verdict.FAIL
    assert wanted["W-V4.1"] == 5
    assert {"D-3.4": 2, "D-4.3": 2}.items() <= wanted.items()
    assert "W-V4.2" not in wanted

    (results, *_) = attachments_of(data)
    stated = dict(zip(results.columns, results.rows[0], strict=True))
    assert stated["问题处数"] == total == int(figures(data, load_layout().prefixes)["sites_places"])
    judged = msgspec.convert(row.judgement_at_point, Judgement)
    assert counted(judged) == wanted

    assert {one.indicator: one.places for one in broken(city.boss, city.checked)} == wanted
    assert len(Listed(city.boss, city.checked)) == total
    client.force_login(city.boss)
    listed = client.get(reverse("campaign", args=[city.checked.pk])).context["page"]
    assert [one.places for one in listed] == [total]
    for indicator, count in wanted.items():
        page = client.get(reverse("findings_of", args=[city.checked.pk]), {"indicator": indicator})
        assert page.context["page"].paginator.count == count
    shown = client.get(reverse("subject", args=[city.checked.pk, row.pk])).context
    assert shown["places"] == total
    found = next(rows for kind, _, rows in shown["groups"] if kind == "found")
    assert {one.indicator for one in found} - city_advice(city) == set(wanted)

    told = [shapes.finding(one) for one in row.findings.all()]
    assert Counter(one.indicator for one in told if one.weighed) == wanted

    sheet = client.get(reverse("score_sheet", args=[city.checked.pk, row.pk])).context["points"]
    lost = {one.said["indicator"]: len(one.counting) for one in sheet if one.counting}
    assert lost == {name: count for name, count in wanted.items() if name.startswith("D-")}
    groups = _finding_groups(judged, words_for(city.checked), {}, {})
    told = {one.indicator: sum(found.state == "计入" for found in one.findings) for one in groups}
    assert {name: count for name, count in told.items() if count and name in wanted} == wanted


def city_advice(city):
    words = words_for(city.checked)
    return {name for name, known in words.items() if known.kind not in {"veto", "deduct"}}


def test_a_notice_asks_for_what_counts_and_says_what_of_it_does_not(ruled, client):
    (ticket,) = issuing.issue(ruled.checked, user=ruled.boss)
    paper = "".join(one.text for one in docx.Document(BytesIO(notice.letter(ticket))).paragraphs)
    assert f"{ticket.items.count()}个问题（其中2个不计入检查结果）" in paper
    client.force_login(ruled.boss)
    assert "其中 2 个不计入检查结果" in client.get(reverse("ticket", args=[ticket.pk])).content.decode()
    items = TicketItem.objects.values_list("finding__indicator", "finding__weighed", "finding__source")
    asked = Counter(indicator for indicator, weighed, _ in items if weighed)

    assert asked == {one.indicator: one.places for one in broken(ruled.boss, ruled.checked)}
    assert {(indicator, source) for indicator, weighed, source in items if not weighed} == {
        ("R-other", "某公司月报"),
        ("D-4.3", "某公司月报"),
    }
