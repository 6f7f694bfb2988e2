"""What was done since the last commit: it becomes true all at once or not at all."""

import msgspec

from xunwang.inspector.crawl.targets import Found, Lane, Settled
from xunwang.inspector.evidence import Message, Stats
from xunwang.inspector.model import Reach

_BAD_ANSWERS = frozenset({Reach.HTTP, Reach.SOFT_404})


class Unit:
    """Work done since the last commit, on top of the figures that were committed with it.

    `answered_badly` counts what this process has met of answers that are none. `admitted`: hosts that turned out to belong to the site; `reopened` of their addresses count as done no more.
    """

    def __init__(self, stats: Stats, answered_badly: dict[str, int] | None = None) -> None:
        self.settled: list[Settled] = []
        self.found: dict[str, Found] = {}
        self.lanes: set[Lane] = set()
        self.memory: dict[str, bytes] = {}
        self.admitted: list[str] = []
        self.reopened = 0
        self._before = stats
        self._links = self._pages = self._rendered = self._requests = self._not_modified = self._bytes = 0
        self._seconds = 0.0
        self.unreachable = dict(stats.unreachable)
        self.answered_badly = answered_badly or {}

    def __bool__(self) -> bool:
        return bool(self.settled or self.found or self.admitted)

    @property
    def stats(self) -> Stats:
        """The figures of the run with this unit."""
        before = self._before
        return msgspec.structs.replace(
            before,
            links=before.links + self._links - self.reopened,
            pages=self.pages,
            rendered=self.rendered,
            requests=self.requests,
            not_modified=self.not_modified,
            bytes=self.bytes,
            seconds=self.seconds,
            unreachable=dict(self.unreachable),
        )

    @property
    def pages(self) -> int:
        return self._before.pages + self._pages

    @property
    def rendered(self) -> int:
        return self._before.rendered + self._rendered

    @property
    def requests(self) -> int:
        return self._before.requests + self._requests

    @property
    def not_modified(self) -> int:
        return self._before.not_modified + self._not_modified

    @property
    def bytes(self) -> int:
        return self._before.bytes + self._bytes

    @property
    def seconds(self) -> float:
        return round(self._before.seconds + self._seconds, 3)

    def add(self, found: Found) -> None:
        known = self.found.get(found.key)
        if known is None or found.better(known):
            self.found[found.key] = found
        self.lanes.add(found.lane)

    def count_messages(self, messages: tuple[Message, ...]) -> None:
        self._requests += len(messages)
        for message in messages:
            self._bytes += len(message.head) + len(message.body)

    def count_visit(
        self, reach: Reach, *, final: bool, page: bool, rendered: bool = False, not_modified: bool = False
    ) -> None:
        """Counts a visit; only its final end says whether the address was a link seen, a page read, or out of reach."""
        self._links += final
        self._pages += page and reach is Reach.OK
        self._rendered += rendered and page and reach is Reach.OK
        self._not_modified += not_modified
        if final and reach in _BAD_ANSWERS:
            self.answered_badly[reach.value] = self.answered_badly.get(reach.value, 0) + 1
        elif final and reach is not Reach.OK:
            self.unreachable[reach.value] = self.unreachable.get(reach.value, 0) + 1

    def count_seconds(self, seconds: float) -> None:
        self._seconds += seconds
