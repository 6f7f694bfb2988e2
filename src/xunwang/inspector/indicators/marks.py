"""Where something that every page must carry is missing: on the home page, or on all pages made by one template."""

from collections.abc import Callable, Iterator
from itertools import groupby

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.model import PageFact, PageKind, Record

Good = Callable[[PageFact], bool]

_INNER = (PageKind.COLUMN, PageKind.ARTICLE, PageKind.GUIDE, PageKind.MESSAGE)


class Spot(Record, frozen=True):
    """The page to point at; `inner` when the home page is good."""

    page: PageFact
    inner: bool


def foot_unread(page: PageFact) -> bool:
    """The foot is put there by script and nobody ran it: what is missing there could not be checked."""
    return not page.rendered and bool({"footer", "body"}.intersection(page.script_filled))


def spot(book: FactBook, good: Good, *, min_pages: int) -> Spot | None:
    """The first page that shows the fault; None if there is none. A single page proves nothing about its template."""
    home = book.home
    if home is not None and not foot_unread(home) and not good(home):
        return Spot(home, inner=False)
    faulty = (pages[0] for pages in _templates(book) if _proves(pages, good, min_pages))
    first = min(faulty, key=lambda page: page.depth, default=None)
    return Spot(first, inner=True) if first else None


def _templates(book: FactBook) -> Iterator[list[PageFact]]:
    """The read inner pages of each template, nearest to the home page first."""
    pages = [page for page in book.read_pages(*_INNER) if not foot_unread(page)]
    for _, group in groupby(sorted(pages, key=_template), key=_template):
        yield list(group)


def _template(page: PageFact) -> tuple[str, str]:
    return page.kind, page.template or ""


def _proves(pages: list[PageFact], good: Good, min_pages: int) -> bool:
    return len(pages) >= min_pages and not any(good(page) for page in pages)
