"""Faults whose places a later run could not see stay what they were, in outcome, verdict and score."""

from judged_sites import GOOD, OLD, judged, outcome, rulings, stale

from xunwang.inspector.model import Judgement, OutcomeKind, Ruling, Verdict
from xunwang.inspector.score import carried_from


def of(judgement: Judgement, indicator: str) -> list[str]:
    return [one.id for one in judgement.findings if one.indicator == indicator]


def later(earlier: Judgement, unseen: list[str], changes=None, **more) -> Judgement:
    return judged(changes, carried=carried_from([earlier], unseen), **more)


def test_a_veto_that_could_not_be_seen_again_still_fails_the_site() -> None:
    earlier = judged(stale(6))
    now = later(earlier, of(earlier, "W-V4.1"))
    assert judged().verdict is Verdict.PASS
    assert (now.verdict, outcome(now, "W-V4.1").value) == (Verdict.FAIL, 6)
    assert set(of(now, "W-V4.1")) == set(of(earlier, "W-V4.1")) == set(now.carried)
    assert any("6处原有问题这次未能看到" in note for note in now.verdict_notes)


def test_below_the_limit_what_stays_no_longer_breaks_the_rule() -> None:
    earlier = judged(stale(6))
    now = later(earlier, of(earlier, "W-V4.1")[:4])
    assert (now.verdict, now.carried) == (Verdict.PASS, ())
    told = outcome(now, "W-V4.1")
    assert (told.outcome, told.value) == (OutcomeKind.MET, 4)


def test_what_stays_and_what_is_new_count_together() -> None:
    earlier = judged(stale(6))
    now = later(earlier, of(earlier, "W-V4.1")[:4], stale(1))
    assert judged(stale(1)).verdict is Verdict.PASS
    assert (now.verdict, outcome(now, "W-V4.1").value, len(now.carried)) == (Verdict.FAIL, 5, 4)


def test_what_the_run_found_again_is_not_carried() -> None:
    earlier = judged(stale(6))
    now = later(earlier, of(earlier, "W-V4.1"), stale(6))
    assert now.carried == ()
    assert outcome(now, "W-V4.1") == outcome(earlier, "W-V4.1")


def test_a_single_fault_keeps_its_own_number() -> None:
    earlier = judged({"site": {"home_dates": [OLD]}})
    now = later(earlier, of(earlier, "W-V3"))
    told, before = outcome(now, "W-V3"), outcome(earlier, "W-V3")
    assert (now.verdict, told.value, told.threshold) == (Verdict.FAIL, before.value, before.threshold)


def test_deductions_take_their_points_again() -> None:
    earlier = judged({"columns": [one for one in GOOD["columns"] if one["type"] != "interpretation"]})
    now = later(earlier, [one.id for one in earlier.findings])
    assert now.score == earlier.score
    assert judged().score != now.score


def test_a_ruling_takes_the_weight_away_from_what_stays() -> None:
    earlier = judged(stale(6))
    now = later(earlier, of(earlier, "W-V4.1"), decisions=rulings(earlier, "W-V4.1", Ruling.DISMISSED, 2))
    assert now.verdict is Verdict.PASS
