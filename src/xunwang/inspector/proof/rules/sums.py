"""Sums that do not come out: parts listed one by one, and what they are said to make together."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.proof.rules.shapes import Hit

_UNITS = "个|人|次|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|亩|吨|公里|平方米|元"
_SCALE = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_AMOUNT = rf"(?:\d[\d,]*(?:\.\d+)?)(?:万|亿)?(?:{_UNITS})(?![\u4e00-\u9fff]?[次均])"
_PART = rf"[^\d，。；：、（）]{{1,12}}{_AMOUNT}"
_LIST = rf"{_PART}(?:(?:、|，|和|以及)(?!共|合计|总计|其中){_PART})+"
_TOGETHER = re.compile(
    rf"(?P<parts>{_LIST})[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为|是)?(?P<whole>{_AMOUNT})"
)
_TOLD_AFTER = re.compile(r"[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为|是)?\d")
_TOLD_BEFORE = re.compile(r"[，（(]\s?其中")
_AMONG = re.compile(
    rf"(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>{_PART}(?:、{_PART})+)(?=[。；）)]|$)"
)
_FUND = rf"[^\d，。；：、（）]{{0,6}}(?:中央|省|市|县|区|财政|自筹|配套|贷款|债券)[^\d，。；：、（）]{{0,8}}{_AMOUNT}"
_FUNDED = re.compile(  # where the money comes from: sources do not overlap, so that commas part them as well
    rf"(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>{_FUND}(?:[、，]{_FUND})+)(?=[。；）)]|$)"
)
_BOTH_SEXES = re.compile(
    r"(?:男(?!女)[^\d、]{0,3}\d[^、]*、女|女(?!男)[^\d、]{0,3}\d[^、]*、男)[^\d、]{0,3}\d[^、]*$"
)
_NUMBER = re.compile(rf"(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿)?(?P<unit>{_UNITS})")
SUM_TRIGGERS = ("共", "合计", "总计", "其中")


def not_adding_up(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Parts that make another total than the one told after them, or more than the whole told before them; men and women make the whole."""
    for match in _TOGETHER.finditer(line) if _TOLD_AFTER.search(line) else ():
        parts, whole = _values(match["parts"]), _values(match["whole"])
        if parts and whole and _unit(match["parts"]) == _unit(match["whole"]) and not _close(parts, whole[0]):
            yield _hit(match, f"各项之和是{_plain(sum(parts))}，合计写作{_plain(whole[0])}")
    among = (
        {match.start(): match for form in (_AMONG, _FUNDED) for match in form.finditer(line)}
        if _TOLD_BEFORE.search(line)
        else {}
    )
    for match in among.values():
        parts, whole = _values(match["parts"]), _values(match["whole"])
        same = parts and whole and _unit(match["parts"]) == _unit(match["whole"])
        if not same or _close(parts, whole[0]):
            continue
        if sum(parts) > whole[0]:
            yield _hit(match, f"其中各项之和是{_plain(sum(parts))}，超过了总数{_plain(whole[0])}")
        elif _BOTH_SEXES.match(match["parts"]):
            yield _hit(match, f"男女之和是{_plain(sum(parts))}，总数写作{_plain(whole[0])}")


def _hit(match: re.Match[str], why: str) -> Hit:
    return Hit(*match.span("whole"), (), why)


def _values(text: str) -> list[Decimal]:
    return [
        Decimal(match["digits"].replace(",", "")) * _SCALE[match["scale"] or ""]
        for match in _NUMBER.finditer(text)
    ]


def _unit(text: str) -> str | None:
    """The unit of all amounts; None where they differ."""
    units = {match["unit"] for match in _NUMBER.finditer(text)}
    return units.pop() if len(units) == 1 else None


def _close(parts: list[Decimal], whole: Decimal) -> bool:
    """Rounded parts may miss a rounded whole by a little."""
    is_rounded = any(value != value.to_integral_value() or value >= _SCALE["万"] for value in (*parts, whole))
    room = max((abs(value) for value in (*parts, whole)), default=Decimal(0)) / 500 if is_rounded else 0
    return abs(sum(parts) - whole) <= room


def _plain(value: Decimal | int) -> str:
    return f"{Decimal(value).normalize():f}"
