"""A whole and its parts with asides between them: 126亿元，增长5%。其中，税收收入88亿元，占70%；非税收入38亿元."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit
from xunwang.inspector.proof.rules.sums import not_adding_up

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_UNITS = "分(?![钟之])|平方公里|平方米|公里|个|人|次|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|张|票|套|批|头|只|株|亩|吨|元"
_AMOUNT = rf"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>{_UNITS})(?![\u4e00-\u9fff]?[次均])"
_AMOUNTS = late(_AMOUNT)
_WHOLE = late(
    rf"{_AMOUNT}(?:[\u4e00-\u9fff]{{0,6}})(?P<asides>(?:，(?:按[^\d，。；]{{2,8}}计算|(?:同?比|较)[^\d，。；]{{0,8}}|(?:增长|下降|占)[^\d，。；]{{0,12}}|(?:为|完成)[^\d，。；]{{2,10}}(?:\d[\d.,]*[万亿]?元的)?)(?:[^\d，。；]{{0,8}}\d+(?:\.\d+)?(?:[%％]|个百分点))?)*)[，。（(]\s?其中[，：:]?"
)
_PART = late(rf"(?P<label>[^\d，。；：、（）]{{1,14}}?)(?:为|达|达到|完成|实现|有|共)?{_AMOUNT}$")
_ASIDE = late(r"(?:占|增长|下降|同比|比上年|较上年|比去年|较去年|持平|增速|减少|增加)")
_PIECES = late(r"[^，、；。（）]+")
_END = late(r"[。）)]|$")
_ROWS = (  # one or the other, never both
    ("特大型", "大型", "中型", "小型", "微型"),
    ("国家级", "省级", "市级", "县级", "区级", "乡级", "镇级", "村级"),
    ("中央", "省", "市", "县"),
    ("一等", "二等", "三等"),
    ("一级", "二级", "三级", "四级"),
    ("男", "女"),
    ("城镇", "农村"),
    ("城镇", "乡村"),
    ("博士", "硕士", "本科", "专科", "大专"),
    ("第一产业", "第二产业", "第三产业"),
    ("上半年", "下半年"),
    ("税收", "非税"),
    ("公办", "民办"),
    ("固定", "临时"),
    ("集中", "分散"),
    ("线上", "线下"),
    ("地上", "地下"),
    ("出口", "进口"),
)
_SECTORS = ("第一产业", "第二产业", "第三产业")
_COMPLETE = (
    _SECTORS,
    ("税收", "非税"),
    ("男", "女"),
    ("公办", "民办"),
    ("固定", "临时"),
    ("集中", "分散"),
    ("线上", "线下"),
    ("地上", "地下"),
    ("出口", "进口"),
)
BREAKDOWN_TRIGGERS = ("其中",)
_MOST = 12  # parts
_REACH = 400  # characters behind 其中, within which its parts stand
_OVERLAP = late(r"以上|以下|岁|党员|职称|新增|重点|示范")


class _Part(NamedTuple):
    label: str
    value: Decimal


def not_broken_down(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Parts of one row (large, middle, small; the three sectors) that are more than their whole, or less where nothing else can be."""
    told: set[int] | None = None
    for match in _WHOLE.finditer(line):
        parts = list(islice(_parts(line[match.end() : _end(line, match.end())], match["unit"]), _MOST))
        whole = _value(match)
        if len(parts) < 2 or not whole:
            continue
        total, labels = sum((part.value for part in parts), Decimal(0)), [part.label for part in parts]
        if _close(total, whole, parts) or _OVERLAP.search("".join(labels)):
            continue
        row = _row_of(labels)
        if not row or any(_value(one) == total for one in _AMOUNTS.finditer(line, 0, match.start())):
            continue
        told = {hit.start for hit in not_adding_up(line, None)} if told is None else told
        if match.start("number") in told:
            continue
        if total > whole or (row in _COMPLETE and len(labels) == len(row)):
            said = f"{_plain(total / _SCALES[match['scale']])}{match['scale']}{match['unit']}"
            yield Hit(match.start("number"), match.end("unit"), (), f"其中各项之和是{said}")


def _end(line: str, at: int) -> int:
    last = min(len(line), at + _REACH)
    found = _END.search(line, at, last)
    return found.start() if found else last


def _parts(text: str, unit: str) -> Iterator[_Part]:
    """Up to the first piece that is neither a part nor an aside."""
    for piece in _PIECES.finditer(text):
        if part := _PART.match(piece[0].strip()):
            if part["unit"] != unit:
                return
            yield _Part(part["label"], _value(part))
        elif not _ASIDE.search(piece[0]):
            return


def _row_of(labels: Sequence[str]) -> tuple[str, ...] | None:
    """The row that the labels begin with members of, each with another one, and end alike."""
    for row in _ROWS:
        heads = [next((head for head in row if label.startswith(head)), None) for label in labels]
        tails = {label.removeprefix(head) for label, head in zip(labels, heads, strict=True) if head}
        if None not in heads and len(set(heads)) == len(heads) and len(tails) == 1:
            return row
    return None


def _close(total: Decimal, whole: Decimal, parts: Sequence[_Part]) -> bool:
    """Rounded parts may miss a rounded whole by a little."""
    exact = all(
        value == value.to_integral_value() and value < _SCALES["万"]
        for value in (whole, *(p.value for p in parts))
    )
    return abs(total - whole) <= (0 if exact else max(total, whole) / 200)


def _value(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(",", "")) * _SCALES[match["scale"]]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
