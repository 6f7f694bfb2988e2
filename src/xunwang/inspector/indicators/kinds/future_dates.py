"""日期异常: items dated after the day on which they were seen."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import SHANGHAI, ColumnFact, Record

_PLANNED = ("预告", "安排", "日程", "活动", "会议", "计划")


class Params(Record, frozen=True, forbid_unknown_fields=True):
    days: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Held against the day of the inspection: what was the future then can be nobody's day of publishing."""
    if book.home_unread or book.site is None:
        return unchecked(book.home_unread or "首页未能读取")
    seen = max((one.at for one in book.site.home_attempts), default=book.site.first_seen)
    edge = seen.astimezone(SHANGHAI).date() + dt.timedelta(days=params.days - 1)
    places = (_place(column, edge) for column in book.columns if not column.unread)
    return with_gap(counted(tuple(place for place in places if place)), book.gap)


def _place(column: ColumnFact, edge: dt.date) -> Place | None:
    ahead = [day for day in column.dates if day > edge]
    if not ahead or any(word in column.name for word in _PLANNED):
        return None
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=f"栏目“{column.name}”有{len(ahead)}条信息的日期晚于检查当天（{ahead[-1]}）",
        value=ahead[-1].isoformat(),
        evidence=column.evidence,
        certain=False,
    )
