"""Pages of other systems on which columns of a site lie: read at their turn like any other, and never walked on from."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from xunwang.inspector.crawl.rendering import Renderer
from xunwang.inspector.crawl.visit import Reading, Visit, read
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.client import Client
from xunwang.inspector.fetch.robots import Robots
from xunwang.inspector.fetch.urls import host_of, key_of, resolve, without_fragment
from xunwang.inspector.model import (
    Attempt,
    Clock,
    Evidence,
    OtherSystemFact,
    Page,
    PageRow,
    Reach,
    Record,
)

_COLUMNS = 30
_PAGES = 4  # a pager may lead back to the first under a second address


class Keeping(Protocol):
    """An archive that is being written."""

    def append_exchange(self, messages: Iterable[Message], /) -> Evidence | None: ...

    def append_rendered(self, url: str, at: dt.datetime, html: bytes) -> Evidence: ...


class Elsewhere(Record, frozen=True):
    """A page of another system as it was read, and the fact by which its bytes are found again."""

    fact: OtherSystemFact
    page: Page

    @property
    def row(self) -> PageRow:
        fact = self.fact
        return PageRow(
            page=self.page,
            key=fact.key,
            depth=1,
            parent=fact.parent,
            attempt=fact.attempt,
            evidence=fact.evidence,
            rendered=fact.rendered,
        )


def reading_there(url: str, today: dt.date) -> Reading:
    """How a page of another system is read: its own host is at home there."""
    return Reading(home=resolve("/", url) or url, today=today)


class OtherSystems:
    """Reads the first page of a column there, and further ones only while an item newer than those seen may stand on them."""

    def __init__(
        self, archive: Keeping, client: Client, robots: Robots, browser: Browser | None, *, parent: str, today: dt.date,
        clock: Clock, stopped: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._archive = archive
        self._client = client
        self._robots = robots
        self._renderer = Renderer(browser, _COLUMNS * _PAGES, 0, owns=lambda _: False)
        self._parent = parent
        self._today = today
        self._clock = clock
        self._stopped = stopped

    async def columns(self, urls: Sequence[str]) -> list[Elsewhere]:
        found = []
        for url in urls[:_COLUMNS]:
            found += await self._column(url)
        return found

    async def _column(self, url: str) -> list[Elsewhere]:
        found: list[Elsewhere] = []
        asked: set[str] = set()
        following: str | None = url
        while following and len(found) < _PAGES and not self._stopped():
            asked.add(key_of(following))
            found.append(await self._page(following))
            following = _following(found, asked)
        return found

    async def _page(self, url: str) -> Elsewhere:
        visit = await self._visit(url)
        evidence = self._archive.append_exchange(visit.messages)
        for one in self._robots.take():
            self._archive.append_exchange(one.hops)
        attempt, page = visit.attempt, visit.page
        if visit.rendered is not None and page:
            self._archive.append_rendered(page.url, attempt.at, visit.rendered)
        fact = OtherSystemFact(
            key=key_of(url), url=url, parent=self._parent, attempt=attempt, evidence=evidence, rendered=visit.rendered is not None,
            late=page is not None and "late" in page.script_filled,
        )  # fmt: skip
        return Elsewhere(fact, page or Page(url=url, status=attempt.status))

    async def _visit(self, url: str) -> Visit:
        if not await self._robots.allows(url):
            return Visit(attempt=Attempt(at=self._clock(), reach=Reach.ROBOTS, final_url=url))
        reading = reading_there(url, self._today)
        return await self._renderer.improve(read(await self._client.fetch(url), reading), reading)


def _following(found: Sequence[Elsewhere], asked: set[str]) -> str | None:
    """The next page of the list, where it may hold something newer."""
    page = found[-1].page
    if newest_stands_here(
        item.date.toordinal() if item.date else 0 for one in found for item in one.page.items
    ):
        return None
    here = host_of(page.url)
    return next(
        (
            url
            for url in map(without_fragment, page.next_pages)
            if key_of(url) not in asked and host_of(url) == here
        ),
        None,
    )


def newest_stands_here(days: Iterable[int]) -> bool:
    """Whether the newest day of a list stands among these, its first (as ordinals, 0 undated): from the newest on they never rise again.

    Items pinned above it may be older. A list whose last item is its newest goes on to newer ones.
    """
    known = [day for day in days if day]
    if not known:
        return True
    tail = known[known.index(max(known)) :]
    falls = all(one >= other for one, other in pairwise(tail))
    return falls and (len(tail) > 1 or len(known) == 1)
