"""What a crawl is asked for, says while it runs and brings back."""

import datetime as dt
from typing import Literal

import msgspec

from xunwang.inspector.evidence import Stats
from xunwang.inspector.fetch.robots import RobotsPolicy
from xunwang.inspector.model import LinkFact, Record


class CrawlSettings(Record, frozen=True):
    """How one site is walked.

    `today` is the monitoring day, which supplies years to dates written without one. Waits are in seconds;
    `home_tries` visits of the home page are made before it counts as unreadable. A unit of work is committed after
    `unit_pages` visits or `unit_seconds`, whichever comes first.
    """

    today: dt.date
    max_pages: int = 5000
    max_checks: int = 50_000
    max_rendered: int = 500
    concurrency: int = 8
    include: str | None = None
    exclude: str | None = None
    robots: RobotsPolicy = "obey"
    browser: Literal["auto", "never"] = "auto"
    home_tries: int = 3
    home_wait: float = 5.0
    unit_pages: int = 50
    unit_seconds: float = 10.0


class Progress(Record, frozen=True):
    """Where a crawl stands; `waiting` counts addresses not yet visited, `failed` visits by their reach."""

    pages: int
    visited: int
    waiting: int
    requests: int
    failed: dict[str, int] = msgspec.field(default_factory=dict)


class CrawlResult(Record, frozen=True):
    """What a crawl brought besides the rows in the run; `stopped`: by the user, the run can be continued."""

    links: tuple[LinkFact, ...]
    stats: Stats
    complete: bool
    incomplete_reason: str | None = None
    stopped: bool = False
