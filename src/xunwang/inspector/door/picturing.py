"""A picture of one page, as the browser shows it; nothing is archived."""

from xunwang.inspector.door.settings import InspectSettings
from xunwang.inspector.door.tools import Tools, with_tools
from xunwang.inspector.fetch.browser import Browser, RenderError
from xunwang.inspector.model import Clock, Record


class Picture(Record, frozen=True):
    """`png` is the whole page; without one `problem` says why in Chinese."""

    png: bytes | None = None
    problem: str = ""


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
