"""The score sheet: where every point went, in data and in words."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xunwang.inspector.indicators import NOT_BUILT
from xunwang.inspector.model import Outcome, OutcomeKind, Record, ScoreSheet, SheetRow, Verdict
from xunwang.inspector.norms import Norm, Rule, RuleKind
from xunwang.inspector.score.points import Gain, Loss, bonus_of, half_up
from xunwang.inspector.score.settling import Settled


class Sums(Record, frozen=True):
    """What the rows add up to: `part2` before the bonus, not rounded; None where no total can be given."""

    verdict: Verdict
    score: Decimal | None
    part2: Decimal | None
    bonus: Decimal
    missing: tuple[Rule, ...] = ()


def score_sheet(
    weighing: Sequence[Settled], found: Sequence[Loss], gained: Sequence[Gain], sums: Sums, norm: Norm
) -> ScoreSheet | None:
    """The sheet of a subject that is scored under this norm; None where no points weigh on it."""
    if not found:
        return None
    by_rule = {one.result.rule.id: one for one in weighing}
    rows = [_lost_row(by_rule[loss.rule.id], loss) for loss in found]
    rows += [_gained_row(by_rule[gain.rule.id], gain) for gain in gained]
    deducted = None if sums.part2 is None else half_up(sums.part2, norm.score.decimals)
    return ScoreSheet(
        rows=tuple(rows),
        steps=tuple(_steps(found, gained, sums, norm)),
        deducted=deducted,
        bonus=None if deducted is None else bonus_of(deducted, sums.bonus, norm.score),
        unscored=tuple(rule.id for rule in sums.missing),
    )


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def _lost_row(one: Settled, loss: Loss) -> SheetRow:
    findings = one.result.findings
    return SheetRow(
        indicator=loss.rule.id,
        name=loss.rule.name,
        kind=loss.rule.kind.value,
        level1=loss.rule.level1.value if loss.rule.level1 else None,
        outcome=one.outcome.outcome,
        cap=loss.cap,
        points=loss.lost if one.outcome.outcome in {OutcomeKind.FOUND, OutcomeKind.MET} else None,
        formula="；".join(_lost_words(one, loss)),
        findings=tuple(finding.id for finding in findings if finding.counts),
        waived=tuple(finding.id for finding in findings if finding.waived),
        waiting=tuple(finding.id for finding in findings if finding.waits),
    )


def _lost_words(one: Settled, loss: Loss) -> Iterator[str]:
    yield _nothing_lost(one.outcome) or _price_words(one, loss)
    under = dict.fromkeys(finding.waived for finding in one.result.findings if finding.waived)
    for name in under:
        count = sum(finding.waived == name for finding in one.result.findings)
        yield f"{count}处已计入{name}，不重复扣分（§P9）"
    if one.short:
        yield f"{one.short}处属实，不足{one.result.needed}处，未扣分"
    if one.waits:
        yield f"{one.waits}处待人工核实，未扣分"


def _nothing_lost(outcome: Outcome) -> str | None:
    """Why no points go where nothing was found."""
    if outcome.outcome is OutcomeKind.MET:
        return "未发现问题，不扣分"
    if outcome.outcome is OutcomeKind.NOT_APPLICABLE:
        return f"不检查：{outcome.reason or '不适用'}"
    if outcome.outcome is OutcomeKind.UNCHECKED:
        return f"{'未实现' if outcome.reason == NOT_BUILT else '未能检查'}，未计扣分：{outcome.reason or '原因不详'}"
    return None


def _price_words(one: Settled, loss: Loss) -> str:
    if not one.counts:
        return "没有计入的问题，不扣分"
    if loss.lost is None:
        return f"计入{one.counts}处，每处扣分或指标分值未确认，未评分"
    raw = sum(_prices(one, loss.rule), Decimal())
    parts = _sum_words(one, loss.rule)
    if loss.cap is not None and raw > loss.cap:
        return f"{parts} = {plain(raw)}，超过指标分值{plain(loss.cap)}，扣{plain(loss.lost)}"
    return f"{parts}，扣{plain(loss.lost)}"


def _prices(one: Settled, rule: Rule) -> list[Decimal]:
    prices = one.result.prices
    return [
        prices.get(finding.id, rule.points_each or Decimal())
        for finding in one.result.findings
        if finding.counts
    ]


def _sum_words(one: Settled, rule: Rule) -> str:
    """`每处2 × 3处`, and what people entered by its own points."""
    entered = [
        one.result.prices[finding.id]
        for finding in one.result.findings
        if finding.counts and finding.id in one.result.prices
    ]
    others = one.counts - len(entered)
    each = f"每处{plain(rule.points_each or Decimal())} × {others}处" if others else ""
    return " + ".join([*filter(None, (each,)), *(f"{plain(points)}（人工录入）" for points in entered)])


def _gained_row(one: Settled, gain: Gain) -> SheetRow:
    rule = gain.rule
    return SheetRow(
        indicator=rule.id,
        name=rule.name,
        kind=RuleKind.BONUS.value,
        outcome=one.outcome.outcome,
        cap=rule.points,
        points=gain.earned if one.result.entries else None,
        formula=_gain_words(one, gain),
    )


def _gain_words(one: Settled, gain: Gain) -> str:
    if not one.result.entries:
        return "未录入，不加分"
    proofs = "；".join(
        f"{entry.reason or '人工录入'}（{entry.by}，{entry.at}，证明：{entry.proof}）"
        for entry in one.result.entries
    )
    if gain.earned is None:
        return f"分值未确认，未加分：{proofs}"
    cap = "" if gain.rule.points is None else f"，不超过{plain(gain.rule.points)}"
    return f"加{plain(gain.earned)}{cap}：{proofs}"


# ── steps ────────────────────────────────────────────────────────────────────────────────────────


def _steps(found: Sequence[Loss], gained: Sequence[Gain], sums: Sums, norm: Norm) -> Iterator[str]:
    if sums.part2 is None:
        yield _no_total(sums)
        return
    deducted = half_up(sums.part2, norm.score.decimals)
    yield f"扣分指标：{_deduction_words(found, norm)} = {deducted}"
    yield from _line_words(deducted, norm)
    bonus = bonus_of(deducted, sums.bonus, norm.score)
    if bonus:
        earned = " + ".join(plain(gain.earned) for gain in gained if gain.earned)
        capped = f"，超过{norm.score.bonus_cap}分的按{norm.score.bonus_cap}分计" if bonus < sums.bonus else ""
        yield f"加分指标：{earned} = {plain(sums.bonus)}{capped}"
        yield f"总分：{deducted} + {plain(bonus)} = {sums.score}"


def _no_total(sums: Sums) -> str:
    if sums.verdict is Verdict.FAIL:
        return "单项否决，判为不合格，不再评分（§P1）；各项扣分仅供整改参考"
    if sums.verdict is Verdict.UNDECIDED:
        return "否决指标尚无结论，不计总分"
    return f"未评分：{len(sums.missing)}项扣分指标的分值未确认，不计总分"


def _deduction_words(found: Sequence[Loss], norm: Norm) -> str:
    minus = "".join(f" − {plain(loss.lost)}" for loss in found if loss.applies and loss.lost)
    spared = [loss for loss in found if not loss.applies]
    if not spared or norm.score.no_service != "scale_4_3":
        grown = (
            "（办事服务不检查，其分值摊到其它指标）" if spared and norm.score.no_service == "spread" else ""
        )
        return f"{plain(norm.score.base)}{minus}{grown}"
    asked = sum(
        (loss.rule.points for loss in found if loss.applies and loss.rule.points is not None), Decimal()
    )
    return f"（{plain(asked)}{minus}）× 4 ÷ 3"


def _line_words(deducted: Decimal, norm: Norm) -> Iterator[str]:
    params = norm.score
    if deducted < params.pass_line:
        yield f"{deducted} 低于{params.pass_line}，不合格"
    elif deducted > params.bonus_line:
        yield f"{deducted} 高于{params.bonus_line}，合格，计加分"
    else:
        yield f"{deducted} 在{params.pass_line}至{params.bonus_line}之间，合格，不计加分"


def plain(number: Decimal | None) -> str:
    """Without the zeros that say nothing."""
    if number is None:
        return "—"
    text = f"{half_up(number, 4):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
