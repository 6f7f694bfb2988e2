"""Random faults, bonuses and vetoes judged, and held against rulebook 1.2 written out in a few lines."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from indicator_situations import AS_OF, facts, subject
from msgspec import structs

from xunwang.inspector import norms
from xunwang.inspector.model import Entry, OutcomeKind, Verdict
from xunwang.inspector.norms import Norm, RuleKind
from xunwang.inspector.score import half_up, judge

Spreading = Literal["scale_4_3", "spread", "none"]
FILLED = norms.load("example-points")
# Every rule is told by people here: what is tried is the sum, not what the machine sees.
BY_PEOPLE = structs.replace(
    FILLED,
    rules=tuple(
        structs.replace(rule, how=None, params={})
        for rule in FILLED.rules
        if rule.kind in {RuleKind.VETO, RuleKind.DEDUCT, RuleKind.BONUS} and rule.concerns_sites
    ),
)
DEDUCTIONS = [rule for rule in BY_PEOPLE.rules if rule.kind is RuleKind.DEDUCT]
BONUSES = [rule for rule in BY_PEOPLE.rules if rule.kind is RuleKind.BONUS]
VETOES = [rule for rule in BY_PEOPLE.rules if rule.kind is RuleKind.VETO]
HALVES = st.integers(1, 12).map(lambda number: Decimal(number) / 2)
Faults = dict[str, list[Decimal]]


def by_the_rulebook(
    faults: Faults, bonus: dict[str, Decimal], veto: str | None, spreading: Spreading | None
) -> tuple[Verdict, Decimal | None]:
    """`spreading`: how a unit without services to the public is treated, None for one with services; `none`: as any other."""
    points = {rule.id: rule.points or Decimal(0) for rule in DEDUCTIONS}
    if spreading in {"scale_4_3", "spread"}:
        points = {name: value for name, value in points.items() if not name.startswith("D-2.")}
    if veto is not None:
        return Verdict.FAIL, None
    grown = Decimal(100) / sum(points.values()) if spreading == "spread" else Decimal(1)
    lost = sum(
        (min(sum(faults.get(name, []), Decimal()), cap * grown) for name, cap in points.items()), Decimal()
    )
    whole = sum(points.values()) if spreading == "scale_4_3" else Decimal(100)
    part2 = (whole - lost) * (Decimal(4) / 3 if spreading == "scale_4_3" else 1)
    shown = half_up(part2, 2)
    if shown < 60:
        return Verdict.FAIL, shown
    earned = sum(
        (min(bonus.get(rule.id, Decimal()), rule.points or Decimal()) for rule in BONUSES), Decimal()
    )
    return Verdict.PASS, half_up(shown + (min(earned, Decimal(30)) if shown > 80 else 0), 2)


def entry(indicator: str, outcome: OutcomeKind, points: Decimal | None = None, number: int = 0) -> Entry:
    home = "http://www.shili.gov.cn/"
    return Entry(
        subject=home, indicator=indicator, outcome=outcome, by="甲", at=dt.date(2026, 3, 31), points=points,
        reason=f"第{number}处", proof=f"{home}{indicator}/{number}.html",
    )  # fmt: skip


def judged(
    norm: Norm, faults: Faults, bonus: dict[str, Decimal], veto: str | None, **about: Any
) -> tuple[Verdict, Decimal | None]:
    found, met = OutcomeKind.FOUND, OutcomeKind.MET
    entries = [entry(rule.id, found if rule.id == veto else met) for rule in VETOES]
    entries += [
        entry(name, found, price, n) for name, prices in faults.items() for n, price in enumerate(prices)
    ]
    entries += [entry(name, met, earned) for name, earned in bonus.items()]
    seen = judge(subject(**about), facts({"probes": {"errors": 0}}), norm, AS_OF, entries=entries)
    return seen.verdict, seen.score


@settings(max_examples=60, deadline=None)
@given(
    faults=st.dictionaries(
        st.sampled_from([rule.id for rule in DEDUCTIONS]), st.lists(HALVES, min_size=1, max_size=4)
    ),
    bonus=st.dictionaries(st.sampled_from([rule.id for rule in BONUSES]), HALVES),
    veto=st.none()
    | st.none()
    | st.sampled_from([rule.id for rule in VETOES if not rule.id.startswith("W-V6")]),
    spreading=st.none() | st.sampled_from(["scale_4_3", "spread", "none"]),
)
def test_any_sum_is_that_of_the_rulebook(
    faults: Faults, bonus: dict[str, Decimal], veto: str | None, spreading: Spreading | None
) -> None:
    norm = structs.replace(
        BY_PEOPLE, score=structs.replace(BY_PEOPLE.score, no_service=spreading or "scale_4_3")
    )
    has_service = spreading is None
    expected = by_the_rulebook(faults, bonus, veto, spreading)
    assert judged(norm, faults, bonus, veto, has_public_service=has_service) == expected
