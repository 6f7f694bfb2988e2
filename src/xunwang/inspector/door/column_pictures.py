"""Pictures of columns that show nothing, or nothing new: who rules on such a finding sees what the inspection saw."""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress

from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.evidence.folder import shot_of_page
from xunwang.inspector.fetch.browser import RenderError
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import ColumnFact, ColumnType, Fact

MOST = 12  # of a site: one more than the long-stale columns that decide its verdict
WIDTH, HEIGHT = 1280, 1600
_NEWS, _OTHERS = (
    dt.timedelta(days=14),
    dt.timedelta(days=90),
)  # the least within which the national norm wants news and the rest updated


class ColumnPictures:
    """Sees every fact of a site once and keeps the columns that may count against it on the day of its inspection."""

    def __init__(self, day: dt.date) -> None:
        self._day = day
        self._columns: list[tuple[dt.date, str]] = []  # newest item, address

    def among(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """The facts as they come."""
        for fact in facts:
            yield fact
            if isinstance(fact, ColumnFact) and not (fact.static or fact.unread) and fact.evidence:
                newest = max(fact.dates, default=dt.date.min)
                if newest < self._day - (_NEWS if fact.type is ColumnType.NEWS else _OTHERS):
                    self._columns.append((newest, fact.url))

    async def take(self, writer: RunWriter, tools: Tools) -> None:
        """To be asked once all facts have gone by: pictures of the emptiest and stalest, where there is a browser; a stop ends it."""
        for _, url in sorted(self._columns)[:MOST]:
            if tools.browser is None or tools.stop.is_set():
                return
            with suppress(RenderError):
                seen = await tools.browser.measure(url, "null", width=WIDTH, height=HEIGHT, picture=True)
                if seen.picture:
                    writer.shot(shot_of_page(key_of(url)), seen.picture)
