"""栏目不更新 2: columns that should be updated and long were not: over a known period, or blank. A person confirms each."""

import datetime as dt

from xunwang.inspector.indicators.columns import (
    State,
    blank_place,
    open_words,
    stale_place,
    state_of,
    unread_words,
)
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import days_back, days_words, months_back, months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import ColumnFact, ColumnType, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    news_days: int
    notice_months: int
    yearly_months: int
    limit: int

    def months(self, kind: ColumnType) -> int | None:
        """The period of the type in months (rulebook 2.3); None for a type without one."""
        return {
            ColumnType.NOTICE: self.notice_months,
            ColumnType.POLICY: self.notice_months,
            ColumnType.PERSONNEL: self.yearly_months,
            ColumnType.PLAN: self.yearly_months,
        }.get(kind)

    def words(self, kind: ColumnType) -> str | None:
        """How long a column of the type may stay as it is; None for a type without a period."""
        if kind is ColumnType.NEWS:
            return days_words(self.news_days)
        months = self.months(kind)
        return None if months is None else months_words(months)


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    unseen = book.unseen_until(as_of)
    places: list[Place] = []
    doubtful: list[Place] = []
    unread: list[ColumnFact] = []
    for column in book.columns:
        edge, period = period_of(params, column, as_of)
        state = state_of(column, edge, as_of)
        if state is State.BLANK:
            places.append(blank_place(column))
        elif state is State.UNKNOWN:
            unread.append(column)
        elif state is State.STALE and period:
            (doubtful if unseen else places).append(stale_place(column, edge, as_of, period))
    reaches = len(places) + len(doubtful) + len(unread) >= params.limit
    unknown = open_words(book, unseen if doubtful else None, unread, reaches=reaches)
    return counted(tuple(places), limit=params.limit, unknown=unknown, reason=unread_words(unread))


def period_of(params: Params, column: ColumnFact, as_of: dt.date) -> tuple[dt.date, str | None]:
    """The edge and its words; no words for a column that only its own promise would bind."""
    words = params.words(column.type)
    if column.type is ColumnType.NEWS:
        return days_back(as_of, params.news_days), words
    months = params.months(column.type)
    return (dt.date.min if months is None else months_back(as_of, months)), words
