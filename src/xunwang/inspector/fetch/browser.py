"""The browser, for what only a script fills: headless Chromium whose every connection goes through the guard."""

import asyncio
import importlib
import importlib.util
import shutil
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.politeness import Politeness
from xunwang.inspector.fetch.proxy import GuardProxy
from xunwang.inspector.fetch.troubles import Trouble, tell
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import Record

if TYPE_CHECKING:
    from xunwang.inspector.fetch.chromium import Chromium

Got = TypeVar("Got")
_NAMES = (
    # Without windows, toolbars and what they load, which costs half a second of a processor for every visitor.
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)


class RenderError(Exception):
    """The browser could not show the page."""


class Patience(NamedTuple):
    """In seconds: `settle` for a page that keeps asking and `data` for one whose data is still to come, after it has loaded; `whole` for all of it."""

    settle: float
    data: float
    whole: float


class Rendered(Record, frozen=True):
    """A page as the browser held it: its DOM as UTF-8 HTML, and a picture when asked for.

    `rested`: all that it asked for had come. Of one that had not come to rest, what is missing could not be checked. `unfound`: the
    addresses of data that the page asked for and of which its site said that there is none.
    """

    html: bytes
    final_url: str
    screenshot: bytes | None = None
    rested: bool = True
    unfound: frozenset[str] = frozenset()


class Searched(Record, frozen=True):
    """A page whose search was asked by its own script: how it was before, what shows afterwards and where; `rested` as in `Rendered`."""

    before: bytes
    html: bytes
    final_url: str
    rested: bool = True


class Measured(Record, frozen=True):
    """What a script said of a page, the addresses of the style sheets that it did not get, and what the window showed; `rested` as in `Rendered`."""

    value: object
    failed_sheets: tuple[str, ...] = ()
    picture: bytes | None = None
    rested: bool = True


def chromium() -> str | None:
    """The browser of the operating system, if it has one."""
    return next((found for found in map(shutil.which, _NAMES) if found), None)


class Browser:
    """One Chromium, started at the first page and closed with the context; every page gets a fresh profile.

    `timeout` in seconds bounds one page altogether, `settle` the wait for one that keeps asking after it has loaded, `data` that for
    one whose data is still to come; an address whose data did not come is waited for so long only once. With `politeness`
    a page waits for its turn at its host like any other request; what it loads besides is not counted.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        user_agent: str | None = None,
        timeout: float = 60.0,
        settle: float = 3.0,
        data: float = 15.0,
        pages: int = 4,
        politeness: Politeness | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._timeout = timeout
        self._settle = settle
        self._data = data
        self._proxy = GuardProxy(guard)
        self._pages = asyncio.Semaphore(pages)
        self._politeness = politeness
        self._starting = asyncio.Lock()
        self._chromium: Chromium | None = None

    @staticmethod
    def available() -> str | None:
        """None when pages can be rendered, else the reason in Chinese why they cannot."""
        if importlib.util.find_spec("playwright") is None:
            return "未安装浏览器支持(pip install 'xunwang[browser]')"
        if chromium() is None:
            return "未找到 Chromium 浏览器(apt install chromium)"
        return None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._chromium:
            await self._chromium.stop()
        await self._proxy.stop()

    @property
    def refused(self) -> tuple[str, ...]:
        """What pages asked for and the guard did not connect to."""
        return tuple(self._proxy.refused)

    async def version(self) -> str:
        """Starts the browser as for a page and says which one it is; `RenderError` when it does not start."""
        try:
            async with asyncio.timeout(self._timeout):
                return (await self._started()).version
        except (OSError, RuntimeError) as exc:
            raise RenderError(str(exc)[:200] or "超时") from exc

    async def render(
        self, url: str, *, screenshot: bool = False, frames: bool = False, onward: bool = False
    ) -> Rendered:
        """Opens an http(s) address and waits until its scripts have come to rest; `RenderError` when that fails.

        With `frames` what large frames show stands in the HTML in their place, with addresses in full. With `onward` a page that takes
        its visitors elsewhere after a while has as long for that as for its data.
        """
        html, final_url, picture, rested, unfound = await self._ask(
            url,
            lambda running: running.show(
                url, self._patience, screenshot=screenshot, frames=frames, onward=onward
            ),
        )
        return Rendered(
            html=html.encode("utf-8", "replace"),
            final_url=final_url,
            screenshot=picture,
            rested=rested,
            unfound=unfound,
        )

    async def search(self, url: str, words: str, may_go: Callable[[str], Awaitable[bool]]) -> Searched | None:
        """Asks the search of a page for words by its own script; None where it shows none. `RenderError` when that fails.

        Nothing is done after that, and no page is opened of which `may_go` says no.
        """
        seen = await self._ask(url, lambda running: running.search(url, self._patience, words, may_go))
        if seen is None:
            return None
        before, after, final_url, rested = seen
        return Searched(
            before=before.encode("utf-8", "replace"),
            html=after.encode("utf-8", "replace"),
            final_url=final_url,
            rested=rested,
        )

    async def measure(
        self, url: str, script: str, *, width: int, height: int, picture: bool = False
    ) -> Measured:
        """Lets `script` look at an http(s) address in a window of that size, pictures and styles loaded; `RenderError` when that fails.

        With `picture` the window is pictured as well, where the page lets itself be.
        """
        value, failed, shown, rested = await self._ask(
            url,
            lambda running: running.measure(
                url, self._patience, script, width=width, height=height, picture=picture
            ),
        )
        return Measured(value=value, failed_sheets=failed, picture=shown, rested=rested)

    @property
    def _patience(self) -> Patience:
        return Patience(self._settle, self._data, self._timeout)

    async def _ask(self, url: str, act: Callable[["Chromium"], Awaitable[Got]]) -> Got:
        """What the browser gives for an address in its time; a browser that another page brought down is started anew, once."""
        if not url.startswith(("http://", "https://")):
            raise RenderError(f"浏览器只打开 http(s) 地址，不打开“{url[:80]}”")
        async with self._turn(url), self._pages:
            for first in (True, False):
                running = None
                try:
                    running = await self._started()
                    async with asyncio.timeout(self._timeout):
                        return await act(running)
                except (OSError, RuntimeError) as exc:
                    if running is not None:
                        await running.must_answer()
                    went_down = isinstance(exc, RuntimeError) and running is not None and not running.alive
                    if not (first and went_down):
                        raise RenderError(f"浏览器未能打开“{url}”：{str(exc)[:200] or '超时'}") from exc
        raise AssertionError

    def _turn(self, url: str) -> AbstractAsyncContextManager[None]:
        return self._politeness.turn(host_of(url)) if self._politeness else nullcontext()

    async def _started(self) -> "Chromium":
        reason = self.available()
        if reason:
            raise RenderError(reason)
        # Loading playwright takes as long as fetching hundreds of pages, and most crawls never need it.
        driver = importlib.import_module("xunwang.inspector.fetch.chromium")
        async with self._starting:
            if self._chromium is not None and not self._chromium.alive:
                if not self._chromium.killed:
                    tell(Trouble.CRASHED)
                await self._chromium.stop()
                self._chromium = None
            if self._chromium is None:
                port = await self._proxy.start()
                try:
                    self._chromium = await driver.Chromium.start(chromium(), port, self._user_agent)
                except (OSError, RuntimeError):
                    tell(Trouble.UNSTARTED)
                    raise
        return self._chromium
