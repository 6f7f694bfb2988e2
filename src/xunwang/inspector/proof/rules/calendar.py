"""Days, hours and weekdays that cannot be."""

import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.proof.rules.shapes import Hit

_DAY = re.compile(
    r"(?:(?<!\d)(\d{4})\s?年\s?)?(?<![\d.])(\d{1,2})\s?月\s?(\d{1,2})(?:\s?[日号](?!均)|(?=[上下]午|[凌早晚中]))"
)
_MONTH = re.compile(r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月(?!\s?\d)")
_HOUR = re.compile(r"(?<=[日号午晨晚，])\s?(\d{1,2})\s?[时点](?:\s?(\d{1,2})\s?分(?!之))")
_WEEKDAY = re.compile(
    r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?\s?[（(]?\s?(?:星期|周|礼拜)([一二三四五六日天])"
)
_FULL = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_TIME = r"(?:\s?(?:上午|下午|晚上?|早上?)?\s?\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|整)?))?"
_RANGE = re.compile(rf"{_FULL}{_TIME}\s?(?:至|到|—|－|~|～|-)+\s?{_FULL}")
_CLOCK = re.compile(r"(?:上午|下午|晚上|[日号])\s?(\d{1,2})[:：](\d{2})(?![:：\d])")
_COMING = re.compile(rf"(?:将于|将在|拟于)\s?{_FULL}")
IMPOSSIBLE_TRIGGERS = (
    *(f"{month}月" for month in (0, *range(13, 100))),
    *(f"{month}月{day}" for month in range(1, 13) for day in ("0", *range(29, 100))),
    *(f"{hour}{sign}" for hour in range(25, 100) for sign in "时点"),
    *(f"{hour}{sign}" for hour in range(25, 100) for sign in ":："),
    *(f"{sign}{minute}" for minute in range(60, 100) for sign in ":："),
    *(f"{minute}分" for minute in range(60, 100)),
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
        if day is None:
            continue
        right = _NAMES[day.weekday()]
        if right != match[4].replace("天", "日"):
            why = f"{day.year}年{day.month}月{day.day}日是星期{right}"
            yield Hit(match.start(4), match.end(4), (right,), why)


def backwards(line: str, _published: dt.date | None) -> Iterator[Hit]:
    for match in _RANGE.finditer(line):
        numbers = [int(group) for group in match.groups()]
        first, last = _date(*numbers[:3]), _date(*numbers[3:])
        if first and last and first > last:
            yield Hit(*match.span(), ())


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
