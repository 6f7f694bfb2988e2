"""When a page is worth a browser, and how many may be."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import msgspec

from xunwang.inspector.crawl.visit import Reading, Visit
from xunwang.inspector.fetch.browser import Browser, Rendered, RenderError
from xunwang.inspector.fetch.forwarding import stays_public
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import host_of, key_of, without_fragment
from xunwang.inspector.model import SHANGHAI, Attempt, LinkKind, Page, PageKind, Reach, Zone
from xunwang.inspector.read.unread_parts import BY_SCRIPT

# A footer comes from the template: a few pages of each kind show it for all.
_FOOTERS_A_KIND = 3
# Guides and letters come by the thousand, and indicators look at samples of them: columns must have their share of the browser.
_DETAILS = 150
# Columns that look stale or empty while a script shows something there: so many of a site are opened.
_COLUMNS = 100
_TWICE = 20  # columns of a site whose data is asked for once more where the site did not find it
_SHORTEST_PERIOD = dt.timedelta(days=14)
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})
_HTML = {"content-type": "text/html; charset=utf-8"}


class Renderer:
    """Opens in the browser what only a script fills, and what stands in a frame that is no page of the site (`owns` tells).

    A home page whose script leads on is the page to which it leads, as after a redirect.

    Without a browser nothing is rendered and `script_filled` stays. `pause`: seconds after which data that was not found is asked for once more.
    """

    def __init__(
        self,
        browser: Browser | None,
        limit: int,
        already: int,
        *,
        owns: Callable[[str], bool],
        pause: float = 5.0,
    ) -> None:
        self._pause = pause
        self._twice = _TWICE
        self._missing: set[str] = set()
        self._browser = browser
        self._owns = owns
        self._limit = limit
        self._done = already
        self._closed_to_us: set[str] = set()
        self._opened: Counter[str] = Counter()

    async def improve(self, visit: Visit, reading: Reading) -> Visit:
        """The visit with the page read again from the DOM after its scripts, where that is needed and works."""
        page = visit.page
        if page is None or self._browser is None or not self._wants(page, visit.attempt):
            return visit
        self._done += 1
        attempt = visit.attempt
        challenged = attempt.reach is Reach.CHALLENGE
        onward, url = "onward" in page.script_filled, page.url
        try:
            rendered = await self._browser.render(url, frames=self._is_framed_elsewhere(page), onward=onward)
        except RenderError:
            return visit
        if onward and key_of(rendered.final_url) != key_of(url):
            if not stays_public(url, rendered.final_url):
                return visit
            url = without_fragment(rendered.final_url)
            attempt = msgspec.structs.replace(attempt, final_url=url)
            reading = Reading(home=url, today=reading.today)
        status = 200 if challenged else page.status or 200
        again = reading.page(rendered.html, url, status, _HTML, late=not rendered.rested)
        if again is None or again.kind is PageKind.CHALLENGE:
            self._closed_to_us.add(host_of(page.url))
            return visit
        if rendered.unfound - self._missing and again.kind is PageKind.COLUMN and not again.items:
            rendered, again = await self._once_more(rendered, again, reading, page)
        if rendered.unfound:
            again = msgspec.structs.replace(again, script_filled=(*again.script_filled, "unfound"))
        if challenged:
            attempt = msgspec.structs.replace(attempt, reach=Reach.OK, detail="经浏览器通过验证后读取")
        return msgspec.structs.replace(visit, attempt=attempt, page=again, rendered=rendered.html)

    async def _once_more(
        self, first: Rendered, page: Page, reading: Reading, as_sent: Page
    ) -> tuple[Rendered, Page]:
        """A column that is empty since the site says that its data does not exist, as it is a while later: it may be in the making. Unread where nobody looks again. What was missing twice is so on other pages, too."""
        seen = first
        if self._twice and self._browser is not None:
            self._twice -= 1
            self._done += 1
            await asyncio.sleep(self._pause)
            with suppress(RenderError):
                framed = self._is_framed_elsewhere(as_sent)
                seen = await self._browser.render(first.final_url, frames=framed)
        unsure = seen is first or not seen.rested
        if seen is not first:
            self._missing |= first.unfound & seen.unfound
        again = reading.page(seen.html, page.url, page.status or 200, _HTML, late=unsure)
        return (seen, again) if again is not None and again.kind is not PageKind.CHALLENGE else (first, page)

    def _wants(self, page: Page, attempt: Attempt) -> bool:
        """A log-in page is none that scripts could turn into the page that was asked for."""
        if self._done >= self._limit or attempt.detail == Detail.LOGIN:
            return False
        if attempt.reach is Reach.CHALLENGE:
            return host_of(page.url) not in self._closed_to_us
        if {"list", "body", "onward"} & set(page.script_filled) or self._is_framed_elsewhere(page):
            return True
        why, most = self._share(page, attempt)
        self._opened[why] += 1
        return self._opened[why] <= most

    def _share(self, page: Page, attempt: Attempt) -> tuple[str, int]:
        """What a page would be opened for, and how many of the site are opened for that."""
        if self._may_hold_more(page, attempt):
            return "column", _COLUMNS
        if "values" in page.script_filled:
            return "details", _DETAILS
        return f"footer of {page.kind}", _FOOTERS_A_KIND if "footer" in page.script_filled else 0

    @staticmethod
    def _may_hold_more(page: Page, attempt: Attempt) -> bool:
        """Whether a script fills something beside a list that the shortest period calls stale, or draws what a page without a list shows."""
        if page.kind is not PageKind.COLUMN:
            return False
        if page.newest is None:
            return not page.items and any(part.startswith(BY_SCRIPT) for part in page.unread_parts)
        day = attempt.at.astimezone(SHANGHAI).date()
        return "part" in page.script_filled and page.newest < day - _SHORTEST_PERIOD

    def _is_framed_elsewhere(self, page: Page) -> bool:
        """Whether the main part stands in a frame of another system, which is no page that the crawl would come to."""
        if "frame" not in page.script_filled:
            return False
        frames = [
            link for link in page.links if link.kind is LinkKind.FRAME and link.visible and link.zone in _BODY
        ]
        return bool(frames) and not any(self._owns(link.url) for link in frames)
