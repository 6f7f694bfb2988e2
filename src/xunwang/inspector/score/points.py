"""The staircase of points (rulebook 1.2): deductions, services that are not asked for, the lines, the bonus."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from xunwang.inspector.model import OutcomeKind, Record, Verdict
from xunwang.inspector.norms import Rule, ScoreParams
from xunwang.inspector.score.settling import Settled


class Loss(Record, frozen=True):
    """What one deduction indicator takes: `lost` is None while the norm does not say how much. `cap` is its own, grown under `spread`."""

    rule: Rule
    lost: Decimal | None
    applies: bool
    cap: Decimal | None = None


class Gain(Record, frozen=True):
    """What one bonus indicator gives by what people entered: None while nobody says how much."""

    rule: Rule
    earned: Decimal | None


def half_up(number: Decimal, decimals: int) -> Decimal:
    """Rounded half up, without trailing zeros: 93.50 becomes 93.5, 100 stays 100."""
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole = rounded.to_integral_value()
    return whole if rounded == whole else rounded.normalize()


def losses(deductions: Sequence[Settled], params: ScoreParams) -> list[Loss]:
    """The loss on each indicator, never above its cap (§P2); under `spread` the caps grow to fill the base (§P6)."""
    factor = _cap_factor(deductions, params)
    return [_loss(one, factor) for one in deductions]


def _loss(one: Settled, factor: Decimal) -> Loss:
    rule = one.result.rule
    cap = None if rule.points is None else rule.points * factor
    return Loss(rule, _lost(one, cap), one.outcome.outcome is not OutcomeKind.NOT_APPLICABLE, cap)


def gains(bonuses: Sequence[Settled]) -> list[Gain]:
    """What people entered for bonus indicators, none above its own points (rulebook 1.2)."""
    return [Gain(one.result.rule, _earned(one)) for one in bonuses]


def _earned(one: Settled) -> Decimal | None:
    rule = one.result.rule
    known = [
        entry.points if entry.points is not None else (rule.points_each or rule.points)
        for entry in one.result.entries
        if entry.outcome is OutcomeKind.MET
    ]
    given = [points for points in known if points is not None]
    if len(given) < len(known):
        return None
    earned = sum(given, Decimal())
    return earned if rule.points is None else min(earned, rule.points)


def _cap_factor(deductions: Sequence[Settled], params: ScoreParams) -> Decimal:
    asked = [
        one.result.rule.points for one in deductions if one.outcome.outcome is not OutcomeKind.NOT_APPLICABLE
    ]
    known = [points for points in asked if points is not None]
    if params.no_service != "spread" or len(known) != len(asked) or not sum(known):
        return Decimal(1)
    return params.base / sum(known, Decimal())


def _lost(one: Settled, cap: Decimal | None) -> Decimal | None:
    """Without a cap only a single occurrence has a known price, or several whose points a person entered."""
    if one.outcome.outcome is not OutcomeKind.FOUND or one.counts == 0:
        return Decimal(0)
    prices, each = one.result.prices, one.result.rule.points_each
    known = [prices.get(finding.id, each) for finding in one.result.findings if finding.counts]
    given = [price for price in known if price is not None]
    if len(given) < len(known) or (cap is None and len(known) > 1 and not _all_entered(one)):
        return None
    lost = sum(given, Decimal())
    return lost if cap is None else min(lost, cap)


def _all_entered(one: Settled) -> bool:
    return all(finding.id in one.result.prices for finding in one.result.findings if finding.counts)


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
    return Verdict.PASS, half_up(score + bonus_of(score, bonus, params), params.decimals)


def bonus_of(score: Decimal, bonus: Decimal, params: ScoreParams) -> Decimal:
    """What counts of a bonus at this score of the deductions (§P4, §P5)."""
    return min(bonus, params.bonus_cap) if score > params.bonus_line else Decimal(0)
