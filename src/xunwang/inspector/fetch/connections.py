"""One request on one connection: the guard resolves, and asks again at the socket what address it really leads to."""

import asyncio
import base64
import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple
from urllib.parse import unquote

import ada_url
import aiohappyeyeballs

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.answer import Answer, Limit
from xunwang.inspector.fetch.faults import CertificateWantedError, HandshakeError, HungUpError
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.issuers import Issuers, lacks_issuer
from xunwang.inspector.fetch.line import Line
from xunwang.inspector.fetch.trust import tls_context
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.fetch.wanted import may_want_certificate, wants_certificate
from xunwang.inspector.fetch.wire import Received, Wording, received
from xunwang.inspector.model import Clock

Method = Literal["GET", "HEAD", "POST"]
_DNS_SECONDS = 30.0
_REMEMBERED = 10_000
_IDLE_SECONDS = 15.0
_SECOND_TRY = 0.25  # seconds after which the next address of a host is tried beside the one before
_ORIGIN = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_SENDABLE = re.compile(r"[!-~]+")
_ISSUER_BYTES = 64 << 10


class Place(NamedTuple):
    """What all addresses of one origin share: where to connect to, and the names that are given there."""

    host: str
    port: int
    secure: bool
    said: str
    credentials: str | None


class Way:
    """How one request gets there. Only on the way to a --connect-to target may a socket lead where the guard would not.

    `shares`: the hosts at the address that it leads to are neighbours, who share its limits.
    """

    __slots__ = ("host", "mapped", "place", "port", "shares", "target", "url")

    def __init__(self, url: str, guard: Guard) -> None:
        """ValueError when `url` is no address."""
        self.url = url
        plain = url if _SENDABLE.fullmatch(url) else ada_url.URL(url).href
        origin = _ORIGIN.match(plain)
        if origin is None:
            raise ValueError(f"no web address: {url[:100]}")
        self.place = _place(origin[0])
        self.host, self.port = self.place.host, self.place.port
        path = plain[origin.end() :].partition("#")[0]
        self.target = path if path.startswith("/") else f"/{path}"
        self.mapped = guard.mapped(self.host, self.port) is not None
        self.shares = not guard.stands_in(self.host, self.port)


@lru_cache(maxsize=4_096)
def _place(origin: str) -> Place:
    address = ada_url.URL(origin)
    secure = address.protocol == "https:"
    port = int(address.port or (443 if secure else 80))
    host = host_of(origin).strip("[]").rstrip(".")
    said = host if ":" not in host else f"[{host}]"
    user = f"{unquote(address.username)}:{unquote(address.password)}"
    return Place(
        host=host,
        port=port,
        secure=secure,
        said=f"{said}:{port}" if address.port else said,
        credentials=None if user == ":" else base64.b64encode(user.encode()).decode(),
    )


class Resolver:
    """The names of the guard, remembered for half a minute; who asks meanwhile waits for the same answer."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._known: dict[tuple[str, int], tuple[float, asyncio.Task[list[tuple[str, int]]]]] = {}

    async def addresses(self, host: str, port: int, *, within: float) -> list[tuple[str, int]]:
        """As `Guard.addresses`, a failure of the name server also after `within` seconds; a failure is told to all who wait for it and then forgotten."""
        now = asyncio.get_running_loop().time()
        until, task = self._known.get((host, port), (0.0, None))
        if task is None or until <= now or (task.done() and (task.cancelled() or task.exception())):
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            task = asyncio.create_task(self._guard.addresses(host, port))
            task.add_done_callback(_heard)
            self._known[host, port] = (now + _DNS_SECONDS, task)
        await asyncio.wait({task}, timeout=within)
        if not task.done():
            raise socket.gaierror(socket.EAI_AGAIN, "the name server does not answer")
        return task.result()


def _heard(task: asyncio.Task[list[tuple[str, int]]]) -> None:
    """Nobody may be left who waits for a failure."""
    if not task.cancelled():
        task.exception()


class Connections:
    """The open connections of one client, and what is said on them.

    `met` is told at which IP address a host was reached, but for the stand-ins of a closed world.
    """

    def __init__(
        self,
        guard: Guard,
        clock: Clock,
        *,
        headers: Mapping[str, str],
        limit: int,
        met: Callable[[str, str], None],
    ) -> None:
        self._guard = guard
        self._clock = clock
        self._met = met
        self._resolver = Resolver(guard)
        self._wording = Wording(headers)
        self.issuers = Issuers(guard, self._issuer)
        self._slots = asyncio.Semaphore(limit)
        self._idle = IdleLines(limit)

    async def close(self) -> None:
        self._idle.close()
        await asyncio.sleep(0)  # so that the sockets are closed before the event loop is

    def way(self, url: str) -> Way:
        """ValueError when `url` is no address."""
        return Way(url, self._guard)

    async def locate(self, way: Way, *, within: float) -> None:
        """Finds out where a host lies before it is first connected to; raises as `Resolver.addresses`."""
        addresses = await self._resolver.addresses(way.host, way.port, within=within)
        self._met(way.host, addresses[0][0])

    async def ask(
        self,
        method: Method,
        way: Way,
        *,
        headers: Mapping[str, str] | None,
        within: float,
        limit: Limit,
        body: bytes | None = None,
    ) -> Received:
        """One request (with `body`, where it sends one) and its answer, read up to what `limit` says for its Content-Type.

        Raises ExchangeError, OSError, and TimeoutError after `within` seconds.
        """
        place = way.place
        if place.credentials:
            headers = {"Authorization": f"Basic {place.credentials}", **(headers or {})}
        head = self._wording.head(method, way.target, place.said, headers, body)
        request = head if body is None else head + body
        async with self._slots:
            until = asyncio.get_running_loop().time() + within
            answer, peer = await self._exchange(method, way, request, until, limit)
        if peer and way.shares:
            self._met(way.host, peer)
        return received(way.url, method, answer, at=self._clock(), request=head, ip=peer)

    async def _exchange(
        self, method: Method, way: Way, request: bytes, until: float, limit: Limit
    ) -> tuple[Answer, str | None]:
        """On a connection that is open already, where there is one and the request may be sent twice: it may just have been ended."""
        now = asyncio.get_running_loop().time
        line = self._idle.take(way.place) if method != "POST" else None
        if line:
            answer = Answer(limit, only_head=method == "HEAD")
            try:
                await line.ask(request, answer, until - now())
            except HungUpError:
                if answer.begun:
                    raise
            else:
                self._idle.give(way.place, line)
                return answer, line.peer
        line = await self._new_line(way, until)
        answer = Answer(limit, only_head=method == "HEAD")
        await line.ask(request, answer, until - now())
        self._idle.give(way.place, line)
        return answer, line.peer

    def issuers_of(self, url: str) -> tuple[Message, ...]:
        """What was fetched of others because the server of `url` left its chain of certificates open; empty where it did not."""
        way = self.way(url)
        return self.issuers.answers_for((way.host, way.port))

    async def _issuer(self, url: str, until: float) -> Message:
        """A certificate where another one says that its issuer's lies, asked for beside the slots: who needs it holds one already."""
        way = self.way(url)
        request = self._wording.head("GET", way.target, way.place.said, None, None)
        answer, peer = await self._exchange("GET", way, request, until, lambda _: _ISSUER_BYTES)
        return received(way.url, "GET", answer, at=self._clock(), request=request, ip=peer).message

    # ── connecting ───────────────────────────────────────────────────────────────────────────────

    async def _new_line(self, way: Way, until: float) -> Line:
        """A new connection; where only the issuer of its certificate is missing, by what that certificate itself says of it."""
        now = asyncio.get_running_loop().time
        found = await self._resolver.addresses(way.host, way.port, within=until - now())
        place = (way.host, way.port)
        known = self.issuers.known(place)
        try:
            async with asyncio.timeout(until - now()):
                return await self._connected(way, found, tls_context(known))
        except HandshakeError as error:
            if may_want_certificate(error) and await wants_certificate(
                self._guard, *place, seconds=until - now()
            ):
                raise CertificateWantedError from error
            if not lacks_issuer(error):
                raise
            issuers = await self.issuers.look_for(place, known, within=until - now())
            if not issuers:
                raise
        async with asyncio.timeout(until - now()):
            return await self._connected(way, found, tls_context(issuers))

    async def _connected(self, way: Way, found: Sequence[tuple[str, int]], tls: ssl.SSLContext) -> Line:
        """A new connection. Raises OSError, HandshakeError with what went wrong as its cause."""
        infos = [
            (_family(address), socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port))
            for address, port in found
        ]
        sock = await aiohappyeyeballs.start_connection(
            infos,
            happy_eyeballs_delay=_SECOND_TRY,
            interleave=1,
            socket_factory=partial(self._socket, way),
        )
        loop = asyncio.get_running_loop()
        try:
            if not way.place.secure:
                return (await loop.create_connection(Line, sock=sock))[1]
            return await self._secured(way, sock, tls)
        except BaseException:
            sock.close()
            raise

    async def _secured(self, way: Way, sock: socket.socket, tls: ssl.SSLContext) -> Line:
        loop = asyncio.get_running_loop()
        try:
            return (await loop.create_connection(Line, sock=sock, ssl=tls, server_hostname=way.host))[1]
        except TimeoutError:
            raise
        except (OSError, ssl.SSLError) as error:
            raise HandshakeError from error

    def _socket(self, way: Way, info: aiohappyeyeballs.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        if not way.mapped:
            self._guard.check_port(int(address[1]))
            self._guard.check_address(str(address[0]), way.host)
        return socket.socket(family=family, type=kind, proto=protocol)


class IdleLines:
    """Connections that wait for their next request, the one used last first; after a quarter of a minute they are closed.

    No more than `most` wait: each is an open file, and links elsewhere lead to thousands of hosts that are asked once.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._lines: dict[Place, list[Line]] = {}
        self._sweep: asyncio.TimerHandle | None = None

    def take(self, place: Place) -> Line | None:
        lines = self._lines.get(place)
        while lines:
            line = lines.pop()
            self._count -= 1
            if line.is_open:
                return line
        return None

    def give(self, place: Place, line: Line) -> None:
        if not line.is_open:
            return
        if self._count >= self._most:
            line.hang_up()
            return
        self._count += 1
        self._lines.setdefault(place, []).append(line)
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(_IDLE_SECONDS, self._close_old)

    def _close_old(self) -> None:
        loop = asyncio.get_running_loop()
        oldest = loop.time() - _IDLE_SECONDS
        kept: dict[Place, list[Line]] = {}
        for place, lines in self._lines.items():
            for line in lines:
                if line.is_open and line.idle_since > oldest:
                    kept.setdefault(place, []).append(line)
                else:
                    line.hang_up()
        self._lines = kept
        self._count = sum(map(len, kept.values()))
        self._sweep = loop.call_later(_IDLE_SECONDS, self._close_old) if kept else None

    def close(self) -> None:
        if self._sweep:
            self._sweep.cancel()
        for lines in self._lines.values():
            for line in lines:
                line.drop()
        self._lines.clear()


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
