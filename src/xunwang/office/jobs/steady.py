"""Jumps of this machine's clock, noticed by holding it against the one that nobody sets."""

import datetime as dt
import time
from collections.abc import Callable

LEAST = dt.timedelta(minutes=1)
"""What is less is how clocks are kept right."""
_STEADY = getattr(
    time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC
)  # goes on while the machine sleeps, where there is one
HEARERS: list[Callable[[dt.timedelta], None]] = []


def hears_of_jumps(act: Callable[[dt.timedelta], None]) -> Callable[[dt.timedelta], None]:
    """Registers who is told by how much the clock jumped; every process of the machine that notices tells."""
    HEARERS.append(act)
    return act


class Steady:
    """How far the clock on the wall is ahead of the steady one, from look to look."""

    def __init__(self) -> None:
        self._ahead = _ahead()

    def look(self) -> None:
        """Tells everybody who wants to hear when the clock jumped since the last look."""
        ahead = _ahead()
        jump = dt.timedelta(seconds=round(ahead - self._ahead))
        if abs(jump) >= LEAST:
            for act in HEARERS:
                act(jump)
        self._ahead = ahead  # not before everybody was told: the database may be gone at this moment


def _ahead() -> float:
    return time.time() - time.clock_gettime(_STEADY)
