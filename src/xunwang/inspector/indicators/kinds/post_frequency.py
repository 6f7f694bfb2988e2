"""内容更新不及时: weeks with fewer posts than the rule asks for, each an occurrence; weeks are counted back from the monitoring point."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from xunwang.inspector.indicators.accounts import (
    LEVEL_UNKNOWN,
    NOT_CONCERNED,
    OTHER_LEVEL,
    concerns_level,
    concerns_platform,
    is_seen,
    latest_look,
    posts_by_day,
    why_unseen,
)
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import months_back
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable, unchecked
from xunwang.inspector.model import Record

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)

Week = tuple[dt.date, dt.date]


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """Fewer than `per_week` posts in a week is one occurrence; looked at are the whole weeks of the last `months`.

    `levels`: words of the register, all where none is named.
    """

    per_week: int
    months: int
    platforms: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """A week that no way in shows whole cannot be slow: what is missing may have been published."""
    if not concerns_platform(params.platforms, book):
        return not_applicable(NOT_CONCERNED)
    is_meant = concerns_level(params.levels, book)
    if not is_meant:
        return unchecked(LEVEL_UNKNOWN, blocks=False) if is_meant is None else not_applicable(OTHER_LEVEL)
    by_day = posts_by_day(book, as_of)
    short = [week for week in _weeks(as_of, params.months) if _count(by_day, week) < params.per_week]
    slow = [week for week in short if is_seen(book, *week)]
    unseen = [week for week in short if week not in slow]
    unknown = None
    if unseen:
        first, last = min(week[0] for week in unseen), max(week[1] for week in unseen)
        unknown = f"{len(unseen)}周的发布情况没有全部看到：{why_unseen(book, first, last)}"
    places = tuple(_slow(book, week, _count(by_day, week), params.per_week) for week in slow)
    return counted(places, reason=unknown, unknown=unknown)


def _weeks(as_of: dt.date, months: int) -> Iterator[Week]:
    """First and last day of each week, the latest first."""
    edge, last = months_back(as_of, months), as_of
    while last - _WEEK >= edge:
        yield last - _WEEK + _DAY, last
        last -= _WEEK


def _count(by_day: Counter[dt.date], week: Week) -> int:
    first, last = week
    return sum(count for day, count in by_day.items() if first <= day <= last)


def _slow(book: FactBook, week: Week, count: int, per_week: int) -> Place:
    look = latest_look(book)
    first, last = week
    return Place(
        locator=f"week:{first}",
        url=book.home_url,
        message=f"{first}至{last}一周内更新{count}次，少于{per_week}次",
        value=str(count),
        threshold=str(per_week),
        evidence=look.evidence if look else None,
        seen=look.seen if look else None,
    )
