"""其它栏目: blank columns, and columns with a known period that is over, beside those that other indicators ask for."""

import datetime as dt

from xunwang.inspector.indicators.columns import State, blank_place, stale_place, state_of, unread_words
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import ColumnFact, ColumnType, Record, newest_until

# 动态要闻, 政策解读, 办事统计 and first-level 政策文件 have indicators of their own.
_CYCLES = {1: "月", 3: "季度", 6: "半年", 12: "年"}
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
        elif late := _late_by_its_word(column, as_of) if not months else None:
            stale.append(late)
    unseen = book.unseen_until(as_of) if stale else None
    told = (*blank, *(() if unseen else stale))
    return with_gap(counted(told, unknown=unseen, reason=unseen or unread_words(unread)), book.gap)


def _late_by_its_word(column: ColumnFact, as_of: dt.date) -> Place | None:
    """A column behind the cycle that its page promises: what belongs to one may come until the end of the next. The words are for a person to read."""
    if not column.cycle_months or column.archived or column.type in _ELSEWHERE:
        return None
    edge = months_back(as_of, 2 * column.cycle_months)
    if not column.dates or state_of(column, edge, as_of) is not State.STALE:
        return None
    newest = newest_until(column.dates, as_of)
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=f"栏目“{column.name}”写明每{_CYCLES.get(column.cycle_months, f'{column.cycle_months}个月')}更新，最新信息{newest}",
        value=newest.isoformat() if newest else None,
        threshold=edge.isoformat(),
        evidence=column.evidence,
        certain=False,
    )
