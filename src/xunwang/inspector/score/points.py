"""The staircase of points (rulebook 1.2): deductions, services that are not asked for, the lines, the bonus."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from xunwang.inspector.model import OutcomeKind, Record, Verdict
from xunwang.inspector.norms import Rule, ScoreParams
from xunwang.inspector.score.settling import Settled


class Loss(Record, frozen=True):
    """What one deduction indicator takes: `lost` is None while the norm does not say how much."""

    rule: Rule
    lost: Decimal | None
    applies: bool


def half_up(number: Decimal, decimals: int) -> Decimal:
    """Rounded half up, without trailing zeros: 93.50 becomes 93.5, 100 stays 100."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def losses(deductions: Sequence[Settled], params: ScoreParams) -> list[Loss]:
    """The loss on each indicator, never above its cap (§P2); under `spread` the caps grow to fill the base (§P6)."""
    factor = _cap_factor(deductions, params)
    return [
        Loss(one.result.rule, _lost(one, factor), one.outcome.outcome is not OutcomeKind.NOT_APPLICABLE)
        for one in deductions
    ]


def _cap_factor(deductions: Sequence[Settled], params: ScoreParams) -> Decimal:
    asked = [
        one.result.rule.points for one in deductions if one.outcome.outcome is not OutcomeKind.NOT_APPLICABLE
    ]
    known = [points for points in asked if points is not None]
    if params.no_service != "spread" or len(known) != len(asked) or not sum(known):
        return Decimal(1)
    return params.base / sum(known, Decimal())


def _lost(one: Settled, factor: Decimal) -> Decimal | None:
    """Without a cap only a single occurrence has a known price."""
    cap, each = one.result.rule.points, one.result.rule.points_each
    if one.outcome.outcome is not OutcomeKind.FOUND or one.counts == 0:
        return Decimal(0)
    if each is None or (cap is None and one.counts > 1):
        return None
    return each * one.counts if cap is None else min(each * one.counts, cap * factor)


def unpriced(found: Sequence[Loss]) -> list[Rule]:
    """The indicators whose points nobody has filled in, so that no total can be given."""
    return [loss.rule for loss in found if loss.applies and (loss.rule.points is None or loss.lost is None)]


def second_part(found: Sequence[Loss], params: ScoreParams) -> Decimal:
    """The score of the deductions; every indicator must have its points. Not rounded."""
    asked = [loss for loss in found if loss.applies]
    lost = sum((loss.lost for loss in asked if loss.lost is not None), Decimal())
    if len(asked) == len(found) or params.no_service == "none":
        return params.base - lost
    if params.no_service == "spread":
        return params.base - lost
    points = sum((loss.rule.points for loss in asked if loss.rule.points is not None), Decimal())
    return (points - lost) * 4 / 3


def final(part2: Decimal, bonus: Decimal, params: ScoreParams) -> tuple[Verdict, Decimal]:
    """§P3 to §P5. The lines are held against the score as it is printed, so that paper and verdict agree."""
    score = half_up(part2, params.decimals)
    if score < params.pass_line:
        return Verdict.FAIL, score
    if score > params.bonus_line:
        score = half_up(score + min(bonus, params.bonus_cap), params.decimals)
    return Verdict.PASS, score
