"""The per-site report: everything the judgement holds, nothing a website could run in it."""

import datetime as dt
import re
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from circular_samples import HEADER

from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    Certainty,
    ColumnFact,
    ColumnType,
    Decision,
    Evidence,
    Finding,
    Judgement,
    LinkFact,
    LinkKind,
    Outcome,
    OutcomeKind,
    Reach,
    Ruling,
    SiteFact,
    SiteKind,
    Subject,
    Verdict,
    finding_id,
)
from xunwang.inspector.norms import load
from xunwang.inspector.score import judge
from xunwang.office.circulars.data import Words
from xunwang.office.circulars.gather import words_of
from xunwang.office.circulars.site_report import (
    formula,
    render_site_report,
    render_site_reports,
    score_sheet,
    write_site_report,
)

NOON = dt.datetime(2026, 3, 20, 12, tzinfo=SHANGHAI)
SUBJECT = Subject(
    "s1", "青石县人民政府门户网站", "https://qingshi.example/", site_kind=SiteKind.PORTAL, level="县级"
)
PROOF = Evidence("archive-0001.warc.gz", 4096, 812, "ab" * 32)
WORDS = {
    "W-V1.1": Words("严重问题", "veto", text="出现严重表述错误。"),
    "D-4.2": Words("网站标识", "deduct", level1="功能设计", points=Decimal(30)),
    "D-4.3": Words("可用性", "deduct", level1="功能设计", points=Decimal(45), verified=False),
}


class _Reader(HTMLParser):
    """Counts elements, and fails on a stray end tag."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "col"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(html):
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def finding(number, indicator="D-4.3", **more):
    settings = {
        "message": "首页上的链接打不开", "certainty": Certainty.AUTOMATIC, "first_seen": NOON, "evidence": PROOF, **more
    }  # fmt: skip
    locator = f"link-{number}"
    return Finding(
        finding_id("s1", indicator, locator),
        indicator,
        "s1",
        locator,
        f"https://qingshi.example/{number}",
        **settings,
    )


def judgement(outcomes=(), findings=(), **more):
    settings = {
        "verdict": Verdict.PASS, "score": None, "score_complete": False, "verdict_notes": (), **more
    }  # fmt: skip
    return Judgement(
        SUBJECT, "cn-2019", HEADER.as_of, outcomes=tuple(outcomes), findings=tuple(findings), **settings
    )


def test_text_of_a_website_cannot_become_markup():
    nasty = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    made = judgement(
        [Outcome("D-4.3", OutcomeKind.FOUND)], [finding(1, excerpt=nasty, message=nasty, parent=nasty)]
    )
    reader = read(render_site_report(made, words=WORDS))
    assert {tag for tag, _ in reader.seen}.isdisjoint({"script", "img", "iframe", "link", "form"})
    assert reader.text.count("<script>alert(1)</script>") == 3


def test_addresses_of_findings_are_printed_and_not_links():
    reader = read(render_site_report(judgement(findings=[finding(1)]), words=WORDS))
    assert "https://qingshi.example/1" in reader.text
    assert not [attrs for tag, attrs in reader.seen if tag == "a"]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("evidence/1.html", True),
        ("https://office.example/e/1", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
    ],
)
def test_only_evidence_links_that_cannot_run_are_kept(link, kept):
    one = finding(1)
    reader = read(render_site_report(judgement(findings=[one]), evidence_links={one.id: link}))
    assert [attrs["href"] for tag, attrs in reader.seen if tag == "a"] == ([link] if kept else [])


def test_evidence_can_be_found_again():
    text = read(render_site_report(judgement(findings=[finding(1)]))).text
    assert f"archive-0001.warc.gz，偏移 4096，长度 812，SHA-256 {'ab' * 32}" in text


def test_outcomes_stand_in_four_groups():
    outcomes = [
        Outcome("D-4.3", OutcomeKind.FOUND, value=3),
        Outcome("D-4.2", OutcomeKind.UNCHECKED, "页脚由脚本生成"),
        Outcome("W-V3", OutcomeKind.MET),
        Outcome("D-2.1", OutcomeKind.NOT_APPLICABLE, "没有对外服务职能"),
    ]
    text = read(render_site_report(judgement(outcomes), words=WORDS)).text
    places = [text.index(f"{title}（1项）") for title in ("发现问题", "未能检查", "符合要求", "不适用")]
    assert places == sorted(places)
    assert "页脚由脚本生成" in text


def test_rules_nobody_has_verified_are_marked():
    html = render_site_report(judgement([Outcome("D-4.3", OutcomeKind.MET)]), words=WORDS)
    assert "待核对" in html
    assert "待核对" not in render_site_report(judgement([Outcome("D-4.2", OutcomeKind.MET)]), words=WORDS)


def test_sample_points_and_played_decisions_are_marked():
    one = finding(1, certainty=Certainty.CANDIDATE, ruling=Ruling.CONFIRMED)
    decision = Decision(one.id, Ruling.CONFIRMED, "核查员甲", NOON, "页面仍在")
    made = judgement(
        [Outcome("D-4.3", OutcomeKind.FOUND, points=Decimal(5))], [one], score=Decimal(95), sample_points=True
    )
    text = read(render_site_report(made, words=WORDS, decisions=[decision], played=True)).text
    assert "核实属实（核查员甲，2026-03-20 12:00）：页面仍在" in text
    assert "演示代入" in text
    assert "得分表（示例分值）" in text
    plain = read(render_site_report(judgement(findings=[one]), words=WORDS, decisions=[decision])).text
    assert "演示" not in plain
    assert "示例分值" not in plain


def test_a_score_shows_where_it_comes_from():
    outcomes = [
        Outcome("D-4.2", OutcomeKind.FOUND, points=Decimal("1.50")),
        Outcome("D-4.3", OutcomeKind.FOUND, points=Decimal(5)),
    ]
    assert formula(judgement(outcomes, score=Decimal("93.5")), WORDS) == "100 − 1.5 − 5 = 93.5"


def test_a_score_without_services_is_scaled():
    outcomes = [
        Outcome("D-4.2", OutcomeKind.FOUND, points=Decimal("1.50")),
        Outcome("D-4.3", OutcomeKind.MET, points=Decimal(0)),
    ]
    assert formula(judgement(outcomes, score=Decimal(98)), WORDS) == "（75 − 1.5）× 4 ÷ 3 = 98"


def test_a_score_that_the_points_do_not_explain_gets_no_formula():
    outcomes = [Outcome("D-4.2", OutcomeKind.FOUND, points=Decimal(1))]
    assert formula(judgement(outcomes, score=Decimal(77)), WORDS) is None


def test_a_website_without_points_has_no_score_sheet():
    outcomes = [Outcome("D-4.2", OutcomeKind.FOUND)]
    assert score_sheet(judgement(outcomes), WORDS) == ()
    assert "未评分" in render_site_report(judgement(outcomes), words=WORDS)


def test_a_judgement_of_the_real_norm_is_reported_whole(tmp_path):
    rules = load("example-points")
    made = judge(SUBJECT, list(_facts()), rules, HEADER.as_of)
    path = tmp_path / "report.html"
    write_site_report(made, path, words=words_of(rules.rules))
    text = read(path.read_text("utf-8")).text
    assert all(outcome.indicator in text for outcome in made.outcomes)
    assert all(one.message in text for one in made.findings)
    assert made.findings
    assert re.search(r"示例分值", text)


def _facts():
    at = dt.datetime(2026, 3, 28, 9, tzinfo=SHANGHAI)
    yield SiteFact(
        SUBJECT, SUBJECT.home, (Attempt(at, Reach.OK, 200),), True, at, home_dates=(HEADER.as_of,), pages=40
    )
    for number in range(6):
        yield ColumnFact(
            f"c{number}",
            f"专栏{number}",
            ColumnType.NEWS,
            "名称",
            True,
            f"{SUBJECT.home}c{number}/",
            evidence=PROOF,
        )
    gone = Attempt(at, Reach.HTTP, 404)
    yield LinkFact(
        "l1",
        f"{SUBJECT.home}gone.html",
        SUBJECT.home,
        "办事大厅",
        LinkKind.PAGE,
        True,
        True,
        (gone, gone),
        PROOF,
    )


def test_several_websites_share_one_document():
    reader = read(render_site_reports([judgement(), judgement([Outcome("W-V3", OutcomeKind.MET)])]))
    tags = [tag for tag, _ in reader.seen]
    assert (tags.count("html"), tags.count("h1")) == (1, 2)
