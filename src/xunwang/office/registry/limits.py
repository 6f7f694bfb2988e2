"""The limits of a website's or account's life (rulebook 6.5 and M-3), as words with their end. Pure.

Limits that nobody held against an official text say so (`confirmed` False) and refuse nothing.
"""

import datetime as dt
from collections.abc import Sequence

from xunwang.inspector.model import Record

FILING_WORKDAYS = 5
"""Openings, changes and closings are filed within this many working days (M-3)."""
LONGEST_CLOSURE = 30
CLOSURES_A_YEAR = 1
REDIRECT_MONTHS = 3
NOTICE_DAYS = 30


class Limit(Record, frozen=True):
    """`broken` says that the line is crossed already; `end` is the last day on which something must still be so."""

    words: str
    end: dt.date | None = None
    broken: bool = False
    confirmed: bool = False


def of_closure(start: dt.date, until: dt.date, earlier: Sequence[dt.date]) -> list[Limit]:
    """For a temporary closure from `start` to `until`, both included; `earlier` are the starts of earlier ones."""
    days = (until - start).days + 1
    same_year = sum(one.year == start.year for one in earlier)
    return [
        Limit(
            f"临时关停一次不超过 {LONGEST_CLOSURE} 天，这次 {days} 天",
            start + dt.timedelta(days=LONGEST_CLOSURE - 1),
            days > LONGEST_CLOSURE,
        ),
        Limit(
            f"一年内临时关停不超过 {CLOSURES_A_YEAR} 次，这是当年第 {same_year + 1} 次",
            None,
            same_year >= CLOSURES_A_YEAR,
        ),
    ]


def of_new_address(on: dt.date) -> list[Limit]:
    words = f"旧地址公告并自动跳转到新地址，约 {REDIRECT_MONTHS} 个月"
    return [Limit(words, months_later(on, REDIRECT_MONTHS))]


def of_end(on: dt.date) -> list[Limit]:
    return [Limit(f"首页公告关停约 {NOTICE_DAYS} 天", on + dt.timedelta(days=NOTICE_DAYS))]


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    first_after = dt.date(day.year + year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_after - dt.timedelta(days=1)).day
    return dt.date(day.year + year, month + 1, min(day.day, last))
