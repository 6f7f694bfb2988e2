"""Shares that their own numbers contradict."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from xunwang.inspector.proof.rules.shapes import Hit

_COUNTED = "个|人|次|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|批次|位|万人|万元|亿元|亩|万亩"
_RATE = re.compile(  # 检查企业48家，合格40家，合格率83.3%
    rf"(?P<whole>\d[\d,]*(?:\.\d+)?)(?P<unit>{_COUNTED})[，,；;、]\s?"
    rf"(?P<label>[^\d，。；、：（）]{{0,6}}?(?P<stem>[\u4e00-\u9fff]{{2}}))(?:了)?(?P<part>\d[\d,]*(?:\.\d+)?)(?P=unit)[，,；;、（(]\s?(?P=stem)率(?:为|达到?|是)?"
    r"\s?(?P<rate>\d+(?:\.\d+)?)[%％]"
)
_SHARES = re.compile(
    r"[^\d，。；、：]{1,12}?占(?:比|比为)?\d+(?:\.\d+)?[%％](?:[，、；][^\d，。；、：]{1,12}?占(?:比|比为)?\d+(?:\.\d+)?[%％])+"
)
_SHARE = re.compile(r"(?P<label>[^\d，。；、：]{1,12}?)占(?:比|比为)?(?P<share>\d+(?:\.\d+)?)[%％]")
_SECTORS = re.compile(
    r"(?:一、二、三|三次)产业[^\d，。；]{0,12}?(?:分别[为是占达到]{0,2})(?P<shares>\d+(?:\.\d+)?[%％]、\d+(?:\.\d+)?[%％](?:、|和)\d+(?:\.\d+)?[%％])"
    r"|三次产业(?:增加值)?(?:结构|比例|比重)(?:比)?(?:为|是|达到?)?(?P<ratio>\d+(?:\.\d+)?[:：∶]\d+(?:\.\d+)?[:：∶]\d+(?:\.\d+)?)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SECTOR = re.compile(r"[一二三]产(?:业)?$|第[一二三]产业$")
_REST = re.compile(r"^(?:其他|其它|其余)")
_ROUNDED = Decimal("0.5")  # points that rounded shares may miss
RATE_TRIGGERS = ("率", "占", "次产业")
WHOLE = 100


def contradicted(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A rate that its two numbers do not give, shares of one whole that make more than it, three sectors that do not make it."""
    for match in _RATE.finditer(line):
        whole, part, rate = (_value(match[name]) for name in ("whole", "part", "rate"))
        if whole and part <= whole and abs(part / whole * WHOLE - rate) > _room(match["rate"]):
            right = round(part / whole * WHOLE, _places(match["rate"]) or 1)
            why = f"{match['part']}{match['unit']}占{match['whole']}{match['unit']}的{right}%，写作{match['rate']}%"
            yield Hit(*match.span("rate"), (), why)
    for match in _SHARES.finditer(line):
        parts = {found["label"]: _value(found["share"]) for found in _SHARE.finditer(match[0])}
        if _excludes_itself(list(parts)) and _sum(parts.values()) > WHOLE + _ROUNDED:
            yield Hit(*match.span(), (), f"各部分占比之和是{_sum(parts.values())}%，超过了100%")
    for match in _SECTORS.finditer(line):
        total = _sum(map(Decimal, _NUMBER.findall(match["shares"] or match["ratio"])))
        if abs(total - WHOLE) > _ROUNDED:
            yield Hit(*match.span(), (), f"三次产业之和是{total}%，应当是100%")


def _excludes_itself(labels: list[str]) -> bool:
    """Whether the labels tell parts that cannot overlap: one denies another, the last is what is left, or they are the three sectors."""
    sectors = [_SECTOR.search(label) for label in labels]
    return (
        all(sectors)
        or any(
            one != other and one.endswith((f"不{other}", f"非{other}"))
            for one in labels
            for other in (label[-2:] for label in labels)
        )
        or bool(_REST.match(labels[-1]))
    )


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, Decimal(0))


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _room(rate: str) -> Decimal:
    """Rounding, up or down, of the last digit that is written."""
    return Decimal(1).scaleb(-_places(rate)) * Decimal("1.05")
