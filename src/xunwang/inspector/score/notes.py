"""What has to be said with a verdict, in the words users read."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xunwang.inspector.indicators import NOT_BUILT, NOT_ENTERED
from xunwang.inspector.model import Entered, OutcomeKind
from xunwang.inspector.norms import Norm, Rule
from xunwang.inspector.score.points import Gain, Loss, half_up
from xunwang.inspector.score.settling import Settled

AVAILABILITY_NOT_JUDGED = "availability not judged"  # the contract's own words; interfaces translate them
PARTLY_READ = "得分只依据已读部分，未读部分如有问题还会扣分"
ACCOUNT_UNSEEN = "没有任何数据来源看到该账号，暂不作结论"
NOT_SCORED = "本规则集不对该类对象计扣分和加分，扣分指标的检查结果仅供参考"


def on_vetoes(vetoes: Sequence[Settled]) -> Iterator[str]:
    """Which vetoes hold, wait, could not be checked, or were left to people."""
    if any(one.result.rule.how == "availability" and _is_unchecked(one) for one in vetoes):
        yield AVAILABILITY_NOT_JUDGED
    for one in vetoes:
        label = _label(one.result.rule)
        if one.holds:
            yield f"单项否决：{label}"
        elif one.is_waiting:
            yield f"待人工核实：{label}（{one.waits}处）"
        elif one.is_open:
            yield f"未能检查：{label}（{one.outcome.reason}）"
    manual = [one.result.rule.id for one in vetoes if one.outcome.reason == NOT_ENTERED]
    if manual:
        yield f"以下否决指标须人工判断，未录入：{'、'.join(manual)}"
    for one in vetoes:
        if _is_left_out(one):
            yield f"结论不含未核查的否决指标：{_label(one.result.rule)}（{one.outcome.reason}）"


def on_accounts(accounts: Sequence[str]) -> str:
    return f"所属政务新媒体被单项否决：{'、'.join(accounts)}"


def on_missing_points(missing: Sequence[Rule], found: Sequence[Loss]) -> Iterator[str]:
    """Why there is no total, and what is known to be lost all the same."""
    yield f"未评分：{len(missing)}项扣分指标的分值未确认，结论只依据单项否决"
    known = [f"{_label(loss.rule)} −{loss.lost}" for loss in found if loss.lost]
    if known:
        yield f"已知扣分：{'；'.join(known)}"
    unknown = [_label(loss.rule) for loss in found if loss.applies and loss.lost is None]
    if unknown:
        yield f"发现问题但扣分未确认：{'；'.join(unknown)}"


def on_score(
    part2: Decimal,
    norm: Norm,
    open_ones: Iterable[Settled],
    unbuilt: Iterable[Settled],
    deductions: Sequence[Settled],
) -> Iterator[str]:
    """Why points fail a site, and which of them may still change."""
    if half_up(part2, norm.score.decimals) < norm.score.pass_line:
        yield f"扣分指标得分低于{norm.score.pass_line}分"
    if names := _ids(open_ones):
        yield f"以下扣分指标未能检查，未计扣分：{names}"
    if names := _ids(unbuilt):
        yield f"以下扣分指标{NOT_BUILT}，未计扣分，得分不完整：{names}"
    if names := _ids(one for one in deductions if _is_left_out(one)):
        yield f"以下扣分指标程序未能判断，留给人工，未计扣分：{names}"
    if waiting := [one for one in deductions if one.waits]:
        count = sum(one.waits for one in waiting)
        yield f"以下扣分指标共{count}处待人工核实，核实前未扣分：{_ids(waiting)}"


def on_bonus(part2: Decimal, norm: Norm, gained: Sequence[Gain], *, entered: bool) -> Iterator[str]:
    """What became of the bonus: earned, out of reach, without points, or never entered."""
    reaches = half_up(part2, norm.score.decimals) > norm.score.bonus_line
    unknown = [_label(gain.rule) for gain in gained if gain.earned is None]
    if reaches and not entered:
        yield "加分指标须人工录入，未录入，未计加分"
    if reaches and unknown:
        yield f"加分分值未确认，未计加分：{'；'.join(unknown)}"
    if entered and not reaches:
        yield f"扣分指标得分不高于{norm.score.bonus_line}分，不计加分"


def on_carried(ids: Sequence[str]) -> Iterator[str]:
    if ids:
        yield f"{len(ids)}处原有问题这次未能看到，不能认定已经整改，仍按原认定计入"


def on_entries(entered: Sequence[Entered]) -> Iterator[str]:
    """What people entered, and what of it was not taken: nothing of it goes unsaid."""
    taken = dict.fromkeys(one.entry.indicator for one in entered if one.taken)
    if taken:
        yield f"含人工录入：{'、'.join(taken)}"
    for one in entered:
        if not one.taken:
            yield f"人工录入未采用：{one.entry.indicator}（{one.entry.by}，{one.entry.at}）：{one.remark}"


def on_norm(norm: Norm, as_of: dt.date) -> Iterator[str]:
    if norm.sample_points:
        yield f"得分按{norm.points_label or '示例分值'}计算，不是正式得分"
    if not norm.is_valid_on(as_of):
        yield f"监测时间点{as_of}不在规则集{norm.id}的有效期内"


def _is_unchecked(one: Settled) -> bool:
    return one.outcome.outcome is OutcomeKind.UNCHECKED


def _is_left_out(one: Settled) -> bool:
    """Nobody could tell, the verdict does not wait for it, and no other note names it."""
    is_named = (
        one.is_open or one.result.rule.how == "availability" or one.outcome.reason in {NOT_ENTERED, NOT_BUILT}
    )
    return _is_unchecked(one) and not is_named


def _ids(settled: Iterable[Settled]) -> str:
    return "、".join(one.result.rule.id for one in settled)


def _label(rule: Rule) -> str:
    return f"{rule.id} {rule.name}"
