"""Days, hours and weekdays that cannot be."""

import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.proof.rules.shapes import Hit
from xunwang.inspector.read.near import Near

_DAY = Near(
    re.compile(
        r"(?:(?<!\d)(\d{4})\s?年\s?)?(?<![\d.])(\d{1,2})\s?月\s?(\d{1,2})(?:\s?[日号](?!均)|(?=[上下]午|[凌早晚中]))"
    ),
    "月",
    "月",
    len("2026 年 12 "),
)
_MONTH = re.compile(r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月(?!\s?\d)")
_HOUR = re.compile(r"(?<=[日号午晨晚，])\s?(\d{1,2})\s?[时点](?:\s?(\d{1,2})\s?分(?!之))")
_WEEKDAY = re.compile(
    r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?\s?[（(]?\s?(?:星期|周|礼拜)([一二三四五六日天])"
)
_WEEKDAY_ALONE = re.compile(
    r"(?<![年\d.])(\d{1,2})\s?月\s?(\d{1,2})\s?日\s?[（(]\s?(?:星期|周|礼拜)([一二三四五六日天])\s?[）)]"
)
_OTHER_YEAR = re.compile(r"\d{4}\s?年|去年|明年|上年|次年|当年|前年|往年|同期|〔")
_NEAR = dt.timedelta(days=120)  # from publication, within which a day without a year is of one year only
_FULL = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_TIME = r"(?:\s?(?:上午|下午|晚上?|早上?)?\s?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|整)?))?"
_RANGE = re.compile(rf"{_FULL}{_TIME}\s?(?:至|到|—|－|~|～|-)+\s?{_FULL}")
_SHORT_RANGE = re.compile(
    r"(?:(?<!\d)(?P<year>\d{4})\s?年\s?)?(?<![\d.])(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?日?(?:上午|下午)?\s?(?:至|到|[—－~～-]{1,2})\s?"
    r"(?:(?P<last_month>\d{1,2})\s?月\s?)?(?P<last_day>\d{1,2})\s?日"
)
_EVERY_YEAR = re.compile(r"每年|次年|翌年|来年|第二年|年度|农历|周期|供暖|采暖")
_YEARS = re.compile(
    r"(?P<first>(?:19|20)\d\d)(?<![\d〔\[（(第]\d{4})\s?年(?:度)?\s?(?:至|到|[—－~～-]{1,2})\s?(?P<last>(?:19|20)\d\d)\s?年"
)
_LONG_AGO = re.compile(r"公元前|距今|前$")
_HOURS = re.compile(
    r"(\d(?<![\d:：]\d)\d?)[:：](\d{2})\s?(?:至|到|[—－~～-]{1,2})\s?(\d{1,2})[:：](\d{2})(?![\d:：])"
)
_OVER_NIGHT = re.compile(r"次日|翌日|第二天|隔日|跨|夜")
_NOON, _LAST_HOUR = 12, 24
_WHOLE_DAY = 21  # hours, from which on a stretch over night is more likely one written backwards: 9:00—7:00
_BETWEEN = re.compile(  # 10人以上50人以下
    r"(?P<first>\d(?<![\d.]\d)[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?(?!周?岁)[\u4e00-\u9fff]{1,3}?|%|％)以上(?P<last>\d[\d,]*(?:\.\d+)?)(?P=unit)以下"
)
_LIMITS = re.compile(
    r"(?P<first>\d(?<![\dA-Za-z.\-—～~－:：]\d)\d{0,5}(?:\.\d+)?)(?P<unit>元|岁|周岁|分)?(?:至|到|[—－~～-])(?P<last>\d{1,6}(?:\.\d+)?)(?P<after>元|周?岁(?:之间)?|分之间)"
)
_DOWN = re.compile(r"由|从|降|减|倒|压缩|缩|下调|跌|[A-Za-z第号]$")
_CLOCK = re.compile(r"(?:上午|下午|晚上|[日号])\s?(\d{1,2})[:：](\d{2})(?![:：\d])")
_COMING = re.compile(rf"(?:将于|将在|拟于)\s?{_FULL}")
_GONE_BY = re.compile(
    r"截[至止]到?\s?(?P<year>\d{4})\s?年\s?(?:(?P<month>\d{1,2})\s?月)?[^，。；\d]{0,4}(?:\d{1,2}\s?日)?，[^，。；]{0,14}?已(?!于|经?列入|纳入|明确|确定|下达)"
)
IMPOSSIBLE_TRIGGERS = (
    *(f"{month}月" for month in (0, *range(13, 100))),
    *(f"{month}月{day}" for month in range(1, 13) for day in ("0", *range(29, 100))),
    *(f"{hour}{sign}" for hour in range(25, 100) for sign in "时点"),
    *(f"{hour}{sign}" for hour in range(25, 100) for sign in ":："),
    *(f"{sign}{minute}" for minute in range(60, 100) for sign in ":："),
    *(f"{minute}分" for minute in range(60, 100)),
)
LIMITS_TRIGGERS = (
    *(end + sign for end in "年元岁分0123456789" for sign in "至到—－~～-"),
    *(f"以上{digit}" for digit in "0123456789"),
)
WEEKDAY_TRIGGERS = tuple(word + day for word in ("星期", "周", "礼拜") for day in "一二三四五六日天")
RANGE_TRIGGERS = tuple(end + sign for end in "日午晚时点分整0123456789" for sign in "至到—－~～-")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAMES = "一二三四五六日"


def impossible(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A 13th month, a 31 April, a 29 February outside a leap year, an hour past 24."""
    for match in _DAY.finditer(line):
        why = _why_no_day(match[1], int(match[2]), int(match[3]))
        if why:
            yield Hit(*match.span(), (), why)
    for match in _MONTH.finditer(line):
        if not 1 <= int(match[2]) <= 12:
            yield Hit(*match.span(), (), f"没有{int(match[2])}月")
    for form in (_HOUR, _CLOCK):
        for match in form.finditer(line):
            if int(match[1]) > 24 or int(match[2]) > 59:
                yield Hit(match.start(1), match.end(), (), "没有这个时刻")


def _why_no_day(year: str | None, month: int, day: int) -> str | None:
    if not 1 <= month <= 12:
        return f"没有{month}月"
    if not 1 <= day <= _DAYS[month - 1]:
        return f"{month}月没有{day}日"
    if (month, day) == (2, 29) and year is not None and _date(int(year), 2, 29) is None:
        return f"{year}年不是闰年，2月没有29日"
    return None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def weekdays(line: str, _published: dt.date | None) -> Iterator[Hit]:
    for match in _WEEKDAY.finditer(line):
        day = _date(int(match[1]), int(match[2]), int(match[3]))
        if day is not None:
            yield from _other_weekday(match, day, 4)


def weekdays_near(line: str, published: dt.date | None) -> Iterator[Hit]:
    """Without a year: that of the day nearest to publication; a line that speaks of another year says nothing."""
    if published is None or _OTHER_YEAR.search(line):
        return
    for match in _WEEKDAY_ALONE.finditer(line):
        days = [_date(published.year + step, int(match[1]), int(match[2])) for step in (-1, 0, 1)]
        near = min(filter(None, days), key=lambda day: abs(day - published), default=None)
        if near is not None and abs(near - published) <= _NEAR:
            yield from _other_weekday(match, near, 3)


def _other_weekday(match: re.Match[str], day: dt.date, group: int) -> Iterator[Hit]:
    right = _NAMES[day.weekday()]
    if right != match[group].replace("天", "日"):
        yield Hit(
            match.start(group),
            match.end(group),
            (right,),
            f"{day.year}年{day.month}月{day.day}日是星期{right}",
        )


def backwards(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """From a day to an earlier one; where years are left out, within one month or from a month to the one before."""
    for match in _RANGE.finditer(line):
        numbers = [int(group) for group in match.groups()]
        first, last = _date(*numbers[:3]), _date(*numbers[3:])
        if first and last and first > last:
            yield Hit(*match.span(), ())
    if _EVERY_YEAR.search(line):
        return
    for match in _SHORT_RANGE.finditer(line):
        month, day, last_day = int(match["month"]), int(match["day"]), int(match["last_day"])
        last_month = int(match["last_month"] or month)
        if month - last_month in {0, 1} and (month, day) > (last_month, last_day):
            yield Hit(*match.span(), ())


def from_high_to_low(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Years, hours, amounts and ages that run from the greater to the lesser where nothing says that they go down."""
    for match in _YEARS.finditer(line):
        if match["first"] > match["last"] and not _LONG_AGO.search(line[: match.start()]):
            yield Hit(*match.span(), (), "起始年份晚于结束年份")
    if not _OVER_NIGHT.search(line):
        for match in _HOURS.finditer(line):
            first, last = (int(match[1]), match[2]), (int(match[3]), match[4])
            long = first[0] <= _LAST_HOUR and (last[0] >= _NOON or last[0] + 24 - first[0] >= _WHOLE_DAY)
            if first > last and long:
                yield Hit(*match.span(), (), "开始的时刻晚于结束的时刻")
    for match in _BETWEEN.finditer(line) if "以上" in line else ():
        if _number(match["first"]) > _number(match["last"]):
            yield Hit(*match.span(), (), "“以上”的数大于“以下”的数")
    for match in _LIMITS.finditer(line):
        before = line[max(0, match.start() - 12) : match.start()]
        if float(match["first"]) > float(match["last"]) and not _DOWN.search(before):
            yield Hit(*match.span(), (), "前一个数大于后一个数")


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def still_to_come(line: str, published: dt.date | None) -> Iterator[Hit]:
    """Something announced for a day long before the day the text was published: an old text put out as new."""
    if published is None:
        return
    for match in _COMING.finditer(line):
        day = _date(*(int(group) for group in match.groups()))
        if day is not None and (published - day).days > 7:
            yield Hit(
                *match.span(),
                (),
                f"发布日期是{published.year}年{published.month}月{published.day}日，这一天早已过去",
            )


def gone_by_too_soon(line: str, published: dt.date | None) -> Iterator[Hit]:
    """What has been done up to a month that comes only after publication."""
    for match in _GONE_BY.finditer(line) if published else ():
        said = int(match["year"]), int(match["month"] or 1)
        if published and said > (published.year, published.month):
            yield Hit(match.start(), match.end("month" if match["month"] else "year") + 1, ())


_BORN = re.compile(  # 年满6周岁（2020年8月31日及以前出生）; 35周岁以下（1991年1月1日以后出生）
    r"(?P<age>\d{1,2})周?岁(?P<side>及?以[上下]|)?[^，。；（）]{0,6}[（(，](?:即|指)?(?P<year>(?:19|20)\d\d)年\d{1,2}月\d{1,2}日(?:[（(]?含[^，。；（）]{0,3}[）)]?|及|\s)?(?:(?P<after>以后|之后|后)|(?P<before>以前|之前|前))[^，。；]{0,4}出生"
)
_BORN_BEFORE = re.compile(  # 2020年8月31日（含）以前出生、年满6周岁
    r"(?P<year>(?:19|20)\d\d)年\d{1,2}月\d{1,2}日(?:[（(]?含[^，。；（）]{0,3}[）)]?|及|\s)?(?P<before>以前|之前|前)[^，。；]{0,4}出生[、，][^，。；\d不未]{0,6}满(?P<age>\d{1,2})周?岁(?!以)(?P<after>)"
)
BORN_TRIGGERS = ("出生）", "出生)", "出生，", "出生。", "出生的", "出生；", "出生、")
_OF_YEAR = re.compile(
    r"(?<!\d)(20\d\d)年(?:秋季?|春季?|度|全[县市区])?[^，。；\d]{0,16}(?:招|报名|入学|选调|考录|考试|遴选)"
)


def born_otherwise(line: str, published: dt.date | None) -> Iterator[Hit]:
    """An age and the day of birth that it is reckoned by, a year or more apart from the year of the text."""
    if published is None:
        return
    for match in (*_BORN.finditer(line), *_BORN_BEFORE.finditer(line)):
        years = {int(year) for year in _OF_YEAR.findall(line)} or {published.year, published.year + 1}
        reached = int(match["year"]) + int(match["age"])
        # who is born up to the day has reached the age; who is born after it may be in the year of it still
        fits = {reached} if match["before"] else {reached, reached + 1}
        if years.isdisjoint(fits) and years.isdisjoint({year - 1 for year in fits} if match["after"] else ()):
            yield Hit(
                match.start("year"),
                match.end("year") + 1,
                (),
                f"{match['year']}年出生，{reached}年满{match['age']}周岁",
            )
