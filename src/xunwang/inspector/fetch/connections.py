"""One request on one connection: the guard resolves, and asks again at the socket what address it really leads to."""

import asyncio
import contextvars
import os
import socket
import ssl
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Literal

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.fetch.wire import Received, peer_of, read_body, received
from xunwang.inspector.model import Clock

Method = Literal["GET", "HEAD", "POST"]
_DNS_SECONDS = 30.0
_HEAD_LINE = 16_384
_HEAD_FIELD = 65_536
_HEAD_FIELDS = 200
_REMEMBERED = 10_000


class Way:
    """How one request gets there. Only on the way to a --connect-to target may a socket lead where the guard would not."""

    __slots__ = ("address", "host", "mapped", "port", "reached", "url")

    def __init__(self, url: str, guard: Guard) -> None:
        self.url = url
        self.address = URL(url, encoded=True)
        end = url.find("/", len("https://"))
        self.host, self.port = _place(url if end < 0 else url[:end])
        self.mapped = guard.mapped(self.host, self.port) is not None
        self.reached: str | None = None


@lru_cache(maxsize=4_096)
def _place(origin: str) -> tuple[str, int]:
    """Host and port of the beginning of an address, which all pages of a site share."""
    return host_of(origin).strip("[]").rstrip("."), URL(origin, encoded=True).port or 80


_current: contextvars.ContextVar[Way | None] = contextvars.ContextVar("way", default=None)


class Resolver(AbstractResolver):
    """The names of the guard, remembered for half a minute; who asks meanwhile waits for the same answer."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._known: dict[tuple[str, int], tuple[float, asyncio.Task[list[tuple[str, int]]]]] = {}

    async def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """As `Guard.addresses`; a failure is told to all who wait for it and then forgotten."""
        now = asyncio.get_running_loop().time()
        until, task = self._known.get((host, port), (0.0, None))
        if task is None or until <= now or (task.done() and (task.cancelled() or task.exception())):
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            task = asyncio.create_task(self._guard.addresses(host, port))
            self._known[host, port] = (now + _DNS_SECONDS, task)
        return await asyncio.shield(task)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=to_port, family=family, proto=0, flags=0)
            for address, to_port in await self.addresses(host, port)
        ]

    async def close(self) -> None:
        return


class Connections:
    """The open connections of one client, and what is said on them.

    `met` is told at which IP address a host was reached, but for the targets of --connect-to.
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
        self._addresses: dict[str, str] = {}
        connector = aiohttp.TCPConnector(
            limit=limit,
            resolver=self._resolver,
            use_dns_cache=False,
            socket_factory=self._socket,
            ssl=tls_context(),
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=headers,
            max_line_size=_HEAD_LINE,
            max_field_size=_HEAD_FIELD,
            max_headers=_HEAD_FIELDS,
        )

    async def close(self) -> None:
        await self._session.close()

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = info
        way = _current.get()
        if way is None or not way.mapped:
            self._guard.check_port(int(address[1]))
            self._guard.check_address(str(address[0]), way.host if way else None)
        if way:
            way.reached = str(address[0])
        return socket.socket(family=family, type=kind, proto=protocol)

    def way(self, url: str) -> Way:
        return Way(url, self._guard)

    async def locate(self, way: Way) -> None:
        """Finds out where a host lies before it is first connected to; raises as `Guard.addresses`."""
        addresses = await self._resolver.addresses(way.host, way.port)
        self._met(way.host, addresses[0][0])

    async def ask(
        self,
        method: Method,
        way: Way,
        *,
        headers: Mapping[str, str] | None,
        within: aiohttp.ClientTimeout,
        limit: Callable[[str], int],
        body: bytes | None = None,
    ) -> Received:
        """One request (with `body`, where it sends one) and its answer, read up to what `limit` says for its Content-Type."""
        token = _current.set(way)
        try:
            async with self._session.request(
                method, way.address, allow_redirects=False, headers=headers, timeout=within, data=body
            ) as response:
                peer = self._reached(way, peer_of(response))
                content = await read_body(response, limit(response.headers.get("Content-Type", "")), peer)
                return received(way.url, self._clock(), response, content)
        finally:
            _current.reset(token)

    def _reached(self, way: Way, peer: str | None) -> str | None:
        """The address a host was reached at; an answer read at once has let go of its connection, so it is remembered."""
        address = peer or way.reached or self._addresses.get(way.host)
        if address:
            if len(self._addresses) >= _REMEMBERED:
                self._addresses.clear()
            self._addresses[way.host] = address
            if not way.mapped:
                self._met(way.host, address)
        return address


def tls_context() -> ssl.SSLContext:
    """Trusts whom this machine trusts, or the authorities that OpenSSL's variables name."""
    return _context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@cache
def _context(*_authorities: str | None) -> ssl.SSLContext:
    """One for all clients with the same authorities: reading these takes as long as reading ten pages."""
    context = ssl.create_default_context()
    # Browsers still talk to servers without secure renegotiation; many old government servers are such.
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context
