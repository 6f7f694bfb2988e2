"""Where something that every page must carry is missing: on the home page, or on all pages made by one template or held by one column."""

from collections.abc import Callable, Sequence

from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.model import PageFact, PageKind, Record

Good = Callable[[PageFact], bool]

INNER = frozenset({PageKind.COLUMN, PageKind.ARTICLE, PageKind.GUIDE, PageKind.MESSAGE})


def carries_foot(page: PageFact, home: PageFact) -> bool:
    """Whether a page is one of those that a site makes in its frame: an inner page, or the site map that the home page names."""
    is_made = page.kind in INNER or page.url == home.marks.sitemap
    return is_made and is_read(page) and not foot_unread(page)


def good_inside(book: FactBook, want: Good) -> str | None:
    """What to say with a fault of a home page that is but a welcome, where a page to which it asks to come in is good, or nobody read that; None otherwise."""
    ways = book.site.ways_in if book.site else ()
    if any(is_read(page) and want(page) for page in book.inside):
        return "；首页是点击进入的欢迎页，其后的页面无此问题"
    unread = len(book.inside) < len(ways) or any(not is_read(one) or foot_unread(one) for one in book.inside)
    return "；首页是点击进入的欢迎页，其后的页面未能读取" if ways and unread else None


class Spot(Record, frozen=True):
    """The page to point at; `inner` when the home page is good. `doubt`: words for why it may be no fault."""

    page: PageFact
    inner: bool
    doubt: str | None = None


def foot_unread(page: PageFact) -> bool:
    """The foot is put there by script and nobody ran it to its end: what is missing there could not be checked."""
    if is_late(page):
        return True
    return not page.rendered and bool({"footer", "body"}.intersection(page.script_filled))


def is_another_unit(page: PageFact, home: PageFact) -> bool:
    """Whether a page belongs to the website of another unit that lies in a folder of this one: its tag and its foot name another."""
    named, here = (one.metas.get("SiteName", "").strip() for one in (page, home))
    return bool(named and here) and named != here and _differs(page.marks.organiser, home.marks.organiser)


def _differs(one: str | None, other: str | None) -> bool:
    return bool(one and other) and one != other


class Feet:
    """The feet of a site's pages, held against several wants at once. A single page proves nothing about its template.

    `good_inside` says for a want why a home page that does not meet it may be no fault. `by_column`: what is missing on all pages of one column is missing, too.
    """

    def __init__(
        self,
        wants: Sequence[Good],
        *,
        home: PageFact | None,
        min_pages: int,
        by_column: bool = False,
        good_inside: Callable[[Good], str | None] = lambda want: None,  # noqa: ARG005
    ) -> None:
        self._good_inside = good_inside
        self._by_column = by_column
        self._wants = wants
        self._home = home
        self._min_pages = min_pages
        self._templates: dict[tuple[str, str], _Template] = {}

    def see(self, page: PageFact) -> None:
        if page.kind not in INNER or not is_read(page) or foot_unread(page):
            return
        unmet = tuple(number for number, want in enumerate(self._wants) if not want(page))
        names = [(str(page.kind), page.template or "")]
        if self._by_column:
            names += [(str(page.kind), shelf_of(page)), ("", shelf_of(page))]
        for name in names:
            self._templates.setdefault(name, _Template(range(len(self._wants)))).see(page, unmet)

    def spot(self, number: int) -> Spot | None:
        """The page that shows best that the want of that number is not met; None if there is none."""
        home, want = self._home, self._wants[number]
        lacks = home is not None and not foot_unread(home) and not want(home)
        doubt = self._good_inside(want) if lacks else None
        if home is not None and lacks and not doubt:
            return Spot(home, inner=False)
        firsts = (
            template.nearest
            for _, template in sorted(self._templates.items(), key=lambda named: named[0])
            if number in template.unmet and template.pages >= self._min_pages
        )
        first = min((page for page in firsts if page), key=lambda page: page.depth, default=None)
        if first is not None:
            return Spot(first, inner=True)
        return Spot(home, inner=False, doubt=doubt) if home is not None and doubt else None


def shelf_of(page: PageFact) -> str:
    """Where a page stands: the column it names, else its folder; the page of a column that names none stands alone."""
    alone = page.key if page.kind is PageKind.COLUMN else None
    return page.column or alone or f"{page.url.partition('?')[0].rpartition('/')[0]}/"


class _Template:
    """The pages of one template or column: how many, the one nearest to the home page, and the wants that none of them meets."""

    __slots__ = ("nearest", "pages", "unmet")

    def __init__(self, wants: Sequence[int]) -> None:
        self.pages = 0
        self.nearest: PageFact | None = None
        self.unmet = tuple(wants)

    def see(self, page: PageFact, unmet: Sequence[int]) -> None:
        self.pages += 1
        if not self.unmet:
            return
        self.unmet = tuple(number for number in self.unmet if number in unmet)
        if not self.unmet:
            self.nearest = None
        elif self.nearest is None or page.depth < self.nearest.depth:
            self.nearest = page
