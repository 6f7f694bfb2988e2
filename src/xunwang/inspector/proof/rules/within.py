"""A whole and parts of it told behind 其中, however the sentence goes on: parts that are more than the whole or leave a little of it, shares and ratios that the parts do not give."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.breakdowns import not_broken_down
from xunwang.inspector.proof.rules.shapes import Hit
from xunwang.inspector.proof.rules.sums import not_adding_up

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_UNITS = "平方公里|平方米|公里|公顷|千米|人次|批次|个|人|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|张|套|头|只|株|亩|吨|元|例|宗|位|艘|架|部|场|眼|栋|幢|间|班"
_NUMBER = rf"(?<![\d.])(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>{_UNITS})(?![\u4e00-\u9fff]?[次均])(?![以]上|左右)"
_WHOLE = late(
    rf"{_NUMBER}[\u4e00-\u9fff“”]{{0,24}}(?:，(?:同?比|较)?[^\d，。；]{{0,8}}(?:增长|下降|增加)\d+(?:\.\d+)?[%％])?[，。（(]\s?其中[，：:]?"
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
_LISTED, _LITTLE = 3, 10  # parts that are a list; what is a little of a whole, as its divisor
_SAYS_MORE = re.compile(
    r"，(?![^。；]*(?:其他|其它|其余|余|另|还有|以及|若干|等))[^\d。；]{2,40}(?:[。；]|$)"
)
_GOES_ON = re.compile("[。；）)](?:其[他它余]|余|另|还有|此外)")
_NO_OTHERS = re.compile(r"，(?:再|此外|别)?无(?:其他|其它|别的|另外)|，(?:再|别)无")


class _End(Enum):
    CLOSED, OPEN, SAYS_ALL = range(3)


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
        if len(parts) > 1 and whole and not is_about:
            if _exceed(whole, parts):
                why = "超过了总数"
            elif _lack(whole, parts, _ends(line, end)):
                why = f"总数写作{match['number']}{match['scale']}{match['unit']}"
            else:
                why = ""
            if why and not _is_told(written, match.start("number")):
                yield _told(match, parts, why)
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


def _ends(line: str, at: int) -> _End:
    """How the list of parts is left behind its last one."""
    at -= line[at - 1] in "、，；"
    if _NO_OTHERS.match(line, at):
        return _End.SAYS_ALL
    if _GOES_ON.match(line, at):
        return _End.OPEN
    is_closed = not line[at:] or line[at] in "。；）)" or _SAYS_MORE.match(line, at)
    return _End.CLOSED if is_closed else _End.OPEN


def _lack(whole: Decimal, parts: list[_Part], end: _End) -> bool:
    """Whether parts that nothing follows leave less of the whole than the least of them, by one digit: nobody lists small things and leaves out a smaller one."""
    left = whole - _total(parts)
    if left <= 0 or any(_OVERLAP.search(part.label) for part in parts):
        return False
    if end is _End.SAYS_ALL:
        return left > _rounding(whole, parts)
    return (
        end is _End.CLOSED
        and len(parts) >= _LISTED
        and left < min(part.value for part in parts)
        and left <= whole / _LITTLE
        and left > _rounding(whole, parts)
        and len(f"{left.normalize():f}".replace(".", "").strip("0")) == 1
    )


def _rounding(whole: Decimal, parts: list[_Part]) -> Decimal:
    """By how much the parts may miss the whole because each of them was rounded."""
    values = (whole, *(part.value for part in parts))
    return sum((_last_place(value) for value in values), Decimal(0)) / 2


def _last_place(value: Decimal) -> Decimal:
    """What one counts in the last digit of a value that is told in thousands or more or with a point; numbers of things are exact."""
    if value == value.to_integral_value() and value < _SCALES["万"]:
        return Decimal(0)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))


def _total(parts: list[_Part]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _told(match: re.Match[str], parts: list[_Part], why: str) -> Hit:
    said = f"{_total(parts) / _SCALES[match['scale']]:f}"
    said = said.rstrip("0").removesuffix(".") if "." in said else said
    return Hit(
        match.start("number"),
        match.end("unit"),
        (),
        f"其中各项之和是{said}{match['scale']}{match['unit']}，{why}",
    )


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
