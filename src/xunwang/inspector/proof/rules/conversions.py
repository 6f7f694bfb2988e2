"""One amount told in two units that do not agree: 2公顷（约300亩）, 2.5亿元（2500万元）."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_UNITS: dict[str, tuple[str, Decimal | int]] = {  # what is measured, and how many of its smallest unit
    "平方公里": ("面积", 1_000_000), "平方千米": ("面积", 1_000_000), "公顷": ("面积", 10_000), "亩": ("面积", Decimal(2000) / 3), "平方米": ("面积", 1),
    "公里": ("长度", 1000), "千米": ("长度", 1000), "米": ("长度", 1), "吨": ("重量", 1000), "公斤": ("重量", 1), "千克": ("重量", 1), "斤": ("重量", Decimal("0.5")),
    "立方米": ("体积", 1), "小时": ("时间", 60), "分钟": ("时间", 1), "元": ("金额", 1),
}  # fmt: skip
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "万亿": 10**12}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))


def _amount(name: str) -> str:
    return rf"(?P<{name}>\d[\d,]*(?:\.\d+)?)\s?(?P<{name}_scale>万亿|[十百千万亿]?)(?P<{name}_unit>{_UNIT})"


_TWICE = late(
    rf"{_amount('first')}\s?[（(]\s?(?:约合|折合|约为|相当于|[约合即折]?)\s?{_amount('second')}\s?[）)]"
)
CONVERSION_TRIGGERS = tuple(f"{unit}{opening}" for unit in _UNITS for opening in "（(")
_ROOM = Decimal("1.2")  # what rounding makes of an amount, and more


def contradicted(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """An amount and, in brackets right behind it, another of its kind in another unit that is neither as large nor nearly so."""
    for match in _TWICE.finditer(line):
        first, second = _kind(match, "first"), _kind(match, "second")
        if first != second and _UNITS[match["first_unit"]][0] == _UNITS[match["second_unit"]][0]:
            one, other = _size(match, "first"), _size(match, "second")
            if min(one, other) * _ROOM < max(one, other):
                yield Hit(match.start("first"), match.end("second_unit"), (), "两个单位的数量换算不相等")


def _kind(match: re.Match[str], part: str) -> tuple[str, str]:
    return match[f"{part}_scale"], match[f"{part}_unit"]


def _size(match: re.Match[str], part: str) -> Decimal:
    factor = _UNITS[match[f"{part}_unit"]][1] * _SCALES[match[f"{part}_scale"]]
    return Decimal(match[part].replace(",", "")) * factor
