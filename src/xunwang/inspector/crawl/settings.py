"""What a crawl is asked for, says while it runs and brings back."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from xunwang.inspector.crawl.traps import Trap
from xunwang.inspector.evidence import Stats
from xunwang.inspector.fetch.robots import RobotsStance
from xunwang.inspector.model import LinkFact, Record


class CrawlSettings(Record, frozen=True):
    """How one site is walked. `also` are further hosts that belong to it.

    `today` is the monitoring day, which supplies years to dates written without one. Waits are in seconds;
    `home_tries` visits of the home page are made before it counts as unreadable. A unit of work is committed after
    `unit_pages` visits or `unit_seconds`, whichever comes first. After `max_seconds` of work, over all the processes that
    had a share in the run, a crawl ends with what it has seen; None: only when everything is visited. After `patience`
    requests in a row to which the site gave no answer, or only that it cannot, it is asked for its home page once more, and left if that fails too.
    """

    today: dt.date
    max_pages: int = 5000
    max_seconds: float | None = None
    max_rendered: int = 500
    concurrency: int = 8
    include: str | None = None
    exclude: str | None = None
    also: tuple[str, ...] = ()
    robots: RobotsStance = RobotsStance()
    browser: Literal["auto", "never"] = "auto"
    home_tries: int = 3
    home_wait: float = 5.0
    patience: int = 20
    unit_pages: int = 200
    unit_seconds: float = 10.0


class Progress(Record, frozen=True):
    """Where a crawl stands; `waiting` counts addresses not yet visited, `failed` visits by their reach.

    `quiet_until`: the site is left alone until then; None when it is not. `held_until`: the same because it is overburdened or asked for a pause. `time_left`: the seconds after which it is left with what
    was seen; None where nobody set a limit.
    """

    pages: int
    visited: int
    waiting: int
    requests: int
    failed: dict[str, int] = msgspec.field(default_factory=dict)
    rendered: int = 0
    not_modified: int = 0
    bytes: int = 0
    quiet_until: dt.datetime | None = None
    held_until: dt.datetime | None = None
    time_left: float | None = None


class CrawlResult(Record, frozen=True):
    """What a crawl brought besides the rows in the run; `stopped`: by the user, the run can be continued.

    `traps` say which addresses without end were left out. `links` are read from the frontier each time they are iterated: they can be more than memory holds.
    """

    links: Iterable[LinkFact]
    stats: Stats
    complete: bool
    incomplete_reason: str | None = None
    stopped: bool = False
    traps: tuple[Trap, ...] = ()
