"""发布时间: that articles show when they were published, down to the minute. One fault for each template."""

import datetime as dt
from decimal import Decimal

from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import PageFact, PageKind, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    share_percent: Decimal
    min_pages: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    if book.home_unread:
        return unchecked(book.home_unread)
    dated = frozenset(one.url for one in book.services.consultations if one.deadline)
    return _Tally(params, book.gap, dated)


class _Template:
    """The articles of one template: how many, and how many show no time, or only a day."""

    __slots__ = ("coarse", "first_coarse", "first_without", "pages", "without")

    def __init__(self) -> None:
        self.pages = self.without = self.coarse = 0
        self.first_without: PageFact | None = None
        self.first_coarse: PageFact | None = None

    def see(self, page: PageFact) -> None:
        shown = page.particulars.time_shown if page.particulars else None
        self.pages += 1
        if shown is None:
            self.without += 1
            self.first_without = self.first_without or page
        elif shown == "day":
            self.coarse += 1
            self.first_coarse = self.first_coarse or page


class _Tally(PageTally):
    """`dated`: the addresses of consultations, which show from when to when they are open."""

    def __init__(self, params: Params, gap: str | None, dated: frozenset[str]) -> None:
        self._params = params
        self._dated = dated
        self._gap = gap
        self._templates: dict[str, _Template] = {}

    def see(self, page: PageFact) -> None:
        """Pages of runs that did not look at this yet say nothing."""
        is_whole = is_read(page) and not is_late(page) and page.url not in self._dated
        if page.kind is PageKind.ARTICLE and page.particulars is not None and is_whole:
            self._templates.setdefault(page.template or "", _Template()).see(page)

    def report(self) -> Report:
        templates = [
            template
            for _, template in sorted(self._templates.items())
            if template.pages >= self._params.min_pages
        ]
        places = (self._place(template) for template in templates)
        unknown = None if templates else "没有读到足够的内容页"
        return with_gap(counted(tuple(place for place in places if place), unknown=unknown), self._gap)

    def _place(self, template: _Template) -> Place | None:
        if self._is_much(template.without, template) and template.first_without:
            return self._said(template.first_without, "没有显示发布时间", template.without, template)
        if self._is_much(template.without + template.coarse, template) and template.first_coarse:
            return self._said(template.first_coarse, "的发布时间没有写到时、分", template.coarse, template)
        return None

    def _is_much(self, count: int, template: _Template) -> bool:
        return 100 * count >= self._params.share_percent * template.pages

    def _said(self, page: PageFact, words: str, count: int, template: _Template) -> Place:
        return Place(
            locator=f"template:{page.template or ''}",
            url=page.url,
            message=f"内容页{words}（同一模板{template.pages}个内容页中{count}个如此）",
            evidence=page.evidence,
            seen=page.attempt.at,
        )
