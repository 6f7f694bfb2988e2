"""What people enter: it answers what is open, adds to what is assisted, and never changes unsaid what the machine found."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from indicator_situations import AS_OF, HOME, facts, subject
from judged_sites import GOOD, OLD, outcome
from scoring_norms import stable

from xunwang.inspector.model import Entry, Judgement, OutcomeKind, Subject, Verdict
from xunwang.inspector.score import judge

DAY = dt.date(2026, 3, 30)


def entry(indicator: str, kind: OutcomeKind = OutcomeKind.FOUND, **more: Any) -> Entry:
    words = {"subject": "shili", "by": "王审", "at": DAY, "reason": "页面表述有误"}
    return Entry(indicator=indicator, outcome=kind, **(words | more))


def judged(*entries: Entry, changes: dict[str, Any] | None = None, norm: str = "example-points") -> Judgement:
    return judge(subject(), facts(GOOD | (changes or {})), stable(norm), AS_OF, entries=entries)


def test_a_veto_that_only_people_can_tell_fails_the_site_when_entered() -> None:
    assert judged().verdict is Verdict.PASS
    judgement = judged(entry("W-V1.6", reason="媒体报道引发舆情"))
    assert (judgement.verdict, judgement.score) == (Verdict.FAIL, None)
    assert "含人工录入：W-V1.6" in judgement.verdict_notes
    (finding,) = [one for one in judgement.findings if one.indicator == "W-V1.6"]
    assert (finding.counts, finding.message) == (True, "人工录入：媒体报道引发舆情")
    assert outcome(judgement, "W-V1.6").reason == "人工录入（王审，2026-03-30）"


def test_met_clears_what_was_not_entered() -> None:
    judgement = judged(entry("W-V1.6", OutcomeKind.MET))
    assert outcome(judgement, "W-V1.6").outcome is OutcomeKind.MET
    assert not any("W-V1.6" in note and "未录入" in note for note in judgement.verdict_notes)


def test_points_that_a_person_gives_are_taken_up_to_the_cap() -> None:
    one = judged(entry("D-3.4", points=Decimal("1.5")))
    assert (outcome(one, "D-3.4").points, one.score) == (Decimal("1.5"), Decimal("98.5"))
    many = judged(*(entry("D-3.4", points=Decimal(2), reason=f"第{n}次未按时答复") for n in range(5)))
    assert outcome(many, "D-3.4").points == stable("example-points").rule("D-3.4").points
    without = judged(entry("D-3.4"))
    assert outcome(without, "D-3.4").points == stable("example-points").rule("D-3.4").points_each


def test_an_automatic_outcome_is_not_changed_and_the_entry_is_listed() -> None:
    stale = {"columns": [*GOOD["columns"], {"type": "news", "dates": [OLD]}]}
    judgement = judged(entry("D-1.4", OutcomeKind.MET), changes=stale)
    assert outcome(judgement, "D-1.4").outcome is OutcomeKind.FOUND
    (told,) = judgement.entries
    assert (told.taken, told.remark) == (False, "自动检查结果为“发现问题”，录入的“符合”未改变结果")
    assert any("人工录入未采用：D-1.4" in note for note in judgement.verdict_notes)
    opposite = judged(entry("D-1.4"))
    assert outcome(opposite, "D-1.4").outcome is OutcomeKind.MET
    assert not opposite.entries[0].taken


def test_met_against_candidates_is_not_taken_a_further_fault_is() -> None:
    nothing_to_ask = {"channels": [GOOD["channels"][1]]}
    cleared = judged(entry("W-V5.1", OutcomeKind.MET), changes=nothing_to_ask)
    assert (cleared.verdict, cleared.entries[0].taken) == (Verdict.UNDECIDED, False)
    assert "须逐处核实" in (cleared.entries[0].remark or "")
    added = judged(entry("W-V5.1"), changes=nothing_to_ask)
    assert (added.verdict, added.entries[0].taken) == (Verdict.FAIL, True)
    assert added.entries[0].remark == "机器初查结果为“发现问题”"


def test_what_does_not_apply_takes_no_entry() -> None:
    judgement = judge(
        subject(has_public_service=False),
        facts(GOOD),
        stable("example-points"),
        AS_OF,
        entries=[entry("D-2.2")],
    )
    assert (judgement.entries[0].taken, outcome(judgement, "D-2.2").outcome) == (
        False,
        OutcomeKind.NOT_APPLICABLE,
    )


def test_entries_of_other_sites_and_unknown_indicators_change_nothing() -> None:
    judgement = judged(entry("W-V1.6", subject="other"), entry("Z-9"))
    assert judgement.verdict is Verdict.PASS
    assert [(one.entry.indicator, one.taken) for one in judgement.entries] == [("Z-9", False)]


@pytest.mark.parametrize("name", ["shili", "9900000001", "示例县人民政府门户网站", HOME, HOME.rstrip("/")])
def test_a_site_may_be_named_by_id_code_name_or_home(name: str) -> None:
    assert judged(entry("W-V1.6", subject=name)).verdict is Verdict.FAIL


def test_bonus_counts_above_the_line_and_no_further_than_its_points() -> None:
    bonus = [entry("B-2", OutcomeKind.MET, points=Decimal(9), proof="http://www.shili.gov.cn/dczj/")]
    judgement = judged(*bonus)
    assert (judgement.score, outcome(judgement, "B-2").points) == (Decimal(104), Decimal(4))
    assert not any("加分指标须人工录入" in note for note in judgement.verdict_notes)
    low = [entry(f"D-{n}", points=Decimal(6)) for n in ("2.4", "3.4")] + [entry("D-3.1")]
    poor = judged(*bonus, *low, entry("D-2.2"), entry("D-3.2"))
    assert poor.score == Decimal(100) - 6 - 6 - 5 - 2 - 3 == Decimal(78)
    assert "扣分指标得分不高于80分，不计加分" in poor.verdict_notes


def test_all_bonus_together_keeps_to_the_cap() -> None:
    every = [
        entry(rule.id, OutcomeKind.MET, points=rule.points, proof="附件")
        for rule in stable("example-points").rules
        if rule.id.startswith("B-")
    ]
    judgement = judged(*every)
    assert judgement.score == Decimal(130)
    assert judgement.sheet is not None
    assert judgement.sheet.bonus == Decimal(30)


def test_an_entry_on_another_subject_kind_of_name_is_not_taken_for_this_one() -> None:
    other = Subject(id="b", name="示例县", home="http://b.gov.cn/")
    judgement = judge(other, facts(GOOD), stable("cn-2019"), AS_OF, entries=[entry("W-V1.6")])
    assert judgement.entries == ()
