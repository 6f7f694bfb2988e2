"""伪造发稿日期: signals that a shown date is not the day of publication (rulebook 2.4). A person rules on each."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import PageFact, PageKind, Record

_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>20\d\d)[-/_]?(?P<month>0[1-9]|1[0-2])(?:[-/_]?(?P<day>0[1-9]|[12]\d|3[01]))?(?!\d)"
)
_IN_FOLDERS = re.compile(
    r"/(?P<year>20\d\d)/(?P<month>1[0-2]|[1-9])/(?P<day>3[01]|[12]?\d)/"
)  # /art/2026/3/2/
_IN_TAG = re.compile(r"(20\d\d)[-/年](\d{1,2})[-/月](\d{1,2})")
_NUMBER = re.compile(r"(\d{4,})\D*$")
_DIGITS = re.compile(r"[0-9]+")
_MOST = 50_000  # articles remembered by number or by text; a larger site is looked at as far as that
_AROUND = 3  # neighbours by number on both sides that must agree
_ODD = 1
_NONE = dt.timedelta()
_A_SEAM = 20  # articles for each further turn back that a row may show


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`signals` are those to look for; `days`: how far two dates must lie apart; `share_percent`: what more articles of a site show is its habit and no signal."""

    signals: tuple[str, ...]
    days: int
    share_percent: Decimal


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book.gap, as_of)


class Spot(Record, frozen=True):
    """What is kept of an article."""

    page: PageFact
    day: dt.date
    path: str


class _Tally(PageTally):
    def __init__(self, params: Params, gap: str | None, as_of: dt.date) -> None:
        self._params = params
        self._gap = gap
        self._as_of = as_of
        self._articles = 0
        self._found: dict[str, list[Place]] = {signal: [] for signal in params.signals}
        self._numbers: dict[str, list[tuple[int, Spot]]] = {}
        self._texts: dict[str, list[Spot]] = {}
        self._kept = 0

    def see(self, page: PageFact) -> None:
        if page.kind is not PageKind.ARTICLE or page.published is None or not is_read(page):
            return
        if page.particulars is None or page.particulars.time_shown is None:
            return
        spot = Spot(page, page.published.date(), urlsplit(page.url).path)
        self._articles += 1
        for signal, look in _OWN_SIGNALS.items():
            if signal in self._found and (words := look(spot, self._params.days)):
                self._found[signal].append(_place(page, signal, words))
        if self._kept < _MOST:
            self._keep(spot)

    def _keep(self, spot: Spot) -> None:
        number = _NUMBER.search(spot.path) if "order" in self._found else None
        text = spot.page.particulars.text_key if spot.page.particulars else None
        if number:
            row = _row_of(spot.path, spot.page)
            self._numbers.setdefault(row, []).append((int(number[1][-12:]), spot))
        if text and "same_text" in self._found:
            self._texts.setdefault(text, []).append(spot)
        self._kept += 1

    def report(self) -> Report:
        if "order" in self._found:
            self._found["order"] = [
                place for row in self._numbers.values() for place in self._out_of_order(row)
            ]
        if "same_text" in self._found:
            self._found["same_text"] = [place for same in self._texts.values() for place in self._again(same)]
        places = [place for found in self._found.values() if not self._is_habit(found) for place in found]
        return with_gap(counted(tuple(places)), self._gap)

    def _is_habit(self, found: Sequence[Place]) -> bool:
        """A whole site moved to another system shows such dates everywhere."""
        return 100 * len(found) > self._params.share_percent * self._articles and len(found) > 1

    def _out_of_order(self, row: list[tuple[int, Spot]]) -> Iterator[Place]:
        """Articles that are far older, or far younger, than all their neighbours by number, where numbers run with time: dealt column by column they say nothing at the seams."""
        ordered = sorted(row, key=lambda one: one[0])
        gap = dt.timedelta(days=self._params.days)
        if _seams([spot.day for _, spot in ordered], gap) > _ODD + len(row) // _A_SEAM:
            return
        for place in range(_AROUND, len(ordered) - _AROUND):
            spot = ordered[place][1]
            before = [one.day for _, one in ordered[place - _AROUND : place]]
            after = [one.day for _, one in ordered[place + 1 : place + 1 + _AROUND]]
            if _seams([*before, *after], gap):
                continue
            if spot.day < min(before + after) - gap or spot.day > max(before + after) + gap:
                words = (
                    f"显示日期{spot.day}，编号相邻的信息日期为{min(before + after)}至{max(before + after)}"
                )
                yield _place(spot.page, "order", words)

    def _again(self, same: list[Spot]) -> Iterator[Place]:
        """A text that stood here long before under another date."""
        first = min(same, key=lambda spot: (spot.day, spot.page.key))
        for spot in same:
            if (spot.day - first.day).days > self._params.days:
                yield _place(
                    spot.page,
                    "same_text",
                    f"显示日期{spot.day}，同样的内容{first.day}已发布（{first.page.url}）",
                )


def _seams(days: Sequence[dt.date], gap: dt.timedelta) -> int:
    """How often days that mostly follow one another one way, up or down, turn back by more than a `gap`."""
    steps = [last - first for first, last in pairwise(days)]
    falls = sum(step < _NONE for step in steps) > sum(step > _NONE for step in steps)
    return sum(step > gap for step in steps) if falls else sum(step < -gap for step in steps)


def _told_later(spot: Spot, days: int) -> str | None:  # noqa: ARG001
    told = spot.page.particulars
    if told is None or not told.later:
        return None
    return f"显示日期{spot.day}，正文却写到其后已经发生的事：“{told.later_words}”"


def _tagged(spot: Spot, days: int) -> str | None:
    found = _IN_TAG.search(spot.page.metas.get("PubDate") or "")
    day = _day(*map(int, found.groups())) if found else None
    if day is None or abs((day - spot.day).days) <= days:
        return None
    return f"显示日期{spot.day}，页面标签PubDate为{day}"


def _addressed(spot: Spot, days: int) -> str | None:
    found = _IN_FOLDERS.search(spot.path) or _IN_ADDRESS.search(spot.path)
    return _against_address(spot.day, found, days) if found else None


# What one article tells against its own date: words, None where it tells nothing.
_OWN_SIGNALS: dict[str, Callable[[Spot, int], str | None]] = {
    "told_later": _told_later,
    "tag": _tagged,
    "address": _addressed,
}


def _against_address(shown: dt.date, found: re.Match[str], days: int) -> str | None:
    year, month = int(found["year"]), int(found["month"])
    first = _day(year, month, int(found["day"] or 1))
    if first is None:
        return None
    last = first if found["day"] else _day(year + month // 12, month % 12 + 1, 1)
    gap = dt.timedelta(days=days)
    if last is None or first - gap <= shown <= last + gap:
        return None
    written = f"{first}" if found["day"] else f"{first:%Y-%m}"
    return f"显示日期{shown}，网址中的日期为{written}"


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _row_of(path: str, page: PageFact) -> str:
    """Articles that are numbered together: those of one column under one folder and form of address."""
    return f"{_DIGITS.sub('0', path)}|{page.column or ''}"


def _place(page: PageFact, signal: str, words: str) -> Place:
    return Place(
        locator=f"{signal}:{page.key}",
        url=page.url,
        message=f"“{page.title or page.url}”{words}",
        excerpt=page.particulars.later_words if page.particulars and signal == "told_later" else None,
        value=page.published.date().isoformat() if page.published else None,
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )
