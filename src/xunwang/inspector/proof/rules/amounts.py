"""Amounts that stand in words and in figures."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xunwang.inspector.model import chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_WORDS = "零壹贰叁肆伍陆柒捌玖"
_SPOKEN = rf"[{_WORDS}拾佰仟万亿]+[元圆](?:[{_WORDS}]角)?(?:[{_WORDS}]分)?[整正]?"
_FIGURES = r"[¥￥]?\s?([\d,，]+(?:\.\d+)?)\s?(万|亿)?\s?元?"
_BOTH = late(rf"(?P<words>{_SPOKEN})\s?[（(]\s?(?:小写)?[：:]?\s?(?:人民币)?\s?{_FIGURES}\s?[）)]")
_SWAPPED = late(
    rf"(?:[¥￥]\s?)?{_FIGURES}\s?[（(]\s?(?:大写)?[：:]?\s?(?:人民币)?\s?(?P<words>{_SPOKEN})\s?[）)]"
)


def differing(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """壹万元（12,000元）: an amount spelled out that is not the one in figures beside it."""
    for pattern in (_BOTH, _SWAPPED):
        for match in pattern.finditer(line):
            spoken = amount_of(match["words"])
            figures = [group for group in match.groups() if group != match["words"]]
            written = _written(figures[0], figures[1])
            if spoken is not None and written is not None and spoken != written:
                yield Hit(*match.span(), (), f"大写是{spoken}元，小写是{written}元")


def _written(digits: str, unit: str | None) -> Decimal | None:
    plain = digits.replace(",", "").replace("，", "")
    if not plain or plain.startswith("."):
        return None
    return Decimal(plain) * {None: 1, "": 1, "万": 10_000, "亿": 100_000_000}[unit]


def amount_of(words: str) -> Decimal | None:
    """Of 壹万贰仟元伍角整; None where the words make no number."""
    whole, _, rest = words.replace("圆", "元").partition("元")
    small = Decimal(0)
    for sign, after in pairwise(rest):
        if sign in _WORDS:
            small += Decimal(_WORDS.index(sign)) / {"角": 10, "分": 100}.get(after, 1)
    return Decimal(chinese_number(whole)) + small if whole else None
