"""A whole and parts of it told behind 其中, however the sentence goes on: parts that are more than the whole, shares and ratios that the parts do not give."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.breakdowns import not_broken_down
from xunwang.inspector.proof.rules.shapes import Hit
from xunwang.inspector.proof.rules.sums import not_adding_up

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_UNITS = "平方公里|平方米|公里|个|人|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|张|套|头|只|株|亩|吨|元"
_NUMBER = rf"(?<![\d.])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>{_UNITS})(?![\u4e00-\u9fff]?[次均])(?![以]上|左右)"
_WHOLE = late(
    rf"{_NUMBER}[\u4e00-\u9fff]{{0,6}}(?:，(?:同?比|较)?[^\d，。；]{{0,8}}(?:增长|下降|增加)\d+(?:\.\d+)?[%％])?[，。（(]\s?其中[，：:]?"
)
_PART = late(rf"(?P<label>[^\d，。；：、）]{{2,14}}?){_NUMBER}(?P<end>[、，；]|(?=[。）)]|$))")
_OVERLAP = re.compile(
    r"有|以上|以下|岁|女|党员|少数民族|职称|学历|学位|博士|硕士|重点|累计|示范|先进|文明|优秀|达标|特色|美丽|星级|同时|兼|含|不|未|错|缺|问题|隐患|减|净|新增|本科|高级|残疾|特困|低保|其中|首次|核心|骨干|[超约近逾]$"
)
_ABOUT = re.compile("[约近超余多过逾破达]")
_KINDS = str.maketrans("（12）", "〔一二〕")
_SIZES = re.compile(r"小（[12]）型")
_SHARE = late(
    r"(?:，|；|。)(?P<label>[\u4e00-\u9fff]{2,6}?)(?:收入|支出|投资|面积|人口)?(?:所占|占)(?:比重?|比例)(?:为|达到?|是)?(?P<rate>\d+(?:\.\d+)?)[%％]"
)
_SECTORS = late(
    r"第一产业增加值(?:为|完成|实现)?(?P<first>\d+(?:\.\d+)?)亿元[^；。]{0,24}?[；，、。]第二产业增加值(?:为|完成|实现)?(?P<second>\d+(?:\.\d+)?)亿元[^；。]{0,24}?[；，、。]第三产业增加值(?:为|完成|实现)?(?P<third>\d+(?:\.\d+)?)亿元"
    r"[^∶:：]{0,60}?(?:结构|比例|比重|之比)(?:比)?(?:由[^为]{0,24})?(?:为|是|调整为|优化为)(?P<a>\d+(?:\.\d+)?)[:：∶](?P<b>\d+(?:\.\d+)?)[:：∶](?P<c>\d+(?:\.\d+)?)"
)
WITHIN_TRIGGERS = ("其中", "第三产业增加值")
_MOST = 8  # parts
_HUNDRED = 100


class _Part(NamedTuple):
    label: str
    value: Decimal
    is_listed: bool  # parted from the next one as the items of a list are, not by a comma: those may overlap


def not_within(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Parts that make more than their whole by what one mistyped digit would make; a share or a structure that whole and parts do not give."""
    written = line
    if "（1）型" in line or "（2）型" in line:
        line = _SIZES.sub(lambda size: size[0].translate(_KINDS), line)
    for match in _WHOLE.finditer(line) if "其中" in line else ():
        parts, end = _parts(line, match)
        whole = _value(match)
        is_about = _ABOUT.search(line, max(0, match.start() - 2), match.start())
        if len(parts) > 1 and whole and not is_about and _exceed(whole, parts):
            yield from () if _is_told(written, match.start("number")) else (_exceeding(match, parts),)
        yield from _other_share(line, end, whole, parts)
    if "第三产业增加值" in line:
        yield from _other_structure(line)


def _parts(line: str, whole: re.Match[str]) -> tuple[list[_Part], int]:
    """Those that follow each other in one unit, and where they end; labels in brackets (小（二）型) are read through."""
    parts: list[_Part] = []
    at = whole.end()
    while len(parts) < _MOST and (part := _PART.match(line, at)) and part["unit"] == whole["unit"]:
        parts.append(_Part(part["label"], _value(part), part["end"] != "，"))
        at = part.end()
        if part["end"] == "":
            break
    return parts, at


def _exceed(whole: Decimal, parts: list[_Part]) -> bool:
    """Whether the parts, which nothing lets overlap, are more than the whole by one digit."""
    over = _total(parts) - whole
    if (
        over <= 0
        or not all(part.is_listed for part in parts[:-1])
        or any(_OVERLAP.search(part.label) for part in parts)
        or max(p.value for p in parts) > whole
    ):
        return False
    room = 0 if whole == whole.to_integral_value() and whole < _SCALES["万"] else whole / 300
    return over > room and len(f"{over.normalize():f}".replace(".", "").strip("0")) == 1


def _total(parts: list[_Part]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _exceeding(match: re.Match[str], parts: list[_Part]) -> Hit:
    said = f"{_plain(_total(parts) / _SCALES[match['scale']])}{match['scale']}{match['unit']}"
    return Hit(match.start("number"), match.end("unit"), (), f"其中各项之和是{said}，超过了总数")


def _is_told(line: str, start: int) -> bool:
    """Whether a stricter rule tells the same whole."""
    return any(hit.start == start for way in (not_adding_up, not_broken_down) for hit in way(line, None))


def _other_share(line: str, at: int, whole: Decimal, parts: list[_Part]) -> Iterator[Hit]:
    share = _SHARE.match(line, max(0, at - 1)) if whole else None
    named = [part for part in parts if share and part.label.startswith(share["label"])]
    if share and len(named) == 1:
        right = named[0].value / whole * _HUNDRED
        room = Decimal(1).scaleb(-len(share["rate"].partition(".")[2])) + right / _HUNDRED
        if abs(right - Decimal(share["rate"])) > room:
            yield Hit(share.start("rate"), share.end(), (), f"按前面的数计算，占{_plain(right)}%")


def _other_structure(line: str) -> Iterator[Hit]:
    for match in _SECTORS.finditer(line):
        values = [Decimal(match[name]) for name in ("first", "second", "third")]
        told = [Decimal(match[name]) for name in "abc"]
        right = [value / sum(values) * _HUNDRED for value in values] if sum(values) else []
        if any(abs(one - other) > Decimal("0.7") for one, other in zip(right, told, strict=False)):
            said = "∶".join(f"{one:.1f}" for one in right)
            yield Hit(match.start("a"), match.end("c"), (), f"按三次产业增加值计算，约为{said}")


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"]]


def _plain(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")
