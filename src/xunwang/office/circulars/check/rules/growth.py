"""Growth against its two values: 由44家增至76家，增长72.7%; 由91.1%提高到94.3%，提高3.2个百分点."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import msgspec

from xunwang.inspector.model import chinese_number
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import MARK, Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent, unrounded
from xunwang.office.circulars.check.rules.common import half_of, in_text

_T = MARK
_W = r"[^，；。\ue000-\uf8ff]"
_UP = "增长|增加|上升|提高|提升|升高|上涨|扩大|增|升|多"
_DOWN = "下降|减少|降低|回落|压减|缩减|精简|降|减|少"
_TURN = rf"(?P<turn>{_UP}|{_DOWN})"
_CHANGE = rf"(?P<way>{_UP}|{_DOWN}|增幅|降幅|增长率)"
_PLAIN = "(?:净|共|即|实际|实际上|数量|总数|总量|比例|数|同比|环比|整体|总体|绝对值)?"
_FROM_TO = re.compile(
    rf"(?:由|从){_W}{{0,20}}(?P<old>{_T}){_W}{{0,6}}?(?:{_TURN}|整合|合并|调整|变化|变){_W}{{0,4}}?(?:到|至|为|成){_W}{{0,16}}?(?P<new>{_T})"
    rf"(?P<rest>(?:[，、]?{_PLAIN}[上下]?(?:增|减|升|降|提|多|少|回落){_W}{{0,6}}{_T}){{0,2}})"
)
_COMPARED = re.compile(
    rf"(?P<new>{_T}){_W}{{0,8}}[，、]?(?:同比|环比)?(?:较|比|与|相较)(?P<period>(?:(?![增减升降提扩]){_W}){{2,16}}?)(?P<old>{_T}){_W}{{0,6}}?[，、]?"
    rf"(?P<rest>(?:[，、]?{_PLAIN}[上下]?(?:增|减|升|降|提|多|少|回落){_W}{{0,6}}{_T}){{1,2}})"
)
_PAIR = re.compile(
    rf"上(?:一|个|一个)?(?:季度|年|期|次|半年|月)(?:同期)?{_W}{{0,14}}?(?P<old>{_T}){_W}{{0,4}}[，；、](?:而)?(?:本|今|当)(?:季度|年|期|次|半年|月)"
    rf"{_W}{{0,14}}?(?P<new>{_T})(?P<rest>(?:[，、]{_PLAIN}[上下]?(?:增|减|升|降|提|多|少|回落){_W}{{0,6}}{_T}){{1,2}})"
)
_BASE_AND_STEPS = re.compile(
    rf"(?:较|比|与|同){_W}{{2,16}}?(?P<old>{_T})(?:相比)?[，、]?{_PLAIN}{_CHANGE}了?(?P<step>{_T})[，、]{_PLAIN}"
    rf"(?:增长|增加|上升|下降|减少|降低|增幅|降幅)了?(?:为|达)?(?P<rate>{_T})"
)
_PAIR_BACK = re.compile(
    rf"(?:本|今|当)(?:季度|年|期|次|半年|月){_W}{{0,14}}?(?P<new>{_T}){_W}{{0,4}}[，；、](?:而)?上(?:一|个|一个)?(?:季度|年|期|次|半年|月)"
    rf"(?:同期)?{_W}{{0,14}}?(?P<old>{_T})(?P<rest>(?:[，、]{_PLAIN}[上下]?(?:增|减|升|降|提|多|少|回落){_W}{{0,6}}{_T}){{1,2}})"
)
_NET_STEP = re.compile("(?:净|[比较][^，；。]{1,8})(?:增加?|减少?|下降|上升)\\Z")
_NET_SHARE = re.compile("(?:[比较][^，；。]{1,8})?(?:增幅|降幅|减幅|下降|增长|减少|上升)(?:了|为|达)?")
_FALLS = re.compile("减|降")
_FLOWS = re.compile("新开|新增|新设|注销|关停|撤销|合并|并入|[增减升降]|其中")
_THEN = re.compile("年初|期初|年底|上|去年|原|同期|前")
_STEP = re.compile(rf"{_CHANGE}{_W}{{0,6}}?(?P<by>{_T})")
_RISES = re.compile(f"{_UP}|增幅|增长率")
_MULTIPLE = re.compile(rf"，(?:约|已)?(?:为|是)[^，；。\ue000-\uf8ff]{{0,10}}的(?P<by>{MARK})")
_TENTHS = re.compile(
    "，[^，；。]{0,4}(?:减少|增加|下降|增长|上升|缩短|压减|减)了?(?:约|近|超过?)?(?P<told>一半|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?)"
)
_TENTH_ROOM = Decimal(6)
_SKIP = re.compile("年均|平均|可比|累计增长|倍增|翻")
_COUNTED = frozenset("个条件处次篇项名户份例起封宗款幅场分%")


class _Change(msgspec.Struct, frozen=True):
    """From ``old`` to ``new``; ``turn`` is the verb between them, ``rest`` the words that give the change."""

    old: Quantity
    new: Quantity
    turn: str
    rest: str


def check(reading: Reading) -> Iterator[Contradiction]:
    """Growth figures refuted by the values they stand beside."""
    for _, sentence in reading.sentences():
        found = [one for change in _changes(sentence) for one in _changed(sentence, change)]
        yield from found or _stepwise(sentence)
        yield from _from_now(sentence) if not found else ()
        yield from _times(sentence)


def _changed(sentence: Sentence, change: _Change) -> Iterator[Contradiction]:
    yield from _direction(sentence, change)
    for step in _STEP.finditer(change.rest):
        yield from _step(sentence, change, step)


def _stepwise(sentence: Sentence) -> Iterator[Contradiction]:
    """较年初的320家减少15家，下降4.7%: the share follows from base and difference alone."""
    for match in _BASE_AND_STEPS.finditer(sentence.template):
        base, step, rate = (sentence.at(match[name]) for name in ("old", "step", "rate"))
        known = base.counts and step.counts and base.unit == step.unit and base.value
        if not known or rate.unit != "%" or rate.approx or "环比" in match.group() or "同比" in match.group():
            continue
        exact = percent(step.value, base.value)
        how = fit(rate.value, rate.decimals, exact)
        if how is not Fit.EXACT:
            rounded = half_up(exact, rate.decimals)
            message = f"以{base.text}为基数增减{step.text}，幅度应为{unrounded(exact, rate.decimals)}%（四舍五入为{rounded}%），表述为{rate.text}"
            yield in_text(
                "growth", sentence, message, stated=rate.text, computed=f"{rounded}%", sure=how is Fit.NONE
            )


def _times(sentence: Sentence) -> Iterator[Contradiction]:
    """由28封增至70封，是上季度的3.5倍; 由72处降至36处，减少三成."""
    for match in _FROM_TO.finditer(sentence.template):
        old, new = sentence.at(match["old"]), sentence.at(match["new"])
        plain = old.unit == new.unit and old.unit in _COUNTED and not (old.approx or new.approx) and old.value
        behind = sentence.template[match.end("new") :]
        if not plain:
            continue
        times = _MULTIPLE.match(behind)
        by = sentence.at(times["by"]) if times else None
        exact = new.value / old.value
        if by and by.unit == "倍" and not by.approx and fit(by.value, by.decimals, exact) is Fit.NONE:
            right = f"{half_up(exact, max(1, by.decimals))}倍"
            message = f"由{old.text}到{new.text}，后者是前者的{right}，表述为{by.text}"
            yield in_text("growth", sentence, message, stated=by.text, computed=right)
        tenths = _TENTHS.match(behind)
        told = _share_of(tenths) if tenths else None
        moved = percent(abs(new.value - old.value), old.value)
        if tenths and told is not None and abs(moved - told) > _TENTH_ROOM:
            message = f"由{old.text}到{new.text}，增减{half_up(moved, 0)}%，表述为“{tenths['told']}”"
            yield in_text(
                "growth", sentence, message, stated=tenths["told"], computed=f"{half_up(moved, 0)}%"
            )


def _share_of(match: re.Match[str]) -> Decimal | None:
    if match["told"] == "一半":
        return Decimal(50)
    number = chinese_number(match["tenths"])
    return Decimal(10 * number + (5 if match["half"] else 0)) if number else None


def _from_now(sentence: Sentence) -> Iterator[Contradiction]:
    """现有40个，较年初净减10个，降幅20%: what it was follows from what it is and the step."""
    for step, rate in pairwise(sentence.quantities):
        turn, share = _NET_STEP.search(step.before), _NET_SHARE.fullmatch(rate.before)
        if (
            not step.counts
            or not rate.is_rate
            or turn is None
            or share is None
            or "；" in sentence.gap(step, rate)
        ):
            continue
        told = [q for q in sentence.quantities[: step.index] if q.counts and q.unit == step.unit]
        stocks = [q for q in told if not _FLOWS.search(q.before)]
        sign = 1 if _FALLS.search(turn.group()) else -1
        bases = [q.value + sign * step.value for q in stocks] + [
            q.value for q in told if _THEN.search(q.before)
        ]
        if not stocks or any(
            base > 0 and fit(rate.value, rate.decimals, percent(step.value, base)) is not Fit.NONE
            for base in bases
        ):
            continue
        now = stocks[-1]
        base = now.value + sign * step.value
        if base <= 0:  # there was nothing that a share could be taken of, or it is another figure that moved
            continue
        right = f"{half_up(percent(step.value, base), rate.decimals)}%"
        message = f"现为{now.text}，增减{step.text}，原为{base}，幅度应为{right}，表述为{rate.text}"
        yield in_text("growth", sentence, message, stated=rate.text, computed=right, sure=False)


def _changes(sentence: Sentence) -> Iterator[_Change]:
    for pattern in (_FROM_TO, _COMPARED, _PAIR, _PAIR_BACK):
        for match in pattern.finditer(sentence.template):
            old, new = sentence.at(match["old"]), sentence.at(match["new"])
            plain = old.unit == new.unit and old.unit in _COUNTED and not old.approx and not new.approx
            flows = "净" in match["rest"] and _FLOWS.search(new.before)
            if plain and not flows and not _SKIP.search(match.group()) and not _ends_a_list(sentence, new):
                turn = (match["turn"] or "") if pattern is _FROM_TO else ""
                yield _Change(old, new, turn, match["rest"])


def _ends_a_list(sentence: Sentence, new: Quantity) -> bool:
    """分为咨询130条、投诉72条、建议48条，较上年同期的230条增加20条: the last part is not what is compared."""
    return new.part and new.index > 0 and sentence.quantities[new.index - 1].part


def _direction(sentence: Sentence, change: _Change) -> Iterator[Contradiction]:
    old, new, turn = change.old, change.new, change.turn
    if turn and old.value != new.value and bool(_RISES.match(turn)) != (new.value > old.value):
        message = f"表述由{old.text}{turn}至{new.text}，方向与数值不符"
        yield in_text(
            "growth", sentence, message, stated=f"{turn}至{new.text}", computed=f"由{old.text}到{new.text}"
        )


def _step(sentence: Sentence, change: _Change, match: re.Match[str]) -> Iterator[Contradiction]:
    by, old, new = sentence.at(match["by"]), change.old, change.new
    rises = bool(_RISES.match(match["way"]))
    if by.approx or _other_base(change, match):
        return
    if old.value != new.value and rises != (new.value > old.value) and by.value:
        stated = match["way"] + by.text
        message = f"由{old.text}到{new.text}，不能表述为{stated}"
        yield in_text("growth", sentence, message, stated=stated, computed=f"由{old.text}到{new.text}")
    elif by.unit in {"个百分点", "百分点"} and old.unit == "%":
        yield from _points(sentence, old, new, by)
    elif by.unit == "%" and old.unit == "%":
        yield from _points_as_rate(sentence, old, new, by)
    elif by.unit == "%" and old.value:
        yield from _growth_rate(sentence, old, new, by)
    elif by.unit == old.unit and not old.half_step and not new.half_step:
        yield from _difference(sentence, old, new, by)


def _other_base(change: _Change, match: re.Match[str]) -> bool:
    """Whether 同比 or 环比 compares with another period than the value printed beside it."""
    words = re.split("[，、]", change.rest[: match.start()])[-1]
    if "同比" in words:
        return not re.search("年|同期", change.old.before)
    return "环比" in words and not re.search("季|月|期|次", change.old.before)


def _difference(sentence: Sentence, old: Quantity, new: Quantity, by: Quantity) -> Iterator[Contradiction]:
    gap = abs(new.value - old.value)
    if gap != by.value:
        message = f"由{old.text}到{new.text}，差额表述为{by.text}，实际为{gap}"
        yield in_text("growth", sentence, message, stated=by.text, computed=str(gap))


def _points(sentence: Sentence, old: Quantity, new: Quantity, by: Quantity) -> Iterator[Contradiction]:
    """Rates are rounded before they are subtracted: the last printed digit may be off by one."""
    gap = abs(new.value - old.value)
    slack = old.half_step + new.half_step + Decimal(5).scaleb(-by.decimals - 1)
    if abs(gap - by.value) > slack:
        message = f"由{old.text}到{new.text}，相差{gap}个百分点，表述为{by.text}"
        yield in_text("growth", sentence, message, stated=by.text, computed=f"{gap}个百分点")


def _points_as_rate(
    sentence: Sentence, old: Quantity, new: Quantity, by: Quantity
) -> Iterator[Contradiction]:
    gap = abs(new.value - old.value)
    if gap == by.value and old.value and _growth(old, new, by) is not Fit.EXACT:
        message = f"由{old.text}到{new.text}，相差{gap}个百分点，不应写作{by.text}"
        yield in_text("growth", sentence, message, stated=by.text, computed=f"{gap}个百分点", sure=False)


def _growth(old: Quantity, new: Quantity, by: Quantity) -> Fit:
    ends = [
        abs((new.value + dn) / (old.value + do) - 1) * 100
        for dn in (-half_of(new), half_of(new))
        for do in (-half_of(old), half_of(old))
        if old.value + do
    ]
    return fit(by.value, by.decimals, min(ends), max(ends))


def _growth_rate(sentence: Sentence, old: Quantity, new: Quantity, by: Quantity) -> Iterator[Contradiction]:
    how = _growth(old, new, by)
    if how is Fit.EXACT:
        return
    exact = abs(new.value - old.value) * 100 / old.value
    rounded = half_up(exact, by.decimals)
    message = f"由{old.text}到{new.text}，增减幅度表述为{by.text}，应为{unrounded(exact, by.decimals)}%（四舍五入为{rounded}%）"
    if new.value and fit(by.value, by.decimals, abs(new.value - old.value) * 100 / new.value) is Fit.EXACT:
        message += f"，表述值是以{new.text}作了分母"
    yield in_text("growth", sentence, message, stated=by.text, computed=f"{rounded}%", sure=how is Fit.NONE)
