"""Rises and falls that their own numbers contradict."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.proof.rules.shapes import Hit

_UP = "增加|增长|提高|提升|上升|上调|增至|扩大|延长|扩充|攀升"
_DOWN = "减少|下降|降低|压缩|压减|缩短|缩减|缩小|下调|削减|精简"
_QUICKER, _SLOWER = "加快|提速", "回落|放缓|收窄"
_SCALE = {"": 1, "万": 10_000, "亿": 100_000_000, "万亿": 1_000_000_000_000}
_UNIT = (
    r"个工作日|个百分点|平方公里|平方米|公里|公斤|千克|[天日年月元人户件项家个亩吨岁名所%％头只辆台座处册]"
)


def _amount(name: str, unit: str = _UNIT) -> str:
    return rf"(?P<{name}>\d[\d,]*(?:\.\d+)?)(?P<{name}_scale>万亿|[万亿])?{unit}"


_SAME = "(?P=unit)"
_FROM_TO = re.compile(
    rf"[由从](?:[^\d，。；：、（）由从涨跌升降增减负亏\-－−–—]{{0,10}}?){_amount('first', f'(?P<unit>{_UNIT})')}[^\d，。；：、（）]{{0,3}}?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:[到至为]|到了)?\s?{_amount('last', _SAME)}(?![次均])"
)
_BEFORE = re.compile(
    rf"{_amount('last', f'(?P<unit>{_UNIT})')}，(?:同?比|较)(?:上年|去年|上年同期|去年同期|上月|上季度|前年|上届|上次|上期)的?{_amount('first', _SAME)}"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|约)?(?:(?P<rate>\d+(?:\.\d+)?)[%％])?"
)
_AGAINST = re.compile(  # 与上年同期的80件相比，今年上升至60件，降幅为25%
    rf"[与同和较跟](?:上年|去年|上年同期|去年同期|上月|上季度|前年|上届|上次|上期|年初|同期)的?{_amount('first', f'(?P<unit>{_UNIT})')}相比，[^\d，。；]{{0,14}}?"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了)?[到至为]{_amount('last', _SAME)}"
)
_PACE = re.compile(  # 增长7.2%，比一季度的5.8%加快1.4个百分点
    rf"(?:增长|增速为?|增幅为?){_amount('last', '(?P<unit>[%％])')}，(?:增速|增幅)?(?:同?比|较)[^，。；：\d]{{2,8}}?的?{_amount('first', '[%％]')}(?:(?P<up>{_QUICKER}|提高|上升)|(?P<down>{_SLOWER}|下降|降低))(?=了?\d)"
)
_LEFT = re.compile(
    rf"收入(?:合计|总计|共计|为)?{_amount('last', '(?P<unit>元)')}[，、；](?:总|年度)?支出(?:合计|总计|共计|为)?{_amount('first', _SAME)}"
    rf"[，、；][^\d，。；]{{0,6}}(?P<up>(?:结余|盈余|节余))"
)
_UPWARDS = {True: "增幅", False: "降幅"}
_CARRIED = re.compile(r"结转|调入|补助|滚存|累计")
TREND_TRIGGERS = (
    *(verb + end for verb in f"{_UP}|{_DOWN}".split("|") for end in "到至为 0123456789"),
    *("增至", "结余", "盈余", "节余"),
    *(pace + digit for pace in f"{_QUICKER}|{_SLOWER}".split("|") for digit in "0123456789了"),
)


def contrary(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """From more to less where a rise is told, from less to more where a fall is; a surplus of what is spent beyond the income."""
    for form, signs in ((_FROM_TO, "由从"), (_BEFORE, "比较"), (_AGAINST, "相比"), (_PACE, "比较")):
        for match in form.finditer(line) if any(sign in line for sign in signs) else ():
            first, last = _value(match, "first"), _value(match, "last")
            if last < first if match["up"] else last > first:
                yield _told(match, match["up"] or match["down"])
            elif form is _BEFORE and match["rate"] and _is_another_rate(match, first, last):
                right = f"{abs(last - first) / first * 100:.1f}"
                yield Hit(
                    *match.span("rate"), (), f"{_UPWARDS[last > first]}应当是{right}%，写作{match['rate']}%"
                )
    for match in _LEFT.finditer(line) if not _CARRIED.search(line) else ():
        if _value(match, "last") < _value(match, "first"):
            yield Hit(*match.span("up"), (), f"支出大于收入，却写作“{match['up']}”")


def _is_another_rate(match: re.Match[str], first: Decimal, last: Decimal) -> bool:
    """Whether not even numbers that are rounded in their last digit give the rate."""
    if match["unit"] in {"%", "％", "个百分点"} or not first:
        return False
    room = sum(
        Decimal(1).scaleb(-len(match[name].partition(".")[2])) * _SCALE[match[f"{name}_scale"] or ""] / value
        for name, value in (("first", first), ("last", last or first))
    )
    rate = Decimal(match["rate"])
    off = abs(abs(last - first) / first * 100 - rate)
    return off > 100 * room * (1 + rate / 100) + Decimal(1).scaleb(-len(match["rate"].partition(".")[2]))


def _value(match: re.Match[str], name: str) -> Decimal:
    return Decimal(match[name].replace(",", "")) * _SCALE[match[f"{name}_scale"] or ""]


def _told(match: re.Match[str], verb: str) -> Hit:
    first, last = (
        f"{match[name]}{match[f'{name}_scale'] or ''}{match['unit']}" for name in ("first", "last")
    )
    return Hit(*match.span(), (), f"从{first}到{last}，却写作“{verb}”")
