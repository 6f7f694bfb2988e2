"""When a page in the browser has come to rest: what it asked for has come, and its own scripts had time to show it."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from playwright.async_api import BrowserContext, Error, Frame, Page, Request, Response

from xunwang.inspector.fetch.browser import Patience
from xunwang.inspector.fetch.urls import host_of, registered_domain

_QUIET = 0.2  # seconds without a request after which a page is asked whether it has anything left to do
_LOOK_EVERY = 0.05
_SHARE = 0.75  # of the time that a page may take altogether: what is left is for reading and picturing it
_DATA = frozenset({"document", "script", "xhr", "fetch"})  # what may bring content
_ASIDE = frozenset({"ping", "eventsource", "websocket"})
_OFTEN = 5  # answers from one place, behind which a page asks for news and not for its content
_SERVER_FAILS = 500
_REFUSED = frozenset({403, 429})
_UNKNOWN = 400  # from here to `_SERVER_FAILS` the server says that it has nothing to give
_BROKEN_OFF = "net::ERR_ABORTED"  # by the page itself, or because it was left
_STREAMS = ("text/event-stream", "multipart/x-mixed-replace")
# Transports that hold an answer back until there is news: socket.io, SignalR, SockJS, CometD.
_HELD_BACK = re.compile(
    r"transport=(?:long)?polling|/xhr_(?:streaming|send)\b|/cometd\b|long-?poll", re.IGNORECASE
)
_STAMP = re.compile(r"\d{10,}|0\.\d{6,}")  # what keeps an address out of caches
# Timers run in the order in which they fall due: whatever scripts had begun by then has run, however slow the page is.
_BREATH = """() => new Promise(done => setTimeout(() => setTimeout(
    () => window.requestIdleCallback ? requestIdleCallback(() => done(), {timeout: 2000}) : done(), 100), 100))"""


class _Asked(NamedTuple):
    """When a request began, and for which frame: None where that is not known yet, as in a window that is just opening."""

    frame: Frame | None
    at: float

    def is_of(self, page: Page) -> bool:
        return self.frame is None or self.frame.page is page


class Resting:
    """The requests of one visitor's pages that are under way, and since when there are none.

    `endless`: the places of data for which pages of this browser have waited in vain; nobody waits for them as long again.
    """

    def __init__(self, context: BrowserContext, patience: Patience, endless: set[str]) -> None:
        self._patience = patience
        self._endless = endless
        self._open: dict[Request, _Asked] = {}
        self._leaving: set[Frame] = set()
        self._came: Counter[str] = Counter()
        self._lost: set[Request] = set()
        self._unfound: set[Request] = set()
        self._kept: set[Frame] = set()
        self._asked = 0
        self._opened = self._settled = self._quiet_since = _now()
        context.on("request", self._begin)
        context.on("requestfinished", self._finish)
        context.on("requestfailed", self._fail)
        context.on("response", self._answered)
        context.on("page", self._watch)

    async def loaded(self, page: Page) -> None:
        """Waits until a page that has begun to come has loaded.

        One that leads, while it loads, to what shows nothing (a file to save, an answer without content) stays what it is: of that
        Chromium never says that it has loaded.
        """
        loading = asyncio.ensure_future(page.wait_for_load_state("load", timeout=0))
        try:
            while not (await asyncio.wait({loading}, timeout=_LOOK_EVERY))[0]:
                if page.main_frame in self._kept and await _is_complete(page):
                    return
            loading.result()
        finally:
            loading.cancel()

    async def reached(self, page: Page) -> bool:
        """Waits until a page that has loaded is at rest; False where data that it asked for had not come by then, or did not come at all.

        One that never stops asking for what it has had already is at rest, too.
        """
        return await self._quiets(page) and not self._lacks(page)

    async def _quiets(self, page: Page) -> bool:
        begun = self._quiet_since = _now()
        settled = self._settled = begun + self._patience.settle
        until = max(settled, min(begun + self._patience.data, self._opened + _SHARE * self._patience.whole))
        while (now := _now()) < until:
            missing = self._missing(page)
            if now >= settled and missing and missing <= self._endless:
                return False
            still = not missing if now >= settled else self._is_quiet(page, now)
            if still and await self._breathes(page, until, settled=now >= settled):
                return True
            await asyncio.sleep(_LOOK_EVERY)
        missing = self._missing(page)
        self._endless |= missing
        return False

    def _lacks(self, page: Page) -> bool:
        """Whether the site failed to answer what its page asked for, and did not answer it later: a visitor of another hour may see more."""
        return any(not self._came[_name(request)] for request in _asked_by(page, self._lost))

    def unfound(self, page: Page) -> frozenset[str]:
        """The addresses of data that the page asked for, of which the site said that there is none and which it did not give later."""
        return frozenset(request.url for request in _asked_by(page, self._unfound))

    def _is_quiet(self, page: Page, now: float) -> bool:
        return now - self._quiet_since >= _QUIET and not any(one.is_of(page) for one in self._open.values())

    def _missing(self, page: Page) -> set[str]:
        """Where the data comes from that the page asked for and did not have."""
        return {
            _place(request)
            for request, asked in self._open.items()
            if asked.is_of(page) and request.resource_type in _DATA and not self._repeats(request, asked)
        }

    def _repeats(self, request: Request, asked: "_Asked") -> bool:
        """Whether it asks for what came before, or once more where the page, which should have settled by then, has asked many times."""
        return _name(request) in self._came or (
            asked.at > self._settled and self._came[_place(request)] >= _OFTEN
        )

    async def _breathes(self, page: Page, until: float, *, settled: bool) -> bool:
        """Whether the page, given time by its own clock, asked for nothing more; of one that never stops, for nothing new."""
        asked = self._asked
        try:
            async with asyncio.timeout_at(until):
                await page.evaluate(_BREATH)
        except TimeoutError:
            return False
        except Error:  # it has gone on to another document meanwhile
            if page.is_closed():
                raise
            return False
        return not self._missing(page) if settled else self._asked == asked

    def _watch(self, page: Page) -> None:
        page.on("framenavigated", self._moved)
        page.on("framedetached", self._gone)

    def _begin(self, request: Request) -> None:
        if request.resource_type in _ASIDE or _HELD_BACK.search(request.url):
            return
        self._asked += 1
        frame = _frame(request)
        self._open[request] = _Asked(frame, _now())
        if frame is not None and request.is_navigation_request():
            self._leaving.add(frame)

    def _finish(self, request: Request) -> None:
        if request not in self._lost:
            self._came.update((_name(request), _place(request)))
        self._endless.discard(_place(request))
        self._end(request)

    def _fail(self, request: Request) -> None:
        if request.resource_type in _DATA and request.failure != _BROKEN_OFF:
            self._lost.add(request)
        elif request.is_navigation_request() and (frame := _frame(request)):
            self._kept.add(frame)
        self._end(request)

    def _end(self, request: Request) -> None:
        if request in self._open:
            del self._open[request]
            self._quiet_since = _now()

    def _answered(self, response: Response) -> None:
        fails = response.status >= _SERVER_FAILS or response.status in _REFUSED
        if response.request.resource_type in _DATA:
            if fails:
                self._lost.add(response.request)
            elif response.status >= _UNKNOWN:
                self._unfound.add(response.request)
            elif self._unfound:
                name = _name(response.request)
                self._unfound = {request for request in self._unfound if _name(request) != name}
        if response.headers.get("content-type", "").startswith(_STREAMS):
            self._end(response.request)

    def _moved(self, frame: Frame) -> None:
        """Nobody waits for what a document asked for that is no longer shown. A mere change of the address leaves none."""
        if frame in self._leaving:
            self._leaving.discard(frame)
            self._forget(frame, but_navigation=True)

    def _gone(self, frame: Frame) -> None:
        self._forget(frame, but_navigation=False)

    def _forget(self, frame: Frame, *, but_navigation: bool) -> None:
        self._open = {
            request: asked
            for request, asked in self._open.items()
            if asked.frame is not frame or (but_navigation and request.is_navigation_request())
        }
        self._lost = self._not_of(frame, self._lost)
        self._unfound = self._not_of(frame, self._unfound)

    @staticmethod
    def _not_of(frame: Frame, requests: set[Request]) -> set[Request]:
        return {
            request
            for request in requests
            if _frame(request) is not frame or (frame.parent_frame and request.is_navigation_request())
        }


def _asked_by(page: Page, requests: Iterable[Request]) -> Iterator[Request]:
    """Those of the requests that a page made of its own site."""
    home = _owner(page.url)
    for request in requests:
        if _owner(request.url) == home and ((frame := _frame(request)) is None or frame.page is page):
            yield request


async def _is_complete(page: Page) -> bool:
    with suppress(Error):  # it has gone on to another document meanwhile
        return bool(await page.evaluate("document.readyState === 'complete'"))
    return False


def _now() -> float:
    return asyncio.get_running_loop().time()


def _frame(request: Request) -> Frame | None:
    with suppress(Error):
        return request.frame
    return None


def _owner(url: str) -> str | None:
    """The registered domain of an address; None where the browser took as one what is none by the standard."""
    with suppress(ValueError):
        return registered_domain(host_of(url))
    return None


def _place(request: Request) -> str:
    return request.url.partition("?")[0]


def _name(request: Request) -> str:
    """What is asked for: the same again has the same name."""
    sent = request.post_data_buffer or b""
    return _STAMP.sub("", f"{request.method} {request.url} {sent!r}")
