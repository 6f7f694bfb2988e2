"""What a crawl has done: archived, written down, and committed unit by unit."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable

from xunwang.inspector.crawl.frontier import Frontier
from xunwang.inspector.crawl.memories import Memories
from xunwang.inspector.crawl.places import RowPlace, places_of
from xunwang.inspector.crawl.settings import CrawlSettings, Progress
from xunwang.inspector.crawl.targets import Found, Settled
from xunwang.inspector.crawl.unit import Unit
from xunwang.inspector.crawl.visit import Carried, Visit
from xunwang.inspector.evidence import RunWriter, SameRow
from xunwang.inspector.evidence.warc import Origin
from xunwang.inspector.fetch.client import Exchange
from xunwang.inspector.model import Evidence, PageRow


class Ledger:
    """Nothing here waits, so that a unit is never torn."""

    def __init__(
        self,
        writer: RunWriter,
        frontier: Frontier,
        settings: CrawlSettings,
        progress: Callable[[Progress], None],
        memories: Memories,
    ) -> None:
        self._writer = writer
        self._frontier = frontier
        self._settings = settings
        self._progress = progress
        self._memories = memories
        self._now = asyncio.get_running_loop().time
        self._committed_at = self._now()
        self._rows: list[int] = []
        self._unchanged: dict[int, RowPlace] = {}
        self._marks = frontier.marks()
        self._size = frontier.size()
        self.done = frontier.counts().done
        self.unit = Unit(frontier.stats())

    # ── writing down ─────────────────────────────────────────────────────────────────────────────

    def add(self, found: Found) -> None:
        self.unit.add(found)

    def archive(self, visit: Visit) -> Evidence | None:
        """Archives what a visit brought; the evidence is its last answer, or the browser's page that follows it."""
        self.unit.count_messages(visit.messages)
        if visit.carried:
            return self._writer.append_revisit(visit.messages, visit.carried.origin)
        evidence = self._writer.append_exchange(visit.messages, digest_of_last=_digest_as_sent(visit))
        if visit.rendered is not None and visit.page:
            self._writer.append_rendered(visit.page.url, visit.attempt.at, visit.rendered)
        return evidence

    def origin_of(self, evidence: Evidence) -> Origin | None:
        """What a later run refers to that finds the page unchanged, of an answer that was just archived."""
        return self._writer.origin_of(evidence)

    def archive_aside(self, exchanges: Iterable[Exchange]) -> None:
        """Archives what was asked besides the targets."""
        for exchange in exchanges:
            self._writer.append_exchange(exchange.hops)
            self.unit.count_messages(exchange.hops)

    def write(self, number: int, row: PageRow, carried: Carried | None, leads: bytes) -> None:
        """Writes the row of the page that is target `number`, of one that has not changed only what is new about it; and where it `leads`."""
        self._writer.meet(row)
        if carried:
            self._writer.append_same(_same(row, carried), carried.note)
            self._unchanged[number] = carried.place
        else:
            self._writer.append_page(row)
        self._writer.append_leads(leads)
        self._rows.append(number)

    def settle(self, settled: Settled) -> None:
        self.unit.settled.append(settled)
        self.done += not settled.again

    # ── committing ───────────────────────────────────────────────────────────────────────────────

    @property
    def waited(self) -> float:
        """The seconds since the last commit."""
        return self._now() - self._committed_at

    @property
    def seconds(self) -> float:
        """The time that all processes together have worked on this run."""
        return self.unit.seconds + self.waited

    @property
    def time_left(self) -> float | None:
        """The seconds that may still be worked on this run; None where nobody set a limit."""
        limit = self._settings.max_seconds
        return None if limit is None else max(limit - self.seconds, 0.0)

    def rested(self) -> None:
        """Tells that the site was left alone since the last commit: that was no work."""
        self._committed_at = self._now()

    @property
    def due(self) -> bool:
        settings = self._settings
        return len(self.unit.settled) >= settings.unit_pages or self.waited >= settings.unit_seconds

    def commit(self) -> None:
        """Makes the unit true. `LeaseLostError` before anything is written when another process has taken over."""
        now = self._now()
        self.unit.count_seconds(now - self._committed_at)
        self._committed_at = now
        self._frontier.check()
        self.unit.memory = self._memories.news()
        marks = self._writer.sync()
        places = places_of(self._rows, self._marks, marks, self._unchanged)
        self._frontier.commit(self.unit, marks, places)
        if self.unit.found:
            self._size = self._frontier.size()
        if self.unit.admitted:
            self.done = self._frontier.counts().done
        self._marks = marks
        self.unit = Unit(self.unit.stats, self.unit.answered_badly)
        self._rows.clear()
        self._unchanged.clear()

    def tell(self, quiet_until: dt.datetime | None = None, held_until: dt.datetime | None = None) -> None:
        unit = self.unit
        self._progress(
            Progress(
                pages=unit.pages,
                visited=self.done,
                waiting=self._size + len(unit.found) - self.done,
                requests=unit.requests,
                failed=unit.unreachable | unit.answered_badly,
                rendered=unit.rendered,
                not_modified=unit.not_modified,
                bytes=unit.bytes,
                quiet_until=quiet_until,
                held_until=held_until,
                time_left=self.time_left,
            )
        )


def _digest_as_sent(visit: Visit) -> bytes | None:
    """The hash of the last answer's body, where what was read of it is what was sent."""
    if visit.content is None:
        return None
    last = visit.messages[-1]
    return None if last.truncated or last.header("content-encoding") else visit.content.digest


def _same(row: PageRow, carried: Carried) -> SameRow:
    return SameRow(
        same=str(carried.place),
        url=row.page.url,
        key=row.key,
        depth=row.depth,
        parent=row.parent,
        attempt=row.attempt,
        evidence=row.evidence,
        template=row.template,
        kind=row.page.kind,
    )
