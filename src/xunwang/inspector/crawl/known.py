"""Addresses that were seen a moment ago: most links of a page lead where those of the page before it led."""

import msgspec

from xunwang.inspector.crawl.targets import Rank
from xunwang.inspector.model import Link, LinkKind, Page, Zone

_HOME_BAR, _COLUMN, _ARTICLE, _REST = (
    rank.value for rank in (Rank.NAVIGATION, Rank.COLUMN, Rank.ARTICLE, Rank.REST)
)
_GUESS = len(Rank)  # any written link is better than an address that no page wrote
_REMEMBERED = 65_536


class KnownAddresses:
    """Remembers, for the addresses seen last, the earliest turn that their place on a page gave them.

    It only saves work: the frontier itself knows an address that was forgotten here. Two halves of at most `_REMEMBERED`
    addresses each; the older half goes when the newer one is full.
    """

    def __init__(self) -> None:
        self._new: dict[str, int] = {}
        self._old: dict[str, int] = {}

    def news(self, page: Page, *, home: bool) -> Page | None:
        """The page with only those links, entries and following pages that may tell something new; None when none does."""
        if len(self._new) >= _REMEMBERED:
            self._old, self._new = self._new, {}
        links = self._new_links(page, {item.url for item in page.items}, home=home)
        passed, known = {link.url for link in links}, self._new
        # The links stand in `known` by now: what does not stand there was no link.
        items = tuple(item for item in page.items if item.url in passed or item.url not in known)
        known.update((item.url, _ARTICLE) for item in items if item.url not in known)
        pager = tuple(url for url in page.next_pages if url in passed or url not in known)
        known.update((url, _GUESS) for url in pager if url not in known)
        if not (links or items or pager):
            return None
        return msgspec.structs.replace(page, links=tuple(links), items=items, next_pages=pager)

    def _new_links(self, page: Page, entries: set[str], *, home: bool) -> list[Link]:
        links = []
        new, old = self._new, self._old
        nav, header, script = Zone.NAV, Zone.HEADER, LinkKind.SCRIPT
        bar, elsewhere = (_HOME_BAR, _COLUMN) if home else (_COLUMN, _REST)
        for link in page.links:
            url = link.url
            best = new.get(url)
            if best is None:
                best = old.get(url, _GUESS + 1)
                new[url] = best
            if best <= bar:
                continue
            zone = link.zone
            if url in entries:
                turn = _ARTICLE
            elif zone is nav or zone is header:
                turn = bar
            else:
                turn = _COLUMN if url in page.next_pages else elsewhere
            if turn < best and link.kind is not script:
                new[url] = turn
                links.append(link)
        return links
