"""其它栏目: blank columns, and columns with a known period that is over, beside those that other indicators ask for."""

import datetime as dt

from xunwang.inspector.indicators.columns import State, blank_place, stale_place, state_of, unread_words
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import ColumnFact, ColumnType, Record

# 动态要闻, 政策解读, 办事统计 and first-level 政策文件 have indicators of their own.
_ELSEWHERE = frozenset({ColumnType.NEWS, ColumnType.INTERPRETATION, ColumnType.SERVICE_STATISTICS})


class Params(Record, frozen=True, forbid_unknown_fields=True):
    notice_months: int
    yearly_months: int

    def months(self, column: ColumnFact) -> int | None:
        return {
            ColumnType.NOTICE: self.notice_months,
            ColumnType.POLICY: None if column.first_level else self.notice_months,
            ColumnType.PERSONNEL: self.yearly_months,
            ColumnType.PLAN: self.yearly_months,
        }.get(column.type)


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    blank: list[Place] = []
    stale: list[Place] = []
    unread: list[ColumnFact] = []
    for column in book.columns:
        months = params.months(column)
        edge = months_back(as_of, months) if months else dt.date.min
        state = state_of(column, edge, as_of)
        if state is State.BLANK:
            blank.append(blank_place(column))
        elif state is State.STALE and months and column.type not in _ELSEWHERE:
            stale.append(stale_place(column, edge, as_of, months_words(months)))
        elif state is State.UNKNOWN:
            unread.append(column)
    unseen = book.unseen_until(as_of) if stale else None
    told = (*blank, *(() if unseen else stale))
    return with_gap(counted(told, unknown=unseen, reason=unseen or unread_words(unread)), book.gap)
