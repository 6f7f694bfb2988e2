"""地图使用: maps beside which no number of approval (审图号) stands. Whether it stands in the picture a person sees."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import ListedPages, Place, Report, Tally, unchecked
from xunwang.inspector.model import PageFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """At most `listed` pages are named; the others are counted."""

    listed: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    if book.home_unread:
        return unchecked(book.home_unread)
    return ListedPages(_fault, most=params.listed, counted_in="个页面", gap=book.gap)


def _fault(page: PageFact) -> Place | None:
    told = page.particulars
    if told is None or told.unmarked_map is None or not is_read(page):
        return None
    return Place(
        locator=page.key,
        url=page.url,
        message=f"页面上有地图（“{told.unmarked_map}”），文字中没有标明审图号",
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )
