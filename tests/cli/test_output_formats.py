import csv
import datetime as dt
import io
import json
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from xunwang.cli.formats import FORMATTERS, SiteReport
from xunwang.inspector import door
from xunwang.inspector.model import (
    SHANGHAI,
    Certainty,
    Evidence,
    Finding,
    Judgement,
    Outcome,
    OutcomeKind,
    Subject,
    Verdict,
    finding_id,
)

SUBJECT = Subject(id="s1", name="示例市人民政府", home="http://www.example.gov.cn/", code="9900000001")


def finding(indicator: str, locator: str, certainty: Certainty, message: str) -> Finding:
    return Finding(
        id=finding_id(SUBJECT.id, indicator, locator),
        indicator=indicator,
        subject=SUBJECT.id,
        locator=locator,
        url=f"http://www.example.gov.cn{locator}",
        message=message,
        certainty=certainty,
        first_seen=dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI),
        parent="http://www.example.gov.cn/",
        excerpt="=HYPERLINK(0)",
        evidence=Evidence(file="archive-00001.warc.gz", offset=12, length=34, sha256="ab" * 32),
    )


@pytest.fixture
def reports() -> list[SiteReport]:
    findings = (
        finding("W-V4.3", "/a/", Certainty.AUTOMATIC, "空白栏目"),
        finding("W-V5.1", "/", Certainty.CANDIDATE, "未找到咨询渠道"),
    )
    outcomes = (
        Outcome(indicator="W-V3", outcome=OutcomeKind.MET),
        Outcome(indicator="W-V4.3", outcome=OutcomeKind.FOUND, value=5, threshold=5),
        Outcome(indicator="W-V2", outcome=OutcomeKind.UNCHECKED, reason="未提供探测数据"),
        Outcome(indicator="W-V5.1", outcome=OutcomeKind.FOUND, reason="待人工核实", threshold="2026-03-17"),
    )
    judgement = Judgement(
        subject=SUBJECT,
        norm="example-points",
        as_of=dt.date(2026, 3, 31),
        verdict=Verdict.FAIL,
        score=Decimal("93.50"),
        score_complete=True,
        verdict_notes=("availability not judged",),
        outcomes=outcomes,
        findings=findings,
        sample_points=True,
    )
    rules = {rule.id: rule for rule in door.norm("cn-2019").rules}
    return [SiteReport(judgement=judgement, run="out/run-1", stats={"pages": 3}, rules=rules)]


def rendered(style: str, reports: list[SiteReport]) -> bytes:
    content = FORMATTERS[style](reports)
    return content if isinstance(content, bytes) else content.encode()


def test_json_has_the_shape_of_the_contract(reports: list[SiteReport]) -> None:
    (site,) = json.loads(rendered("json", reports))["sites"]
    assert site["verdict"] == "fail"
    assert site["score"] == "93.50"
    assert site["as_of"] == "2026-03-31"
    assert site["outcomes"][2] == {
        "indicator": "W-V2",
        "outcome": "unchecked",
        "reason": "未提供探测数据",
        "value": None,
        "threshold": None,
        "points": None,
    }
    first = site["findings"][0]
    assert (first["certainty"], first["evidence"]["offset"]) == ("automatic", 12)
    assert json.loads(rendered("jsonl", reports)) == site


def test_text_names_what_was_found_what_waits_and_what_was_not_checked(reports: list[SiteReport]) -> None:
    text = rendered("text", reports).decode()
    assert "结论：不合格" in text
    assert "93.50（示例分值）" in text
    assert "✗ W-V4.3 栏目不更新（5，界限5）" in text
    assert "✗ W-V5.1 互动回应差（界限2026-03-17）" in text
    assert "[待人工核实] 未找到咨询渠道" in text
    assert "? 未能检查（未提供探测数据）：W-V2" in text
    assert "说明：未附连续探测记录，可访问性未作判定" in text


def test_csv_opens_in_a_spreadsheet_and_runs_no_formula(reports: list[SiteReport]) -> None:
    data = rendered("csv", reports)
    assert data.startswith(b"\xef\xbb\xbf")
    header, first, _second = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert dict(zip(header, first, strict=True))["摘录"] == "'=HYPERLINK(0)"


def test_xlsx_keeps_sites_outcomes_and_findings_apart(reports: list[SiteReport]) -> None:
    book = load_workbook(io.BytesIO(rendered("xlsx", reports)))
    assert book.sheetnames == ["网站", "指标", "问题"]
    assert book["网站"]["F2"].value == "不合格"
    assert [row[0].value for row in book["指标"].iter_rows(min_row=2, min_col=4, max_col=4)] == [
        "符合",
        "发现问题",
        "未能检查",
        "发现问题",
    ]
    excerpt = book["问题"]["I2"]
    assert (excerpt.value, excerpt.data_type) == ("=HYPERLINK(0)", "s")


def test_html_is_one_document_with_every_finding(reports: list[SiteReport]) -> None:
    page = rendered("html", [*reports, *reports]).decode()
    assert page.count("</html>") == 1
    assert page.count("未找到咨询渠道") == 2
    assert "示例分值" in page


def test_sarif_and_junit_carry_every_finding(reports: list[SiteReport]) -> None:
    run = json.loads(rendered("sarif", reports))["runs"][0]
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("W-V4.3", "error"),
        ("W-V5.1", "warning"),
    ]
    suite = ET.fromstring(rendered("junit", reports).decode().partition("?>")[2]).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("4", "2", "1")
