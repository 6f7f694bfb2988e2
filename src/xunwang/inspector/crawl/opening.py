"""The home page, which is visited before everything else: where it really is, and why it could not be read."""

import asyncio

from xunwang.inspector.crawl.frontier import Frontier
from xunwang.inspector.crawl.handing import Handing
from xunwang.inspector.crawl.keeping import Keeper
from xunwang.inspector.crawl.ledger import Ledger
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.settings import CrawlSettings
from xunwang.inspector.crawl.targets import Found, Lane, Rank, Target
from xunwang.inspector.crawl.visit import NEVER_AGAIN, Reading
from xunwang.inspector.crawl.visiting import Visitor
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.fetch.reasons import why
from xunwang.inspector.fetch.urls import key_of, without_fragment
from xunwang.inspector.model import Attempt, Reach


class HomePage:
    """The home page of one crawl. `failure` is the sentence why it could not be read; then nothing else is visited."""

    def __init__(
        self,
        home: str,
        *,
        settings: CrawlSettings,
        writer: RunWriter,
        frontier: Frontier,
        ledger: Ledger,
        visitor: Visitor,
        keeper: Keeper,
        scope: Scope,
        handing: Handing,
    ) -> None:
        self._home = home
        self._settings = settings
        self._writer = writer
        self._frontier = frontier
        self._ledger = ledger
        self._visitor = visitor
        self._keeper = keeper
        self._scope = scope
        self._handing = handing
        self.failure: str | None = None

    async def open(self) -> None:
        target = self._target()
        if target.attempts:
            self._recall(target)
            return
        attempts: tuple[Attempt, ...] = ()
        for left in reversed(range(self._settings.home_tries)):
            visit = await self._visitor.page(target)
            attempts += (visit.attempt,)
            if not left or visit.attempt.reach in NEVER_AGAIN:
                break
            self._keeper.archive(visit)
            await asyncio.sleep(self._settings.home_wait)
        self._handing.pages += 1
        self._meet(attempts[-1], visit.digest)
        if visit.page and not self.failure:
            self._scope.know_home(visit.page)
            await self._visitor.learn_habits(self._visitor.reading.home)
        self._keeper.keep(target, attempts, visit, again=False)

    def _target(self) -> Target:
        """The home page, handed out to nobody else; with its attempts when an earlier process has visited it."""
        key = key_of(self._home)
        known = self._frontier.find(key)
        if known is None:
            lane = Lane.PAGES
            self._ledger.unit.add(
                Found(key=key, url=self._home, lane=lane, rank=Rank.HOME, depth=0, parent=None, on_home=True)
            )
            self._handing.commit()
        target = known if known and known.attempts else self._frontier.claim(Lane.PAGES)
        assert target is not None, "the home page has the first rank"
        return target

    def _recall(self, target: Target) -> None:
        """A run that goes on: the home page lies in its archive."""
        row = next(iter(self._writer.rows()), None)
        digest = self._writer.digest_of(row.evidence) if row and row.evidence else b""
        self._meet(target.attempts[-1], digest)

    def _meet(self, attempt: Attempt, digest: bytes) -> None:
        if attempt.reach is not Reach.OK:
            self.failure = f"首页未能读取：{why(attempt)}"
            return
        final = without_fragment(attempt.final_url or self._home)
        self._scope.adopt(final)
        self._visitor.reading = Reading(home=final, today=self._settings.today)
        self._keeper.know_home(final, digest)
