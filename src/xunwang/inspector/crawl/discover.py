"""From one page to the addresses that it carries, each with its lane and rank. Pure."""

from collections.abc import Iterator

from xunwang.inspector.crawl.scope import Place, Scope
from xunwang.inspector.crawl.targets import Found, Lane, Rank
from xunwang.inspector.fetch.urls import key_of, without_fragment
from xunwang.inspector.model import Link, LinkKind, Page, Zone

_FILES = frozenset({LinkKind.ATTACHMENT, LinkKind.IMAGE})
_DERIVED = ""  # a link that nobody wrote
_BARS = frozenset({Zone.NAV, Zone.HEADER})


class Carrier:
    """The page whose links are taken, and how deep it lies."""

    def __init__(self, page: Page, depth: int, scope: Scope) -> None:
        self._page = page
        self._depth = depth
        self._scope = scope
        self._items = {key_of(without_fragment(item.url)) for item in page.items}
        self._pager = {key_of(without_fragment(url)) for url in page.next_pages}
        self._home = depth == 0

    def found(self) -> Iterator[Found]:
        """Every address once, in the order of the page; what the operator excludes or leads in circles is left out.

        Scripts are no links: a visitor never opens them.
        """
        seen: set[str] = set()
        for link in self._links():
            url = without_fragment(link.url)
            key = key_of(url)
            if key in seen or link.kind is LinkKind.SCRIPT:
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
        place = self._scope.place(url, self._depth + 1)
        if place in {Place.EXCLUDED, Place.TRAP}:
            return None
        inside = place is Place.INSIDE
        lane = Lane.OUTSIDE if not inside else Lane.FILES if link.kind in _FILES else Lane.PAGES
        return Found(
            key=key,
            url=url,
            lane=lane,
            rank=self._rank(link, key) if lane is Lane.PAGES else Rank.REST,
            depth=self._depth + 1,
            parent=self._page.url,
            kind=link.kind,
            text=link.text or None,
            on_home=self._home,
            internal=inside,
            guessed=link.href == _DERIVED,
        )

    def _rank(self, link: Link, key: str) -> Rank:
        if key in self._items:
            return Rank.ARTICLE
        if link.zone in _BARS:
            return Rank.NAVIGATION if self._home else Rank.COLUMN
        return Rank.COLUMN if self._home or key in self._pager else Rank.REST
