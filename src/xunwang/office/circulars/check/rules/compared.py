"""A former figure told in a clause or bracket of its own, and the change told behind it: 发现83个，上年同期为107个，同比下降24个、下降22.4%.

A rate may have been told in a sentence before (与去年相比，合格率（91.5%）提高2.7个百分点). What stands in one clause (由44家增至76家, 比上季度的44家增加32家) is read by `growth`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import ASIDE, Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent, shown
from xunwang.office.circulars.check.rules.common import half_of, in_text, unit_of
from xunwang.office.circulars.check.rules.explained import paragraphs_before
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
_THAN = re.compile(r"(?:[较比]|与)[^，；。\ue000-\uf8ff]{1,10}\Z")
_THEN_RATE = re.compile(
    r"(?:与|同|较|比)(?:20\d\d年|上|去年|前)[^，；。\ue000-\uf8ff]{0,10}(?:相比|比较)，[^，；。\ue000-\uf8ff]{1,8}率\Z"
)
_COMPARED_WITH = re.compile("(?:环比|同比)\\Z")
_MOVES = re.compile("[增减升降压]|多$|少$|[高低]$|关停|注销|新开")
_FLOWS = re.compile("新[开增设建办]|注销|关停|关闭|撤销|合并|并入|下线")
_STOCK = re.compile("年初|期初|[年季月]末|[年月]底")
_RATE_NAME = re.compile("[^，；。（本次共总体]{1,6}率$")
_POINTS = {"%": {"个百分点", "百分点"}, "分": {"分"}}
_OTHER = re.compile("平均|累计|可比|目标|全[省市国]平均")


def check(reading: Reading) -> Iterator[Contradiction]:
    """Changes that the figure before them and the one of this time do not give."""
    for paragraph, sentence in reading.sentences():
        for then, changes in _told(sentence):
            nows = (_nows(sentence, then, changes[0]) if changes else []) or _told_rate(
                reading, paragraph, then
            )
            yield from _judge(sentence, then, changes, nows) if changes else ()
        for then, changes, now in (*_bracketed(sentence), *_based(sentence)):
            yield from _judge(sentence, then, changes, [now])


def _bracketed(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity], Quantity]]:
    """21.4%，比5月份（28家中9家，32.1%）下降10.7个百分点: the one rate of the bracket is that of then."""
    places = [match.start() for match in re.finditer(ASIDE, sentence.template)]
    for place, aside in zip(places, sentence.asides, strict=False):
        rates = [q for q in aside.quantities if q.is_rate]
        before = [q for q in sentence.quantities if q.position < place and q.is_rate]
        behind = [q for q in sentence.quantities if q.position > place]
        if len(places) == len(sentence.asides) and len(rates) == 1 and before and behind:
            changes = _changes(sentence, behind[0].index) if _THAN.search(sentence.template[:place]) else []
            points = [q for q in changes if q.unit in _POINTS["%"]]
            if points and before[-1].index + 1 == behind[0].index:
                yield rates[0], points, before[-1]


def _based(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity], Quantity]]:
    """30件，环比（上月24件）增长25%，同比（去年同月40件）下降25%: each bracket has the figure it is compared with."""
    places = [match.start() for match in re.finditer(ASIDE, sentence.template)]
    for place, aside in zip(places, sentence.asides, strict=False):
        behind = next((q for q in sentence.quantities if q.position > place), None)
        before = [q for q in sentence.quantities if q.position < place and q.counts and not q.period]
        named = _COMPARED_WITH.search(sentence.template[:place])
        if (
            named is None
            or behind is None
            or len(aside.quantities) != 1
            or len(places) != len(sentence.asides)
        ):
            continue
        then = aside.quantities[0]
        joined = sentence.template[place + 1 : behind.position].strip() == behind.before
        if joined and before and then.counts and then.unit == before[-1].unit and then.value:
            changes = [q for q in _changes(sentence, behind.index)[:1] if q.unit in {"%", then.unit}]
            yield then, changes, before[-1]


def _told(sentence: Sentence) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """A former figure with the changes that follow it in a row."""
    for one in sentence.quantities:
        if _is_former(one) or _is_former_rate(sentence, one):
            if changes := _changes(sentence, one.index + 1):
                yield one, changes
        elif (then := _named_then(sentence, one)) is not None:
            yield then, _changes(sentence, one.index)


def _is_former(one: Quantity) -> bool:
    former = one.period == "earlier" and _FORMER.search(one.before) and not _MOVES.search(one.before)
    return bool(former) and not one.approx and one.value > 0


def _is_former_rate(sentence: Sentence, one: Quantity) -> bool:
    """与去年同期相比，合格率（91.5%）: the rate in brackets is that of then."""
    return one.unit == "%" and not one.approx and bool(_THEN_RATE.search(sentence.template[: one.position]))


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


def _judge(
    sentence: Sentence, then: Quantity, changes: list[Quantity], nows: list[Quantity]
) -> Iterator[Contradiction]:
    unexplained = [q for q in changes if nows and not any(_gives(q, then, now) for now in nows)]
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
        and not _is_flow(q, then, change)
        and (not _OTHER.search(q.before) or q.index + 1 == then.index)
        and sentence.segment(q) == sentence.segment(then)
    ]


def _is_flow(now: Quantity, then: Quantity, change: Quantity) -> bool:
    """注销33个，新开8个，较年初的240个净减少25个: what came and went is no stock."""
    of_stocks = "净" in change.before or bool(_STOCK.search(then.before))
    return of_stocks and bool(_FLOWS.search(now.before)) and not _FLOWS.search(then.before)


def _told_rate(reading: Reading, paragraph: ParagraphReading, then: Quantity) -> list[Quantity]:
    """The rate of this time, told once in a sentence before under the same name."""
    name = _RATE_NAME.search(then.before)
    if then.unit != "%" or name is None:
        return []
    above = [
        one
        for block in (paragraph, *islice(paragraphs_before(reading, paragraph), 1))
        for one in block.sentences
    ]
    found = [
        q
        for one in above
        for q in one.quantities
        if q.is_rate
        and q is not then
        and q.before.rstrip("为达到是").endswith(name.group())
        and not (q.period or q.part)
    ]
    return found if len(found) == 1 else []


def _gives(change: Quantity, then: Quantity, now: Quantity) -> bool:
    """Whether `change` tells the way from `then` to `now`, or is of a unit that does not tell it."""
    gap = now.value - then.value
    words = _CHANGE.search(change.before)
    if change.unit == "倍":
        return bool(words) or abs(now.value / then.value - change.value) <= _room(change)
    if words and gap and (gap > 0) != bool(words["up"]):
        return False
    if change.unit == "%":
        least, most = (
            percent(abs(gap) + sign * half_of(now), then.value - sign * half_of(then)) for sign in (-1, 1)
        )
        return fit(change.value, change.decimals, least, most) is not Fit.NONE
    if change.unit in _POINTS.get(then.unit, ()):
        slack = then.half_step + now.half_step + Decimal(5).scaleb(-change.decimals - 1)
        return abs(abs(gap) - change.value) <= slack
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
        right = f"{abs(gap)}{unit_of(change)}"
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
