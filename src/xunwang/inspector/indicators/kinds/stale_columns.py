"""栏目不更新 1: news columns and first-level notice and policy columns that are over their periods."""

import datetime as dt

from xunwang.inspector.indicators.columns import (
    State,
    is_copy,
    open_words,
    stale_place,
    state_of,
    unread_words,
)
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import days_back, days_words, months_back, months_words
from xunwang.inspector.indicators.report import Report, counted, unchecked
from xunwang.inspector.model import ColumnFact, ColumnType, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    news_days: int
    notice_months: int
    limit: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """Blank columns are W-V4.3's. What could not be read leaves the question open only if it could reach the limit."""
    if book.home_unread:
        return unchecked(book.home_unread)
    stale, unread = [], []
    for column in filter(_watched, book.columns):
        edge, period = _period(params, column, as_of)
        state = state_of(column, edge, as_of)
        if state is State.STALE:
            stale.append(stale_place(column, edge, as_of, period))
        elif state is State.UNKNOWN:
            unread.append(column)
    reaches = len(stale) + len(unread) >= params.limit
    unseen = book.unseen_until(as_of) if stale else None
    unknown = open_words(book, unseen, unread, reaches=reaches)
    certain = () if unseen else tuple(stale)
    return counted(certain, limit=params.limit, unknown=unknown, reason=unread_words(unread))


def _watched(column: ColumnFact) -> bool:
    if is_copy(column):
        return False
    if column.type is ColumnType.NEWS:
        return True
    return column.first_level and column.type in {ColumnType.NOTICE, ColumnType.POLICY}


def _period(params: Params, column: ColumnFact, as_of: dt.date) -> tuple[dt.date, str]:
    if column.type is ColumnType.NEWS:
        return days_back(as_of, params.news_days), days_words(params.news_days)
    return months_back(as_of, params.notice_months), months_words(params.notice_months)
