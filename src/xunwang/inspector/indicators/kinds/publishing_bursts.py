"""集中补发: columns that were silent for long and then filled just before the monitoring point."""

import datetime as dt
from decimal import Decimal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import ColumnFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    days: int
    share_percent: Decimal
    min_items: int
    silent_days: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """Of the items of a year at least this share in the last days, with a long silence before them. New columns have no silence."""
    if book.home_unread:
        return unchecked(book.home_unread)
    if unseen := book.unseen_until(as_of):
        return unchecked(unseen)
    places = (_place(column, as_of, params) for column in book.columns if not column.unread)
    return with_gap(counted(tuple(place for place in places if place)), book.gap)


def _place(column: ColumnFact, as_of: dt.date, params: Params) -> Place | None:
    start = as_of - dt.timedelta(days=params.days - 1)
    year = [day for day in column.dates if as_of - dt.timedelta(days=365) < day <= as_of]
    late = [day for day in year if day >= start]
    before = max((day for day in column.dates if day < start), default=None)
    if len(late) < params.min_items or 100 * len(late) < params.share_percent * len(year) or before is None:
        return None
    silence = (min(late) - before).days
    if silence < params.silent_days:
        return None
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=(
            f"栏目“{column.name}”一年内的{len(year)}条信息中，{len(late)}条集中在监测时间点前{params.days}天内，"
            f"此前{silence}天没有更新"
        ),
        value=str(len(late)),
        threshold=str(params.min_items),
        evidence=column.evidence,
        certain=False,
    )
