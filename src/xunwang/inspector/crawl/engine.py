"""One site, from its home page to its last link, in units that survive any death of the process."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from typing import Literal, NamedTuple

from xunwang.inspector.crawl.earlier import Earlier
from xunwang.inspector.crawl.forecast import exactly
from xunwang.inspector.crawl.frontier import Frontier, SqliteFrontier
from xunwang.inspector.crawl.handing import Handing
from xunwang.inspector.crawl.identity import registered
from xunwang.inspector.crawl.keeping import Keeper
from xunwang.inspector.crawl.ledger import Ledger
from xunwang.inspector.crawl.memories import Deed, Memories
from xunwang.inspector.crawl.neighbours import Neighbours
from xunwang.inspector.crawl.opening import HomePage
from xunwang.inspector.crawl.outage import Silence, SilentError
from xunwang.inspector.crawl.rendering import Renderer
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.settings import CrawlResult, CrawlSettings, Progress
from xunwang.inspector.crawl.soft404 import SoftErrors
from xunwang.inspector.crawl.spellings import KEPT, Spellings
from xunwang.inspector.crawl.takeover import leave_files_behind
from xunwang.inspector.crawl.targets import Lane, Settled, Target
from xunwang.inspector.crawl.together import end, together
from xunwang.inspector.crawl.traps import Traps
from xunwang.inspector.crawl.visit import Reading, Visit, asks_again
from xunwang.inspector.crawl.visiting import Visitor
from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.evidence.run import FRONTIER
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.client import Client
from xunwang.inspector.fetch.robots import Robots
from xunwang.inspector.fetch.urls import resolve, without_fragment
from xunwang.inspector.model import Clock, Subject

_SITE_LANES = (Lane.PAGES, Lane.FILES)
_ELSEWHERE = (Lane.OUTSIDE,)
_FOUND_AT_ONCE = 2000
_log = logging.getLogger(__name__)


async def crawl_site(
    subject: Subject,
    writer: RunWriter,
    client: Client,
    *,
    settings: CrawlSettings,
    clock: Clock,
    progress: Callable[[Progress], None] = lambda _: None,
    stop: asyncio.Event | None = None,
    browser: Browser | None = None,
    frontier: Frontier | None = None,
    since: Run | None = None,
    neighbours: Neighbours | None = None,
) -> CrawlResult:
    """Walks the site of `subject` into the run of `writer`, or goes on where an unfinished run was left.

    Page rows and archive lie in the run afterwards; the links come back, those never visited left out. When `stop` is set
    the work done is committed and the result says `stopped`: the run can be continued. Pages that have not changed since
    the run `since` are taken over from it. `neighbours` are the websites that are not to be walked as
    parts of this one. `RunError` when the run cannot be written; what was committed before stays good.
    """
    with ExitStack() as held:
        kept = held.enter_context(closing(frontier or SqliteFrontier(writer.path / FRONTIER)))
        earlier = held.enter_context(closing(Earlier(since))) if since else None
        if kept.inherited:
            leave_files_behind(writer.path, kept.marks())
        if since:
            writer.adopt(since)
        writer.cut_to(kept.marks())
        means = _Means(writer, client, kept, settings, clock, progress, browser, earlier, neighbours)
        return await _Crawl(subject, means).run(stop or asyncio.Event())


class _Means(NamedTuple):
    """What a crawl works with, as `crawl_site` was given it."""

    writer: RunWriter
    client: Client
    frontier: Frontier
    settings: CrawlSettings
    clock: Clock
    progress: Callable[[Progress], None]
    browser: Browser | None
    earlier: Earlier | None
    neighbours: Neighbours | None


class _Crawl:
    def __init__(self, subject: Subject, means: _Means) -> None:
        settings, frontier = means.settings, means.frontier
        self._home = without_fragment(resolve(subject.home, subject.home) or subject.home)
        self._frontier = frontier
        self._settings = settings
        self._scope = Scope(
            self._home,
            settings.include,
            settings.exclude,
            also=settings.also,
            neighbours=means.neighbours,
            identity=registered(subject),
        )
        self._traps = Traps(settings.today)
        self._map = Deed()
        soft = SoftErrors(means.writer.opening.run)
        memories = Memories(scope=self._scope, traps=self._traps, soft404=soft, sitemap=self._map)
        memories.recall(frontier.memory)
        self._ledger = Ledger(means.writer, frontier, settings, means.progress, memories)
        self._visitor = self._visitor_with(means, soft)
        self._keeper = Keeper(
            self._ledger,
            self._visitor,
            self._scope,
            self._traps,
            self._home,
            spellings=Spellings(frontier.read_last(KEPT)),
        )
        self._handing = Handing(frontier, self._ledger, settings.max_pages)
        self._home_page = self._home_page_in(means.writer)
        self._silence = Silence(settings.patience)
        self._out_of_time = self._in_doubt = self._silent = False

    def _visitor_with(self, means: _Means, soft: SoftErrors) -> Visitor:
        settings = means.settings
        renderer = Renderer(
            means.browser if settings.browser == "auto" else None,
            settings.max_rendered,
            self._ledger.unit.rendered,
            owns=self._scope.owns,
            pause=settings.home_wait,
        )
        return Visitor(
            means.client,
            Robots(means.client, settings.robots),
            self._scope,
            renderer=renderer,
            reading=Reading(home=self._home, today=settings.today),
            clock=means.clock,
            soft=soft,
            earlier=means.earlier,
        )

    def _home_page_in(self, writer: RunWriter) -> HomePage:
        return HomePage(
            self._home,
            settings=self._settings,
            writer=writer,
            frontier=self._frontier,
            ledger=self._ledger,
            visitor=self._visitor,
            keeper=self._keeper,
            scope=self._scope,
            handing=self._handing,
        )

    # ── the course of a crawl ────────────────────────────────────────────────────────────────────

    async def run(self, stop: asyncio.Event) -> CrawlResult:
        work = asyncio.create_task(self._work())
        halt = asyncio.create_task(stop.wait())
        try:
            await self._until_over(work, halt)
        finally:
            stopped = halt.done() and not work.done()
            self._out_of_time = not work.done() and not stopped
            for task in (work, halt):
                task.cancel()
            with suppress(asyncio.CancelledError, SilentError):
                await work
        self._ledger.commit()
        return self._result(stopped=stopped)

    async def _until_over(self, work: asyncio.Task[None], halt: asyncio.Task[Literal[True]]) -> None:
        """Until the work is done, stopped or out of time, of which there may be more than it seemed: rest does not count."""
        while not (work.done() or halt.done()):
            left = self._ledger.time_left
            if left == 0:
                return
            await asyncio.wait({work, halt}, return_when=asyncio.FIRST_COMPLETED, timeout=left)

    async def _work(self) -> None:
        beat = asyncio.create_task(self._heartbeat())
        try:
            await together([self._home_page.open()], beat)
            if not self._home_page.failure:
                await self._walk(beat)
        finally:
            await end([beat])

    async def _walk(self, beat: asyncio.Task[None]) -> None:
        elsewhere = max(2, self._settings.concurrency // 2)
        works = [
            # First: while it is read, nobody takes the site for finished.
            self._handing.occupied(self._read_sitemap()),
            *(self._worker(_SITE_LANES) for _ in range(self._settings.concurrency)),
            *(self._worker(_ELSEWHERE) for _ in range(elsewhere)),
        ]
        try:
            await together(works, beat)
        finally:
            self._handing.rest()

    async def _heartbeat(self) -> None:
        """Keeps the lease alive, and the user informed, while slow servers or quiet hours keep everyone waiting."""
        pause, limit = self._settings.unit_seconds, self._settings.max_seconds
        while True:
            rests = self._visitor.quiet_until
            self._ledger.tell(rests, self._visitor.held_until)
            await asyncio.sleep(pause if limit is None else min(pause, limit / 4))
            if rests and self._visitor.quiet_until:
                self._ledger.rested()
            self._handing.commit()

    async def _worker(self, lanes: tuple[Lane, ...]) -> None:
        while True:
            target = self._handing.next(lanes)
            if target:
                await self._take(target)
            elif self._handing.finished:
                self._handing.wake()
                return
            else:
                await self._handing.change()

    async def _take(self, target: Target) -> None:
        look = self._visit_page if target.found.lane is Lane.PAGES else self._check
        try:
            await self._handing.occupied(look(target), fresh=not target.attempts)
        except asyncio.CancelledError:
            self._frontier.release(target)
            raise
        if self._in_doubt:
            await self._make_sure()
        if self._ledger.due:
            self._handing.commit()

    async def _read_sitemap(self) -> None:
        """Takes the addresses that the site's own map names; those that nobody links to come last."""
        if self._map.done:
            return
        walk = self._visitor.sitemap_walk(self._visitor.reading.home)
        while file := walk.next_file():
            for found in await self._visitor.sitemap(walk, file):
                self._keeper.add(found)
                if len(self._ledger.unit.found) >= _FOUND_AT_ONCE:
                    self._handing.commit()
        for note in walk.notes:
            _log.info("sitemap of %s: %s", self._home, note)
        self._ledger.archive_aside(self._visitor.take_aside())
        self._map.done = True

    # ── one visit ────────────────────────────────────────────────────────────────────────────────

    async def _visit_page(self, target: Target) -> None:
        if not target.attempts and not self._traps.allows(target.found.url):
            self._ledger.settle(Settled(number=target.number, attempts=(), evidence=None, again=False))
            return
        visit = await self._visitor.page(target)
        attempts = (*target.attempts, visit.attempt)
        self._keeper.keep(target, attempts, visit, again=asks_again(attempts))
        self._in_doubt |= self._silence.saw(visit.attempt)

    async def _check(self, target: Target) -> None:
        outside = target.found.lane is Lane.OUTSIDE
        if outside and self._visitor.curious(target):
            visit, host = await self._visitor.stranger(target)
            if host:
                self._ledger.unit.admitted.append(host)
        else:
            visit = await self._visitor.link(target, outside=outside)
        if outside and self._scope.owns(target.found.url):
            self._move_in(target, visit)
            return
        attempts = (*target.attempts, visit.attempt)
        self._keeper.keep(target, attempts, visit, again=asks_again(attempts))
        if not outside:
            self._in_doubt |= self._silence.saw(visit.attempt)

    async def _make_sure(self) -> None:
        """Ends the walk when the site has gone silent: what nobody answers for is unknown, and asking on is no help."""
        self._in_doubt = False
        if not await self._visitor.still_there():
            self._silent = True
            raise SilentError

    def _move_in(self, target: Target, visit: Visit) -> None:
        """Its host has just been found to belong to the site: it waits once more, as a page."""
        self._keeper.archive(visit)
        self._frontier.release(target)
        self._handing.commit()

    # ── the end ──────────────────────────────────────────────────────────────────────────────────

    def _result(self, *, stopped: bool) -> CrawlResult:
        reason = self._home_page.failure or ("被用户中止" if stopped else self._cut_short())
        return CrawlResult(
            links=self._frontier.links(),
            stats=self._ledger.unit.stats,
            complete=reason is None,
            incomplete_reason=reason,
            stopped=stopped,
            traps=self._traps.told(),
        )

    def _cut_short(self) -> str | None:
        if self._silent:
            return f"网站在检查途中不再应答(连续{self._settings.patience}次请求没有应答或只答复服务器故障、访问过多)，尚有地址未访问"
        if self._out_of_time:
            return f"已到规定的检查时间({exactly(self._settings.max_seconds or 0)})，尚有地址未访问"
        if self._frontier.waits(Lane.PAGES):
            return f"已达到页面数上限({self._settings.max_pages})，尚有页面未访问"
        return None
