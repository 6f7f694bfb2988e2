"""The words of the crawl: what is to be fetched, why, and what became of it."""

from collections import Counter
from enum import IntEnum

import msgspec

from xunwang.inspector.evidence import Message, Stats
from xunwang.inspector.model import Attempt, Evidence, LinkKind, Reach, Record


class Lane(IntEnum):
    """Three queues that move side by side: the site's pages, its other files, and everything elsewhere."""

    PAGES = 0
    FILES = 1
    OUTSIDE = 2


class Rank(IntEnum):
    """What decides vetoes comes first: home page, columns, then articles, then the rest."""

    HOME = 0
    NAVIGATION = 1
    COLUMN = 2
    ARTICLE = 3
    REST = 4


class Found(Record, frozen=True):
    """An address seen for the first time, with the page that carried it.

    `guessed`: no link leads there, it was derived from the script of a pager; when it is not there, nothing is broken.
    """

    key: str
    url: str
    lane: Lane
    rank: Rank
    depth: int
    parent: str | None
    kind: LinkKind = LinkKind.PAGE
    text: str | None = None
    on_home: bool = False
    internal: bool = True
    guessed: bool = False

    def better(self, other: "Found") -> bool:
        """Whether it tells more about the same address: a real link instead of a guess, or an earlier turn."""
        return (self.guessed, self.rank) < (other.guessed, other.rank)


class Target(Record, frozen=True):
    """A `Found` that waits in the frontier under its number, with the attempts made so far."""

    number: int
    found: Found
    attempts: tuple[Attempt, ...] = ()


class Settled(Record, frozen=True):
    """What one visit brought: all attempts so far; `again` sends the target back for a visit at the end of the run."""

    number: int
    attempts: tuple[Attempt, ...]
    evidence: Evidence | None
    again: bool
    page: bool = False


class Unit:
    """Work done since the last commit; it becomes true all at once or not at all."""

    def __init__(self, stats: Stats) -> None:
        self.settled: list[Settled] = []
        self.found: dict[str, Found] = {}
        self.lanes: set[Lane] = set()
        self.stats = stats

    def __bool__(self) -> bool:
        return bool(self.settled or self.found)

    def add(self, found: Found) -> None:
        known = self.found.get(found.key)
        if known is None or found.better(known):
            self.found[found.key] = found
        self.lanes.add(found.lane)

    def count_messages(self, messages: tuple[Message, ...]) -> None:
        stats = self.stats
        received = sum(len(message.head) + len(message.body) for message in messages)
        self._count(requests=stats.requests + len(messages), bytes=stats.bytes + received)

    def count_visit(self, reach: Reach, *, final: bool, page: bool, rendered: bool) -> None:
        """Counts a visit; only its final end says whether the address was a link seen, a page read, or out of reach."""
        stats = self.stats
        self._count(
            links=stats.links + final,
            pages=stats.pages + (page and reach is Reach.OK),
            rendered=stats.rendered + rendered,
        )
        if final and reach not in {Reach.OK, Reach.HTTP}:
            self._count(unreachable=dict(Counter(stats.unreachable) + Counter([reach.value])))

    def count_seconds(self, seconds: float) -> None:
        self._count(seconds=round(self.stats.seconds + seconds, 3))

    def _count(self, **changes: float | dict[str, int]) -> None:
        self.stats = msgspec.structs.replace(self.stats, **changes)
