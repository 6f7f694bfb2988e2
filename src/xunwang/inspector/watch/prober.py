"""Visits one address as a newcomer would, over IPv4 and IPv6 side by side, and says how it went. Never raises for what the network does."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from xunwang.inspector.evidence.coding import CodingError, TooLargeError, decode
from xunwang.inspector.fetch.connections import Connections
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.identity import user_agent
from xunwang.inspector.fetch.issuers import Issuers
from xunwang.inspector.fetch.reach import detail_of, is_challenge, reach_of
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.six import why_no_way
from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Clock, Reach, Record, is_starved
from xunwang.inspector.watch.exchange import (
    Answer,
    BrokenAnswerError,
    Family,
    Line,
    Names,
    NoAddressError,
    OpenChainError,
    Stopwatch,
)
from xunwang.inspector.watch.model import Look, Probe, State, Target

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOPS = 6
_BODY = 1 << 20
_ISSUERS_TOGETHER = 20
_ISSUER_SECONDS = 8.0  # for a certificate that a server leaves out

Seen = Callable[[Target, str, bytes], None]
"""Is handed the final address and the decoded page of a visit that opened."""


class ProbeSettings(Record, frozen=True):
    """`limit` seconds for a visit with all its redirects (the norm: 15); `together` visits at most at the same time.

    `six`: whether this machine looks over IPv6 as well; None finds out.
    """

    limit: float = 15.0
    together: int = 200
    six: bool | None = None


class Prober:
    """Makes visits from the vantage point `point`. Names are looked up in the default threads of the loop: it needs as many as visits."""

    def __init__(
        self,
        guard: Guard,
        clock: Clock,
        *,
        point: str,
        settings: ProbeSettings | None = None,
        seen: Seen | None = None,
    ) -> None:
        self.settings = settings or ProbeSettings()
        self.point = point
        self.clock = clock
        self._guard, self._seen = guard, seen
        self._six = why_no_way() is None if self.settings.six is None else self.settings.six
        self._issuers = _issuers(guard, clock)
        self._turns = asyncio.Semaphore(self.settings.together)

    async def probe(self, target: Target) -> Probe:
        """One visit; waiting for a turn is not part of it."""
        async with self._turns:
            at = self.clock()
            names = Names(self._guard)
            four, six = await asyncio.gather(
                self._look(target, names, 4), self._look(target, names, 6) if self._six else _nothing()
            )
            names.drop()
        if four is None and six is None:
            four = _without_a_way(self._six)
        return Probe(target=target.id, url=target.url, at=at, point=self.point, four=four, six=six)

    async def _look(self, target: Target, names: Names, family: Family) -> Look | None:
        """A visitor's browser has certificates that servers leave out, or gets them: what that takes is no part of the visit."""
        for _ in range(_HOPS):
            visit = _Visit(Line(self._guard, names, family, self._issuers), target.url)
            try:
                return await self._visited(visit, target)
            except OpenChainError as error:
                last = visit.look(*_failure(error, visit.watch))
                if not await self._issuers.look_for(error.place, error.tried, within=_ISSUER_SECONDS):
                    break
        return last

    async def _visited(self, visit: "_Visit", target: Target) -> Look | None:
        try:
            async with asyncio.timeout(self.settings.limit):
                answer = await visit.run()
        except NoAddressError:
            return None
        except TimeoutError:
            return visit.look(Reach.TIMEOUT)
        except BrokenAnswerError:
            return visit.look(Reach.PROTOCOL, Detail.BROKEN_OFF)
        except (OSError, ValueError) as error:
            if is_starved(error):
                raise  # the site is not down because we have run out of memory or open files
            return visit.look(*_failure(error, visit.watch))
        look = visit.look(*_outcome(answer))
        if self._seen and look.state is State.OPEN:
            self._show(target, visit.at, answer)
        return look

    def _show(self, target: Target, at: str, answer: Answer) -> None:
        assert self._seen is not None
        with suppress(CodingError, TooLargeError):
            self._seen(target, at, decode(answer.body, answer.headers.get("content-encoding"), _BODY * 8))


class _Visit:
    """One walk through the redirects."""

    def __init__(self, line: Line, url: str) -> None:
        self.at = url
        self.watch = Stopwatch()
        self._line = line
        self._last: Answer | None = None
        self._cookies: dict[str, str] = {}

    async def run(self) -> Answer:
        for _ in range(_HOPS):
            self._last = answer = await self._line.ask(self.at, self._cookies, self.watch, _BODY)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            target = resolve(answer.headers["location"], self.at)
            if target is None:
                raise BrokenAnswerError("a redirect to nowhere")
            self.at = target
            self._cookies |= answer.cookies
        raise BrokenAnswerError("redirects without end")

    def look(self, reach: Reach, detail: str | None = None) -> Look:
        return Look(
            reach=reach,
            timing=self.watch.timing(),
            status=self._last.status if self._last and reach in {Reach.OK, Reach.HTTP} else None,
            address=self._last.address if self._last else None,
            final_url=self.at,
            detail=detail,
        )


def _issuers(guard: Guard, clock: Clock) -> Issuers:
    """Asked for as an inspection does, each on a connection of its own."""
    headers = {"User-Agent": user_agent(), "Connection": "close"}
    return Connections(guard, clock, headers=headers, limit=_ISSUERS_TOGETHER, met=lambda *_: None).issuers


async def _nothing() -> Look | None:
    return None


def _without_a_way(six: bool) -> Look:
    """The host has no address that this machine could go to: with both families tried there is none at all."""
    reach, detail = (Reach.DNS, Detail.NO_SUCH_NAME) if six else (Reach.FORBIDDEN, Detail.NO_ROUTE)
    return Look(reach=reach, timing=Stopwatch().timing(), detail=detail)


def _failure(error: BaseException, watch: Stopwatch) -> tuple[Reach, str | None]:
    reach, detail = reach_of(error), detail_of(error)
    if watch.part == "tls" and reach is Reach.RESET:
        return Reach.TLS, detail or Detail.HANDSHAKE
    return reach, detail


def _outcome(answer: Answer) -> tuple[Reach, str | None]:
    if is_challenge(answer.status, answer.body):
        return Reach.CHALLENGE, None
    return (Reach.HTTP if answer.status >= 400 else Reach.OK), None
