"""How hard we may press one host and one address: slots, pauses, and slowing down when asked to."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from email.utils import parsedate_to_datetime

from xunwang.inspector.model import Record

_SLOW_DOWN = frozenset({429, 503})


class Manners(Record, frozen=True):
    """`per_host` requests at a time to one host, `per_address` to one IP address (it can carry hundreds of sites).

    `delay` is the least time in seconds between two starts on one host; it doubles up to `longest_pause` when the host
    answers 429 or 503, and shrinks again while it answers well.
    """

    per_host: int = 2
    per_address: int = 4
    delay: float = 0.25
    longest_pause: float = 60.0


class _Host:
    def __init__(self, manners: Manners) -> None:
        self.slots = asyncio.Semaphore(manners.per_host)
        self.delay = manners.delay
        self.least = manners.delay
        self.next_start = 0.0
        self.address: str | None = None


class Politeness:
    """One for all clients of a process; its clock is the event loop's, which no one can set back."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._hosts: dict[str, _Host] = {}
        self._addresses: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits until a request to `host` may start, and holds its slots until the answer is in."""
        state = self._host(host)
        async with AsyncExitStack() as held:
            await held.enter_async_context(state.slots)
            if state.address:
                await held.enter_async_context(self._addresses[state.address])
            await self._pause(state)
            yield

    async def _pause(self, state: _Host) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, state.next_start)
        state.next_start = start + state.delay
        if start > now:
            await asyncio.sleep(start - now)

    def answered(self, host: str, status: int, retry_after: str | None = None) -> None:
        """Learns from an answer: 429 and 503 slow the host down, everything else lets it recover."""
        state = self._host(host)
        if status in _SLOW_DOWN:
            longest = self._manners.longest_pause
            state.delay = min(max(state.delay * 2, 0.5), longest)
            asked = min(retry_seconds(retry_after) or state.delay, longest)
            state.next_start = max(state.next_start, asyncio.get_running_loop().time() + asked)
        elif state.delay > state.least:
            state.delay = max(state.delay * 0.9, state.least)

    def keep_apart(self, host: str, seconds: float) -> None:
        """A Crawl-delay: the host is never asked faster than this."""
        state = self._host(host)
        state.least = max(state.least, min(seconds, self._manners.longest_pause))
        state.delay = max(state.delay, state.least)

    def seen_at(self, host: str, address: str) -> None:
        """Tells which IP address a host was really reached at, so that its neighbours share the limit."""
        self._host(host).address = address
        self._addresses.setdefault(address, asyncio.Semaphore(self._manners.per_address))

    def _host(self, host: str) -> _Host:
        state = self._hosts.get(host)
        if state is None:
            state = self._hosts[host] = _Host(self._manners)
        return state


def retry_seconds(value: str | None) -> float | None:
    """The seconds that a Retry-After asks for, as a number or as a date; None when there is none to read."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    now = dt.datetime.now(until.tzinfo)
    return max((until - now).total_seconds(), 0.0)
