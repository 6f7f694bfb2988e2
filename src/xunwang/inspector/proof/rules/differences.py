"""Two numbers told side by side and what lies between them: by how much, how much quicker, for how long, how many each."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.model import FIGURES, chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_DIGITS = r"\d[\d,]*(?:\.\d+)?"
_UP = "提高|提升|上升|增加|增长|扩大|上调|升"
_DOWN = "下降|降低|减少|回落|缩小|收窄|压缩|缩短|下调|降"
_CHANGE = f"{_UP}|{_DOWN}"
_SIGNED = "负降减跌亏\\-－−–—"  # a number behind one of these lies below nought
_POINTS = late(  # 由2.4%降至1.9%，下降0.5个百分点
    rf"[由从][^\d，。；：、（）{_SIGNED}]{{0,10}}(?P<first>{_DIGITS})[%％][^\d，。；：、（）]{{0,4}}?(?:{_CHANGE})[到至为]了?\s?(?P<last>{_DIGITS})[%％]，"
    rf"(?:累计|同比|共)?(?:{_CHANGE})了?(?P<by>{_DIGITS})(?P<unit>个百分点)"
)
_UNITS = "个工作日|分钟|人次|公里|[项件个户家人名元座所天台条起宗吨亩辆岁]"
_COUNTED = late(  # 由62件减少到48件，减少14件
    rf"[由从][^\d，。；：、（）{_SIGNED}]{{0,10}}(?P<first>\d[\d,]*)(?P<unit>{_UNITS})[^\d，。；：、（）]{{0,4}}?(?:{_CHANGE}|增|减|压减|精简)[到至为]了?\s?(?P<last>\d[\d,]*)(?P=unit)，"
    rf"(?:累计|同比|共|净)?(?:{_CHANGE}|净增|压减|精简)了?(?P<by>\d[\d,]*)(?P=unit)(?![\u4e00-\u9fff]?均|以上|多)"
)
_QUICKER = late(  # 工业增长6.8%，其中制造业增长11.2%，快于工业4.4个百分点
    rf"(?P<of>[\u4e00-\u9fff]{{2,20}}?)(?:同比|比上年|比去年)?(?:实际|名义)?(?:增长|增速为?)(?P<first>{_DIGITS})[%％][，；]其中[，：:]?"
    rf"[^\d，。；]{{2,20}}?(?:同比|比上年|比去年)?(?:增长|增速为?)(?P<last>{_DIGITS})[%％]，(?:增速)?(?P<how>快于|高于|低于|慢于)(?P<named>[\u4e00-\u9fff]{{2,14}}?)(?:平均|整体|总体)?(?:水平|增速)?(?P<by>{_DIGITS})个百分点"
)
_RATIO = late(  # 收入比由1.86缩小到1.81: numbers without a unit
    rf"(?:比|系数|指数|倍差)[^\d，。；：、（）]{{0,4}}?[由从](?:(?:20\d\d年|上年|去年|年初|上年同期|去年同期)(?:的)?)?(?P<first>\d+\.\d+)(?:[:：∶]1)?[^\d，。；：、（）]{{0,2}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[到至为]了?\s?(?P<last>\d+\.\d+)(?![\d%％万亿个])"
)
_HANDLED = late(  # 受理举报96件，办结99件
    r"(?:受理|接收|收到|接到)[^\d，。；、]{0,14}(?P<whole>\d[\d,]*)(?P<unit>件|起|宗|条|人次)[，,](?:已|现已|全部)?(?:办结|办理|处理|答复|办复|查结|调处|化解)(?P<part>\d[\d,]*)(?P=unit)(?=[，。；,](?:办结率|办复率|处理率|答复率|化解率)|[。；])"
)
_LATER = "往年|结转|存量|累计|旧存|历年|上年|去年|此前"
_TIME = r"(?P<{0}>(?:[上下]午|早上|晚上?|凌晨)?)(?P<{0}_hour>\d{{1,2}})(?:[时点](?:(?P<{0}_minute>\d{{1,2}})分|(?P<{0}_half>半))?|[:：](?P<{0}_minutes>\d{{2}}))"
_LASTED = late(  # 从9时20分持续到10时50分，历时90分钟
    rf"从{_TIME.format('first')}(?:开始)?，?(?:一直)?(?:持续|进行|延续)?[到至]{_TIME.format('last')}(?:结束)?，(?:共|总共|整整)?(?:历时|持续|用时|时长|为时|耗时)了?(?:共)?(?P<count>\d{{1,3}})(?P<unit>分钟|个?小时)"
)
_EACH = late(  # 窗口8个，每天服务1200人次，平均每个窗口150人次
    rf"(?P<of>[\u4e00-\u9fff]{{2}})(?P<many>\d[\d,]*)[个辆台家所座名]，[^\d，。；]{{2,14}}?(?P<total>{_DIGITS})(?P<scale>万?)(?P<unit>人次|[人件吨元])，平均每[个辆台家所座名](?P=of)[^\d，。；]{{0,4}}?(?P<each>{_DIGITS})(?P<each_scale>万?)(?P=unit)"
)
_SHARED = late(  # 420辆，充电端口60个，平均每7辆车共用1个
    r"(?P<many>\d[\d,]*)(?P<unit>[辆户人名台])，[^\d，。；]{2,16}?(?P<few>\d[\d,]*)(?P<other>[个台座名处所])，平均(?:约)?每(?P<each>\d{1,4})(?P=unit)[\u4e00-\u9fff]{0,3}(?:共用|共享|拥有|配备|合用|才?有|对应)(?:1|一)(?P=other)"
)
_SINCE = "缔结|结好|结为|建交|成立|创建|建校|建院|建馆|创办|建成|通车"
_ANNIVERSARY = late(  # 今年是两市结好20周年（2006年结好）
    rf"今年(?:是|适逢|恰逢|正值|迎来)[^。；]{{0,24}}?(?P<count>\d{{1,3}})周年[^。；\d]{{0,12}}(?<!\d)(?P<year>(?:19|20)\d\d)年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:正式)?(?:{_SINCE})"
    rf"|(?<!\d)(?P<other_year>(?:19|20)\d\d)年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?(?:正式)?(?:{_SINCE})[^。；\d]{{0,20}}?今年(?:是|适逢|恰逢|正值|迎来)[^。；\d]{{0,16}}?(?P<other_count>\d{{1,3}})周年"
)
_PRICED = late(  # 每亩补贴150元，全村共有320亩符合条件，应发补贴4.8万元
    rf"每(?P<of>[亩户头只棵株件台份吨床])[^，。；\d以不最]{{1,6}}(?P<price>\d[\d,]*(?:\.\d+)?)元，[^，。；\d]{{0,10}}(?P<many>\d[\d,]*)(?P=of)(?!以|至)[^，。；\d]{{0,8}}，"
    rf"(?:共|共计|合计|应发|共需|总计|共发放|应发放|应补)[^，。；\d]{{0,6}}(?P<total>{_DIGITS})(?P<total_scale>万?)元(?=[，。；]|$)"
)
_VALID = late(  # 自2025年4月1日起施行，有效期至2027年3月31日，有效期2年
    rf"自(?P<year>20\d\d)年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日起(?:施行|实施|执行|生效)，有效期(?:至|到)(?P<to_year>20\d\d)年(?P<to_month>\d{{1,2}})月(?P<to_day>\d{{1,2}})日[，（、]有效期(?:为|共)?(?P<years>\d{{1,2}}|[{FIGURES}])年"
)
_ROOM = Decimal("0.05")
_MINUTES = 60
DIFFERENCE_TRIGGERS = (
    *(
        f"{unit}，{how}"
        for unit in "%％件个户家人名元座项起"
        for how in ("提", "上", "增", "扩", "下", "降", "减", "净", "压", "精", "累")
    ),
    *(f"%，{how}于" for how in "快高低慢"),
    *(
        "，办结",
        "，已办结",
        "，历时",
        "，持续",
        "，用时",
        "，共历时",
        "平均每",
        "周年",
        "有效期至",
        "有效期到",
    ),
    *(f"每{unit}" for unit in "亩户头只棵株件台份吨床"),
    *(
        f"{verb}{to}{digit}"
        for verb in ("缩小", "扩大", "提高", "下降")
        for to in "到至"
        for digit in range(10)
    ),
)


def not_apart_by_that(line: str, published: dt.date | None) -> Iterator[Hit]:
    """A difference, a length of time or a mean that the two numbers before it do not give; a ratio that moves the other way; more done than came in."""
    if "百分点" in line:
        yield from _by_points(line)
    for match in _COUNTED.finditer(line) if "由" in line or "从" in line else ():
        right = abs(_value(match["last"]) - _value(match["first"]))
        if right != _value(match["by"]):
            yield Hit(match.start("by"), match.end(), (), f"前后两个数相差{right}{match['unit']}")
    for match in _RATIO.finditer(line) if "由" in line or "从" in line else ():
        first, last = _value(match["first"]), _value(match["last"])
        if last < first if match["up"] else last > first:
            why = f"从{first}到{last}，却写作“{match['up'] or match['down']}”"
            yield Hit(match.start("first"), match.end("last"), (), why)
    yield from _more_than_came(line)
    yield from _lasted(line)
    if "平均每" in line or "平均约每" in line:
        yield from _each(line)
    if "有效期" in line:
        yield from _other_years(line)
    if "每" in line and "元" in line:
        yield from _priced(line)
    if "周年" in line and published:
        yield from _anniversaries(line, published)


def _by_points(line: str) -> Iterator[Hit]:
    for match in _POINTS.finditer(line):
        yield from _other_difference(match, abs(_value(match["last"]) - _value(match["first"])))
    for match in _QUICKER.finditer(line) if "其中" in line else ():
        right = _value(match["last"]) - _value(match["first"])
        if match["how"] in {"低于", "慢于"}:
            right = -right
        if match["named"] in match["of"] and right > 0:
            yield from _other_difference(match, right)


def _other_difference(match: re.Match[str], right: Decimal) -> Iterator[Hit]:
    """Each of the three may have been rounded in its last place; where all are told to one place, that is seldom seen."""
    by = _value(match["by"])
    places = {len(match[name].partition(".")[2]) for name in ("first", "last", "by")}
    room = Decimal(0) if len(places) == 1 else Decimal(1).scaleb(-min(places))
    if abs(right - by) > room:
        said = f"{right.normalize():f}"
        yield Hit(match.start("by"), match.end(), (), f"前后两个数相差{said}个百分点")


def _more_than_came(line: str) -> Iterator[Hit]:
    for match in _HANDLED.finditer(line):
        whole, part = _value(match["whole"]), _value(match["part"])
        if part > whole and not re.search(_LATER, line):
            said = f"收到{whole}{match['unit']}，办结的却有{part}{match['unit']}"
            yield Hit(*match.span("part"), (), said)


def _lasted(line: str) -> Iterator[Hit]:
    for match in _LASTED.finditer(line) if "从" in line else ():
        first, last = _minute(match, "first"), _minute(match, "last")
        told = int(match["count"]) * (_MINUTES if match["unit"].endswith("小时") else 1)
        right = {(last - first) % (24 * _MINUTES), (last - first) % (12 * _MINUTES)}
        if told not in right and (
            match["unit"] == "分钟" or not any(abs(told - one) < _MINUTES for one in right)
        ):
            yield Hit(match.start("count"), match.end(), (), f"两个时刻相差{min(right)}分钟")


def _each(line: str) -> Iterator[Hit]:
    for match in _EACH.finditer(line):
        many, total, each = (
            _value(match["many"]),
            _scaled(match, "total", "scale"),
            _scaled(match, "each", "each_scale"),
        )
        if many and abs(total / many - each) > max(_ROOM * total / many, Decimal(1)):
            said = f"按前面两个数计算，平均约{_plain(total / many)}{match['unit']}"
            yield Hit(match.start("each"), match.end(), (), said)
    for match in _SHARED.finditer(line):
        many, few, each = (_value(match[name]) for name in ("many", "few", "each"))
        if few and abs(many / few - each) >= 1:
            said = f"按前面两个数计算，约{_plain(many / few)}{match['unit']}"
            yield Hit(*match.span("each"), (), said)


def _anniversaries(line: str, published: dt.date) -> Iterator[Hit]:
    """Years since something began, told with the year in which it did; a text put out in January may speak of the year before."""
    for match in _ANNIVERSARY.finditer(line):
        name = "count" if match["count"] else "other_count"
        since = int(match["year"] or match["other_year"])
        if since + int(match[name]) not in {published.year, published.year - (published.month == 1)}:
            said = f"{since}年到{published.year}年是{published.year - since}周年"
            yield Hit(match.start(name), match.end(name) + 2, (), said)


def _other_years(line: str) -> Iterator[Hit]:
    """A period of validity that is not that between its first and its last day; told only where it is one of whole years."""
    for match in _VALID.finditer(line):
        first, last = ((int(match[f"{to}month"]), int(match[f"{to}day"])) for to in ("", "to_"))
        years = int(match["to_year"]) - int(match["year"])
        is_whole = last == first or _follows(last, first)
        if last[0] == 12 and first == (1, 1):
            years, is_whole = years + 1, last == (12, 31)
        told = int(match["years"]) if match["years"].isdigit() else chinese_number(match["years"])
        if is_whole and told != years:
            yield Hit(match.start("years"), match.end(), (), f"从起始日到截止日是{years}年")


def _follows(last: tuple[int, int], first: tuple[int, int]) -> bool:
    """Whether a period that ends on the one day of the year begins on the other: the day before it."""
    try:
        return dt.date(2025, *last) + dt.timedelta(days=1) == dt.date(2025, *first)
    except ValueError:
        return False


def _priced(line: str) -> Iterator[Hit]:
    for match in _PRICED.finditer(line):
        right = _value(match["price"]) * _value(match["many"])
        scale = 10_000 if match["total_scale"] else 1
        room = Decimal(scale).scaleb(-len(match["total"].partition(".")[2])) if scale > 1 else Decimal(0)
        if abs(_scaled(match, "total", "total_scale") - right) >= max(room, Decimal("0.01")):
            said = f"{(right / scale).normalize():f}{match['total_scale']}元"
            yield Hit(match.start("total"), match.end(), (), f"按前面两个数计算，应当是{said}")


def _minute(match: re.Match[str], name: str) -> int:
    minute = match[f"{name}_minute"] or match[f"{name}_minutes"] or 0
    hour = int(match[f"{name}_hour"]) + (
        12 if match[name] in {"下午", "晚", "晚上"} and int(match[f"{name}_hour"]) < 12 else 0
    )
    return hour * _MINUTES + (30 if match[f"{name}_half"] else int(minute))


def _scaled(match: re.Match[str], name: str, scale: str) -> Decimal:
    return _value(match[name]) * (10_000 if match[scale] else 1)


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _plain(value: Decimal) -> str:
    return f"{value:.1f}".removesuffix(".0")
