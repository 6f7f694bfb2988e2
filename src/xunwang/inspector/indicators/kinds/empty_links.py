"""空链接: links that promise something and lead nowhere, or to the disk of whoever wrote them. Whether a script answers a click a person tries."""

import datetime as dt
import re
from collections import Counter

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import EmptyLink, PageFact, Record

_LOCAL = re.compile(r"\s*(?:file:|[a-z]:[\\/])", re.IGNORECASE)
_MOST_HELD = 2_000


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """At most `listed` links are named; the others are counted."""

    listed: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book)


class _Tally(PageTally):
    """What many pages share is told once, on the page nearest to the home page."""

    def __init__(self, params: Params, book: FactBook) -> None:
        self._most = params.listed
        self._gap = book.gap
        self._pages: Counter[EmptyLink] = Counter()
        self._nearest: dict[EmptyLink, PageFact] = {}

    def see(self, page: PageFact) -> None:
        told = page.particulars
        if told is None or not told.empty_links or not is_read(page):
            return
        for link in told.empty_links:
            nearest = self._nearest.get(link)
            if nearest is None and len(self._nearest) >= _MOST_HELD:
                continue
            self._pages[link] += 1
            if nearest is None or page.depth < nearest.depth:
                self._nearest[link] = page

    def report(self) -> Report:
        places = [_place(link, page, self._pages[link]) for link, page in self._nearest.items()]
        beyond = len(places) - self._most
        reason = f"另有{beyond}个链接如此，未逐一列出" if beyond > 0 else None
        return with_gap(counted(tuple(places[: self._most]), reason=reason), self._gap)


def _place(link: EmptyLink, page: PageFact, pages: int) -> Place:
    name = f"“{link.text}”" if link.text else ""
    is_local = _LOCAL.match(link.href) is not None
    fault = (
        f"指向编辑者电脑上的文件（{link.href}），访问者打不开" if is_local else "是空链接，没有指向任何地址"
    )
    return Place(
        locator=f"empty:{link.text}:{link.href}" if link.text else f"empty:{page.key}:{link.href}",
        url=page.url,
        message=f"页面上的链接或图片{name}{fault}" + (f"（{pages}个页面如此）" if pages > 1 else ""),
        excerpt=link.text or None,
        value=link.href,
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )
