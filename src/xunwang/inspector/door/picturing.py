"""The browser for one page: whether it starts, and a picture of what it shows; nothing is archived."""

import asyncio

from xunwang.inspector.door.settings import InspectSettings
from xunwang.inspector.door.tools import Tools, with_tools
from xunwang.inspector.fetch.browser import Browser, RenderError
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.model import Clock, Record

_PATIENCE = 30.0  # seconds in which a browser has to start


class Picture(Record, frozen=True):
    """`png` is the whole page; without one `problem` says why in Chinese."""

    png: bytes | None = None
    problem: str = ""


class Trial(Record, frozen=True):
    """`version` of the browser that started; without one `problem` says why in Chinese."""

    version: str = ""
    problem: str = ""


def try_browser() -> Trial:
    """Starts the browser as an inspection does and ends it again; no page is opened."""

    async def start() -> Trial:
        async with Browser(Guard(), timeout=_PATIENCE) as browser:
            try:
                return Trial(await browser.version())
            except RenderError as error:
                return Trial(problem=str(error))

    return asyncio.run(start())


def take_picture(url: str, settings: InspectSettings, clock: Clock) -> Picture:
    """Opens the address in the browser, which connects through the guard alone."""
    if settings.browser == "never":
        return Picture(problem="检查设置为不使用浏览器")
    missing = Browser.available()
    if missing:
        return Picture(problem=missing)

    async def work(tools: Tools) -> Picture:
        assert tools.browser is not None
        try:
            rendered = await tools.browser.render(url, screenshot=True)
        except RenderError as error:
            return Picture(problem=str(error))
        return Picture(rendered.screenshot)

    return with_tools(settings, [url], clock, work)
