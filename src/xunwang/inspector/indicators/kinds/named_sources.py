"""信息来源: that an article which was taken from elsewhere shows its source."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import PageFact, PageKind, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """At most `listed` pages are named; the others are counted."""

    listed: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book.gap)


class _Tally(PageTally):
    def __init__(self, params: Params, gap: str | None) -> None:
        self._listed = params.listed
        self._gap = gap
        self._places: list[Place] = []
        self._count = 0

    def see(self, page: PageFact) -> None:
        told = page.particulars
        if page.kind is not PageKind.ARTICLE or told is None or not told.reprint:
            return
        if not is_read(page) or is_late(page):
            return
        self._count += 1
        if len(self._places) < self._listed:
            self._places.append(_place(page))

    def report(self) -> Report:
        more = self._count - len(self._places)
        reason = f"另有{more}篇如此，未逐一列出" if more else None
        return with_gap(counted(tuple(self._places), reason=reason), self._gap)


def _place(page: PageFact) -> Place:
    return Place(
        locator=page.key,
        url=page.url,
        message=f"转载信息“{page.title or page.url}”没有标明来源",
        evidence=page.evidence,
        seen=page.attempt.at,
    )
