"""Now, before, and by how much: three numbers of which two give the third."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"人次|批次?|平方公里|平方米|公里|公斤|[人名户家个件项起宗亩吨台辆座处所元册支条种头只株艘套]"
_EARLIER = "上年同期|去年同期|上年|去年|上季度|上月|前年|年初"


def _amount(name: str, unit: str) -> str:
    return rf"(?P<{name}>{_DIGITS})(?P<{name}_scale>[万亿]?){unit}"


_FROM_TO = late(  # 从200家增加到300家，增长1.5倍; 由2万吨增至4万吨，翻了一番
    rf"[由从][^\d，。；：、（）]{{0,12}}?{_amount('before', f'(?P<unit>{_UNIT})')}[^\d，。；：、（）]{{0,4}}?(?:增加|增长|提高|提升|发展|扩大|上升|增|升)[到至为]了?\s?{_amount('now', '(?P=unit)')}"
    r"，(?:同比|实现|净)?(?:(?:增长|增幅达?|提高|增加|扩大)了?(?P<rate>\d+(?:\.\d+)?)(?P<sign>[%％]|倍)(?!多|以上)|翻了?(?P<fold>[一两三])番)"
)
_APART = late(  # 营业收入6亿元，同比增长20%，上年为4.8亿元
    rf"{_amount('now', f'(?P<unit>{_UNIT})')}[^，。；：、（）\d]{{0,4}}(?:\d+{_UNIT})?，[^，。；：、\d]{{0,6}}?同比(?:(?P<up>增长|上升|增加|提高)|(?P<down>下降|减少|降低))了?(?P<rate>\d+(?:\.\d+)?)(?P<sign>[%％])"
    rf"，(?:{_EARLIER})(?:为|是|有)?{_amount('before', '(?P=unit)')}"
)
_LAST_THIS = late(  # 去年接待游客200万人次，今年增至250万人次，同比增长20%; what is produced grows by other prices
    rf"(?:{_EARLIER}|20\d\d年)(?![^，。]{{0,12}}(?:生产总值|增加值|产值))[^\d，。；：、（）]{{0,12}}?{_amount('before', f'(?P<unit>{_UNIT})')}，(?:今年|本年|20\d\d年)[^\d，。；：、（）]{{0,8}}?(?:增加|增长|提高|提升|发展|扩大|上升|增|升|达)[到至为]了?\s?{_amount('now', '(?P=unit)')}"
    r"，(?:同比)?(?:增长|增幅达?|提高|增加)了?(?P<rate>\d+(?:\.\d+)?)(?P<sign>[%％]|倍)(?!多|以上)"
)
_CUT = late(  # 由15分钟压缩至10分钟，压缩了三分之二; an average is of more than these two
    rf"[由从][^\d，。；：、（）]{{0,12}}?(?P<before>{_DIGITS})(?P<unit>[个\u4e00-\u9fff]{{1,4}}?)(?:压缩|缩短|减少|下降|降低|压减|精简|降|减)[到至为]了?(?P<now>{_DIGITS})(?P=unit)"
    r"，共?(?:压缩|缩短|减少|下降|降低|压减|精简|降幅达?)(?:了|幅度达?)?(?:(?P<parts>[二三四五六七八九十])分之(?P<some>[一二三四五六七八九])|(?P<rate>\d+(?:\.\d+)?)[%％])(?!以上|左右|多)"
)
_BY = late(  # 8640人，比去年的8400人增加340人
    rf"{_amount('now', f'(?P<unit>{_UNIT})')}，(?:同?比|较)(?:{_EARLIER})(?:的|同期的?)?{_amount('before', '(?P=unit)')}(?:净?(?:(?P<up>增加|增长|提高|多[招收接]?)|(?P<down>减少|下降|降低|少[招收接]?)))了?{_amount('by', '(?P=unit)')}"
)
_FLOW = re.compile("新[开增设建办]|注销|关停|撤销|合并")
_TOLD_FROM = re.compile(r"，(?:同比|实现|净)?(?:增长|增幅|提高|增加|扩大|翻)")
_TOLD_NEXT = re.compile("[，](?:今|本|20)")
_TOLD_CUT = re.compile("，共?[压缩减下降精]")
_TOLD_APART = re.compile(r"[%％]，(?:上|去|年初)")
_TOLD_BY = re.compile(r"，(?:同?比|较)(?:上|去|年初)[^\d，]{0,6}\d")
GROWTH_TRIGGERS = (
    *("去年", "上年", "前年", "上月", "上季度", "年初"),
    *(
        f"{verb}{to}"
        for verb in ("增加", "增长", "提高", "提升", "发展", "扩大", "上升", "增")
        for to in "到至"
    ),
    "翻",
)
WHOLE = 100
_MANY = 3  # times, from which on nobody tells what something is from what it grew by
_ABOUT = frozenset("约近超余多过逾")


_FORMS = (
    (_FROM_TO, _TOLD_FROM),
    (_LAST_THIS, _TOLD_NEXT),
    (_APART, _TOLD_APART),
    (_BY, _TOLD_BY),
)
CUT_TRIGGERS = tuple(
    f"{verb}{to}" for verb in ("压缩", "缩短", "减少", "下降", "降低", "压减", "精简") for to in "到至为"
)


def not_cut_so(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """By which part of itself something became less, which the numbers before and now do not give."""
    for match in _CUT.finditer(line) if _TOLD_CUT.search(line) else ():
        if not _ABOUT.isdisjoint(line[match.start(name) - 1] for name in ("now", "before")):
            continue
        now, before = (Decimal(match[name].replace(",", "")) for name in ("now", "before"))
        if not 0 < now < before:
            continue
        right = (before - now) / before * WHOLE
        if match["rate"]:
            said, room = Decimal(match["rate"]), Decimal(1).scaleb(-len(match["rate"].partition(".")[2]))
        else:
            said, room = (
                WHOLE * Decimal(chinese_number(match["some"])) / chinese_number(match["parts"]),
                Decimal(2),
            )
        if abs(right - said) > room:
            name = "rate" if match["rate"] else "parts"
            yield Hit(match.start(name), match.end(), (), f"按前后两个数计算，约为{right:.1f}%")


def not_grown_so(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A rate, a multiple, a doubling or a difference that the numbers now and before do not give."""
    for form, sign in _FORMS:
        for match in form.finditer(line) if sign.search(line) else ():
            if not _ABOUT.isdisjoint(line[match.start(name) - 1] for name in ("now", "before")):
                continue
            now, before = _value(match, "now"), _value(match, "before")
            if before:
                yield from _told(form, match, now, before)


def _told(form: re.Pattern[str], match: re.Match[str], now: Decimal, before: Decimal) -> Iterator[Hit]:
    if form is _BY:
        if "净" in match.group() and _FLOW.search(match.string, max(0, match.start() - 4), match.start()):
            return  # 新开8个，较年初的240个净减少25个: what came is no stock
        by = _value(match, "by")
        right = now - before if match["up"] else before - now
        if (
            right > 0
            and abs(right - by) > _rounding(match, "now") * now + _rounding(match, "before") * before
        ):
            scale = _SCALES[match["by_scale"]]
            said = f"{(right / scale).normalize():f}{match['by_scale']}{match['unit']}"
            yield Hit(match.start("by"), match.end(), (), f"按前后两个数计算，相差{said}")
    elif form is _FROM_TO and match["fold"]:
        times = Decimal(2) ** chinese_number(match["fold"])
        if now / before < times * Decimal("0.93"):
            yield Hit(*match.span("fold"), (), f"后一个数是前一个数的{now / before:.2f}倍")
    else:
        yield from _rate(match, now, before, falls=form is _APART and bool(match["down"]))


def _rate(match: re.Match[str], now: Decimal, before: Decimal, *, falls: bool) -> Iterator[Hit]:
    sign = -1 if falls else 1
    right = sign * (now - before) / before * (1 if match["sign"] == "倍" else WHOLE)
    rate = Decimal(match["rate"])
    whole = 1 if match["sign"] == "倍" else WHOLE
    room = Decimal(1).scaleb(-len(match["rate"].partition(".")[2])) + now / before * whole * (
        _rounding(match, "now") + _rounding(match, "before")
    )
    if match["sign"] == "倍":
        room = max(room / 2, Decimal("0.06"))
    is_loose = (
        match["sign"] == "倍" and rate >= _MANY and abs(now / before - rate) <= 1
    )  # what it is, for what it grew by
    if abs(right - rate) > room and not is_loose:
        told = f"{right:.1f}".removesuffix(".0") if right > 0 else None
        why = f"按前后两个数计算，应当是{told}{match['sign']}" if told else "前后两个数说明的升降与此相反"
        yield Hit(match.start("rate"), match.end("sign"), (), why)


def _rounding(match: re.Match[str], name: str) -> Decimal:
    """By which part of itself a number may have been rounded: both are told as finely as the finer one."""
    places = max(len(match[one].partition(".")[2]) for one in ("now", "before"))
    value = Decimal(match[name].replace(",", ""))
    is_exact = not places and not match[f"{name}_scale"]
    return Decimal(0) if is_exact or not value else Decimal(1).scaleb(-places) / 2 / value


def _value(match: re.Match[str], name: str) -> Decimal:
    return Decimal(match[name].replace(",", "")) * _SCALES[match[f"{name}_scale"]]
