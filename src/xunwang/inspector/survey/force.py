"""Until when a document is in force, as its own text says."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.model import Page
from xunwang.inspector.model.numerals import chinese_number

_SIGN = "有效期"
_DAY = r"(?P<year>20\d\d)\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
_UNTIL = re.compile(
    rf"有效期限?(?:自[^，。；\n]{{0,30}}?)?(?:截止|截至|直?至|到|止于|延[长续](?:至|到))(?:到|至)?\s*{_DAY}"
)
_YEARS = re.compile(r"有效期限?\s*[为:：是]?\s*(?P<years>[一二两三四五六七八九十]{1,2}|\d{1,2})\s*年")
_FROM = re.compile(rf"自?\s*{_DAY}\s*(?:起|开始)")
_AT_ONCE = re.compile(r"自(?:印发|发布|公布|下发|颁布)之日起")
_STOPS = "。；\n"
# Of a thing that the document speaks of, not of the document.
_OF_ANOTHER = re.compile(
    r"[证票券]|许可|资[质格]|合同|执照|名单|称号|产品|药|保质|公示|聘|协议|保险|报告|原|此前|曾"
)
_NAMED = re.compile(r"《([^《》]{1,60})")
_GOES_ON = re.compile(r"自动(?:顺延|延[长续期]|续[期展约])")
_OWN = re.compile(r"本|该|自|(?:^|[，,（(\s])有效期")
_MOST = 10  # sentences
_BEFORE, _BEHIND = 80, 60  # characters
_LONGEST = 15  # years


def in_force_until(page: Page) -> dt.date | None:
    """The last day on which the document is in force by its own words, the latest of several; None where it does not tell."""
    if _SIGN not in page.text:
        return None
    days = (_told(sentence, page) for sentence in _sentences(page.text, page.title or ""))
    return max((day for day in days if day), default=None)


def _sentences(text: str, title: str) -> Iterator[str]:
    """Those that tell how long the document itself is in force."""
    place = -1
    for _ in range(_MOST):
        place = text.find(_SIGN, place + 1)
        if place < 0:
            return
        start = max(text.rfind(stop, max(0, place - _BEFORE), place) for stop in _STOPS) + 1
        end = min((at for stop in _STOPS if (at := text.find(stop, place)) >= 0), default=len(text))
        before = text[max(start, place - _BEFORE) : place]
        behind = text[place : min(end, place + _BEHIND)]
        if _GOES_ON.search(behind) or _OF_ANOTHER.search(before) or _names_another(before, title):
            continue
        if _OWN.search(f"{before}{_SIGN}"):
            yield before + behind


def _names_another(before: str, title: str) -> bool:
    """Whether the words ahead of a period name a document that is not the one of the page."""
    named = _NAMED.findall(before)
    return bool(named) and named[-1] not in title


def _told(sentence: str, page: Page) -> dt.date | None:
    if found := _UNTIL.search(sentence):
        return _day_of(found)
    years = _YEARS.search(sentence)
    count = _number(years["years"]) if years else 0
    if not 0 < count <= _LONGEST:
        return None
    begun = _begun(sentence, page)
    return _later(begun, count) if begun else None


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else chinese_number(written)


def _begun(sentence: str, page: Page) -> dt.date | None:
    if found := _FROM.search(sentence):
        return _day_of(found)
    return page.published.date() if page.published and _AT_ONCE.search(sentence) else None


def _day_of(found: re.Match[str]) -> dt.date | None:
    """The day that was found; None for one that is in no calendar."""
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _later(day: dt.date, years: int) -> dt.date:
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))
