"""A loop whose seconds a machine that stands still does not use up: limits of a test are those of what it tests, not of where it runs."""

import asyncio
import selectors
import time

_LOOK = 0.01  # seconds


class _Looking(selectors.DefaultSelector):
    """Waits no longer than a look at a time, so that what comes on top of a look is seen to be a pause of the machine."""

    def select(self, timeout=None):
        return super().select(_LOOK if timeout is None else min(timeout, _LOOK))


class SteadyLoop(asyncio.SelectorEventLoop):
    """However long one turn of it took, a look's time has passed: a limit of half a second is fifty turns at least, in each of which what came is taken in."""

    def __init__(self):
        self._passed, self._seen = 0.0, time.monotonic()
        super().__init__(_Looking())

    def time(self):
        now = time.monotonic()
        self._passed += min(now - self._seen, _LOOK)
        self._seen = now
        return self._passed


def run(work):
    """As `asyncio.run`, on such a loop."""
    with asyncio.Runner(loop_factory=SteadyLoop) as runner:
        return runner.run(work)
