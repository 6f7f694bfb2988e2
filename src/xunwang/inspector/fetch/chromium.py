"""Playwright at the wheel of the operating system's Chromium; imported only when a page must be rendered."""

import asyncio
import logging
import os
import re
import signal
from collections import Counter
from collections.abc import Awaitable
from contextlib import suppress
from typing import Self, TypeVar

from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Error,
    Frame,
    Page,
    Playwright,
    Request,
    Response,
    Route,
    async_playwright,
)
from playwright.async_api import TimeoutError as PatienceError

from xunwang.inspector.fetch.asking import MayGo, ask_field
from xunwang.inspector.fetch.browser import Patience
from xunwang.inspector.fetch.covering import cover
from xunwang.inspector.fetch.framed import put_in_place
from xunwang.inspector.fetch.resting import Resting
from xunwang.inspector.fetch.troubles import Trouble, tell
from xunwang.inspector.fetch.urls import key_of

Got = TypeVar("Got")
_FLAGS = (
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--no-first-run",
    "--no-pings",
)
_PICTURES = re.compile(
    r"\.(?:png|jpe?g|gif|webp|svg|ico|bmp|mp4|mp3|flv|woff2?|ttf|otf|eot)(?:\?|$)", re.IGNORECASE
)
_NO_SANDBOX = re.compile(r"FATAL:sandbox/|No usable sandbox")
_PATIENCE = 5.0  # seconds that a browser may take to close what it opened, before it is killed
_DRIVER_PATIENCE = 20.0  # seconds that the driver's process may take to start or to end
_MOST_RESULTS = 3  # windows that a search may open
_MOST_MOVES = 20  # documents that a page, or a frame of it, may lead through in one visit
_OWN_ERROR = "chrome-error:"
_NOTHING = "<html><head></head><body></body></html>"
_PICTURING = 10_000.0  # milliseconds
_log = logging.getLogger(__name__)


async def _to_the_end(work: Awaitable[Got]) -> Got:
    """What `work` gives; a caller that is cut off meanwhile waits for it all the same, since the driver's process would stay behind."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=_DRIVER_PATIENCE)
        raise


async def _driver() -> Playwright:
    starting = asyncio.ensure_future(async_playwright().start())
    try:
        return await _to_the_end(starting)
    except asyncio.CancelledError:
        if starting.done() and not starting.cancelled() and starting.exception() is None:
            await _dismiss(starting.result())
        raise
    except Exception as exc:  # what keeps the driver from starting is told by nothing narrower
        raise RuntimeError(f"浏览器驱动 playwright 不能启动（{exc}）") from exc


async def _dismiss(playwright: Playwright) -> None:
    """Ends the driver, and with it every browser that it started."""
    stopping = asyncio.ensure_future(playwright.stop())
    await _to_the_end(asyncio.wait({stopping}, timeout=_DRIVER_PATIENCE))


def _why(told: str) -> str:
    """What Playwright tells of a browser that does not start, with all its output, as a sentence."""
    if _NO_SANDBOX.search(told):
        return "Chromium 的沙箱不能启动：系统或容器不允许普通用户建立用户命名空间"
    return told.partition("\n")[0]


class Chromium:
    """A running Chromium. What fails in it is raised as RuntimeError, a page that takes too long as TimeoutError.

    One that no longer answers is `killed` with all its processes; `alive` says so, and whoever needs a browser starts another.
    """

    def __init__(
        self,
        playwright: Playwright,
        browser: Browser,
        session: CDPSession,
        process: int,
        user_agent: str | None,
    ) -> None:
        self._playwright = playwright
        self._browser = browser
        self._session = session
        self._process = process
        self._user_agent = user_agent
        self._endless: set[str] = set()
        self._lost = False
        self.killed = False

    @classmethod
    async def start(cls, executable: str, proxy_port: int, user_agent: str | None) -> Self:
        playwright = await _driver()
        try:
            browser = await playwright.chromium.launch(
                executable_path=executable,
                # Chromium refuses its sandbox to root; run as an ordinary user it stays on.
                chromium_sandbox=os.geteuid() != 0,
                args=list(_FLAGS),
                proxy={"server": f"http://127.0.0.1:{proxy_port}", "bypass": "<-loopback>"},
            )
            session = await browser.new_browser_cdp_session()
            processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
        except Error as exc:
            await _dismiss(playwright)
            raise RuntimeError(_why(exc.message)) from exc
        except BaseException:
            await _dismiss(playwright)
            raise
        process = next(one["id"] for one in processes if one["type"] == "browser")
        return cls(playwright, browser, session, process, user_agent)

    @property
    def alive(self) -> bool:
        """The driver in between may have died, which Playwright does not tell."""
        return self._browser.is_connected() and not self._lost

    @property
    def version(self) -> str:
        return self._browser.version

    async def stop(self) -> None:
        try:
            with suppress(Error):
                await self._in_time(self._browser.close())
        finally:
            await _dismiss(self._playwright)

    async def must_answer(self) -> None:
        """After a page that failed: a browser that answers nothing else either is killed."""
        try:
            await self._in_time(self._session.send("Browser.getVersion"))
        except Error:
            self._lost = True
            self._kill()

    async def _in_time(self, asked: Awaitable[object]) -> None:
        """Waits for what is asked of the browser; one that does not get it done is killed."""
        try:
            async with asyncio.timeout(_PATIENCE):
                await asked
        except TimeoutError:
            _log.error("浏览器没有响应，已强行结束；正在打开的页面记为未能打开，检查继续进行")
            if not self.killed:
                tell(Trouble.HUNG)
            self.killed = True
            self._kill()

    def _kill(self) -> None:
        """The browser with its renderers, which are of its process group."""
        with suppress(ProcessLookupError):
            group = os.getpgid(self._process)
            if group != os.getpgid(0):
                os.killpg(group, signal.SIGKILL)
            else:
                os.kill(self._process, signal.SIGKILL)

    async def _close(self, context: BrowserContext) -> None:
        with suppress(Error):
            await self._in_time(context.close())

    async def _visitor(self) -> BrowserContext:
        """A browser as a visitor opens it for the first time."""
        return await self._browser.new_context(
            user_agent=self._user_agent,
            viewport={"width": 1280, "height": 1600},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers="block",
            accept_downloads=False,
        )

    async def show(
        self,
        url: str,
        patience: Patience,
        *,
        screenshot: bool,
        frames: bool = False,
        onward: bool = False,
    ) -> tuple[str, str, bytes | None, bool, frozenset[str]]:
        """The HTML of the page, its final address, when asked for a picture of all of it, whether it had come to rest and what data was not found; `frames`, `onward` as in `Browser.render`."""
        try:
            context = await self._visitor()
            try:
                resting = Resting(context, patience, self._endless)
                page = await context.new_page()
                _keep_in_bounds(context)
                if not screenshot:
                    await page.route(_PICTURES, _refuse)
                await _open(page, url, resting)
                rested = await resting.reached(page)
                if onward and await _led_on(page, url, patience.data):
                    rested = await resting.reached(page)
                if frames:
                    await put_in_place(page)
                html = await page.content()
                _arrived(page, html)
                picture = await _whole(page) if screenshot else None
                return html, page.url, picture, rested, resting.unfound(page)
            finally:
                await self._close(context)
        except Error as exc:
            raise RuntimeError(exc.message.partition("\n")[0]) from exc

    async def search(
        self, url: str, patience: Patience, words: str, may_go: MayGo
    ) -> tuple[str, str, str, bool] | None:
        """The HTML of the page before its search is asked for `words`, HTML and address of what shows afterwards, and whether both had come to rest; None where it has no search."""
        try:
            context = await self._visitor()
            try:
                resting = Resting(context, patience, self._endless)
                page = await context.new_page()
                _keep_in_bounds(context, windows=_MOST_RESULTS)
                await _open(page, url, resting)
                rested = await resting.reached(page)
                before = await page.content()
                shown = await ask_field(context, page, words, may_go)
                if shown is None:
                    return None
                await resting.loaded(shown)
                rested = await resting.reached(shown) and rested
                html = await shown.content()
                _arrived(shown, html)
                return before, html, shown.url, rested
            finally:
                await self._close(context)
        except Error as exc:
            raise RuntimeError(exc.message.partition("\n")[0]) from exc

    async def measure(
        self, url: str, patience: Patience, script: str, *, width: int, height: int, picture: bool = False
    ) -> tuple[object, tuple[str, ...], bytes | None, bool]:
        """What `script` says of the page with its pictures and styles, the style sheets that could not be had, when asked for what the window shows, and whether it had come to rest."""
        try:
            context = await self._browser.new_context(
                user_agent=self._user_agent,
                viewport={"width": width, "height": height},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                service_workers="block",
                accept_downloads=False,
                bypass_csp=True,
            )
            try:
                resting = Resting(context, patience, self._endless)
                page = await context.new_page()
                _keep_in_bounds(context)
                sheets = _Sheets(page)
                await _open(page, url, resting)
                rested = await resting.reached(page)
                value = await page.evaluate(script)
                _arrived(page, await page.content())
                return value, tuple(sheets.failed), await _window(page) if picture else None, rested
            finally:
                await self._close(context)
        except Error as exc:
            raise RuntimeError(exc.message.partition("\n")[0]) from exc


async def _open(page: Page, url: str, resting: Resting) -> None:
    """Goes there; whoever calls bounds the time. An error without a word is a failure in a Chromium with windows and a blank page in one without: here always a failure."""
    answer = await page.goto(url, wait_until="commit", timeout=0)
    await resting.loaded(page)
    if answer is None or answer.status < 400:
        return
    said = b"?"
    with suppress(Error):  # a script has led elsewhere already
        said = await answer.body()
    if not said:
        raise Error(f"HTTP {answer.status}")


async def _led_on(page: Page, url: str, seconds: float) -> bool:
    """Whether the page took its visitor to another one in that time."""
    try:
        await page.wait_for_url(
            lambda now: key_of(now) != key_of(url), wait_until="load", timeout=seconds * 1000
        )
    except PatienceError:
        return False
    return True


async def _whole(page: Page) -> bytes:
    await cover(page)
    return await page.screenshot(full_page=True)


async def _window(page: Page) -> bytes | None:
    """What the window shows; a page that cannot be pictured is still measured."""
    with suppress(Error):
        await cover(page)
        return await page.screenshot(timeout=_PICTURING)
    return None


class _Sheets:
    """The style sheets of a page that did not come: refused, broken off, or answered with an error."""

    def __init__(self, page: Page) -> None:
        self.failed: dict[str, None] = {}
        page.on("requestfailed", self._lost)
        page.on("response", self._answered)

    def _lost(self, request: Request) -> None:
        if request.resource_type == "stylesheet":
            self.failed[request.url] = None

    def _answered(self, response: Response) -> None:
        if response.request.resource_type == "stylesheet" and response.status >= 400:
            self.failed[response.url] = None


def _keep_in_bounds(context: BrowserContext, *, windows: int = 0) -> None:
    """Ends a page, or a frame of it, that leads on without end: each step is a request to the site. What it opens besides is shut, but for so many `windows`."""
    moves = Counter[Frame]()
    opened: list[Page] = []

    async def count(request: Request) -> None:
        with suppress(Error):
            if not request.is_navigation_request():
                return
            moves[request.frame] += 1
            if moves[request.frame] == _MOST_MOVES:
                await context.route("**/*", stop)

    async def stop(route: Route) -> None:
        request = route.request
        if request.is_navigation_request() and moves[request.frame] >= _MOST_MOVES:
            await route.abort()
        else:
            await route.fallback()

    async def shut(window: Page) -> None:
        opened.append(window)
        if len(opened) > windows:
            await _shut(window)

    context.on("request", count)
    context.on("page", shut)


def _arrived(page: Page, html: str) -> None:
    """Raises where a script led to what does not open: in its place Chromium shows a page of its own, or one without an element."""
    if page.url.startswith(_OWN_ERROR) or html == _NOTHING:
        raise Error("the page led to one that does not open")


async def _shut(window: Page) -> None:
    """Of those that a page opens by itself each costs a process, and browsers keep them closed."""
    with suppress(Error):
        await window.close()


async def _refuse(route: Route) -> None:
    await route.abort()
