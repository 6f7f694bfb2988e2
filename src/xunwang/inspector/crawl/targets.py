"""The words of the crawl: what is to be fetched, why, and what became of it."""

from enum import IntEnum

from xunwang.inspector.evidence.warc import Origin
from xunwang.inspector.fetch.client import Validators
from xunwang.inspector.model import Attempt, Evidence, LinkKind, Record


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
    `day` is the ordinal of the day shown beside the link, 0 when there is none: of one rank the newest comes first.
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
    day: int = 0

    def better(self, other: "Found") -> bool:
        """Whether it tells more about the same address: a real link instead of a guess, or an earlier turn."""
        return (self.guessed, self.rank, -self.day) < (other.guessed, other.rank, -other.day)


class Target(Record, frozen=True):
    """A `Found` that waits in the frontier under its number, with the attempts made so far."""

    number: int
    found: Found
    attempts: tuple[Attempt, ...] = ()


class Content(Record, frozen=True):
    """What a later run needs to know whether a page has changed.

    `digest` is the SHA-256 of its decoded bytes. `row`: the page table's row of it can stand for the page as long as those
    bytes do; a page that a browser had to fill may have changed without them.
    """

    digest: bytes
    validators: Validators = Validators()
    row: bool = True


class Settled(Record, frozen=True):
    """What one visit brought: all attempts so far; `again` sends the target back for a visit at the end of the run.

    `page`: the visit gave a row of the page table. `origin`: what a later run refers to that finds the content unchanged.
    """

    number: int
    attempts: tuple[Attempt, ...]
    evidence: Evidence | None
    again: bool
    page: bool = False
    content: Content | None = None
    origin: Origin | None = None
