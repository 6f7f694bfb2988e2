"""One site, from its home page to its last link, in units that survive any death of the process."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import msgspec

from xunwang.inspector.crawl.discover import Carrier
from xunwang.inspector.crawl.frontier import Frontier, SqliteFrontier
from xunwang.inspector.crawl.outage import Outages
from xunwang.inspector.crawl.rendering import Renderer
from xunwang.inspector.crawl.scope import Scope, TemplateBudget, template_of
from xunwang.inspector.crawl.settings import CrawlResult, CrawlSettings, Progress
from xunwang.inspector.crawl.targets import Found, Lane, Rank, Settled, Target, Unit
from xunwang.inspector.crawl.visit import Reading, Visit, check_link, read, why
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.evidence.run import FRONTIER
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.client import Client
from xunwang.inspector.fetch.robots import Robots
from xunwang.inspector.fetch.urls import key_of, resolve, without_fragment
from xunwang.inspector.model import Attempt, Clock, Evidence, Page, PageKind, PageRow, Reach, Subject

_SITE_LANES = (Lane.PAGES, Lane.FILES)
_ELSEWHERE = (Lane.OUTSIDE,)
_NEVER_AGAIN = frozenset({Reach.OK, Reach.ROBOTS, Reach.FORBIDDEN, Reach.TOO_LARGE})
_ASKED_TO_WAIT = frozenset({429, 503})
_REMEMBERED_KEYS = 200_000


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
) -> CrawlResult:
    """Walks the site of `subject` into the run of `writer`, or goes on where an unfinished run was left.

    Page rows and archive lie in the run afterwards; the links come back, those never visited left out. When `stop` is set
    the work done is committed and the result says `stopped`: the run can be continued. `RunError` when the run cannot
    be written; what was committed before stays good.
    """
    kept = frontier or SqliteFrontier(writer.path / FRONTIER)
    try:
        crawl = _Crawl(
            subject, writer, client, kept, settings=settings, clock=clock, progress=progress, browser=browser
        )
        return await crawl.run(stop or asyncio.Event())
    finally:
        kept.close()


class _Crawl:
    def __init__(
        self,
        subject: Subject,
        writer: RunWriter,
        client: Client,
        frontier: Frontier,
        *,
        settings: CrawlSettings,
        clock: Clock,
        progress: Callable[[Progress], None],
        browser: Browser | None,
    ) -> None:
        self._home = without_fragment(resolve(subject.home, subject.home) or subject.home)
        self._writer = writer
        self._client = client
        self._frontier = frontier
        self._settings = settings
        self._clock = clock
        self._progress = progress
        self._scope = Scope(self._home, settings.include, settings.exclude)
        self._budget = TemplateBudget()
        self._robots = Robots(client, settings.robots)
        self._outages = Outages(clock)
        counts = frontier.counts()
        self._unit = Unit(frontier.stats())
        self._reading = Reading(home=self._home, today=settings.today)
        self._renderer = Renderer(
            browser if settings.browser == "auto" else None,
            settings.max_rendered,
            self._unit.stats.rendered,
        )
        self._pages = counts.pages
        self._done = counts.done
        self._size = frontier.size()
        self._known: dict[str, Found] = {}
        self._home_keys = {key_of(self._home)}
        self._home_digest = b""
        self._home_failure: str | None = None
        self._busy = 0
        self._fresh = 0
        self._changed = asyncio.Event()
        self._committed_at = asyncio.get_running_loop().time()

    # ── the course of a crawl ────────────────────────────────────────────────────────────────────

    async def run(self, stop: asyncio.Event) -> CrawlResult:
        self._writer.cut_to(self._frontier.marks())
        work = asyncio.create_task(self._work())
        halt = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({work, halt}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped = not work.done()
            for task in (work, halt):
                task.cancel()
            with suppress(asyncio.CancelledError):
                await work
        self._commit()
        return self._result(stopped=stopped)

    async def _work(self) -> None:
        await self._open_home()
        if self._home_failure:
            return
        elsewhere = max(2, self._settings.concurrency // 2)
        workers = [asyncio.create_task(self._worker(_SITE_LANES)) for _ in range(self._settings.concurrency)]
        workers += [asyncio.create_task(self._worker(_ELSEWHERE)) for _ in range(elsewhere)]
        beat = asyncio.create_task(self._heartbeat())
        try:
            await asyncio.gather(*workers)
        finally:
            for task in (beat, *workers):
                task.cancel()
            await asyncio.gather(beat, *workers, return_exceptions=True)

    async def _heartbeat(self) -> None:
        """Keeps the lease alive while slow servers keep everyone waiting."""
        while True:
            await asyncio.sleep(self._settings.unit_seconds)
            self._commit()

    async def _worker(self, lanes: tuple[Lane, ...]) -> None:
        while True:
            target = self._next(lanes)
            if target:
                await self._take(target)
            elif self._finished():
                self._notify()
                return
            else:
                await self._changed.wait()

    async def _take(self, target: Target) -> None:
        fresh = not target.attempts
        self._busy += 1
        self._fresh += fresh
        try:
            await (self._visit_page(target) if target.found.lane is Lane.PAGES else self._check(target))
        except asyncio.CancelledError:
            self._frontier.release(target)
            raise
        finally:
            self._busy -= 1
            self._fresh -= fresh
            self._notify()
        self._commit_when_due()

    def _next(self, lanes: tuple[Lane, ...]) -> Target | None:
        """Fresh targets first; those that failed get their second visit when nothing fresh is left or on its way."""
        target = self._claim(lanes, again=False)
        if target is None and (self._unit.lanes.intersection(lanes) or (self._unit and not self._busy)):
            self._commit()
            target = self._claim(lanes, again=False)
        if target is None and not self._fresh and not self._any(again=False):
            target = self._claim(lanes, again=True)
        return target

    def _claim(self, lanes: tuple[Lane, ...], *, again: bool) -> Target | None:
        for lane in lanes:
            if self._full(lane, again=again):
                continue
            target = self._frontier.claim(lane, again=again)
            if target:
                self._pages += lane is Lane.PAGES and not again
                return target
        return None

    def _full(self, lane: Lane, *, again: bool) -> bool:
        return lane is Lane.PAGES and not again and self._pages >= self._settings.max_pages

    def _any(self, *, again: bool) -> bool:
        return any(
            not self._full(lane, again=again) and self._frontier.waits(lane, again=again) for lane in Lane
        )

    def _finished(self) -> bool:
        return not self._busy and not self._unit and not self._any(again=False) and not self._any(again=True)

    def _notify(self) -> None:
        self._changed.set()
        self._changed.clear()

    # ── the home page ────────────────────────────────────────────────────────────────────────────

    async def _open_home(self) -> None:
        target = self._home_target()
        if target.attempts:
            self._recall_home(target)
            return
        attempts: tuple[Attempt, ...] = ()
        for left in reversed(range(self._settings.home_tries)):
            visit = await self._look(target)
            attempts += (visit.attempt,)
            if not left or visit.attempt.reach in _NEVER_AGAIN:
                break
            self._archive(visit)
            await asyncio.sleep(self._settings.home_wait)
        self._pages += 1
        self._meet_home(attempts[-1], visit.digest)
        self._keep(target, attempts, visit, again=False)

    def _home_target(self) -> Target:
        """The home page, handed out to nobody else; with its attempts when an earlier process has visited it."""
        key = key_of(self._home)
        known = self._frontier.find(key)
        if known is None:
            lane = Lane.PAGES
            self._unit.add(
                Found(key=key, url=self._home, lane=lane, rank=Rank.HOME, depth=0, parent=None, on_home=True)
            )
            self._commit()
        target = known if known and known.attempts else self._frontier.claim(Lane.PAGES)
        assert target is not None, "the home page has the first rank"
        return target

    def _recall_home(self, target: Target) -> None:
        """A run that goes on: the home page lies in its archive."""
        row = next(iter(self._writer.rows()), None)
        digest = self._writer.digest_of(row.evidence) if row and row.evidence else b""
        self._meet_home(target.attempts[-1], digest)

    def _meet_home(self, attempt: Attempt, digest: bytes) -> None:
        if attempt.reach is not Reach.OK:
            self._home_failure = f"首页未能读取：{why(attempt)}"
            return
        final = without_fragment(attempt.final_url or self._home)
        self._scope.adopt(final)
        self._home_keys.add(key_of(final))
        self._reading = Reading(home=final, today=self._settings.today)
        self._home_digest = digest

    # ── one visit ────────────────────────────────────────────────────────────────────────────────

    async def _visit_page(self, target: Target) -> None:
        if not self._budget.allows(target.found.url):
            self._settle(Settled(number=target.number, attempts=(), evidence=None, again=False))
            return
        visit = await self._look(target)
        attempts = (*target.attempts, visit.attempt)
        self._keep(target, attempts, visit, again=_again(attempts))

    async def _look(self, target: Target) -> Visit:
        if not await self._robots.allows(target.found.url):
            return Visit(attempt=Attempt(at=self._clock(), reach=Reach.ROBOTS, final_url=target.found.url))
        exchange = await self._client.fetch(target.found.url)
        reading = self._reading
        if target.found.rank is Rank.HOME:
            reading = Reading(
                home=without_fragment(exchange.attempt.final_url or self._home), today=reading.today
            )
        return await self._renderer.improve(read(exchange, reading), reading)

    async def _check(self, target: Target) -> None:
        url = target.found.url
        outside = target.found.lane is Lane.OUTSIDE
        known = self._outages.attempt(url) if outside else None
        visit = (
            Visit(attempt=known) if known else await check_link(self._client, url, gently=not target.attempts)
        )
        if outside and not known:
            self._outages.saw(url, visit.attempt.reach)
        attempts = (*target.attempts, visit.attempt)
        self._keep(target, attempts, visit, again=_again(attempts))

    # ── what is kept of it; nothing here waits, so that a unit is never torn ─────────────────────

    def _keep(self, target: Target, attempts: tuple[Attempt, ...], visit: Visit, *, again: bool) -> None:
        evidence = self._archive(visit)
        row = None if again or target.found.lane is not Lane.PAGES else self._row(target, visit, evidence)
        if row:
            self._writer.append_page(row)
            self._budget.saw(target.found.url, visit.digest)
            self._discover(row)
        self._settle(
            Settled(
                number=target.number, attempts=attempts, evidence=evidence, again=again, page=row is not None
            )
        )
        self._unit.count_visit(
            visit.attempt.reach, final=not again, page=row is not None, rendered=visit.rendered is not None
        )
        self._tell()

    def _settle(self, settled: Settled) -> None:
        self._unit.settled.append(settled)
        self._done += not settled.again

    def _row(self, target: Target, visit: Visit, evidence: Evidence | None) -> PageRow | None:
        found, attempt = target.found, visit.attempt
        if found.guessed and attempt.reach is not Reach.OK:
            return None
        if attempt.reach is Reach.OK and (visit.page is None or self._stands_for_another(target, visit)):
            return None
        return PageRow(
            page=visit.page or Page(url=found.url, status=attempt.status),
            key=found.key,
            depth=found.depth,
            parent=found.parent,
            attempt=attempt,
            evidence=evidence,
            rendered=visit.rendered is not None,
            template=template_of(found.url),
        )

    def _stands_for_another(self, target: Target, visit: Visit) -> bool:
        """A redirect to an address that is visited under its own name, or the home page under a second one."""
        found = target.found
        if found.rank is Rank.HOME:
            return False
        final = without_fragment(visit.attempt.final_url or found.url)
        if key_of(final) != found.key:
            if self._scope.owns(final):
                self._add(msgspec.structs.replace(found, key=key_of(final), url=final))
            return True
        return visit.digest == self._home_digest

    def _discover(self, row: PageRow) -> None:
        """Takes the links of a page; those of an error page in the place of an article belong to no place of their own."""
        if row.attempt.reach is Reach.OK and (row.depth == 0 or row.page.kind is not PageKind.ERROR):
            for found in Carrier(row.page, row.depth, self._scope).found():
                self._add(found)

    def _add(self, found: Found) -> None:
        known = self._known.get(found.key)
        if found.key in self._home_keys or (known and not found.better(known)):
            return
        if len(self._known) >= _REMEMBERED_KEYS:
            self._known.clear()
        self._known[found.key] = found
        self._unit.add(found)

    def _archive(self, visit: Visit) -> Evidence | None:
        for exchange in self._robots.take():
            self._writer.append_exchange(exchange.hops)
            self._unit.count_messages(exchange.hops)
        self._unit.count_messages(visit.messages)
        evidence = self._writer.append_exchange(visit.messages)
        if visit.rendered is not None and visit.page:
            self._writer.append_rendered(visit.page.url, visit.attempt.at, visit.rendered)
        return evidence

    # ── counting and committing ──────────────────────────────────────────────────────────────────

    def _commit_when_due(self) -> None:
        waited = asyncio.get_running_loop().time() - self._committed_at
        if len(self._unit.settled) >= self._settings.unit_pages or waited >= self._settings.unit_seconds:
            self._commit()

    def _commit(self) -> None:
        now = asyncio.get_running_loop().time()
        self._unit.count_seconds(now - self._committed_at)
        self._committed_at = now
        self._frontier.commit(self._unit, self._writer.sync())
        self._unit = Unit(self._unit.stats)
        self._size = self._frontier.size()
        self._notify()

    def _tell(self) -> None:
        stats = self._unit.stats
        self._progress(
            Progress(
                pages=stats.pages,
                visited=self._done,
                waiting=self._size + len(self._unit.found) - self._done,
                requests=stats.requests,
                failed=stats.unreachable,
            )
        )

    def _result(self, *, stopped: bool) -> CrawlResult:
        reason = self._home_failure or ("被用户中止" if stopped else None)
        if not reason and self._frontier.waits(Lane.PAGES):
            reason = f"已达到页面数上限({self._settings.max_pages})，尚有页面未访问"
        return CrawlResult(
            links=tuple(self._frontier.links()),
            stats=self._unit.stats,
            complete=reason is None,
            incomplete_reason=reason,
            stopped=stopped,
        )


def _again(attempts: tuple[Attempt, ...]) -> bool:
    """Whether the last attempt asks for another: everything but a good answer is tried twice, 429 and 503 three times."""
    last = attempts[-1]
    if last.reach in _NEVER_AGAIN:
        return False
    return len(attempts) < (3 if last.status in _ASKED_TO_WAIT else 2)
