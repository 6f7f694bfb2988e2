"""When a page is worth a browser, and how many may be."""

from collections import Counter
from collections.abc import Callable

import msgspec

from xunwang.inspector.crawl.visit import Reading, Visit
from xunwang.inspector.fetch.browser import Browser, RenderError
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import Attempt, LinkKind, Page, PageKind, Reach, Zone

# A footer comes from the template: a few pages of each kind show it for all.
_FOOTERS_A_KIND = 3
# Guides and letters come by the thousand, and indicators look at samples of them: columns must have their share of the browser.
_DETAILS = 150
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})
_HTML = {"content-type": "text/html; charset=utf-8"}


class Renderer:
    """Opens in the browser what only a script fills, and what stands in a frame that is no page of the site (`owns` tells).

    Without a browser nothing is rendered and `script_filled` stays.
    """

    def __init__(
        self, browser: Browser | None, limit: int, already: int, *, owns: Callable[[str], bool]
    ) -> None:
        self._browser = browser
        self._owns = owns
        self._details = 0
        self._limit = limit
        self._done = already
        self._closed_to_us: set[str] = set()
        self._footers: Counter[PageKind] = Counter()

    async def improve(self, visit: Visit, reading: Reading) -> Visit:
        """The visit with the page read again from the DOM after its scripts, where that is needed and works."""
        page = visit.page
        if page is None or self._browser is None or not self._wants(page, visit.attempt):
            return visit
        self._done += 1
        attempt = visit.attempt
        challenged = attempt.reach is Reach.CHALLENGE
        try:
            rendered = await self._browser.render(page.url, frames=self._is_framed_elsewhere(page))
        except RenderError:
            return visit
        status = 200 if challenged else page.status or 200
        again = reading.page(rendered.html, page.url, status, _HTML)
        if again is None or again.kind is PageKind.CHALLENGE:
            self._closed_to_us.add(host_of(page.url))
            return visit
        if challenged:
            attempt = msgspec.structs.replace(attempt, reach=Reach.OK, detail="经浏览器通过验证后读取")
        return msgspec.structs.replace(visit, attempt=attempt, page=again, rendered=rendered.html)

    def _wants(self, page: Page, attempt: Attempt) -> bool:
        """A log-in page is none that scripts could turn into the page that was asked for."""
        if self._done >= self._limit or attempt.detail == Detail.LOGIN:
            return False
        if attempt.reach is Reach.CHALLENGE:
            return host_of(page.url) not in self._closed_to_us
        if {"list", "body"} & set(page.script_filled) or self._is_framed_elsewhere(page):
            return True
        if "values" in page.script_filled:
            self._details += 1
            return self._details <= _DETAILS
        if "footer" not in page.script_filled:
            return False
        self._footers[page.kind] += 1
        return self._footers[page.kind] <= _FOOTERS_A_KIND

    def _is_framed_elsewhere(self, page: Page) -> bool:
        """Whether the main part stands in a frame of another system, which is no page that the crawl would come to."""
        if "frame" not in page.script_filled:
            return False
        frames = [
            link for link in page.links if link.kind is LinkKind.FRAME and link.visible and link.zone in _BODY
        ]
        return bool(frames) and not any(self._owns(link.url) for link in frames)
