"""A former figure told in a clause of its own, and the change told behind it: 发现83个，上年同期为107个，同比下降24个、下降22.4%.

What stands in one clause (由44家增至76家, 比上季度的44家增加32家) is read by `growth`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent, shown
from xunwang.office.circulars.check.rules.common import in_text
from xunwang.office.circulars.check.vocabulary import FORMER

_UP = "净?增加?长?|增长|上升|提高|提升|升高|上涨|增幅|多"
_DOWN = "净?减少?|下降|降低|回落|压减|缩减|降幅|减幅|少"
_CHANGE = re.compile(
    rf"(?:与其|与之)?(?:相比)?(?:同比|环比|本期|本季度|本年|本月|今年|较其|较之|总量|数量|共|实际)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?(?:为|达)?"
)
_TIMES = re.compile(r"[为是](?P<of>上[^，；。]{1,4}|[^，；。]{0,6}同期)的")
_NOW = re.compile("^(?:本|今|目前|现|当前|当月|截至|到|达)|本[季年月期次]|目前")
_FORMER = re.compile(FORMER)
_THAN_THAT = re.compile("(?:较|比)(?P<then>20\\d\\d年[^，；。]{0,3}?)(?:净?[增减升降压多少上下回缩])")
_MOVES = re.compile("[增减升降压]|多$|少$|[高低]$|关停|注销|新开")
_OTHER = re.compile("平均|累计|可比|目标|全[省市国]平均")


def check(reading: Reading) -> Iterator[Contradiction]:
    """Changes that the figure before them and the one of this time do not give."""
    for _, sentence in reading.sentences():
        for then, changes in _told(sentence):
            yield from _judge(sentence, then, changes)


def _told(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A former figure with the changes that follow it in a row."""
    for one in sentence.quantities:
        if _is_former(one):
            if changes := _changes(sentence, one.index + 1):
                yield one, changes
        elif (then := _named_then(sentence, one)) is not None:
            yield then, _changes(sentence, one.index)


def _is_former(one: Quantity) -> bool:
    former = one.period == "earlier" and _FORMER.search(one.before) and not _MOVES.search(one.before)
    return bool(former) and not one.approx and one.value > 0


def _named_then(sentence: Sentence, one: Quantity) -> Quantity | None:
    """较2023年末减少140个: the figure that the sentence gives for that time."""
    match = _THAN_THAT.search(one.before)
    if match is None or not _CHANGE.search(one.before):
        return None
    found = [
        q
        for q in sentence.quantities[: one.index]
        if q.counts and q.value and q.before.startswith(match["then"])
    ]
    return found[0] if len(found) == 1 else None


def _changes(sentence: Sentence, start: int) -> list[Quantity]:
    found: list[Quantity] = []
    for one in sentence.quantities[start:]:
        own = found or not _THAN_THAT.match(one.before)
        words = one.before if own else one.before[_THAN_THAT.match(one.before).end("then") :]  # type: ignore[union-attr]
        if (
            one.approx
            or not (_CHANGE.fullmatch(words) or _TIMES.fullmatch(words))
            or "；" in _gap(sentence, one)
        ):
            break
        found.append(one)
    return found


def _gap(sentence: Sentence, one: Quantity) -> str:
    return sentence.gap(sentence.quantities[one.index - 1], one) if one.index else ""


def _judge(sentence: Sentence, then: Quantity, changes: list[Quantity]) -> Iterator[Contradiction]:
    nows = _nows(sentence, then, changes[0])
    unexplained = [q for q in changes if nows and not any(_gives(q, then.value, now.value) for now in nows)]
    for change in unexplained:
        yield _refuted(sentence, then, nows[-1], change)
    steps = [q for q in changes if q.unit == then.unit and q.counts]
    rates = [q for q in changes if q.unit == "%" and then.unit != "%"]
    if not nows and len(steps) == len(rates) == 1:
        yield from _step_and_rate(sentence, then, steps[0], rates[0])


def _nows(sentence: Sentence, then: Quantity, change: Quantity) -> list[Quantity]:
    """The figures of this time that the former one may be held against, the likeliest last."""
    return [
        q
        for q in sentence.quantities[: change.index]
        if q is not then
        and q.unit == then.unit
        and not q.approx
        and q.period != "earlier"
        and not q.part
        and not _CHANGE.fullmatch(q.before)
        and not _OTHER.search(q.before)
        and sentence.segment(q) == sentence.segment(then)
    ]


def _gives(change: Quantity, then: Decimal, now: Decimal) -> bool:
    """Whether `change` tells the way from `then` to `now`, or is of a unit that does not tell it."""
    gap = now - then
    words = _CHANGE.search(change.before)
    if change.unit == "倍":
        return bool(words) or abs(now / then - change.value) <= _room(change)
    if words and gap and (gap > 0) != bool(words["up"]):
        return False
    if change.unit == "%":
        return fit(change.value, change.decimals, percent(abs(gap), then)) is not Fit.NONE
    return not change.counts or abs(gap) == change.value


def _room(change: Quantity) -> Decimal:
    return Decimal(1).scaleb(-change.decimals) if change.decimals else Decimal("0.5")


def _refuted(sentence: Sentence, then: Quantity, now: Quantity, change: Quantity) -> Contradiction:
    gap = now.value - then.value
    words = _CHANGE.search(change.before)
    stated = (words.group() if words else "") + change.text
    if words and gap and (gap > 0) != bool(words["up"]):
        right = f"由{then.text}到{now.text}"
        return in_text("growth", sentence, f"{right}，不能表述为{stated}", stated=stated, computed=right)
    if change.unit == "倍":
        right = f"{shown(now.value / then.value)}倍"
    elif change.unit == "%":
        right = f"{half_up(percent(abs(gap), then.value), change.decimals)}%"
    else:
        right = str(abs(gap))
    message = f"原为{then.text}，现为{now.text}，“{stated}”应为{right}"
    return in_text("growth", sentence, message, stated=stated, computed=right)


def _step_and_rate(
    sentence: Sentence, then: Quantity, step: Quantity, rate: Quantity
) -> Iterator[Contradiction]:
    exact = percent(step.value, then.value)
    if fit(rate.value, rate.decimals, exact) is Fit.NONE:
        right = f"{half_up(exact, rate.decimals)}%"
        message = f"以{then.text}为基数增减{step.text}，幅度应为{right}，表述为{rate.text}"
        yield in_text("growth", sentence, message, stated=rate.text, computed=right)
