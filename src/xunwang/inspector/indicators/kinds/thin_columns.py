"""栏目内容单薄: columns that have shown next to nothing since they were opened."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import ColumnFact, ColumnType, Record

_MAY_BE_SHORT = frozenset(
    {
        ColumnType.ORGANISATION,
        ColumnType.LEADERS,
        ColumnType.OVERVIEW,
        ColumnType.MESSAGES,
        ColumnType.SERVICE,
        ColumnType.DISCLOSURE,
    }
)
_BY_TAG = "标签"


class Params(Record, frozen=True, forbid_unknown_fields=True):
    items: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Blank columns and pages of standing text are counted elsewhere; what is archived is not maintained any more."""
    if book.home_unread:
        return unchecked(book.home_unread)
    thin = [column for column in book.columns if _is_thin(column, params.items)]
    places = tuple(
        Place(
            locator=column.key,
            url=column.url,
            parent=column.parent,
            message=f"栏目“{column.name}”只有{column.items}条信息",
            value=str(column.items),
            evidence=column.evidence,
            certain=False,
        )
        for column in thin
    )
    return with_gap(counted(places), book.gap)


def _is_thin(column: ColumnFact, most: int) -> bool:
    if column.unread or column.static or column.archived or not 0 < column.items <= most:
        return False
    if column.type is ColumnType.SERVICE_STATISTICS and not column.pages:
        return False  # figures that stand there in place of a list
    by_tag = column.type_reason.startswith(_BY_TAG)  # that of a column above it, often
    return by_tag or column.type not in _MAY_BE_SHORT
