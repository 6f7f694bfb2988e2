"""站内搜索: whether there is one, and whether it finds what the site has published."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, met, unchecked
from xunwang.inspector.model import ChannelPurpose, Record, SearchFact


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    if book.home_unread:
        return unchecked(book.home_unread)
    searches = book.services.searches
    tried = [one for one in searches if any(attempt.found is not None for attempt in one.tries)]
    if any(attempt.found for one in tried for attempt in one.tries):
        return met(_counted(tried))
    if tried:
        return counted((_not_found(tried[0]),), reason=_counted(tried))
    has_entrance = searches or any(channel.purpose is ChannelPurpose.SEARCH for channel in book.channels)
    if not has_entrance:
        return unchecked(book.gap) if book.gap else counted((_none(book),))
    return unchecked(next((one.unasked for one in searches if one.unasked), None) or _untold(searches))


def _counted(tried: list[SearchFact]) -> str:
    attempts = [attempt for one in tried for attempt in one.tries if attempt.found is not None]
    return f"检索{len(attempts)}条已发布信息，找到{sum(bool(attempt.found) for attempt in attempts)}条"


def _untold(searches: tuple[SearchFact, ...]) -> str:
    reasons = (attempt.reason for one in searches for attempt in one.tries if attempt.reason)
    return next(reasons, "有站内搜索，未试用")


def _not_found(one: SearchFact) -> Place:
    attempt = next(attempt for attempt in one.tries if attempt.found is False)
    result = attempt.reason or "结果中没有该信息"
    message = f"以已发布信息的标题“{attempt.title}”检索，{result}"
    return Place("search", one.url, message, excerpt=attempt.title, evidence=attempt.evidence)


def _none(book: FactBook) -> Place:
    evidence = book.site.evidence if book.site else None
    return Place("search", book.home_url, "没有找到站内搜索", evidence=evidence)
