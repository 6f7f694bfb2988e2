"""Waiting one's turn: slots and pauses per host and per IP address, slowing down when asked to, quiet hours."""

import asyncio
import datetime as dt
import ipaddress
import math
from types import TracebackType

from xunwang.inspector.fetch.faults import LeftAloneError
from xunwang.inspector.fetch.manners import Agreement, Manners, Pace, quiet_until, retry_seconds
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Clock, Reach

__all__ = ["Manners", "Politeness", "Turn"]

_TOO_FAST = 429
_OVERBURDENED = 503
_REMEMBERED = 5_000
_NOTICED = 2.0  # seconds of waiting of which nobody has to be told
_LONGEST_NAP = 30.0  # between two looks at the clock of quiet hours, which may be set


class _Gate:
    """One host or one address: how many may be inside, and how far apart they enter."""

    __slots__ = ("address", "agreed", "busy", "order", "pace", "slots")

    def __init__(self, connections: int, delay: float, longest: float, agreed: Agreement | None) -> None:
        self.agreed = agreed
        self.slots = asyncio.Semaphore(agreed.connections if agreed else connections)
        self.pace = Pace(agreed.delay if agreed else delay, longest)
        self.order = asyncio.Lock()
        self.busy = 0
        self.address: str | None = None

    async def pause(self, patience: float) -> None:
        """LeftAloneError when what the place asks for is more than `patience`, in seconds."""
        loop = asyncio.get_running_loop()
        while (wait := self.pace.wait(loop.time())) > 0:
            if self.pace.held(loop.time()) > patience:
                raise LeftAloneError(Detail.LEFT_ALONE)
            await asyncio.sleep(wait)  # an answer that comes in meanwhile may make it longer


class Turn:
    """A request's stay at its host and its address; `async with` waits for it and gives it back.

    LeftAloneError when one of them is to be left alone for longer than `patience`, in seconds.
    """

    __slots__ = ("_held", "_host", "_patience", "_politeness")

    def __init__(self, politeness: "Politeness", host: _Gate, patience: float) -> None:
        self._politeness = politeness
        self._host = host
        self._patience = patience
        self._held: list[_Gate] = []

    async def __aenter__(self) -> None:
        host = self._host
        host.busy += 1
        try:
            await self._take(host)
            async with host.order:
                await host.pause(self._patience)
                await self._enter_address()
        except BaseException:
            self._leave()
            raise

    async def _enter_address(self) -> None:
        """The host's place in its own row is kept meanwhile, so that its starts stay apart whatever its neighbours do."""
        address = self._politeness.address_gate(self._host)
        if address is None:
            await self._start()
            return
        await self._take(address)
        async with address.order:
            await address.pause(self._patience)
            await self._start()

    async def _start(self) -> None:
        if self._politeness.manners.quiet:
            await self._politeness.until_morning()
        now = asyncio.get_running_loop().time()
        for gate in self._held:
            gate.pace.started(now)

    async def _take(self, gate: _Gate) -> None:
        await gate.slots.acquire()
        self._held.append(gate)

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def _leave(self) -> None:
        self._host.busy -= 1
        for gate in self._held:
            gate.slots.release()


class Politeness:
    """One for all clients of a process. Pauses run by the event loop's clock, which no one can set back; quiet hours by `clock`."""

    def __init__(self, manners: Manners, clock: Clock) -> None:
        self.manners = manners
        self._clock = clock
        self._hosts: dict[str, _Gate] = {}
        self._addresses: dict[str, _Gate] = {}
        self._most = _REMEMBERED
        self._agreed = {_name(one.place): one for one in manners.agreements}

    @property
    def quiet_until(self) -> dt.datetime | None:
        """Until when all requests wait because of quiet hours; None when they do not."""
        return quiet_until(self._clock(), self.manners.quiet)

    def held_until(self, host: str) -> dt.datetime | None:
        """Until when the host is left alone because it asked for that or did not keep up; None when it is not for long."""
        wait = self.held_for(host)
        return self._clock() + dt.timedelta(seconds=wait) if wait > _NOTICED else None

    def held_for(self, host: str) -> float:
        """The seconds for which the host is still left alone because it asked for that or did not keep up."""
        gate = self._host(host)
        now = asyncio.get_running_loop().time()
        return max(one.pace.held(now) for one in (gate, self.address_gate(gate)) if one)

    def turn(self, host: str, patience: float = math.inf) -> Turn:
        """Waits until a request to `host` may start, and holds its slots until the answer is in."""
        return Turn(self, self._host(host), patience)

    async def until_morning(self) -> None:
        while until := self.quiet_until:
            left = (until - self._clock()).total_seconds()
            await asyncio.sleep(min(max(left, 0.001), _LONGEST_NAP))

    def answered(
        self, host: str, status: int, retry_after: str | None = None, *, of_others: bool = False
    ) -> None:
        """Learns from an answer: 429 and 503 slow the host down, everything else lets it recover.

        429 is said to us, who may come to its neighbours too, so it slows the whole address; 503 is the host's own trouble. What a host
        `of_others` says, to which a link leads, holds for that host: it must not keep a site waiting that happens to lie beside it.
        """
        gate = self._host(host)
        if status not in {_TOO_FAST, _OVERBURDENED}:
            for one in (gate, self.address_gate(gate)):
                if one:
                    one.pace.recover()
            return
        asked = retry_seconds(retry_after, self._clock()) if retry_after else None
        if asked is not None:
            asked = min(asked, self.manners.longest_retry_after)
        self._slow_down(gate, asked)
        address = self.address_gate(gate)
        if status == _TOO_FAST and address and not of_others:
            self._slow_down(address, asked)

    def failed(self, host: str, reach: Reach) -> None:
        """Learns from a request without an answer: a host that does not answer in time is given more of it."""
        if reach is Reach.TIMEOUT:
            self._slow_down(self._host(host), None)

    @staticmethod
    def _slow_down(gate: _Gate, asked: float | None) -> None:
        gate.pace.slow_down(asyncio.get_running_loop().time(), asked)

    def keep_apart(self, host: str, seconds: float) -> None:
        """A Crawl-delay or Request-rate: the host is never asked faster than this, whatever was agreed."""
        self._host(host).pace.at_least(seconds)

    def delay_of(self, host: str) -> float:
        """The least time in seconds between two starts on this host as things stand."""
        gate = self._host(host)
        address = self.address_gate(gate)
        return max(gate.pace.delay, address.pace.delay if address else 0.0)

    def located(self, host: str) -> bool:
        """Whether the address behind the host is known."""
        return self._host(host).address is not None

    def seen_at(self, host: str, address: str) -> None:
        """Tells which IP address a host was really reached at, so that its neighbours share the limit."""
        gate = self._host(host)
        if gate.address == address:
            return
        gate.address = address
        if address not in self._addresses:
            manners = self.manners
            self._addresses[address] = _Gate(
                manners.per_address,
                manners.per_address_delay,
                manners.longest_pause,
                self._agreed.get(_name(address)),
            )

    def address_gate(self, host: _Gate) -> _Gate | None:
        """The gate of the address behind a host. What was agreed for the host is not undone by a mere default of its address."""
        gate = self._addresses.get(host.address) if host.address else None
        return None if gate and host.agreed and not gate.agreed else gate

    def _host(self, host: str) -> _Gate:
        gate = self._hosts.get(host)
        if gate is None:
            if len(self._hosts) >= self._most:
                self._forget()
            manners = self.manners
            gate = self._hosts[host] = _Gate(
                manners.per_host,
                manners.delay,
                manners.longest_pause,
                self._agreed.get(_name(host)),
            )
        return gate

    def _forget(self) -> None:
        """Lets go of hosts that nobody is at and that nothing has been learnt of."""
        now = asyncio.get_running_loop().time()
        usual = self.manners.delay
        self._hosts = {
            host: gate
            for host, gate in self._hosts.items()
            if gate.busy or gate.agreed or gate.pace.least > usual or not gate.pace.at_ease(now)
        }
        self._most = max(_REMEMBERED, 2 * len(self._hosts))


def _name(place: str) -> str:
    """A host or an IP address in its one spelling."""
    plain = place.strip("[] ").rstrip(".").lower()
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError:
        return plain
