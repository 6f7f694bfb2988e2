"""栏目不更新 3: columns in which nothing stands."""

import datetime as dt

from xunwang.inspector.indicators.columns import blank_place, is_blank, unread_words
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Report, counted, unchecked
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    limit: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    if book.home_unread:
        return unchecked(book.home_unread)
    blank = tuple(blank_place(column) for column in book.columns if is_blank(column))
    unread = [column for column in book.columns if column.unread and not column.items]
    reaches = len(blank) + len(unread) >= params.limit
    unknown = book.gap or (unread_words(unread) if reaches else None)
    return counted(blank, limit=params.limit, unknown=unknown, reason=unread_words(unread))
