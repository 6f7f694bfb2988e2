"""How one address is looked at: robots, request, reader, browser, and whether its answer is what it says to be."""

import datetime as dt
import math
import re
from collections.abc import Iterator

import msgspec

from xunwang.inspector.crawl.earlier import Earlier
from xunwang.inspector.crawl.outage import Outages, serves
from xunwang.inspector.crawl.rendering import Renderer
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.sitemap import SitemapWalk, declared
from xunwang.inspector.crawl.soft404 import NO_FILE_WORDS, SoftErrors
from xunwang.inspector.crawl.targets import Found, Rank, Target
from xunwang.inspector.crawl.visit import OTHERS_PATIENCE, Carried, Reading, Visit, check_link, read
from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.robots import Robots
from xunwang.inspector.fetch.urls import host_of, without_fragment
from xunwang.inspector.model import EMPTY_FILE, Attempt, Clock, PageKind, Reach
from xunwang.inspector.read.instead import is_for_now

_OK = 200
_FILE = re.compile(
    r"/[^/]*\.(?!s?html?\Z|php\Z|aspx?\Z|jspx?\Z|do\Z|action\Z)[A-Za-z0-9]{2,4}\Z", re.IGNORECASE
)


class Visitor:
    """Looks at the addresses of one site. What it asks besides them waits in `take_aside` for the archive."""

    def __init__(
        self,
        client: Client,
        robots: Robots,
        scope: Scope,
        *,
        renderer: Renderer,
        reading: Reading,
        clock: Clock,
        soft: SoftErrors,
        earlier: Earlier | None,
    ) -> None:
        self._patient = client
        self._client = client.hurried(self._patience)
        self._robots = robots
        self._scope = scope
        self._renderer = renderer
        self._clock = clock
        self._earlier = earlier
        self._outages = Outages(clock)
        self._aside: list[Exchange] = []
        self._sitemaps: list[str] = []
        self._soft = soft
        self.reading = reading

    def _patience(self, host: str) -> float:
        """The seconds for which a host that wants to be left alone is waited for; what leads away from the site leads to others, too."""
        return math.inf if self._scope.holds(host) else OTHERS_PATIENCE

    def take_aside(self) -> list[Exchange]:
        """What was asked since the last call besides the visits."""
        robots = self._robots.take()
        for exchange in robots:
            if exchange.attempt.status == _OK:
                self._sitemaps += declared(exchange.body.decode("utf-8", "replace"))
        aside, self._aside = [*robots, *self._aside], []
        return aside

    # ── pages of the site ────────────────────────────────────────────────────────────────────────

    async def page(self, target: Target) -> Visit:
        found = target.found
        if not await self._robots.allows(found.url):
            return Visit(attempt=Attempt(at=self._clock(), reach=Reach.ROBOTS, final_url=found.url))
        known = self._earlier.find(found.key, found.url) if self._earlier else None
        # Where the home page leads is the site.
        client = self._patient if found.rank is Rank.HOME else self._client
        exchange = await client.fetch(found.url, validators=known.validators if known else None)
        if known and self._earlier and known.still(exchange):
            return self._earlier.carry(known, exchange, whole=found.rank is Rank.HOME)
        reading = self.reading
        if found.rank is Rank.HOME:
            reading = Reading(
                home=without_fragment(exchange.attempt.final_url or found.url), today=reading.today
            )
        visit = await self._renderer.improve(read(exchange, reading), reading)
        return await self._unmasked(target, visit)

    def taken_apart(self, visit: Visit, carried: Carried) -> Visit:
        """The visit of an unchanged page with the links and words that its row tells."""
        assert self._earlier, "what is carried comes from an earlier run"
        return self._earlier.taken_apart(visit, carried)

    @property
    def rests_on_earlier(self) -> bool:
        return self._earlier is not None

    async def _unmasked(self, target: Target, visit: Visit) -> Visit:
        """The visit, marked when its answer is the one that any invented address gets, or says itself that there is no such page."""
        url = target.found.url
        if target.found.rank is Rank.HOME or visit.attempt.status != _OK:
            return visit
        probe = self._soft.probe_for(url, visit.attempt, visit.page)
        if probe:
            await self._learn(probe)
        why = self._soft.why_gone(url, visit.attempt, visit.page)
        if why is None:
            return visit
        gone = msgspec.structs.replace(visit.attempt, reach=Reach.SOFT_404, detail=why)
        return msgspec.structs.replace(visit, attempt=gone)

    async def learn_habits(self, url: str) -> None:
        """Asks the host of a page that was read for an address that cannot exist."""
        await self._learn(self._soft.invented(url))

    async def still_there(self) -> bool:
        """Whether the home page answers, be it that there is no such page."""
        exchange = await self._client.fetch(self.reading.home, whole=False)
        self._aside.append(exchange)
        return serves(exchange.attempt.status)

    @property
    def quiet_until(self) -> dt.datetime | None:
        """Until when nothing is asked because of quiet hours."""
        return self._client.politeness.quiet_until

    @property
    def held_until(self) -> dt.datetime | None:
        """Until when the site is not asked because it is overburdened; None when it need not wait."""
        return self._client.politeness.held_until(host_of(self.reading.home))

    async def _learn(self, probe: str) -> None:
        if not await self._robots.allows(probe):
            return
        exchange = await self._client.fetch(probe)
        self._aside.append(exchange)
        answer = read(exchange, self.reading)
        self._soft.learn(probe, answer.attempt, answer.page)

    # ── the rest ─────────────────────────────────────────────────────────────────────────────────

    async def link(self, target: Target, *, outside: bool) -> Visit:
        """Tries an address whose content does not matter."""
        url = target.found.url
        known = self._outages.attempt(url) if outside else None
        if known:
            return Visit(attempt=known)
        visit = await check_link(self._client, url, gently=not target.attempts)
        if outside:
            self._outages.saw(url, visit.attempt.reach)
        elif _is_page_in_place_of_a_file(url, visit):
            whole = await self._unmasked(target, read(await self._client.fetch(url), self.reading))
            return msgspec.structs.replace(
                whole, attempt=_of_a_file(whole), messages=visit.messages + whole.messages, page=None
            )
        elif _says_it_is_empty(url, visit):
            return await self._weighed(url, visit)
        return visit

    async def _weighed(self, url: str, visit: Visit) -> Visit:
        """The visit of a file that is said to be empty: some servers say so of every file when asked for the head alone."""
        whole = await self._client.fetch(url, files=True)
        messages = visit.messages + whole.hops
        if whole.attempt.reach is not Reach.OK or whole.attempt.status != _OK or whole.body:
            return msgspec.structs.replace(visit, messages=messages)
        empty = msgspec.structs.replace(whole.attempt, detail=EMPTY_FILE)
        return msgspec.structs.replace(visit, attempt=empty, messages=messages)

    def curious(self, target: Target) -> bool:
        return target.found.rank is Rank.NAVIGATION and self._scope.curious(target.found.url)

    async def stranger(self, target: Target) -> tuple[Visit, str | None]:
        """Reads one page of a host that may belong to the site; the host comes back when it does.

        Such a host is waited for like the site's own: its few pages decide whether all the others are missing.
        """
        url = target.found.url
        if not await self._robots.allows(url):
            return await self.link(target, outside=True), self._scope.hear(url, None)
        visit = read(await self._patient.fetch(url), self.reading)
        self._outages.saw(url, visit.attempt.reach)
        return visit, self._scope.hear(url, visit.page)

    async def sitemap(self, walk: SitemapWalk, file: str) -> Iterator[Found]:
        """The addresses of one file of the site's map."""
        if not await self._robots.allows(file):
            return iter(())
        exchange = await self._client.fetch(file)
        self._aside.append(exchange)
        good = exchange.attempt.reach is Reach.OK and exchange.attempt.status == _OK
        return walk.take(file, exchange.body) if good else iter(())

    def sitemap_walk(self, home: str) -> SitemapWalk:
        return SitemapWalk(home, self._scope, self._sitemaps)


def _of_a_file(whole: Visit) -> Attempt:
    """How asking for a file ended where a page came: one that tells of an error is none of the forms in which offices save their files."""
    page = whole.page
    if page is None or page.kind is not PageKind.ERROR or whole.attempt.reach is not Reach.OK:
        return whole.attempt
    if is_for_now(f"{page.title or ''}\n{page.text}"):
        return whole.attempt
    return msgspec.structs.replace(whole.attempt, reach=Reach.SOFT_404, detail=NO_FILE_WORDS)


def _says_it_is_empty(url: str, visit: Visit) -> bool:
    """Whether the head of a document or an image tells of no byte."""
    if visit.attempt.reach is not Reach.OK or not visit.messages or not _FILE.search(url.partition("?")[0]):
        return False
    return (visit.messages[-1].header("content-length") or "").strip() == "0"


def _is_page_in_place_of_a_file(url: str, visit: Visit) -> bool:
    """Whether a page came for a document or an image: many servers say so that it is gone."""
    if visit.attempt.reach is not Reach.OK or not visit.messages or not _FILE.search(url.partition("?")[0]):
        return False
    return (visit.messages[-1].header("content-type") or "").lower().startswith("text/html")
