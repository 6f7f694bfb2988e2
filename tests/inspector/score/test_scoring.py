"""From facts to points: what each fault takes, what has no score, what is left out and said."""

from decimal import Decimal
from pathlib import Path

import msgspec
from indicator_situations import AS_OF, HOME, facts, subject
from judged_sites import GOOD, OLD, SITE_TAGS, judged, outcome, rulings, stale
from scoring_norms import stable

from xunwang.inspector import norms
from xunwang.inspector.model import (
    OutcomeKind,
    Ruling,
    SiteKind,
    SubjectKind,
    Verdict,
)
from xunwang.inspector.score import NOT_SCORED, judge

# ── points ───────────────────────────────────────────────────────────────────────────────────────


def test_deductions_are_counted_per_occurrence() -> None:
    judgement = judged(stale(2))
    assert (judgement.score, outcome(judgement, "D-1.4").points) == (Decimal(98), Decimal(2))


def test_no_indicator_takes_more_than_its_own_points() -> None:
    links = [
        {"url": f"{HOME}{n}.html", "attempts": ["04-01 09:00 404", "04-01 09:20 404"]} for n in range(50)
    ]
    judgement = judged({"links": links})
    assert (outcome(judgement, "D-4.3").value, outcome(judgement, "D-4.3").points) == (50, Decimal(4))
    assert judgement.score == Decimal(96)


def test_half_points_stay_half_points() -> None:
    judgement = judged({"pages": [{"kind": "home", "metas": SITE_TAGS, "marks": {"icp": None}}]})
    assert str(judgement.score) == "99.5"


def test_points_nobody_has_confirmed_give_no_score() -> None:
    judgement = judged(
        {"columns": [{"type": "policy", "dates": [OLD]}, *GOOD["columns"][:1]]}, norm="cn-2019"
    )
    assert (judgement.verdict, judgement.score, judgement.score_complete) == (Verdict.PASS, None, False)
    assert any(note.startswith("未评分：28项") for note in judgement.verdict_notes)
    assert "已知扣分：D-1.5 政策文件 −5" in judgement.verdict_notes
    assert "发现问题但扣分未确认：D-1.6 政策解读" in judgement.verdict_notes
    assert outcome(judgement, "D-1.5").points == 5
    assert outcome(judgement, "D-1.6").points is None


def test_a_department_site_is_looked_at_but_not_scored() -> None:
    judgement = judged(stale(2), norm="cn-2019", site_kind=SiteKind.DEPARTMENT)
    assert (judgement.verdict, judgement.score, judgement.score_complete) == (Verdict.PASS, None, True)
    assert NOT_SCORED in judgement.verdict_notes
    assert (outcome(judgement, "D-1.4").outcome, outcome(judgement, "D-1.4").points) == (
        OutcomeKind.FOUND,
        None,
    )
    assert len([finding for finding in judgement.findings if finding.indicator == "D-1.4"]) == 2


def test_a_norm_may_score_every_site() -> None:
    judgement = judged(stale(2), norm="chongqing", site_kind=SiteKind.DEPARTMENT)
    assert NOT_SCORED not in judgement.verdict_notes
    assert (judgement.score, judgement.score_complete) == (None, False)


def test_what_could_not_be_checked_costs_nothing_and_is_said() -> None:
    pages = [{"kind": "home", "metas": SITE_TAGS, "script_filled": ["footer"], "marks": {"icp": None}}]
    judgement = judged({"pages": pages})
    assert (judgement.score, judgement.score_complete) == (Decimal(100), False)
    assert "以下扣分指标未能检查，未计扣分：D-4.2、D-4.4" in judgement.verdict_notes


def test_what_waits_for_a_person_takes_nothing_and_is_said_with_the_score() -> None:
    home, strange = (
        GOOD["pages"][0],
        {"kind": "article", "path": "a/1.html", "marks": {"error_entry_code": "9900000002"}},
    )
    judgement = judged({"pages": [home, strange]})
    assert outcome(judgement, "D-4.4").points == 0
    assert "以下扣分指标共1处待人工核实，核实前未扣分：D-4.4" in judgement.verdict_notes
    confirmed = judged({"pages": [home, strange]}, decisions=rulings(judgement, "D-4.4", Ruling.CONFIRMED))
    assert not any("待人工核实" in note for note in confirmed.verdict_notes)


def test_what_nobody_has_built_leaves_the_score_incomplete_and_is_named() -> None:
    words = "以下扣分指标本版本尚未实现，未计扣分，得分不完整："
    with_services, without = judged(stale(1)), judged(stale(1), has_public_service=False)
    assert (with_services.verdict, with_services.score, with_services.score_complete) == (
        Verdict.PASS,
        Decimal(99),
        False,
    )
    assert f"{words}D-1.9、D-2.3、D-3.3、D-4.9" in with_services.verdict_notes
    assert f"{words}D-1.9、D-3.3、D-4.9" in without.verdict_notes


def test_with_every_automatic_deduction_built_or_left_to_people_the_score_is_complete() -> None:
    norm = stable("example-points")
    unbuilt = {"D-1.9", "D-2.3", "D-3.3", "D-4.9"}
    rules = tuple(
        msgspec.structs.replace(rule, check=norms.Check.MANUAL) if rule.id in unbuilt else rule
        for rule in norm.rules
    )
    judgement = judge(subject(), facts(GOOD), msgspec.structs.replace(norm, rules=rules), AS_OF)
    assert (judgement.score, judgement.score_complete) == (Decimal(100), True)
    assert not any("尚未实现" in note for note in judgement.verdict_notes)


def test_a_point_long_after_the_inspection_condemns_nobody() -> None:
    old = {"site": {"inspected": AS_OF, "home_dates": [OLD]}}
    at_the_point, a_year_on = (
        judge(subject(), facts(GOOD | old), stable("example-points"), day)
        for day in (AS_OF, AS_OF.replace(year=2027))
    )
    assert at_the_point.verdict is Verdict.FAIL
    assert (a_year_on.verdict, a_year_on.findings) == (Verdict.UNDECIDED, ())
    unknown = "检查时间（2026-03-31）早于监测时间点，其后的更新情况未知"
    assert f"未能检查：W-V3 首页不更新（{unknown}）" in a_year_on.verdict_notes


def test_accounts_and_supervisors_are_not_asked_of_a_website() -> None:
    asked = {one.indicator for one in judged().outcomes}
    assert {"W-V1.1", "D-2.4", "B-1"} <= asked
    assert not any(one.startswith(("N-", "A-", "M-")) for one in asked)


def test_points_below_the_line_fail_a_site(tmp_path: Path) -> None:
    path = tmp_path / "strict.yaml"
    path.write_text(
        "id: strict\nextends: example-points\ntitle: 测试\nbasis: 测试\nscore: {pass_line: 99, bonus_line: 99}\n",
        "utf-8",
    )
    assert judged(stale(1), norm=str(path)).verdict is Verdict.PASS
    judgement = judged(stale(2), norm=str(path))
    assert (judgement.verdict, judgement.score) == (Verdict.FAIL, Decimal(98))
    assert "扣分指标得分低于99分" in judgement.verdict_notes


def test_a_candidate_costs_nothing_until_it_is_confirmed() -> None:
    nameless = {"pages": [{"kind": "home", "metas": SITE_TAGS, "title": "欢迎", "masthead": None}]}
    waiting = judged(nameless)
    assert (waiting.score, outcome(waiting, "D-4.1").outcome) == (Decimal(100), OutcomeKind.FOUND)
    confirmed = judged(nameless, decisions=rulings(waiting, "D-4.1", Ruling.CONFIRMED))
    assert (confirmed.score, outcome(confirmed, "D-4.1").points) == (Decimal(99), Decimal(1))


def test_an_account_is_asked_its_own_vetoes() -> None:
    account = subject(kind=SubjectKind.ACCOUNT, site_kind=None)
    judgement = judge(account, [], stable("cn-2019"), AS_OF)
    asked = {one.indicator for one in judgement.outcomes}
    assert {"N-V1.1", "N-V2.1", "N-V3.2"} <= asked
    assert "N-V2.2" not in asked
    assert not any(one.startswith(("W-", "D-")) for one in asked)
    assert judgement.verdict is Verdict.UNDECIDED
    assert "未能检查：N-V2.1 内容不更新（本版本尚未实现）" in judgement.verdict_notes


# ── sites without services ───────────────────────────────────────────────────────────────────────


def test_without_services_the_rest_is_scaled_by_four_thirds() -> None:
    judgement = judged(stale(3), has_public_service=False)
    assert judgement.score == Decimal(96)
    assert outcome(judgement, "D-2.4").outcome is OutcomeKind.NOT_APPLICABLE
    assert outcome(judgement, "W-V6.1").outcome is OutcomeKind.NOT_APPLICABLE


def test_a_norm_may_spread_the_points_of_services(tmp_path: Path) -> None:
    """Caps grow by 100/75, what a fault costs does not: fifty dead links reach the greater cap."""
    path = tmp_path / "spread.yaml"
    path.write_text(
        "id: spread\nextends: example-points\ntitle: 测试\nbasis: 测试\nscore: {no_service: spread}\n",
        "utf-8",
    )
    links = [
        {"url": f"{HOME}{n}.html", "attempts": ["04-01 09:00 404", "04-01 09:20 404"]} for n in range(50)
    ]
    assert judged(stale(3), norm=str(path), has_public_service=False).score == Decimal(97)
    assert judged({"links": links}, norm=str(path), has_public_service=False).score == Decimal("94.67")


def test_a_norm_may_ask_everyone_for_services(tmp_path: Path) -> None:
    path = tmp_path / "ask.yaml"
    path.write_text(
        "id: ask\nextends: example-points\ntitle: 测试\nbasis: 测试\nscore: {no_service: none}\n", "utf-8"
    )
    judgement = judged(stale(3), norm=str(path), has_public_service=False)
    assert (judgement.score, outcome(judgement, "W-V6.1").outcome) == (Decimal(97), OutcomeKind.MET)


# ── what provinces change ────────────────────────────────────────────────────────────────────────


def test_a_county_portal_may_answer_for_its_accounts() -> None:
    judgement = judged(norm="guangdong", level="县级", vetoed_accounts=["示例发布"])
    assert (judgement.verdict, judgement.score) == (Verdict.FAIL, Decimal(59))
    assert "所属政务新媒体被单项否决：示例发布" in judgement.verdict_notes
    assert judged(norm="guangdong", level="市级", vetoed_accounts=["示例发布"]).verdict is Verdict.PASS
    assert judged(norm="cn-2019", level="县级", vetoed_accounts=["示例发布"]).verdict is Verdict.PASS


def test_a_norm_may_give_a_failed_site_a_number(tmp_path: Path) -> None:
    path = tmp_path / "fixed.yaml"
    path.write_text(
        "id: fixed\nextends: cn-2019\ntitle: 测试\nbasis: 测试\nscore: {veto_score: 59}\n", "utf-8"
    )
    assert judged(stale(5), norm=str(path)).score == Decimal(59)
