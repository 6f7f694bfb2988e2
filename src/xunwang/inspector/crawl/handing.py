"""Who of the workers of one site takes which address, and when what was done is committed so that others find work."""

import asyncio
from collections.abc import Coroutine

from xunwang.inspector.crawl.frontier import Frontier
from xunwang.inspector.crawl.ledger import Ledger
from xunwang.inspector.crawl.targets import Lane, Target

_PATIENCE = 0.25  # seconds that idle workers wait for more addresses to come together before a commit


class Handing:
    """Hands out targets. `pages` counts those of the pages lane, of which no more than `max_pages` are visited for the first time."""

    def __init__(self, frontier: Frontier, ledger: Ledger, max_pages: int) -> None:
        self._frontier = frontier
        self._ledger = ledger
        self._max_pages = max_pages
        self.pages = frontier.counts().pages
        self._busy = 0
        self._fresh = 0
        self._changed = asyncio.Event()
        self._soon: asyncio.TimerHandle | None = None

    async def occupied(self, work: Coroutine[None, None, None], *, fresh: bool = True) -> None:
        """While someone is occupied more addresses may come; `fresh`: with a first visit."""
        self._busy += 1
        self._fresh += fresh
        try:
            await work
        finally:
            self._busy -= 1
            self._fresh -= fresh
            if not self._busy or not self._fresh:
                self.wake()

    def next(self, lanes: tuple[Lane, ...]) -> Target | None:
        """Fresh targets first; those that failed get their second visit when nothing fresh is left or on its way."""
        target = self._claim(lanes, again=False)
        if target is None and self._worth_a_commit(lanes):
            self.commit()
            target = self._claim(lanes, again=False)
        if target is None and not self._fresh and not self._any(again=False):
            target = self._claim(lanes, again=True)
        return target

    async def change(self) -> None:
        """Waits until there may be something to do again."""
        await self._changed.wait()

    def commit(self) -> None:
        """Makes true what was done, and lets idle workers look for what was found."""
        self._ledger.commit()
        self.wake()

    def wake(self) -> None:
        self._changed.set()
        self._changed.clear()

    @property
    def finished(self) -> bool:
        """Whether nobody has or will get anything to do."""
        return (
            not self._busy
            and not self._ledger.unit
            and not self._any(again=False)
            and not self._any(again=True)
        )

    def rest(self) -> None:
        """No one waits for more any longer."""
        if self._soon:
            self._soon.cancel()

    def _worth_a_commit(self, lanes: tuple[Lane, ...]) -> bool:
        """Whether idle workers should get what was found since the last commit; if not now, then soon."""
        unit = self._ledger.unit
        if not self._busy:
            return bool(unit)
        if not unit.lanes.intersection(lanes):
            return False
        if self._ledger.waited >= _PATIENCE:
            return True
        if self._soon is None:
            left = _PATIENCE - self._ledger.waited
            self._soon = asyncio.get_running_loop().call_later(left, self._wake_after_patience)
        return False

    def _wake_after_patience(self) -> None:
        self._soon = None
        self.wake()

    def _claim(self, lanes: tuple[Lane, ...], *, again: bool) -> Target | None:
        for lane in lanes:
            if self._full(lane, again=again):
                continue
            target = self._frontier.claim(lane, again=again)
            if target:
                self.pages += lane is Lane.PAGES and not again
                return target
        return None

    def _full(self, lane: Lane, *, again: bool) -> bool:
        return lane is Lane.PAGES and not again and self.pages >= self._max_pages

    def _any(self, *, again: bool) -> bool:
        return any(
            not self._full(lane, again=again) and self._frontier.waits(lane, again=again) for lane in Lane
        )
