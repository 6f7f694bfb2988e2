"""From facts to verdict and score: vetoes, candidates, points, and what has to be said with them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from indicator_situations import AS_OF, HOME, START, facts, subject
from scoring_norms import stable

from xunwang.inspector import norms
from xunwang.inspector.model import (
    Certainty,
    Decision,
    Judgement,
    Outcome,
    OutcomeKind,
    Ruling,
    SiteKind,
    SubjectKind,
    Verdict,
)
from xunwang.inspector.score import AVAILABILITY_NOT_JUDGED, NOT_SCORED, judge

SITE_TAGS = {"SiteName": "示例县", "SiteDomain": "www.shili.gov.cn", "SiteIDCode": "9900000001"}
GOOD: dict[str, Any] = {
    "pages": [{"kind": "home", "metas": SITE_TAGS}],
    "columns": [
        {"type": "news", "dates": [AS_OF]},
        {"type": "policy", "dates": [AS_OF]},
        {"type": "interpretation", "dates": [AS_OF]},
    ],
    "channels": [
        {"purpose": "consultation", "name": "县长信箱", "form": True},
        {"purpose": "service", "name": "政务服务"},
    ],
    "probes": {"errors": 0},
}
OLD = dt.date(2025, 1, 1)


def judged(changes: dict[str, Any] | None = None, norm: str = "example-points", **more: Any) -> Judgement:
    short = GOOD | (changes or {})
    decisions, told = more.pop("decisions", ()), ("vetoed_accounts", "carried")
    given = {name: more.pop(name) for name in told if name in more}
    return judge(subject(**more), facts(short), stable(norm), AS_OF, decisions, **given)


def outcome(judgement: Judgement, indicator: str) -> Outcome:
    return next(one for one in judgement.outcomes if one.indicator == indicator)


def stale(count: int) -> dict[str, Any]:
    return {"columns": [*GOOD["columns"], {"type": "news", "dates": [OLD], "repeat": count}]}


def rulings(judgement: Judgement, indicator: str, ruling: Ruling, count: int | None = None) -> list[Decision]:
    ids = [finding.id for finding in judgement.findings if finding.indicator == indicator]
    return [Decision(one, ruling, "核查员", START, "已核实") for one in ids[:count]]


# ── vetoes ───────────────────────────────────────────────────────────────────────────────────────


def test_a_site_in_order_gets_the_whole_of_the_points() -> None:
    judgement = judged()
    assert (judgement.verdict, judgement.score, judgement.score_complete) == (
        Verdict.PASS,
        Decimal(100),
        False,
    )
    assert judgement.findings == ()
    assert judgement.sample_points
    assert any("示例分值" in note for note in judgement.verdict_notes)


def test_one_veto_fails_a_site_that_would_have_every_point() -> None:
    judgement = judged({"site": {"home_dates": [OLD]}})
    assert (judgement.verdict, judgement.score, judgement.score_complete) == (Verdict.FAIL, None, True)
    assert "单项否决：W-V3 首页不更新" in judgement.verdict_notes
    assert outcome(judgement, "D-4.2").points == 0


def test_an_unread_home_page_leaves_the_verdict_open() -> None:
    unread = {
        "site": {"home_read": False, "home_unread_reason": "首页访问超时", "home_dates": []},
        "pages": [],
        "columns": [],
    }
    judgement = judged(unread)
    assert (judgement.verdict, judgement.score, judgement.findings) == (Verdict.UNDECIDED, None, ())
    assert "未能检查：W-V3 首页不更新（首页访问超时）" in judgement.verdict_notes


def test_without_probes_availability_is_not_judged_and_blocks_nothing() -> None:
    judgement = judged({"probes": None})
    assert judgement.verdict is Verdict.PASS
    assert AVAILABILITY_NOT_JUDGED in judgement.verdict_notes
    assert outcome(judgement, "W-V2").outcome is OutcomeKind.UNCHECKED
    assert AVAILABILITY_NOT_JUDGED not in judged().verdict_notes


def test_five_per_cent_of_failed_probes_are_a_veto() -> None:
    assert judged({"probes": {"errors": 7}}).verdict is Verdict.FAIL
    assert judged({"probes": {"errors": 6}}).verdict is Verdict.PASS


def test_what_only_people_can_judge_blocks_nothing_and_is_named() -> None:
    judgement = judged()
    assert outcome(judgement, "W-V1.1").outcome is OutcomeKind.UNCHECKED
    assert any("W-V1.1" in note and "未录入" in note for note in judgement.verdict_notes)


def test_a_fault_beyond_doubt_outweighs_what_could_not_be_checked() -> None:
    columns = [{"type": "news", "unread": "栏目页访问超时", "repeat": 5}, *[{"type": "other"}] * 5]
    assert judged({"columns": columns}).verdict is Verdict.FAIL


# ── people's decisions ───────────────────────────────────────────────────────────────────────────


def test_a_candidate_waits_and_then_does_what_the_person_says() -> None:
    nothing_to_ask = {"channels": [GOOD["channels"][1]]}
    waiting = judged(nothing_to_ask)
    assert (waiting.verdict, waiting.score) == (Verdict.UNDECIDED, None)
    assert "待人工核实：W-V5.1 互动回应差（1处）" in waiting.verdict_notes
    confirmed = judged(nothing_to_ask, decisions=rulings(waiting, "W-V5.1", Ruling.CONFIRMED))
    assert confirmed.verdict is Verdict.FAIL
    dismissed = judged(nothing_to_ask, decisions=rulings(waiting, "W-V5.1", Ruling.DISMISSED))
    assert dismissed.verdict is Verdict.PASS
    assert outcome(dismissed, "W-V5.1").outcome is OutcomeKind.MET
    assert [finding.ruling for finding in dismissed.findings] == [Ruling.DISMISSED]


def test_ten_candidates_less_one_are_no_longer_ten() -> None:
    ten = {"columns": [*GOOD["columns"], {"type": "personnel", "dates": [dt.date(2020, 1, 1)], "repeat": 10}]}
    waiting = judged(ten)
    assert waiting.verdict is Verdict.UNDECIDED
    nine = judged(ten, decisions=rulings(waiting, "W-V4.2", Ruling.DISMISSED, 1))
    assert (nine.verdict, outcome(nine, "W-V4.2").outcome, outcome(nine, "W-V4.2").value) == (
        Verdict.PASS,
        OutcomeKind.MET,
        9,
    )
    some = judged(ten, decisions=rulings(waiting, "W-V4.2", Ruling.CONFIRMED, 9))
    assert some.verdict is Verdict.UNDECIDED
    assert judged(ten, decisions=rulings(waiting, "W-V4.2", Ruling.CONFIRMED)).verdict is Verdict.FAIL


def test_an_automatic_finding_may_be_dismissed_after_an_appeal() -> None:
    failed = judged(stale(5))
    assert failed.verdict is Verdict.FAIL
    cleared = judged(stale(5), decisions=rulings(failed, "W-V4.1", Ruling.DISMISSED, 1))
    assert cleared.verdict is Verdict.PASS
    assert outcome(cleared, "W-V4.1").value == 4


def test_the_last_decision_stands() -> None:
    failed = judged(stale(5))
    (first,) = rulings(failed, "W-V4.1", Ruling.DISMISSED, 1)
    later = msgspec.structs.replace(first, ruling=Ruling.CONFIRMED, at=START + dt.timedelta(days=1))
    assert judged(stale(5), decisions=[later, first]).verdict is Verdict.FAIL


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


def test_a_shorter_period_needs_no_code(tmp_path: Path) -> None:
    path = tmp_path / "quick.yaml"
    path.write_text(
        "id: quick\nextends: cn-2019\ntitle: 测试\nbasis: 测试\nchanges:\n  W-V3: {params: {days: 7}}\n",
        "utf-8",
    )
    home = {"site": {"home_dates": [AS_OF - dt.timedelta(days=10)]}}
    assert judged(home, norm="cn-2019").verdict is Verdict.PASS
    judgement = judged(home, norm=str(path))
    assert judgement.verdict is Verdict.FAIL
    assert any("监测时间点前1周内无信息更新" in finding.message for finding in judgement.findings)


# ── repeatable ───────────────────────────────────────────────────────────────────────────────────


def test_the_same_facts_give_the_same_judgement_and_survive_json() -> None:
    first, second = judged(stale(5)), judged(stale(5))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert msgspec.json.decode(msgspec.json.encode(first), type=Judgement) == first


def test_a_moved_domain_keeps_the_identity_of_findings() -> None:
    before = {finding.locator: finding.id for finding in judged(stale(5)).findings}
    moved = judged(stale(5), home="http://www.new.gov.cn/")
    after = {finding.locator: finding.id for finding in moved.findings if finding.locator in before}
    assert after == before


def test_a_later_run_of_tests_joins_the_first() -> None:
    link = {"url": f"{HOME}a.html", "text": "年报"}
    first = facts(GOOD | {"links": [link | {"attempts": ["04-01 09:00 503"]}]})
    again = [
        fact
        for fact in facts({"links": [link | {"attempts": ["04-02 10:00 503"]}]})
        if fact.__class__.__name__ == "LinkFact"
    ]
    norm = stable("example-points")
    pending, dead = judge(subject(), first, norm, AS_OF), judge(subject(), [*first, *again], norm, AS_OF)
    assert outcome(pending, "D-4.3").outcome is OutcomeKind.MET
    assert outcome(dead, "D-4.3").outcome is OutcomeKind.FOUND
    (finding,) = dead.findings
    assert (finding.certainty, finding.first_seen) == (
        Certainty.AUTOMATIC,
        dt.datetime(2026, 4, 1, 9, tzinfo=START.tzinfo),
    )


def test_personal_data_is_masked_when_the_finding_is_made() -> None:
    number = f"{990101}{19900101}001X"  # put together here, so that no such number stands in the repository
    link = {
        "url": f"{HOME}a.html",
        "text": f"王某 {number}",
        "attempts": ["04-01 09:00 404", "04-01 09:20 404"],
    }
    (finding,) = judged({"links": [link]}).findings
    assert finding.excerpt == "王某 99**************1X"
    assert number not in finding.message


def test_an_unfinished_site_is_said_to_be_unfinished() -> None:
    judgement = judged({"site": {"complete": False, "incomplete_reason": "达到页数上限"}})
    assert judgement.verdict is Verdict.UNDECIDED
    assert "网站未全部读完（达到页数上限）" in judgement.verdict_notes


@pytest.mark.parametrize(("day", "noted"), [(dt.date(2019, 3, 31), True), (dt.date(2019, 4, 1), False)])
def test_a_point_outside_the_validity_of_the_norm_is_said(day: dt.date, noted: bool) -> None:
    judgement = judge(subject(), facts(GOOD), stable("cn-2019"), day)
    assert any("有效期内" in note for note in judgement.verdict_notes) is noted


STOPPED = {"complete": False, "incomplete_reason": "已到规定时间"}


def test_a_veto_that_is_decided_stays_decided_when_the_crawl_was_stopped() -> None:
    judgement = judged(stale(6) | {"site": STOPPED})
    assert judgement.verdict is Verdict.FAIL
    assert "网站未全部读完（已到规定时间）" in judgement.verdict_notes


def test_a_stopped_crawl_names_the_vetoes_that_need_the_whole_site() -> None:
    judgement = judged({"site": STOPPED})
    assert judgement.verdict is Verdict.UNDECIDED
    assert judgement.score is None
    open_ones = [one.indicator for one in judgement.outcomes if one.outcome is OutcomeKind.UNCHECKED]
    assert {"W-V4.1", "W-V4.3"} <= set(open_ones)
    assert outcome(judgement, "W-V3").outcome is OutcomeKind.MET
    assert outcome(judgement, "W-V5.1").outcome is OutcomeKind.MET


def test_the_score_of_a_site_that_was_not_read_whole_is_never_complete() -> None:
    """Under a norm whose vetoes the home page decides there is a score, and it can only get worse."""
    norm = stable("example-points")
    rules = tuple(rule for rule in norm.rules if not rule.id.startswith("W-V4") and rule.how)
    partly = judge(
        subject(), facts(GOOD | {"site": STOPPED}), msgspec.structs.replace(norm, rules=rules), AS_OF
    )
    wholly = judge(subject(), facts(GOOD), msgspec.structs.replace(norm, rules=rules), AS_OF)
    assert (partly.verdict, partly.score) == (Verdict.PASS, wholly.score)
    assert (partly.score_complete, wholly.score_complete) == (False, True)
    assert "得分只依据已读部分，未读部分如有问题还会扣分" in partly.verdict_notes


def test_facts_that_can_be_walked_only_once_are_judged_alike() -> None:
    short = facts(GOOD)
    norm = stable("example-points")
    assert judge(subject(), iter(short), norm, AS_OF) == judge(subject(), short, norm, AS_OF)
