"""Numbers that others give by multiplying: so many of each, so much a day of a year's, the length between two stakes of a road."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import FIGURES, chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_UNIT = "[户人名间套座张个件元]|平方米|公斤|吨"
_EACH = late(  # 6层、24户，每层4户; 120个班、5400人，平均每班45人
    rf"(?<![\d.第])(?P<many>\d{{1,4}})个?(?P<of>层|班|组|村|队|栋|间|桌|排|单元|乡镇|社区|车间|教学班)[、，]?(?:共|共计|合计|计)?(?P<total>{_DIGITS})(?P<scale>万?)(?P<unit>{_UNIT})"
    rf"[，、（(](?P<mean>平均)?每个?(?P<again>层|班|组|村|队|栋|间|桌|排|单元|乡镇|社区|车间)(?:有|住|为)?(?P<each>{_DIGITS})(?P=unit)(?=[，。；、）)]|$)"
)
_DAILY = late(  # 年处理36.5万吨，平均每天处理1000吨
    rf"(?:每?年)(?P<what>[\u4e00-\u9fff]{{1,4}}?)(?P<matter>[\u4e00-\u9fff]{{0,8}}?)(?:能力)?(?:约|达到?|为)?(?P<total>{_DIGITS})(?P<scale>[万亿]?)(?P<unit>吨|立方米|千瓦时|人次|公斤|件|头|只)"
    rf"，(?:平均)?(?P<how>每[天日]|日均|日)(?P=what)(?P<able>量|能力)?(?:约|达到?|为)?(?P<each>{_DIGITS})(?P<each_scale>[万亿]?)(?P=unit)"
)
_STAKES = late(  # K512+300至K527+800，全长15.5公里
    r"(?<!、)(?<!\d{3}和)(?<!，)K(?P<first>\d{1,4})\+(?P<first_m>\d{3})\s?(?:至|到|[—－–~～-]{1,2})\s?K(?P<last>\d{1,4})\+(?P<last_m>\d{3})(?![^。；]{0,40}?K\d)"
    r"[^\d。；]{0,10}?(?P<what>全长|总长|路段长|长度|里程|长)(?:共|共计)?(?P<about>约)?(?:为|是)?\s?(?P<length>\d+(?:\.\d+)?)\s?(?P<measure>公里|千米|米|km)"
)
_JUDGES = late(
    rf"(?P<all>\d{{1,2}}|[{FIGURES}])(?:名|位|个)(?:评委|考官|评审|专家)[^。；]{{0,16}}去掉(?:一|1)个最高分[和、，](?:一|1)个最低分[^。；\d]{{0,8}}?(?:其余|余下|剩余|剩下|另外)的?(?P<left>\d{{1,2}}|[{FIGURES}])(?:名|位|个)"
)
MULTIPLIED_TRIGGERS = (
    "，每",
    "、每",
    "（每",
    "，平均每",
    "（平均每",
    "，日",
    "最高分",
    *(f"K{digit}" for digit in range(10)),
)
_DAYS = range(200, 370)  # of a year on which something is done
_ROOM = Decimal("0.03")


def not_multiplied(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A total that is not so many times each, a day's share of a year, a length that two stakes do not lie apart."""
    yield from _each(line)
    for match in _DAILY.finditer(line) if "年" in line else ():
        total, each = _value(match["total"], match["scale"]), _value(match["each"], match["each_scale"])
        if each and not _fits_a_year(match, total, each):
            yield Hit(
                match.start("each"),
                match.end(),
                (),
                f"按全年的数计算，每天约{_plain(total / 365)}{match['unit']}",
            )
    yield from _stakes(line)
    for match in _JUDGES.finditer(line) if "最高分" in line else ():
        if (left := _number(match["all"]) - 2) != _number(match["left"]):
            yield Hit(*match.span("left"), (), f"去掉两个，还剩{left}个")


def _fits_a_year(match: re.Match[str], total: Decimal, each: Decimal) -> bool:
    """Whether a day's amount, which may be rounded, times the days of work makes that of a year; of what could be done in a day much may be left undone, and fruit is pressed in autumn alone."""
    last = Decimal(1).scaleb(-len(match["each"].partition(".")[2])) * _SCALES[match["each_scale"]]
    is_at_most = match["how"] == "日" or match["able"] == "能力"
    return total <= (each + last) * _DAYS[-1] and (is_at_most or total >= (each - last) * _DAYS[0])


def _each(line: str) -> Iterator[Hit]:
    for match in _EACH.finditer(line) if "每" in line else ():
        many, total, each = int(match["many"]), _value(match["total"], match["scale"]), _value(match["each"])
        if not match["of"].endswith(match["again"]) or not many:
            continue
        right = total / many
        is_rounded = match["mean"] or match["scale"]
        if abs(right - each) > (max(_ROOM * right, Decimal(1)) if is_rounded else 0):
            yield Hit(
                *match.span("each"),
                (),
                f"按前面两个数计算，每{match['again']}应当是{_plain(right)}{match['unit']}",
            )


def _stakes(line: str) -> Iterator[Hit]:
    for match in _STAKES.finditer(line) if "+" in line else ():
        first, last = (Decimal(f"{match[name]}.{match[f'{name}_m']}") for name in ("first", "last"))
        scale = Decimal("0.001") if match["measure"] == "米" else Decimal(1)
        told = Decimal(match["length"]) * scale
        room = (
            Decimal(1).scaleb(-len(match["length"].partition(".")[2])) * scale * (5 if match["about"] else 1)
        )
        if abs(abs(last - first) - told) > room:
            yield Hit(*match.span("length"), (), f"两个桩号相距{_exact(abs(last - first))}公里")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


def _value(digits: str, scale: str = "") -> Decimal:
    return Decimal(digits.replace(",", "")) * _SCALES[scale]


def _exact(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _plain(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")
