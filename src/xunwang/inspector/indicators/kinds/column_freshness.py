"""动态要闻, 政策文件, 政策解读: every column of a type within its period, and that there is one where there must be."""

import datetime as dt

from xunwang.inspector.indicators.columns import TYPE_NAMES, State, stale_place, state_of, unread_words
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import days_or_months_back
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked, with_gap
from xunwang.inspector.model import ColumnFact, ColumnType, Record, SiteKind


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """The period is `days` or `months`; `required`: a site without such a column is at fault."""

    types: tuple[ColumnType, ...]
    first_level: bool
    required: bool
    days: int | None = None
    months: int | None = None

    @property
    def names(self) -> str:
        return "、".join(TYPE_NAMES.get(kind, kind.value) for kind in self.types)


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """Blank columns are the affair of W-V4.3 and D-1.9."""
    if book.home_unread:
        return unchecked(book.home_unread)
    columns = [column for column in book.columns if _is_watched(params, column)]
    if not columns:
        return _none(params, book)
    edge, period = days_or_months_back(as_of, params.days, params.months)
    states = [(column, state_of(column, edge, as_of)) for column in columns]
    stale = tuple(
        stale_place(column, edge, as_of, period) for column, state in states if state is State.STALE
    )
    unread = unread_words([column for column, state in states if state is State.UNKNOWN])
    unseen = book.unseen_until(as_of) if stale else None
    if unseen:
        return unchecked(unseen)
    return with_gap(counted(stale, unknown=unread, reason=unread), book.gap)


def _is_watched(params: Params, column: ColumnFact) -> bool:
    return column.type in params.types and (column.first_level or not params.first_level)


def _may_do_without(book: FactBook) -> bool:
    """Whether the website is that of an institution or a system, which may have nothing of its own to publish there."""
    return book.subject is not None and book.subject.site_kind is SiteKind.SPECIAL


def _none(params: Params, book: FactBook) -> Report:
    if book.gap:
        return unchecked(book.gap)
    if not params.required:
        return met(0, reason=f"没有{'一级' if params.first_level else ''}{params.names}栏目")
    evidence = book.site.evidence if book.site else None
    published = len(book.services.interpretations) if ColumnType.INTERPRETATION in params.types else 0
    told = f"，但读到解读信息{published}条" if published else ""
    missing = Place(
        locator=f"missing:{params.types[0]}",
        url=book.home_url,
        message=f"未开设{params.names}栏目{told}",
        evidence=evidence,
        certain=not published
        and not _may_do_without(book),  # what is published stands in some column, under whatever name
    )
    return counted((missing,))
