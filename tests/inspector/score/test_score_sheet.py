"""The score sheet explains every point: what was deducted, for which findings, up to which cap, and how it adds up."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from indicator_situations import AS_OF, HOME, facts, subject
from judged_sites import GOOD, OLD, SITE_TAGS
from scoring_norms import stable

from xunwang.inspector.model import Entry, Judgement, OutcomeKind, ScoreSheet, SheetRow, SiteKind
from xunwang.inspector.score import judge

LINKS = [{"url": f"{HOME}{n}.html", "attempts": ["04-01 09:00 404", "04-01 09:20 404"]} for n in range(50)]


def judged(norm: str = "example-points", *, entries: tuple[Entry, ...] = (), **changes: Any) -> Judgement:
    register = subject(**changes.pop("subject", {}))
    return judge(register, facts(GOOD | changes), stable(norm), AS_OF, entries=entries)


def sheet_of(judgement: Judgement) -> ScoreSheet:
    assert judgement.sheet is not None
    return judgement.sheet


def row(judgement: Judgement, indicator: str) -> SheetRow:
    return next(row for row in sheet_of(judgement).rows if row.indicator == indicator)


def stale(count: int) -> list[dict[str, Any]]:
    return [*GOOD["columns"], {"type": "news", "dates": [OLD], "repeat": count}]


def test_a_row_names_price_count_and_findings() -> None:
    judgement = judged(columns=stale(2))
    one = row(judgement, "D-1.4")
    assert (one.points, one.cap, one.formula) == (Decimal(2), Decimal(4), "每处1 × 2处，扣2")
    assert set(one.findings) == {finding.id for finding in judgement.findings if finding.indicator == "D-1.4"}
    assert one.level1 == "发布解读"


def test_the_cap_is_said_where_it_holds_back() -> None:
    judgement = judged(links=LINKS)
    assert row(judgement, "D-4.3").formula == "每处0.5 × 50处 = 25，超过指标分值4，扣4"
    assert sheet_of(judgement).steps[0] == "扣分指标：100 − 4 = 96"


def test_rows_without_loss_say_why() -> None:
    pages = [{"kind": "home", "metas": SITE_TAGS, "script_filled": ["footer"], "marks": {"icp": None}}]
    judgement = judged(pages=pages)
    assert row(judgement, "D-1.4").formula == "未发现问题，不扣分"
    assert row(judgement, "D-4.2").formula.startswith("未能检查，未计扣分：")
    assert row(judgement, "D-4.2").points is None


def test_a_candidate_is_listed_as_waiting() -> None:
    nameless = [{"kind": "home", "metas": SITE_TAGS, "title": "欢迎", "masthead": None}]
    one = row(judged(pages=nameless), "D-4.1")
    assert (one.points, len(one.waiting), one.findings) == (Decimal(0), 1, ())
    assert one.formula == "没有计入的问题，不扣分；1处待人工核实，未扣分"


def test_the_steps_lead_from_the_base_to_the_score() -> None:
    bonus = Entry("shili", "B-2", OutcomeKind.MET, "王审", AS_OF, Decimal("2.5"), "开展调查", "http://a/")
    judgement = judged(columns=stale(2), entries=(bonus,))
    assert sheet_of(judgement).steps == (
        "扣分指标：100 − 2 = 98",
        "98 高于80，合格，计加分",
        "加分指标：2.5 = 2.5",
        "总分：98 + 2.5 = 100.5",
    )
    assert str(judgement.score) == "100.5"
    assert (sheet_of(judgement).deducted, sheet_of(judgement).bonus) == (Decimal(98), Decimal("2.5"))
    assert row(judgement, "B-2").formula == "加2.5，不超过4：开展调查（王审，2026-03-31，证明：http://a/）"


def test_four_thirds_and_spread_are_written_out(tmp_path: Path) -> None:
    without = {"has_public_service": False}
    scaled = judged(columns=stale(3), subject=without)
    assert sheet_of(scaled).steps[0] == "扣分指标：（75 − 3）× 4 ÷ 3 = 96"
    assert row(scaled, "D-2.4").formula == "不检查：没有对外服务职能，不检查办事服务"
    path = tmp_path / "spread.yaml"
    path.write_text(
        "id: spread\nextends: example-points\ntitle: 测试\nbasis: 测试\nscore: {no_service: spread}\n",
        "utf-8",
    )
    spread = judged(str(path), links=LINKS, subject=without)
    assert row(spread, "D-4.3").formula == "每处0.5 × 50处 = 25，超过指标分值5.3333，扣5.3333"
    assert sheet_of(spread).steps[0] == "扣分指标：100 − 5.3333（办事服务不检查，其分值摊到其它指标） = 94.67"


def test_points_nobody_has_confirmed_are_unscored_and_named() -> None:
    judgement = judged("cn-2019", columns=[{"type": "policy", "dates": [OLD]}, *GOOD["columns"][:1]])
    sheet = sheet_of(judgement)
    assert (judgement.score, sheet.deducted, sheet.bonus) == (None, None, None)
    assert len(sheet.unscored) == 28
    assert sheet.steps == ("未评分：28项扣分指标的分值未确认，不计总分",)
    assert row(judgement, "D-1.5").points == Decimal(5)
    assert row(judgement, "D-1.6").formula == "计入1处，每处扣分或指标分值未确认，未评分"


def test_a_veto_ends_the_counting() -> None:
    judgement = judged(site={"home_dates": [OLD]})
    assert sheet_of(judgement).steps == ("单项否决，判为不合格，不再评分（§P1）；各项扣分仅供整改参考",)


def test_who_is_not_scored_has_no_sheet() -> None:
    assert judged("cn-2019", subject={"site_kind": SiteKind.DEPARTMENT}).sheet is None


def test_the_rows_of_a_complete_sheet_add_up_to_its_score() -> None:
    judgement = judged(columns=stale(2), links=LINKS[:3])
    sheet = sheet_of(judgement)
    lost = sum((one.points or Decimal() for one in sheet.rows if one.kind == "deduct"), Decimal())
    assert Decimal(100) - lost == judgement.score == sheet.deducted


def test_it_survives_json_and_old_judgements_read_without_one() -> None:
    judgement = judged(columns=stale(2))
    told = msgspec.json.encode(judgement)
    assert msgspec.json.decode(told, type=Judgement) == judgement
    old = msgspec.json.decode(told)
    for name in ("sheet", "warnings", "entries"):
        del old[name]
    for finding in old["findings"]:
        del finding["waived"]
    again = msgspec.convert(old, Judgement)
    assert (again.sheet, again.warnings, again.entries) == (None, (), ())
    assert again.as_of == dt.date(2026, 3, 31)
