"""How long something lasts, told beside the days it runs from and to."""

import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.model import chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_COUNT = r"(?P<count>\d{1,3}|[一二两三四五六七八九十])"
_TO = r"\s?(?:至|到|[—－–~～-]{1,2})\s?"
_FROM_TO = re.compile(rf"日{_TO}")  # without which no period is told by its days
_IN_BRACKETS = re.compile("[度年][（(]|月[（(][第一二三四上下前]")
_DAY = r"(?:(?P<{0}_year>\d{{4}})年)?(?P<{0}_month>\d{{1,2}})月(?P<{0}_day>\d{{1,2}})日"
_LASTING = late(  # 5月10日至12日，共三天; 3月2日至3月6日（7个工作日）
    rf"{_DAY.format('first')}{_TO}(?:(?:(?P<last_year>\d{{4}})年)?(?P<last_month>\d{{1,2}})月)?(?P<last_day>\d{{1,2}})日"
    rf"(?:[，,（(]\s?(?:(?:一?共|共计|为期|历时|时间|期限)\s?)?|[^\d，。；：（）]{{1,12}}，(?:为期|会期|历时|共计)\s?){_COUNT}(?P<unit>个(?:工作|自然)日|天|日)(?![时内前后])"
)
_LASTS = late(  # 公示期5天，自2026年4月1日至4月10日
    rf"(?:公示|公告|报名|申报|征求意见|培训|会|展|活动|休假?)(?:时间|期限|期)?(?:为|共)?\s?{_COUNT}(?P<unit>个工作日|天|日)[，,（(：:]\s?(?:即|从|自)?"
    rf"{_DAY.format('first')}{_TO}(?:(?:(?P<last_year>\d{{4}})年)?(?P<last_month>\d{{1,2}})月)?(?P<last_day>\d{{1,2}})日"
)
_WEEKDAY = r"(?:[（(](?:星期|周)[一二三四五六日天][）)])?"
_STARTS_ENDS = late(  # 会期两天，自12月8日开始，12月10日结束; 公示期为5个工作日，自11月23日（星期一）至11月25日（星期五）
    rf"期(?:限)?(?:为|共)?\s?{_COUNT}(?P<unit>个(?:工作|自然)日|天|日)[，,（(：:]\s?(?:即|从|自|于)?"
    rf"{_DAY.format('first')}{_WEEKDAY}(?:{_TO}|(?:起|开始|开幕|开班|启动)，(?:至|到|于)?)(?:(?:(?P<last_year>\d{{4}})年)?(?P<last_month>\d{{1,2}})月)?(?P<last_day>\d{{1,2}})日{_WEEKDAY}(?:结束|止|闭幕|结业|）|\)|，|。|；)"
)
_VALID = re.compile(  # 自2026年4月1日起施行，有效期5年，至2031年3月31日止
    rf"{_DAY.format('first')}起[^，。；]{{0,8}}[，,]?有效期(?:为|限为|限)?{_COUNT}年[，,]?(?:至|到){_DAY.format('last')}"
)
_WITHIN_A_YEAR = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月\d{1,2}日" + _TO + r"0?2月29日")
_MONTHS = late(
    r"(?P<what>第?[一二三四]季度|上半年|下半年|前三季度)[（(]\s?(?P<first>\d{1,2})月?(?:至|[—－–~～-]{1,2})(?P<last>\d{1,2})月\s?[）)]"
    r"|(?<!\d)(?P<from>\d{1,2})月?(?:至|[—－–~～-]{1,2})(?P<to>\d{1,2})月[（(](?P<of>第?[一二三四]季度|上半年|下半年|前三季度)[）)]"
)
_OF = {"一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12), "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9)}  # fmt: skip
_TEN_DAYS = re.compile(
    r"(?<!\d)(?P<month>\d{1,2})月(?P<part>[上中下])旬[（(]\s?(?:(?P<told>\d{1,2})月)?(?P<day>\d{1,2})日\s?[）)]"
)
_PARTS = {"上": range(1, 11), "中": range(11, 21), "下": range(21, 32)}
_PLAN = re.compile(
    rf"“?十(?P<ones>[一二三四五六七八九])五”?(?:(?P<of_time>时期|期间)|规划)?[（(](?P<first>20\d\d)年?{_TO}(?P<last>20\d\d)年[）)]"
)
_BEFORE_PLANS = (
    1951  # the first year of the plan of number 0, had all followed upon each other as the later ones did
)
SPAN_TRIGGERS = (
    "五”",
    "旬（",
    "旬(",
    "五时期（",
    "五规划（",
    "五”期间",
    "天",
    "工作日",
    "自然日",
    "日）",
    "有效期",
    "2月29日",
    "季度（",
    "半年（",
    "季度(",
    "半年(",
    "季度）",
    "半年）",
)


def not_so_long(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Days that are more or fewer than they are counted, a term that ends in another year, a period told by days of another."""
    for match in _periods(line):
        days, in_leap_year = _days(match), _days(match, 2028)
        if days and not any(
            _fits(_number(match["count"]), many, match["unit"]) for many in (days, in_leap_year or days)
        ):
            yield Hit(*match.span("count"), (), f"从起到止一共{days}天")
    for match in _VALID.finditer(line) if "有效期" in line else ():
        if right := _other_end(match):
            yield Hit(
                match.start("last_year"), match.end("last_day") + 1, (), f"{match['count']}年到{right}为止"
            )
    for match in _WITHIN_A_YEAR.finditer(line) if "2月29日" in line else ():
        if int(match["month"]) <= 2 and _date(int(match["year"]), 2, 29) is None:
            yield Hit(*match.span(), (), f"{match['year']}年不是闰年，2月没有29日")
    yield from _of_another_time(line)


def _periods(line: str) -> Iterator[re.Match[str]]:
    """Periods told with their length, each of them once."""
    forms = (
        *((_LASTING, _LASTS) if _FROM_TO.search(line) else ()),
        *((_STARTS_ENDS,) if "期" in line else ()),
    )
    told: set[int] = set()
    for match in (match for form in forms for match in form.finditer(line)):
        if match.start("count") not in told:
            told.add(match.start("count"))
            yield match


def _of_another_time(line: str) -> Iterator[Hit]:
    """A quarter of other months, a day of another third of its month, a five-year plan of other years."""
    for match in _MONTHS.finditer(line) if _IN_BRACKETS.search(line) else ():
        what = match["what"] or match["of"]
        first, last = _OF[what.removeprefix("第")]
        told = int(match["first"] or match["from"]), int(match["last"] or match["to"])
        is_part = (
            what.endswith("半年") and first <= told[0] <= told[1] <= last
        )  # when in it something is done
        if told != (first, last) and not is_part:
            yield Hit(*match.span(), (), f"{what}是{first}月至{last}月")
    for match in _TEN_DAYS.finditer(line) if "旬" in line else ():
        months = {match["month"], match["told"] or match["month"]}
        if len(months) > 1 or int(match["day"]) not in _PARTS[match["part"]]:
            yield Hit(*match.span(), (), "这一天不在这一旬里")
    for match in _PLAN.finditer(line) if "五" in line else ():
        first = _BEFORE_PLANS + 5 * (10 + _number(match["ones"]))
        told = int(match["first"]), int(match["last"])
        is_part = match["of_time"] and first <= told[0] <= told[1] <= first + 4  # what was done in it so far
        if told != (first, first + 4) and not is_part:
            yield Hit(*match.span(), (), f"这个五年规划是{first}年至{first + 4}年")


def _fits(count: int, days: int, unit: str) -> bool:
    """Nights may be counted instead of days; of working days there may be fewer, never more."""
    return count <= days if unit == "个工作日" else count in {days, days - 1}


def _days(match: re.Match[str], any_year: int = 2026) -> int | None:
    """From the first to the last, both of them counted; `any_year` where none is told."""
    year = int(match["first_year"] or match["last_year"] or any_year)
    month = int(match["first_month"])
    first = _date(year, month, int(match["first_day"]))
    last = _date(int(match["last_year"] or year), int(match["last_month"] or month), int(match["last_day"]))
    return (last - first).days + 1 if first and last and first <= last else None


def _other_end(match: re.Match[str]) -> str | None:
    """The last day of the term, where another is told: the day before the anniversary or that day itself."""
    if match["first_year"] is None or match["last_year"] is None:
        return None
    year = int(match["first_year"]) + _number(match["count"])
    day = _date(year, int(match["first_month"]), int(match["first_day"]))
    told = _date(*(int(match[f"last_{part}"]) for part in ("year", "month", "day")))
    if day is None or told is None or told in {day, day - dt.timedelta(days=1)}:
        return None
    right = day - dt.timedelta(days=1)
    return f"{right.year}年{right.month}月{right.day}日"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_number(text)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
