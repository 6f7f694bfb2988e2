"""栏目专题管理: special topics that ended long ago and are not marked as archived."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import ColumnFact, ColumnType, Record, newest_until


class Params(Record, frozen=True, forbid_unknown_fields=True):
    months: int
    archived_words: tuple[str, ...]


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    edge = months_back(as_of, params.months)
    topics = [column for column in book.columns if column.type is ColumnType.TOPIC and not column.unread]
    places = (_place(column, edge, as_of, params) for column in topics)
    return with_gap(counted(tuple(place for place in places if place)), book.gap)


def _place(column: ColumnFact, edge: dt.date, as_of: dt.date, params: Params) -> Place | None:
    newest = newest_until(column.dates, as_of)
    marked = column.archived or any(
        word in f"{column.name} {column.type_reason} {column.url}" for word in params.archived_words
    )
    if newest is None or newest >= edge or marked:
        return None
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=f"专题“{column.name}”最新信息{newest}，超过{months_words(params.months)}没有更新，也没有标明已归档",
        value=newest.isoformat(),
        threshold=edge.isoformat(),
        evidence=column.evidence,
        certain=False,
    )
