"""From facts to verdict: vetoes, candidates, periods, and what has to be said with them."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from indicator_situations import AS_OF, HOME, START, facts, subject
from judged_sites import GOOD, OLD, judged, outcome, rulings, stale
from scoring_norms import stable

from xunwang.inspector.model import (
    Certainty,
    Judgement,
    OutcomeKind,
    Ruling,
    Verdict,
)
from xunwang.inspector.score import AVAILABILITY_NOT_JUDGED, judge

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
