"""页面内容异常: what any visitor of a page sees to be broken: a program's error, a variable nobody filled, garbled characters, an article without a text."""

import datetime as dt
from collections import Counter

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import Flaw, FlawKind, PageFact, PageKind, Record

_SAYS = {
    FlawKind.PROGRAM: "页面显示程序出错信息“{}”",
    FlawKind.TEMPLATE: "页面显示没有替换的模板变量“{}”",
    FlawKind.VALUE: "页面显示没有取到的值“{}”",
    FlawKind.CODE: "页面显示网页代码“{}”",
    FlawKind.GARBLED: "页面显示乱码“{}”",
    FlawKind.CHARSET: "页面声明的字符编码（{}）与实际编码不同，在浏览器中显示乱码",
    FlawKind.TRIAL: "页面有测试内容或占位文字“{}”",
    FlawKind.BARE: "内容页《{}》只有标题，没有正文、图片、附件或视频",
    FlawKind.TWICE: "正文中同样的文字出现两遍（“{}…”）",
}
_OF_ONE_PAGE = frozenset({FlawKind.BARE, FlawKind.TWICE, FlawKind.TRIAL})
_MOST_HELD = 2_000
_FEW = 5  # of so many articles one may be bare: beyond that it is a script that brings what they hold, or our reading


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """At most `listed` places are named; the others are counted."""

    listed: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book)


class _Tally(PageTally):
    """What many pages share is told once, on the page nearest to the home page."""

    def __init__(self, params: Params, book: FactBook) -> None:
        self._most = params.listed
        self._gap = book.gap
        self._pages: Counter[tuple[Flaw, str]] = Counter()
        self._nearest: dict[tuple[Flaw, str], PageFact] = {}
        self._articles = self._bare = 0

    def see(self, page: PageFact) -> None:
        if not is_read(page):
            return
        told = page.particulars.flaws if page.particulars else ()
        if page.kind is PageKind.ARTICLE:
            self._articles += 1
            self._bare += any(flaw.kind is FlawKind.BARE for flaw in told)
        for flaw in told:
            if flaw.kind in _SAYS:
                self._take(flaw, page)

    def _take(self, flaw: Flaw, page: PageFact) -> None:
        key = flaw, page.key if flaw.kind in _OF_ONE_PAGE else ""
        nearest = self._nearest.get(key)
        if nearest is None and len(self._nearest) >= _MOST_HELD:
            return
        self._pages[key] += 1
        if nearest is None or page.depth < nearest.depth:
            self._nearest[key] = page

    def report(self) -> Report:
        is_odd = self._bare * _FEW <= self._articles
        shown = [key for key in self._nearest if is_odd or key[0].kind is not FlawKind.BARE]
        places = tuple(_place(key[0], self._nearest[key], self._pages[key]) for key in shown)
        beyond = len(places) - self._most
        reason = f"另有{beyond}处如此，未逐一列出" if beyond > 0 else None
        return with_gap(counted(places[: self._most], reason=reason), self._gap)


def _place(flaw: Flaw, page: PageFact, pages: int) -> Place:
    own = flaw.kind in _OF_ONE_PAGE
    return Place(
        locator=f"{flaw.kind}:{page.key if own else flaw.words}",
        url=page.url,
        message=_SAYS[flaw.kind].format(flaw.words) + (f"（{pages}个页面如此）" if pages > 1 else ""),
        excerpt=flaw.words or None,
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )
