"""A part and its share of a whole, both told: 310亿元，其中民生支出248亿元，占比85%."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import FIGURES, chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_UNITS = "平方公里|平方米|公里|人次|批次|[元人名户家个件项起宗例亩吨台辆座处所条份]"
_ABOUT = late(r"[约近超余多过逾]|以上|左右")
_AMOUNT = late(
    rf"(?<![\d.·])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>{_UNITS})(?![\u4e00-\u9fff]?均)"
)
_RATE = rf"(?:(?P<rate>\d+(?:\.\d+)?)[%％]|(?P<tenths>[{FIGURES}])成)(?!以上|左右)"
_SHARE = late(  # 288件，占七成; 70万亩，占种植面积的80%
    rf"[，,（(]占(?:比(?:为|达)?|(?:总[数量额体]|全部)(?:的)?|(?P<of>[\u4e00-\u9fff]{{3,14}})的)?{_RATE}"
)
_DONE = late(  # 完成年度计划的65%
    rf"[，,（(](?:占|完成)?(?:了)?(?:全年|年度|年初|年|总)?(?:计划|目标任务|任务|目标|预算)(?:数|总数)?的{_RATE}"
)
_NAMED = late(  # 6万亩，占年度任务10万亩的65%: both numbers stand beside the share
    rf"(?P<part>\d[\d,]*(?:\.\d+)?)(?P<part_scale>[万亿]?)(?P<unit>{_UNITS})[，,（(](?:占|为|完成)(?:了)?[^\d，。；、（）]{{0,12}}?"
    rf"(?P<whole>\d[\d,]*(?:\.\d+)?)(?P<whole_scale>[万亿]?)(?P=unit)的(?P<rate>\d+(?:\.\d+)?)[%％](?!以上|左右)"
)
_PLANNED = late(r"计划|目标|任务|预算")
_AMONG = late(r"其中")
PORTION_TRIGGERS = (
    "，占",
    "（占",
    ",占",
    "计划的",
    "任务的",
    "目标的",
    "预算的",
    "计划数的",
    "任务数的",
    "预算数的",
)
NAMED_TRIGGERS = tuple(
    f"{unit}的{digit}" for unit in "米里次元人名户家个件项起宗例亩吨台辆座处所条份" for digit in "123456789"
)
WHOLE = 100
_REACH = 20  # amounts before a part, among which its whole is
_TENTH = 10


def not_the_portion(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A share that neither of the amounts before it gives: told only where a whole of the same unit is named."""
    shares = [(form is _DONE, share) for form in (_SHARE, _DONE) for share in form.finditer(line)]
    amounts = list(_AMOUNT.finditer(line)) if shares else []
    places = {amount.end(): place for place, amount in enumerate(amounts)}
    for is_plan, share in shares:
        place = places.get(share.start())
        if place is None or _is_about(line, part := amounts[place]):
            continue
        wholes = [
            amount
            for amount in amounts[max(0, place - _REACH) : place]
            if amount["unit"] == part["unit"] and _value(amount)
        ]
        if not _names_a_whole(line, share, part, wholes, is_plan=is_plan):
            continue
        together = _value(part) + sum(map(_value, wholes[1:]))  # what was done step by step
        if not any(
            _gives(share, part, value, whole, _is_about(line, whole))
            for whole in wholes
            for value in ({_value(part), together} if is_plan else {_value(part)})
        ):
            yield _hit(share, part, wholes)


def not_that_of_the_named(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A share of a whole that is told beside it."""
    for match in _NAMED.finditer(line):
        (part, part_room), (whole, whole_room) = _told(match, "part"), _told(match, "whole")
        if not whole or _ABOUT.search(line, max(0, match.start() - 2), match.start()):
            continue
        right, said = part / whole * WHOLE, Decimal(match["rate"])
        room = Decimal(1).scaleb(-len(match["rate"].partition(".")[2])) + right * (part_room + whole_room)
        if abs(right - said) > room:
            why = f"按前后两个数计算，约为{right:.1f}%".replace(".0%", "%")
            yield Hit(match.start("rate"), match.end("rate") + 1, (), why)


def _told(match: re.Match[str], name: str) -> tuple[Decimal, Decimal]:
    """The value of an amount, and by which part of itself it may have been rounded."""
    digits, scale = match[name].replace(",", ""), match[f"{name}_scale"]
    value, places = Decimal(digits), len(digits.partition(".")[2])
    room = Decimal(1).scaleb(-places) / 2 / value if value and places else Decimal(0)
    return value * _SCALES[scale], room


def _names_a_whole(
    line: str, share: re.Match[str], part: re.Match[str], wholes: list[re.Match[str]], *, is_plan: bool
) -> bool:
    """Whether one of the amounts is the one that the share is of: by 其中, by its name, as what is planned."""
    if not wholes:
        return False
    if is_plan:
        return _PLANNED.search(line[_clause(line, wholes[0].start()) : wholes[0].start()]) is not None
    if share["of"]:  # a part that is more than its whole is told as well
        return any(
            line[: whole.start()].rstrip("为达是约共有完成到").endswith(share["of"]) for whole in wholes
        )
    if max(map(_value, wholes)) < _value(part):
        return False
    since = max(line.rfind("。", 0, part.start()), wholes[0].start())
    return _AMONG.search(line, since, part.start()) is not None


def _clause(line: str, at: int) -> int:
    return max(line.rfind(mark, 0, at) for mark in "，。；：") + 1


def _gives(
    share: re.Match[str], part: re.Match[str], value: Decimal, whole: re.Match[str], about: bool
) -> bool:
    """Whether the value of the part and the whole make the share, up to the rounding of all three."""
    right = value / _value(whole) * WHOLE
    if share["tenths"]:
        told, room = Decimal(chinese_number(share["tenths"]) * _TENTH), Decimal(6)
    else:
        told, room = Decimal(share["rate"]), Decimal(1).scaleb(-len(share["rate"].partition(".")[2]))
    places = max(len(amount["number"].partition(".")[2]) for amount in (part, whole))
    room += right * (_rounding(part, places) + _rounding(whole, places)) + (3 if about else 0)
    return abs(right - told) <= room


def _rounding(amount: re.Match[str], places: int) -> Decimal:
    """By which part of itself an amount told to so many places may have been rounded."""
    value = Decimal(amount["number"].replace(",", ""))
    is_exact = not places and not amount["scale"]
    return Decimal(0) if is_exact or not value else Decimal(1).scaleb(-places) / 2 / value


def _hit(share: re.Match[str], part: re.Match[str], wholes: list[re.Match[str]]) -> Hit:
    whole = max(wholes, key=_value)
    if _value(part) > _value(whole):
        return Hit(*part.span(), (), f"{part[0]}比{whole[0]}还多")
    right = f"{_value(part) / _value(whole) * WHOLE:.1f}".removesuffix(".0")
    name = "rate" if share["rate"] else "tenths"
    return Hit(*share.span(name), (), f"{part[0]}占{whole[0]}的{right}%")


def _is_about(line: str, amount: re.Match[str]) -> bool:
    return _ABOUT.search(line, max(0, amount.start() - 2), amount.start()) is not None


def _value(amount: re.Match[str]) -> Decimal:
    return Decimal(amount["number"].replace(",", "")) * _SCALES[amount["scale"]]
