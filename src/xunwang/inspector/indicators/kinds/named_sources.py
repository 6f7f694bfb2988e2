"""信息来源: that an article which was taken from elsewhere shows its source."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.indicators.report import ListedPages, Place, Report, Tally, unchecked
from xunwang.inspector.model import PageFact, PageKind, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """At most `listed` pages are named; the others are counted."""

    listed: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    if book.home_unread:
        return unchecked(book.home_unread)
    return ListedPages(_fault, most=params.listed, counted_in="篇", gap=book.gap)


def _fault(page: PageFact) -> Place | None:
    told = page.particulars
    if page.kind is not PageKind.ARTICLE or told is None or not told.reprint:
        return None
    if not is_read(page) or is_late(page):
        return None
    return Place(
        locator=page.key,
        url=page.url,
        message=f"转载信息“{page.title or page.url}”没有标明来源",
        evidence=page.evidence,
        seen=page.attempt.at,
    )
