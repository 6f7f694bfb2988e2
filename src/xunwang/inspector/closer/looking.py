"""The few requests after a crawl: what the home host says of itself, and what a browser sees of a few pages."""

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import structs

from xunwang.inspector.closer.codes import (
    Came,
    Picture,
    drawn_on,
    pages_about,
    pictures_of,
    shown_by_codes,
    shown_by_drawn_codes,
)
from xunwang.inspector.closer.host import (
    leave_prompt,
    leaves_to,
    missing_answer,
    secure_state,
    twin_answer,
    twin_url,
)
from xunwang.inspector.closer.layout import laid_out
from xunwang.inspector.closer.over_six import is_mapped_away, over_six
from xunwang.inspector.closer.pages import read_sample
from xunwang.inspector.closer.sampling import Sample, Sampler
from xunwang.inspector.crawl.visit import Reading
from xunwang.inspector.evidence.closed import Response
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.alike import Wording
from xunwang.inspector.fetch.browser import Browser, RenderError
from xunwang.inspector.fetch.client import Client, Exchange
from xunwang.inspector.fetch.robots import Robots, RobotsStance
from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import (
    Answer,
    Attempt,
    Clock,
    Evidence,
    NetworkFact,
    Page,
    PageKind,
    PageRow,
    Reach,
    Record,
    SampleFact,
    SecureState,
    ShownAccountsFact,
    is_starved,
)
from xunwang.inspector.read.decode import decode
from xunwang.inspector.read.documents import Document

_log = logging.getLogger(__name__)
V6_LINKS_A_LEVEL = 10
_LOADS = 2
_READ = {PageKind.HOME: 1, PageKind.ARTICLE: 24, PageKind.COLUMN: 8}
_SHOWN = {PageKind.HOME: 1, PageKind.ARTICLE: 1, PageKind.COLUMN: 1}
_SCANNED = {PageKind.HOME: 1, PageKind.COLUMN: 3, PageKind.ARTICLE: 3}
_ABOUT_ACCOUNTS = 2
_DRAWN = 2


class Archive(Protocol):
    """Where answers are read again."""

    def response(self, evidence: Evidence) -> Response: ...

    def rendered(self, evidence: Evidence) -> bytes | None: ...


class Keeping(Archive, Protocol):
    """An archive that is still being written."""

    def append_exchange(self, messages: tuple[Message, ...], /) -> Evidence | None: ...

    def shot(self, name: str, png: bytes) -> str: ...


class Asked(Record, frozen=True):
    """A page asked for by name, as it came or as the browser held it."""

    body: bytes
    headers: Mapping[str, str]
    evidence: Evidence | None


class Sources(Record, frozen=True):
    """How a closer look is taken. `home`: where the home page really is; `pause` in seconds between two visits of it."""

    home: str
    today: dt.date
    robots: RobotsStance = RobotsStance()
    pause: float = 5.0


class Closer:
    """A closer look at one site that has been walked, its home page as in the row `home`.

    `six` connects over IPv6 alone and shares the politeness of `client`.
    """

    def __init__(
        self,
        sources: Sources,
        archive: Keeping,
        *,
        client: Client,
        six: Client,
        clock: Clock,
        browser: Browser | None,
        stopped: Callable[[], bool] = lambda: False,
        home: PageRow | None = None,
    ) -> None:
        self._sources = sources
        self._archive = archive
        self._client = client
        self._six = six
        self._clock = clock
        self._browser = browser
        self._stopped = stopped
        self._home = home
        self._robots = Robots(client, sources.robots)
        self._reading = Reading(home=sources.home, today=sources.today)

    # ── the host ─────────────────────────────────────────────────────────────────────────────────

    async def network(self, sampler: Sampler) -> NetworkFact | None:
        """The host's fact; None when its home page does not open any more."""
        at, url = self._clock(), self._sources.home
        homes = [await self._ask(url) for _ in range(_LOADS)]
        home = homes[-1]
        if home.attempt.reach is not Reach.OK:
            return None
        page = self._home_page(home)
        fact = NetworkFact(
            at=at,
            home_url=url,
            loads=tuple(exchange.attempt for exchange in homes),
            secure=await self._secure(),
            twin=await self._twin(page),
            missing=await self._missing(page),
            leave_prompt=await leave_prompt(page, _text(home), self._ask) if page else None,
            leaves_to=leaves_to(page) if page else (),
            v6=None,
        )
        if self._stopped():
            return fact
        six = await over_six(
            self._six,
            home,
            sampler.links(V6_LINKS_A_LEVEL),
            ask=self._ask_of,
            read=self._page,
            mapped=is_mapped_away(self._client, self._six, url),
            pause=self._sources.pause,
        )
        return structs.replace(fact, v6=six)

    async def _secure(self) -> SecureState | None:
        """Only a site on the usual ports has an address with and one without S."""
        url, plain = self._sources.home, None
        parts = urlsplit(url)
        if parts.port in {None, 80, 443}:
            host = str(parts.hostname)
            said = f"[{host}]" if ":" in host else host
            plain = await self._ask(f"http://{said}/")
            url = f"https://{said}/"
        elif parts.scheme != "https":
            return None
        state = await secure_state(self._client.guard, url, self._ask, plain=plain, seconds=self._seconds)
        fetched = self._client.connections.issuers_of(url)
        self._archive.append_exchange(fetched)
        return structs.replace(state, issuers_at=tuple(one.url for one in fetched))

    async def _twin(self, page: Page | None) -> Answer | None:
        url = twin_url(self._sources.home)
        return await twin_answer(url, page, self._ask, self._page) if url else None

    async def _missing(self, page: Page | None) -> Answer:
        return await missing_answer(
            self._sources.home, page, f"closer {self._sources.home}", self._ask, self._page
        )

    @property
    def _seconds(self) -> float:
        return self._client.settings.timeout

    async def _ask(self, url: str) -> Exchange:
        return await self._ask_of(self._client, url)

    async def _ask_of(self, client: Client, url: str) -> Exchange:
        """One address asked at its turn and kept in the archive; what robots.txt closes is not asked, and nothing after a stop."""
        if self._stopped():
            return Exchange(url=url, attempt=Attempt(at=self._clock(), reach=Reach.FORBIDDEN, final_url=url))
        if not await self._robots.allows(url):
            return Exchange(url=url, attempt=Attempt(at=self._clock(), reach=Reach.ROBOTS, final_url=url))
        exchange = await client.fetch(url)
        for one in (*self._robots.take(), exchange):
            self._archive.append_exchange(one.hops)
        return exchange

    def _page(self, exchange: Exchange) -> Page | None:
        if exchange.attempt.status is None or not exchange.is_page:
            return None
        url = without_fragment(exchange.attempt.final_url or exchange.url)
        return self._reading.page(exchange.body, url, exchange.attempt.status, exchange.headers)

    def _home_page(self, exchange: Exchange) -> Page | None:
        """The home page in an answer, as the crawl read it where it is still the same to the letter."""
        with suppress(RunError):
            if self._home and Wording.read_for(self._home, self._archive) == Wording.of(exchange):
                return self._home.page
        return self._page(exchange)

    # ── pages that people pinned ──

    async def page(self, url: str, *, in_browser: bool) -> Asked | None:
        """A page asked for once more, with the browser where its list is filled by scripts and all of it came; None when it did not come."""
        exchange = await self._client_ask(url)
        if exchange is None:
            return None
        found, evidence = exchange
        if in_browser and self._browser is not None:
            with suppress(RenderError):
                rendered = await self._browser.render(found.attempt.final_url or url)
                if rendered.rested:
                    return Asked(body=rendered.html, headers=_RENDERED, evidence=evidence)
        return Asked(body=found.body, headers=found.headers, evidence=evidence)

    async def _client_ask(self, url: str) -> tuple[Exchange, Evidence | None] | None:
        if not await self._robots.allows(url):
            return None
        exchange = await self._client.fetch(url)
        evidence = self._archive.append_exchange(exchange.hops)
        return (exchange, evidence) if exchange.attempt.reach is Reach.OK and exchange.is_page else None

    # ── a sample of the pages ────────────────────────────────────────────────────────────────────

    async def samples(
        self, sampler: Sampler, before: Mapping[str, SampleFact], behind: Sequence[Sample] = ()
    ) -> list[SampleFact]:
        """The facts of the sampled pages, from the archive; a few of them are shown to the browser as well.

        `behind` are the pages that visitors see for the home page, where that is made of frames, leads on or is but a welcome.
        `before`: what an earlier run told of its samples by their keys, which holds for pages that have not changed since.
        """
        facts = []
        for kind, most in _READ.items():
            for number, sample in enumerate(sampler.pages(kind, most)):
                known = before.get(sample.key) if sample.same else None
                fact = _still(known, sample) if known else read_archived(sample, self._archive)
                shown = number < _SHOWN[kind] and not self._stopped()
                if fact and shown:
                    fact = await laid_out(
                        fact, self._browser, self._keep_home if kind is PageKind.HOME else None
                    )
                if fact:
                    facts.append(fact)
        shown_for_home = (read_archived(sample, self._archive) for sample in behind)
        return [*facts, *(fact for fact in shown_for_home if fact)]

    def _keep_home(self, png: bytes) -> None:
        """People who rule on a finding, and the unit that is told of it, see what the inspection saw."""
        self._archive.shot("home", png)

    # ── codes to scan ────────────────────────────────────────────────────────────────────────────

    async def codes(
        self, sampler: Sampler, read: Callable[[bytes], Awaitable[Document]]
    ) -> ShownAccountsFact:
        """The accounts that codes to scan mean: on a few pages of the archive, and on those that the home page names for its accounts."""
        samples = [sample for kind, most in _SCANNED.items() for sample in sampler.pages(kind, most)]
        pages = [(html, sample.url) for sample in samples if (html := _archived_text(sample, self._archive))]
        about = pages_about(*pages[0], _ABOUT_ACCOUNTS) if pages else []
        for url in about:
            exchange = await self._ask(url)
            if exchange.attempt.reach is Reach.OK and exchange.is_page:
                pages.append((_text(exchange), exchange.attempt.final_url or url))
        pictures: list[Picture] = [one for html, url in pages for one in pictures_of(html, url)]
        fact = await shown_by_codes(pictures, self._picture, read)
        return await self._with_drawn(fact, pages, read)

    async def _with_drawn(
        self,
        fact: ShownAccountsFact,
        pages: Sequence[tuple[str, str]],
        read: Callable[[bytes], Awaitable[Document]],
    ) -> ShownAccountsFact:
        """With the accounts behind codes that a script draws or a style sheet shows, seen in a browser."""
        drawn = [(url, words) for html, url in pages if (words := drawn_on(html))][:_DRAWN]
        accounts, unseen = list(fact.accounts), 0
        for url, words in drawn:
            picture, is_whole = await self._pictured(url)
            unseen += not is_whole
            for one in await shown_by_drawn_codes(url, words, picture, read) if picture else ():
                accounts += [] if any(known.url == one.url for known in accounts) else [one]
        said = f"{unseen}个页面上由脚本或样式显示的二维码没有经浏览器看全，不能识别" if unseen else None
        unread = "；".join(filter(None, (fact.unread, said))) or None
        return structs.replace(fact, accounts=tuple(accounts), unread=unread)

    async def _pictured(self, url: str) -> tuple[bytes | None, bool]:
        """A picture of the whole page, None where no browser gives one, and whether it shows all that the page has to show."""
        if self._browser is None or self._stopped():
            return None, False
        with suppress(RenderError):
            seen = await self._browser.render(url, screenshot=True)
            return seen.screenshot, seen.rested and seen.screenshot is not None
        return None, False

    async def _picture(self, url: str) -> Came:
        if self._stopped() or not await self._robots.allows(url):
            return Came(None, None)
        exchange = await self._client.fetch(url, files=True)
        evidence = self._archive.append_exchange(exchange.hops)
        return Came(exchange.body if exchange.attempt.reach is Reach.OK else None, evidence)


def _archived_text(sample: Sample, archive: Archive) -> str | None:
    """A page of the archive as markup, as the browser held it where one did."""
    if sample.evidence is None:
        return None
    try:
        html = archive.rendered(sample.evidence) if sample.rendered else None
        answer = archive.response(sample.evidence)
    except RunError:
        return None
    return decode(html or answer.body, _RENDERED if html else answer.headers)[0]


def read_archived(sample: Sample, archive: Archive) -> SampleFact | None:
    """The fact of a sampled page as it lies in the archive; None where its bytes cannot be read."""
    if sample.evidence is None:
        return None
    with suppress(RunError):
        answer = archive.response(sample.evidence)
        html = archive.rendered(sample.evidence) if sample.rendered else None
        body, headers = (html, _RENDERED) if html else (answer.body, answer.headers)
        try:
            return read_sample(sample, body, headers)
        except Exception as error:  # foreign pages have no limits; the log says which one and why
            if is_starved(error):
                raise
            _log.exception("cannot read the sample %s", sample.url)
    return None


def _still(known: SampleFact, sample: Sample) -> SampleFact:
    """The fact of a page that has not changed: only what a browser saw of it was seen at another time."""
    return structs.replace(
        known,
        template=sample.template,
        column=sample.column,
        evidence=sample.evidence,
        layout=None,
        layout_unread=None,
    )


def read_again(fact: SampleFact, archive: Archive) -> SampleFact:
    """A sampled page read with today's reader; what a browser saw of it stays."""
    sample = Sample(
        fact.url, fact.key, fact.kind, 0, fact.template, fact.column, fact.evidence, fact.rendered
    )
    again = read_archived(sample, archive)
    return structs.replace(again, layout=fact.layout, layout_unread=fact.layout_unread) if again else fact


_RENDERED: Mapping[str, str] = {"content-type": "text/html; charset=utf-8"}


def _text(exchange: Exchange) -> str:
    return decode(exchange.body, exchange.headers)[0]
