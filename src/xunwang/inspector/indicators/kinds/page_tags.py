"""页面标签: the meta tags that home, column and article pages must carry, filled and true (rulebook 6.3)."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import SHANGHAI, PageFact, PageKind, Record, Subject

_PUBLISHED = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2}))?")
_KIND_NAMES = {PageKind.HOME: "首页", PageKind.COLUMN: "栏目页", PageKind.ARTICLE: "内容页"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    site_tags: tuple[str, ...]
    column_tags: tuple[str, ...]
    article_tags: tuple[str, ...]
    share_percent: Decimal


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """One fault per tag and kind of page: that of the template, shown on the first page that has it."""
    if book.home_unread or book.home is None or book.subject is None:
        return unchecked(book.home_unread or "首页未能读取")
    wanted = (
        (PageKind.HOME, (book.home,), params.site_tags),
        (PageKind.COLUMN, book.read_pages(PageKind.COLUMN), params.column_tags),
        (PageKind.ARTICLE, book.read_pages(PageKind.ARTICLE), params.article_tags),
    )
    places = [
        place
        for kind, pages, tags in wanted
        for tag in tags
        if (place := _fault_of(tag, kind, pages, book.subject, params.share_percent))
    ]
    return with_gap(counted(tuple(places)), book.gap)


def _fault_of(
    tag: str, kind: PageKind, pages: tuple[PageFact, ...], subject: Subject, share: Decimal
) -> Place | None:
    faults = [(page, fault) for page in pages if (fault := _fault(tag, page, subject))]
    if not faults or 100 * len(faults) < share * len(pages):
        return None
    page, fault = faults[0]
    how_many = (
        f"（{len(pages)}个{_KIND_NAMES[kind]}中{len(faults)}个如此）" if kind is not PageKind.HOME else ""
    )
    return Place(
        locator=f"tag:{kind}:{tag}",
        url=page.url,
        message=f"{_KIND_NAMES[kind]}标签{tag}{fault}{how_many}",
        excerpt=page.metas.get(tag) or None,
        value=page.metas.get(tag) or None,
        evidence=page.evidence,
        seen=page.attempt.at,
    )


def _fault(tag: str, page: PageFact, subject: Subject) -> str | None:
    if tag not in page.metas:
        return "缺失"
    written = page.metas[tag].strip()
    if not written:
        return "为空"
    verify = _VERIFIERS.get(tag)
    return verify(written, page, subject) if verify else None


def _domain_fault(written: str, page: PageFact, subject: Subject) -> str | None:  # noqa: ARG001
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    shown = (urlsplit(written if "//" in written else f"//{written}").hostname or "").removeprefix("www.")
    return None if shown == host else f"为“{written}”，与网站域名不一致"


def _code_fault(written: str, page: PageFact, subject: Subject) -> str | None:  # noqa: ARG001
    is_same = subject.code is None or written.lower() == subject.code.lower()
    return None if is_same else f"为“{written}”，与登记的标识码{subject.code}不一致"


def _date_fault(written: str, page: PageFact, subject: Subject) -> str | None:  # noqa: ARG001
    """Held against the date the page shows, to the minute where both give one; seconds are tolerated."""
    found = _PUBLISHED.match(written)
    if found is None:
        return f"为“{written}”，不是规定的日期格式"
    if page.published is None:
        return None
    shown = page.published.astimezone(SHANGHAI)
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    has_times = hour is not None and shown.time() != dt.time()
    is_same = (year, month, day) == (shown.year, shown.month, shown.day)
    if has_times:
        is_same = is_same and (hour, minute) == (shown.hour, shown.minute)
    words = f"{shown:%Y-%m-%d %H:%M}" if has_times else f"{shown:%Y-%m-%d}"
    return None if is_same else f"为“{written}”，与页面显示的{words}不一致"


_VERIFIERS: dict[str, Callable[[str, PageFact, Subject], str | None]] = {
    "SiteDomain": _domain_fault,
    "SiteIDCode": _code_fault,
    "PubDate": _date_fault,
}
