"""What several numbers of one sentence say together: so many, so much in all, so much each; and changes of what is itself a percentage."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_WEIGHTS: dict[str, Decimal | int] = {"公斤": 1, "千克": 1, "斤": Decimal("0.5"), "吨": 1000}
_UNIT = "人次|元|件|人|份|公斤|千克|斤|吨|册|辆|吨|度|场|次|台|头|只"
_SENTENCE = re.compile(r"[^。；！？]+")
_EACH = re.compile(
    rf"(?:(?P<one>[日户人亩村天])均|(?P<per>亩)产)[^\d，。；、（）]{{0,6}}?(?P<value>{_DIGITS})(?P<scale>[万亿]?)(?P<unit>{_UNIT})"
)
_MANY = {
    "户": re.compile(rf"(?P<number>{_DIGITS})(?P<scale>万?)余?户"),
    "亩": re.compile(rf"面积[^\d，。；、（）]{{0,4}}?(?P<number>{_DIGITS})(?P<scale>万?)亩"),
    "天": re.compile(r"(?<![\d第每])(?P<number>\d{1,3})(?P<scale>)天(?!内|后|前|左右)"),
    "村": re.compile(r"(?<![\d])(?P<number>\d{1,5})(?P<scale>)个(?:行政)?村"),
}
_DAYS = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日(?:至|到|—|-|～)(\d{1,2})日")
_TOTAL = late(
    rf"(?:共计?|累计|总计|合计|总|发放)[\u4e00-\u9fff]{{0,8}}?(?P<number>{_DIGITS})(?P<scale>[万亿]?)(?P<unit>{_UNIT})"
)
_ABOUT = re.compile("[约近超余多过逾]|突破")
EACH_TRIGGERS = (*(f"{one}均" for one in "日户亩天村"), "亩产")
ROOM = Decimal("0.03")  # how far a mean may be off, as numbers are rounded before they are told


def not_the_mean(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A mean beside the number of things and the total, where the three do not agree: told only where each stands once in the sentence."""
    for sentence in _SENTENCE.finditer(line):
        means = list(_EACH.finditer(line, sentence.start(), sentence.end()))
        if len(means) != 1:
            continue
        mean = means[0]
        total, many = _one_total(line, sentence, mean), _one_number(line, sentence, mean)
        if total is None or not many:
            continue
        right = total / many
        value = _value(mean["value"], mean["scale"]) * _WEIGHTS.get(mean["unit"], 1)
        if abs(right - value) > ROOM * max(right, value):
            said = _plain(right / _WEIGHTS.get(mean["unit"], 1))
            yield Hit(*mean.span("value"), (), f"按前后两个数计算，平均数约为{said}{mean['unit']}")


def _one_total(line: str, sentence: re.Match[str], mean: re.Match[str]) -> Decimal | None:
    """What there is in all, of the same unit or weight; none where several are told."""
    found = [
        match
        for match in _TOTAL.finditer(line, sentence.start(), sentence.end())
        if match["unit"] == mean["unit"] or (match["unit"] in _WEIGHTS and mean["unit"] in _WEIGHTS)
    ]
    if len(found) == 1 and (_ABOUT.search(found[0][0]) or ("增" in mean[0]) != ("增" in found[0][0])):
        return None  # 总收入突破500万元，户均增收4200元: what there is, and by how much it grew
    if len(found) != 1 or found[0].start("number") == mean.start("value"):
        return None
    return _value(found[0]["number"], found[0]["scale"]) * _WEIGHTS.get(found[0]["unit"], 1)


def _one_number(line: str, sentence: re.Match[str], mean: re.Match[str]) -> Decimal | None:
    """How many share it: households, days that are counted or told by the first and the last."""
    one = {"日": "天"}.get(mean["one"] or mean["per"], mean["one"] or mean["per"])
    form = _MANY.get(one)
    found = list(form.finditer(line, sentence.start(), sentence.end())) if form else []
    if len(found) == 1:
        return _value(found[0]["number"], found[0]["scale"])
    spans = list(_DAYS.finditer(line, sentence.start(), sentence.end())) if one == "天" and not found else []
    if len(spans) == 1 and int(spans[0][3]) > int(spans[0][2]):
        return Decimal(int(spans[0][3]) - int(spans[0][2]) + 1)
    return None


_SHARE = re.compile(  # 城镇化率为64.1%，比上年末提高0.9%
    rf"(?:率|比重|占比|比例|进度)(?:总体|平均)?(?:为|达到?|是|提高到|提升至|上升到|升至|降至)?\s?{_DIGITS}[%％][，,（(]"
    rf"(?:同?比|较)(?:上年末?|上年同期|去年末?|去年同期|上月末?|上季度|年初|前年|全[国省市]平均水平)(?:提高|提升|上升|下降|降低|回落|高出?|低)了?(?P<change>{_DIGITS}[%％])(?![\d个]|以)"
)
_FROM = re.compile(  # 由62%提高到89%，提高了27倍
    rf"[由从](?:(?:20\d\d年|上年|去年|年初)的?)?(?P<first>{_DIGITS})[%％](?:提高|提升|上升|增加|下降|降低|减少)[到至](?:(?:20\d\d年|今年)的?)?(?P<last>{_DIGITS})[%％][，,](?:提高|提升|上升|增加|增长|下降|降低|减少|增幅|降幅)(?:达|为)?了?(?P<change>(?P<number>{_DIGITS})(?:[%％](?!点)|倍))"
)
_OF_FROM = re.compile(  # 接种率比去年提高5%，由32%提高到37%
    rf"(?:率|比重|占比|比例)[^，。；\d]{{0,12}}?(?:提高|提升|上升|增加|下降|降低|回落)了?(?P<change>(?P<number>{_DIGITS})[%％])[，（][由从][^，。；\d]{{0,8}}(?P<first>{_DIGITS})[%％][^，。；\d]{{0,4}}(?:提高|提升|上升|增加|下降|降低|减少|回落)[到至为](?P<last>{_DIGITS})[%％]"
)
_AMOUNT_BY = late(  # 用电量12亿千瓦时，同比增长6.2个百分点
    rf"(?<![\d.]){_DIGITS}[万亿]{{0,2}}(?:千瓦时|平方米|立方米|公里|人次|元|吨|亩|人|户|家|件|辆|台|头|只|度)，(?:其中)?(?:同比|环比|(?:同?比|较)(?:上年|去年|上年同期|去年同期|上月|上季度|前年|年初))(?:实际)?(?:增长|增加|下降|减少)了?(?P<change>(?P<number>{_DIGITS})个?百分点)"
)
_UNCOUNTED = re.compile(r"(?<=\d)百分点")
POINTS_TRIGGERS = ("%，", "％，", "%（", "％（", "百分点")


def no_points(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """The change of a rate or a share told in percent or as many times, where it is of points."""
    for match in _SHARE.finditer(line):
        yield Hit(*match.span("change"), (match["change"].rstrip("%％") + "个百分点",))
    for match in (*_FROM.finditer(line), *_OF_FROM.finditer(line)):
        if abs(_value(match["last"]) - _value(match["first"])) == _value(match["number"]):
            yield Hit(*match.span("change"), (match["number"] + "个百分点",))
    told = set()
    for match in _AMOUNT_BY.finditer(line) if "百分点" in line else ():
        told.add(match.end("change"))
        why = "数量的增减用百分数，百分点只用于比率"
        yield Hit(*match.span("change"), (match["number"] + "%",), why)
    for match in _UNCOUNTED.finditer(line):
        if match.end() not in told:
            yield Hit(*match.span(), ("个百分点",), "“百分点”前面缺少“个”")


_UP = "净?增加?|增收|增产|增支|多收|增长|提高|上升|上涨|高|多|涨"
_DOWN = "净?减少?|减收|减产|下降|降低|下跌|低|少|跌"
_THAN = r"(?:同?比|较)(?:上年|去年|上年同期|去年同期|上月|上季度|前年|年初)"
_BY = re.compile(  # 达到612家，比上年净增68家，上年为554家; 卖到1200元，比去年高了200元，涨幅达到25%
    rf"(?P<now>{_DIGITS})(?P<unit>[\u4e00-\u9fff]{{1,3}})，{_THAN}(?:(?P<up>{_UP})|(?P<down>{_DOWN}))了?(?P<by>{_DIGITS})(?P=unit)，"
    rf"(?:(?:上年|去年|上年同期|去年同期|上月|年初)(?:为|是|有)(?P<before>{_DIGITS})(?P=unit)|(?:涨幅|增幅|降幅|增长|同比增长|下降|同比下降)(?:达到?|为|了)?(?P<rate>{_DIGITS})[%％])"
)
_CLAUSE = 30
_CLAUSE_ENDS = re.compile("[，。；：、]")
_THEN = re.compile("上年|去年|上季度|上月|年初|同期|前年")
BY_TRIGGERS = tuple(f"{than}{when}" for than in "比较" for when in ("上", "去年", "前年", "年初"))


def not_by_so_much(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A number now, how much it grew by, and the number before or the rate of growth, where the three do not agree."""
    for match in _BY.finditer(line):
        if _THEN.search(_CLAUSE_ENDS.split(line[max(0, match.start() - _CLAUSE) : match.start()])[-1]):
            continue  # 上季度抽查60家，比上季度增加20家: the number before is that of then
        now, by = _value(match["now"]), _value(match["by"])
        before = now - by if match["up"] else now + by
        if match["before"] and _value(match["before"]) != before:
            yield Hit(*match.span("before"), (), f"按前面两个数计算，应当是{_plain(before)}{match['unit']}")
        elif match["rate"] and before > 0:
            right, rate = by / before * 100, _value(match["rate"])
            places = len(match["rate"].partition(".")[2])
            if abs(right - rate) > Decimal(1).scaleb(-places) + ROOM * right:
                yield Hit(*match.span("rate"), (), f"按前面两个数计算，约为{_plain(right)}%")


def _value(digits: str, scale: str = "") -> Decimal:
    return Decimal(digits.replace(",", "")) * _SCALES[scale]


def _plain(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")
