"""From one page to the addresses that it carries, each with its lane and rank. Pure."""

from collections.abc import Iterator

from xunwang.inspector.crawl.scope import Place, Scope
from xunwang.inspector.crawl.shapes import published_in
from xunwang.inspector.crawl.targets import Found, Lane, Rank
from xunwang.inspector.crawl.traps import Traps, snag
from xunwang.inspector.fetch.urls import key_of, without_fragment
from xunwang.inspector.model import Link, LinkKind, Page, Zone

_FILES = frozenset({LinkKind.ATTACHMENT, LinkKind.IMAGE})
_DERIVED = ""  # a link that nobody wrote
_BARS = frozenset({Zone.NAV, Zone.HEADER})


class Carrier:
    """The page whose links are taken, and how deep it lies; `traps` counts what is left out because of its address alone."""

    def __init__(self, page: Page, depth: int, scope: Scope, traps: Traps | None = None) -> None:
        self._page = page
        self._depth = depth
        self._scope = scope
        self._traps = traps
        self._days = {item.url: item.date for item in reversed(page.items)}
        self._pager = frozenset(page.next_pages)
        self._home = depth == 0

    def found(self) -> Iterator[Found]:
        """Every address once, in the order of the page; what the operator excludes or leads in circles is left out.

        Scripts are no links: a visitor never opens them.
        """
        seen: set[str] = set()
        for link in self._links():
            if link.kind is LinkKind.SCRIPT:
                continue
            url = without_fragment(link.url)
            key = key_of(url)
            if key in seen:
                continue
            seen.add(key)
            found = self._place(link, url, key)
            if found:
                yield found

    def _links(self) -> Iterator[Link]:
        yield from self._page.links
        for item in self._page.items:
            yield Link(url=item.url, href=item.url, text=item.title)
        for url in self._page.next_pages:
            yield Link(url=url, href=_DERIVED, text="")

    def _place(self, link: Link, url: str, key: str) -> Found | None:
        # The pages of one list lie side by side: turning the leaf leads no deeper.
        depth = self._depth + (self._home or link.url not in self._pager)
        place = self._scope.place(url, depth)
        if place is Place.EXCLUDED:
            return None
        if place is Place.TRAP:
            self._leave_out(url, depth)
            return None
        inside = place is Place.INSIDE
        return Found(
            key=key,
            url=url,
            lane=Lane.OUTSIDE if not inside else Lane.FILES if link.kind in _FILES else Lane.PAGES,
            rank=self._rank(link, place),
            depth=depth,
            parent=self._page.url,
            kind=link.kind,
            text=link.text or None,
            on_home=self._home,
            internal=inside,
            guessed=link.href == _DERIVED,
            day=self._day(link),
        )

    def _leave_out(self, url: str, depth: int) -> None:
        reason = snag(url, depth)
        if self._traps and reason:
            self._traps.leave_out(reason, url)

    def _rank(self, link: Link, place: Place) -> Rank:
        """Files and foreign links have no turn of their own; a page that may tell whose its host is comes first among them."""
        if link.kind in _FILES or place is Place.OUTSIDE:
            return Rank.REST
        rank = self._page_rank(link)
        if place is Place.INSIDE:
            return rank
        return Rank.NAVIGATION if rank <= Rank.COLUMN else Rank.REST

    def _page_rank(self, link: Link) -> Rank:
        if link.url in self._days:
            return Rank.ARTICLE
        if link.zone in _BARS:
            return Rank.NAVIGATION if self._home else Rank.COLUMN
        return Rank.COLUMN if self._home or link.url in self._pager else Rank.REST

    def _day(self, link: Link) -> int:
        """The day shown beside a link, else the one that its address names; as an ordinal, 0 for neither."""
        day = self._days.get(link.url) or published_in(link.url)
        return day.toordinal() if day else 0
