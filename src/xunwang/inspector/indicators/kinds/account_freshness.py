"""内容不更新: something published within the period before the monitoring point; silence counts only where it would have been seen."""

import datetime as dt

from xunwang.inspector.indicators.accounts import (
    NOT_CONCERNED,
    concerns_platform,
    is_seen,
    latest_look,
    posts_by_day,
    why_unseen,
)
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import days_or_months_back
from xunwang.inspector.indicators.report import Place, Report, counted, met, not_applicable, unchecked
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """The period is `days` or `months`; `platforms`: only these, all where none is named."""

    days: int | None = None
    months: int | None = None
    platforms: tuple[str, ...] = ()


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if not concerns_platform(params.platforms, book):
        return not_applicable(NOT_CONCERNED)
    edge, period = days_or_months_back(as_of, params.days, params.months)
    newest = max(posts_by_day(book, as_of), default=None)
    if newest is not None and newest >= edge:
        return met(newest.isoformat())
    if not is_seen(book, edge, as_of):
        return unchecked(why_unseen(book, edge, as_of))
    return counted((_silence(book, newest, edge, period),))


def _silence(book: FactBook, newest: dt.date | None, edge: dt.date, period: str) -> Place:
    look = latest_look(book)
    last = f"最近一次更新为{newest}" if newest else "没有看到任何已发布的内容"
    return Place(
        locator="freshness",
        url=book.home_url,
        message=f"监测时间点前{period}内无更新，{last}",
        value=newest.isoformat() if newest else None,
        threshold=edge.isoformat(),
        evidence=look.evidence if look else None,
        seen=look.seen if look else None,
    )
