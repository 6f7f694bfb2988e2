"""Addresses that were seen a moment ago: most links of a page lead where those of the page before it led."""

import hashlib
from array import array
from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from xunwang.inspector.crawl.targets import Rank
from xunwang.inspector.model import Link, LinkKind, Page, Zone

_HOME_BAR, _COLUMN, _ARTICLE, _REST = (
    rank.value for rank in (Rank.NAVIGATION, Rank.COLUMN, Rank.ARTICLE, Rank.REST)
)
_GUESS = len(Rank)  # any written link is better than an address that no page wrote
_NEVER = _GUESS + 1
_TURN = 7  # the bits of a mark that hold its turn
_MARK = 8  # bytes
_REMEMBERED = 65_536
_MARKS_REMEMBERED = 3 * _REMEMBERED


class News(NamedTuple):
    """The page with what of it may be new, None when nothing is; `marks` are those of everything on it."""

    page: Page | None
    marks: "array[int]"


class KnownAddresses:
    """Remembers, for the addresses seen last, the earliest turn that their place on a page gave them.

    It only saves work: the frontier itself knows an address that was forgotten here. Two halves of at most `_REMEMBERED`
    addresses each; the older half goes when the newer one is full. What is remembered is a mark, one number for an address with its turn.
    """

    def __init__(self, home: str) -> None:
        self._new: dict[str, int] = {}
        self._old: dict[str, int] = {}
        self.know_home(home)

    def know_home(self, home: str) -> None:
        """Tells how addresses of the site itself begin."""
        self._own = f"{'/'.join(home.split('/')[:3])}/"

    def news(self, page: Page, *, home: bool) -> News:
        """The page with only those links, entries and following pages that may tell something new."""
        if len(self._new) >= _REMEMBERED:
            self._old, self._new = self._new, {}
        entries = {item.url for item in page.items}
        links, marks = self._new_links(page, entries, home=home)
        passed, known = {link.url for link in links}, self._new
        # The links stand in `known` by now: what does not stand there was no link.
        items = tuple(item for item in page.items if item.url in passed or item.url not in known)
        marks.extend(self._marks_of(entries, _ARTICLE))
        pager = tuple(url for url in page.next_pages if url in passed or url not in known)
        marks.extend(self._marks_of(page.next_pages, _GUESS))
        if not (links or items or pager):
            return News(None, marks)
        fresh = msgspec.structs.replace(page, links=tuple(links), items=items, next_pages=pager)
        return News(fresh, marks)

    def _marks_of(self, urls: Iterable[str], turn: int) -> list[int]:
        known = self._new
        for url in urls:
            if url not in known:
                known[url] = _number_of(url) | turn
        return [known[url] for url in urls]

    def _new_links(
        self, page: Page, entries: Collection[str], *, home: bool
    ) -> tuple[list[Link], "array[int]"]:
        links, marks = [], array("Q")
        new, old, own = self._new, self._old, self._own
        nav, header, script = Zone.NAV, Zone.HEADER, LinkKind.SCRIPT
        bar, elsewhere = (_HOME_BAR, _COLUMN) if home else (_COLUMN, _REST)
        for link in page.links:
            url = link.url
            mark = new.get(url)
            if mark is None:
                mark = new[url] = old.get(url) or _number_of(url) | _NEVER
            best = mark & _TURN
            if best > bar:
                zone = link.zone
                if link.kind is script:
                    turn = _NEVER
                elif url in entries:
                    turn = _ARTICLE
                elif zone is nav or zone is header:
                    turn = bar
                else:
                    turn = _COLUMN if url in page.next_pages else elsewhere
                mark += turn - best
                if turn < best:
                    new[url] = mark
                    links.append(link)
            marks.append(mark)
            if link.visible and not url.startswith(own):
                # What a foreign link is called, and that it is seen, is news as well.
                marks.append(_number_of(f"{link.text}\n{url}") | _NEVER)
        return links, marks


class KnownMarks:
    """The marks of pages that this process has taken apart: a page all of whose marks are known here holds no news.

    Two halves again; of a page whose marks were forgotten the links are looked at once more.
    """

    def __init__(self) -> None:
        self._new: set[int] = set()
        self._old: set[int] = set()

    def cover(self, marks: Collection[int]) -> bool:
        unknown = set(marks) - self._new
        return unknown <= self._old

    def learn(self, marks: Collection[int]) -> None:
        """An address known with one turn is known with every later one."""
        if len(self._new) >= _MARKS_REMEMBERED:
            self._old, self._new = self._new, set()
        for mark in set(marks) - self._new:
            self._new.update(range(mark, (mark | _TURN) + 1))


def _number_of(said: str) -> int:
    """The same in every process; the bits of the turn are left free."""
    digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()
    return int.from_bytes(digest) & ~_TURN
