"""Dates as they are written on pages, read without a clock."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import msgspec

from xunwang.inspector.model import SHANGHAI, chinese_number, late
from xunwang.inspector.read.remembering import remembered

Precision = Literal["day", "minute", "second"]

_YEAR = r"(?P<y>(?:19[89]|20[0-4])\d)"
_MONTH = r"(?P<m>1[0-2]|0?[1-9])"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_TIME = r"(?:(?:\s?[-–|]\s|[\sT,，]{0,3})(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?\s*)?(?P<h>[01]?\d|2[0-3])\s*(?:[:：]|时|点)\s*(?P<i>[0-5]\d)(?:\s*(?:[:：]|分)\s*(?P<s>[0-5]\d)(?:\s*秒)?|\s*分)?(?!\d))?"

# The number in the cell beside a month, or in the line below, is no day of it.
_NEXT_CELL = r"\s*[\t\n]\s*\d{1,2}(?!\d|\s*日)"
FULL = re.compile(
    rf"(?<![\d.]){_YEAR}\s*(?:年|[-/.．·－—–])\s*{_MONTH}\s*(?:月(?!{_NEXT_CELL})|[-/.．·－—–])\s*{_DAY}(?!\d|[-.](?!20\d\d[-/.年])\d)\s*日?"
    + _TIME
)
_DAY_FIRST = re.compile(rf"(?<!\d){_DAY}\s*日?[\s/|]+{_YEAR}\s*[-/.年]\s*{_MONTH}\s*月?(?![-/.]?\d)")
_DAY_MONTH_YEAR = re.compile(rf"(?<!\d){_DAY}\s*日?[\s|/]+{_MONTH}\s*月[\s,，]+{_YEAR}(?!\d)")
_DAY_APART = re.compile(rf"(?<!\d){_DAY}\s*日?\s+[-/.]\s*{_MONTH}\s+{_YEAR}(?!\d)")
_DAY_LAST = re.compile(rf"(?<!\d){_YEAR}\s*[-/.年]\s*{_MONTH}\s*月?[\s|]+{_DAY}\s*日?(?!\d)")
_YEAR_LAST = re.compile(rf"(?<!\d){_MONTH}\s*[-/.月]\s*{_DAY}\s*日?[\s|,，]+{_YEAR}\s*年?(?!\d)")
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}\s*年?[\s|]+{_MONTH}\s*[-/.月]\s*{_DAY}\s*日?(?!\d)")
_SHORT = re.compile(rf"(?<![\d./-]){_MONTH}\s*(?:月|[-/.])\s*{_DAY}(?!\d|\s*[-/.]\s*\d)\s*日?")
_DAY_MONTH = re.compile(rf"(?<!\d){_DAY}\s*日?[\s|/]+{_MONTH}\s*月(?!\d)")
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>(?:19[89]|20[0-4])\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"
)
_TWO_DIGITS = re.compile(rf"(?P<y>[0-3]\d)(?P<mark>[-/.]){_MONTH}(?P=mark){_DAY}{_TIME}")
_IN_WORDS = re.compile(
    r"([二一][一二三四五六七八九〇○零Ｏ0O]{3})年(十[一二]?|[一二三四五六七八九])月(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_MONTH_IN_WORDS = re.compile(r"(?<![二三四五六七八九十年])(十[一二]?|[一二三四五六七八九])月(?=[\s,，/|]|\Z)")
_DAY_IN_WORDS = re.compile(
    r"(?<![一二三四五六七八九十年〇])(十[一二]?|[一二三四五六七八九])月(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
MONTH_NAME = re.compile(rf"{_MONTH_NAME}\.?", re.IGNORECASE)
_IN_ENGLISH = late(
    rf"(?<![a-z])({_MONTH_NAME})\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+((?:19[89]|20[0-4])\d)(?!\d)"
    rf"|(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+({_MONTH_NAME})[\s.,-]+((?:19[89]|20[0-4])\d)(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_MONTH = late(rf"(?<![a-z\d ])\s*({_MONTH_NAME})\.?,?\s+(20[0-4]\d)(?!\d)", re.IGNORECASE)
_YEAR_AT_END = re.compile(
    r"(?<![\d/.-])(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?P=mark)(?P<y>(?:19[89]|20[0-4])\d)(?![\d/.-])"
)
_PRINTED = late(
    rf"(?:mon|tue|wed|thu|fri|sat|sun)\s+({_MONTH_NAME})\s+(\d{{1,2}})\s+(\d\d:\d\d(?::\d\d)?)\s+(?:[A-Z]{{3,4}}(?:[+-]\d\d:?\d\d)?\s+)?((?:19[89]|20[0-4])\d)(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_SIGN = re.compile(r"[a-z]{3}\.? ?\d|\d[ -][a-z]{3}", re.IGNORECASE)
_LONGEST_IN_WORDS = 40
_LONGEST_KEPT = 60  # characters of a text whose date is kept
_EPOCH = re.compile(r"1[0-9]\d{8}(?:\d{3})?")  # 2001 to 2033
_WIDE_FIGURE = re.compile("[０-９／]")
_WIDE_FIGURES = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")
_FIGURES = str.maketrans("一二三四五六七八九〇○零ＯO", "12345678900000")
_WITH_YEAR = (_DAY_FIRST, FULL, _DAY_MONTH_YEAR, _DAY_APART, _DAY_LAST, _YEAR_LAST, _YEAR_FIRST)
_WITHOUT_YEAR = (_DAY_MONTH, _SHORT)
_URL = (
    re.compile(r"/t(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)_\d+"),
    re.compile(r"/(?P<y>20\d\d)[-/]?(?P<m>\d\d)[-/](?P<d>\d\d)(?=[/_.])"),
    re.compile(r"/(?P<y>20\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?=[/_.])"),
    re.compile(r"[/_=-](?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=\d{0,9}(?:[/_.-]|$))"),
)
_URL_MONTH = re.compile(r"/(20\d\d)[-/]?(0[1-9]|1[0-2])(?=/)")
_DATE_ONLY = re.compile(r"[\d\s年月日\-/.．·－—–:：|,，]+\Z")


class Stamp(msgspec.Struct, frozen=True):
    """A written date: `year` is None where it was left out; `hour` where no time was written."""

    month: int
    day: int
    year: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int | None = None

    def date(self, year: int | None = None) -> dt.date | None:
        """The day, in `year` where none was written; None for a day that does not exist."""
        year = self.year or year
        if year is None:
            return None
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None

    def moment(self, year: int | None = None) -> dt.datetime | None:
        """The time in Shanghai; midnight where only a day was written."""
        day = self.date(year)
        if day is None:
            return None
        return dt.datetime(
            day.year, day.month, day.day, self.hour or 0, self.minute, self.second or 0, tzinfo=SHANGHAI
        )

    @property
    def precision(self) -> Precision:
        if self.hour is None:
            return "day"
        return "minute" if self.second is None else "second"


def stamp_of(found: re.Match[str]) -> Stamp:
    """The numbers of a matched date; None for parts that it does not write."""
    parts = found.groupdict()
    return Stamp(
        int(parts["m"]),
        int(parts["d"]),
        int(parts["y"]) if parts.get("y") else None,
        int(parts["h"]) if parts.get("h") else None,
        int(parts["i"]) if parts.get("i") else 0,
        int(parts["s"]) if parts.get("s") else None,
    )


def read_stamp(text: str, *, short: bool = True) -> Stamp | None:
    """The date in a short text that is there to show one; with `short`, also one without a year.

    A year of two digits is read where the text holds nothing but that date.
    """
    return _known_stamp(text, short) if len(text) <= _LONGEST_KEPT else _stamp_in(text, short)


def _stamp_in(text: str, short: bool) -> Stamp | None:
    text = in_figures(text)
    for pattern in (*_WITH_YEAR, *(_WITHOUT_YEAR if short else ())):
        if found := pattern.search(text):
            stamp = stamp_of(found)
            if stamp.date(stamp.year or 2000) is not None:
                return stamp
    bare = text.strip(" []【】()（）")
    if found := _COMPACT.fullmatch(bare):
        return stamp_of(found)
    if found := _TWO_DIGITS.fullmatch(bare):
        stamp = stamp_of(found)
        stamp = msgspec.structs.replace(stamp, year=2000 + int(found["y"]))
        return stamp if stamp.date() else None
    return None


_known_stamp = lru_cache(maxsize=4_096)(_stamp_in)  # the lists of a site show the same days


def stamp_of_data(value: str) -> Stamp | None:
    """The full date in a value that programs read: written out, or the seconds or milliseconds since 1970."""
    if not _EPOCH.fullmatch(value):
        return read_stamp(value, short=False) if len(value) <= _LONGEST_IN_WORDS else None
    moment = dt.datetime.fromtimestamp(int(value[:10]), SHANGHAI)
    return Stamp(moment.month, moment.day, moment.year, moment.hour, moment.minute, moment.second)


def in_figures(text: str) -> str:
    """The text with its dates in Chinese numerals or English words, such as 二〇二六年三月三十日 or Mar 30, 2026, written in figures; Mar 2026 becomes 2026-3."""
    if _WIDE_FIGURE.search(text):
        text = text.translate(_WIDE_FIGURES)
    if "年" in text and "月" in text:
        text = _IN_WORDS.sub(
            lambda found: (
                f"{found[1].translate(_FIGURES)}年{chinese_number(found[2])}月{chinese_number(found[3])}日"
            ),
            text,
        )
    if "月" in text and len(text) <= _LONGEST_IN_WORDS:
        text = _DAY_IN_WORDS.sub(
            lambda found: f"{chinese_number(found[1])}月{chinese_number(found[2])}日", text
        )
        text = _MONTH_IN_WORDS.sub(lambda found: f"{chinese_number(found[1])}月", text)
    if "/20" in text or "-20" in text:
        text = _YEAR_AT_END.sub(_year_first, text)
    if not _ENGLISH_SIGN.search(text):
        return text
    text = _PRINTED.sub(lambda found: f"{found[4]}-{_month_number(found[1])}-{found[2]} {found[3]}", text)
    return _ENGLISH_MONTH.sub(_month_of_year, _IN_ENGLISH.sub(_from_english, text))


def _year_first(found: re.Match[str]) -> str:
    """03/26/2026 as content systems made in America write it; the day stands first where no month has such a number."""
    one, two = int(found["one"]), int(found["two"])
    month, day = (two, one) if one > 12 >= two else (one, two)
    return f"{found['y']}-{month}-{day}" if 1 <= month <= 12 and 1 <= day <= 31 else found[0]


def _month_of_year(found: re.Match[str]) -> str:
    return f"{found[2]}-{_month_number(found[1])}"


def _month_number(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _from_english(found: re.Match[str]) -> str:
    return f"{found[3] or found[6]}-{_month_number(found[1] or found[5])}-{found[2] or found[4]}"


def is_date_like(text: str) -> bool:
    """Whether a piece of text holds nothing but the parts of a date."""
    return _holds_date_only(text) or (len(text) <= _LONGEST_IN_WORDS and _holds_date_in_words(text))


def _holds_date_only(text: str) -> bool:
    return _DATE_ONLY.match(text) is not None and any(char.isdigit() for char in text)


@remembered
def _holds_date_in_words(text: str) -> bool:
    return _holds_date_only(in_figures(text))


def date_in_url(url: str) -> dt.date | None:
    """The day an address carries in its path, as content systems write it."""
    path = url.partition("?")[0].partition("#")[0]
    for pattern in _URL:
        if (found := pattern.search(path)) and (day := stamp_of(found).date()):
            return day
    return None


def month_in_url(url: str) -> dt.date | None:
    """The first day of the month an address carries in its path."""
    found = _URL_MONTH.search(url.partition("?")[0])
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


def latest_not_after(stamp: Stamp, day: dt.date) -> dt.date | None:
    """The last date of that month and day up to `day`; a 29 February may lie four years back."""
    if stamp.year is not None:
        return stamp.date()
    candidates = (stamp.date(year) for year in range(day.year, day.year - 9, -1))
    return next((date for date in candidates if date is not None and date <= day), None)


_FEWEST_RISING = 4  # days: of three a list that goes down may look so, a year from each to the next


def supply_years(
    entries: Iterable[tuple[Stamp | None, dt.date | None, bool]], today: dt.date | None
) -> list[dt.date | None]:
    """The days of one list, from the newest down, years supplied where they were left out.

    An entry is its stamp, the date its address carries and whether it is pinned to the top. A year comes from the address,
    else from the rule that a list goes down from the last such day not after `today`.
    """
    days: list[dt.date | None] = []
    bound, run = today, 0
    rows = list(entries)
    if rising := _rising(rows, today):
        return [*rising]
    for index, (stamp, hint, pinned) in enumerate(rows):
        day = _day_of(stamp, hint, bound, today)
        days.append(day)
        if (
            day is None
            or pinned
            or (stamp and stamp.year is None and run == 0 and _is_unmarked_pin(rows, index, day, today))
        ):
            continue
        if today is None or day <= today:
            bound, run = day, run + 1
    return days


def _rising(rows: list[tuple[Stamp | None, dt.date | None, bool]], today: dt.date | None) -> list[dt.date]:
    """The days of a list that goes up from the oldest; empty for any other."""
    if today is None or len(rows) < _FEWEST_RISING or any(hint for _, hint, _ in rows):
        return []
    days = [day for stamp, _, _ in rows if stamp and (day := latest_not_after(stamp, today))]
    return days if len(days) == len(rows) and days == sorted(days) and days[0] < days[-1] else []


def _day_of(
    stamp: Stamp | None, hint: dt.date | None, bound: dt.date | None, today: dt.date | None
) -> dt.date | None:
    if stamp is None:
        return None
    if stamp.year is not None:
        return stamp.date()
    if hint is not None and (near := _nearest(stamp, hint, today)) is not None:
        return near
    limit = bound or today
    return latest_not_after(stamp, limit) if limit else None


def _nearest(stamp: Stamp, hint: dt.date, today: dt.date | None) -> dt.date | None:
    """The day in the year that brings it closest to the date in the address; None where they are half a year apart.

    A day without a year does not lie ahead, unless the address does.
    """
    last = max(today or dt.date.max, hint)
    days = [day for year in (hint.year - 1, hint.year, hint.year + 1) if (day := stamp.date(year))]
    best = min((day for day in days if day <= last), key=lambda day: abs((day - hint).days), default=None)
    return best if best is not None and abs((best - hint).days) <= 120 else None


def _is_unmarked_pin(
    rows: list[tuple[Stamp | None, dt.date | None, bool]], index: int, day: dt.date, today: dt.date | None
) -> bool:
    """A first entry that is older than what follows in good order: pinned, although nothing says so."""
    if today is None or index != 0:
        return False
    rest = [date for stamp, _, _ in rows[1:4] if stamp and (date := latest_not_after(stamp, today))]
    return len(rest) == 3 and rest[0] > day and rest == sorted(rest, reverse=True)
