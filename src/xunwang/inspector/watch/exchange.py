"""One request on a fresh connection, timed part by part. Nothing is reused: a visitor who comes anew is what is measured."""

import asyncio
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from xunwang.inspector.fetch.connections import Way
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.identity import user_agent
from xunwang.inspector.fetch.issuers import Issuers, Place, lacks_issuer
from xunwang.inspector.fetch.trust import tls_context
from xunwang.inspector.model import Record
from xunwang.inspector.watch.model import Timing

Part = Literal["dns", "connect", "tls", "first_byte", "body"]
Family = Literal[4, 6]
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LINE = 64 << 10
_LINES = 200
_TRIES = 3  # addresses of one family that are tried before the connection is given up


class NoAddressError(Exception):
    """The host has no address of the wanted family."""


class BrokenAnswerError(Exception):
    """The answer is none, or ends before its end."""


class OpenChainError(Exception):
    """The server at `place` leaves out a certificate that is not among those `tried`; the cause is what the handshake said."""

    def __init__(self, place: Place, tried: tuple[bytes, ...]) -> None:
        super().__init__(*place)
        self.place, self.tried = place, tried


class Stopwatch:
    """Adds up what each part took; `part` is the one that was under way last."""

    def __init__(self) -> None:
        self.part: Part = "dns"
        self._spent: dict[Part, float] = {}

    @contextmanager
    def during(self, part: Part) -> Iterator[None]:
        self.part = part
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._spent[part] = self._spent.get(part, 0.0) + (time.perf_counter() - begun) * 1000

    def timing(self) -> Timing:
        return Timing(**{part: round(spent, 1) for part, spent in self._spent.items()})


class Answer(Record, frozen=True):
    """What came back; header names in lower case, the first of each. `cookies` are what it set."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes
    address: str


class Names:
    """The addresses of hosts during one visit: asked once, whoever needs them."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._asked: dict[tuple[str, int], asyncio.Task[list[tuple[str, int]]]] = {}

    async def addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        """As `Guard.addresses`."""
        if (host, port) not in self._asked:
            self._asked[host, port] = asyncio.create_task(self._guard.addresses(host, port))
        return await asyncio.shield(self._asked[host, port])

    def drop(self) -> None:
        """Lets go of answers that nobody waits for any more."""
        for task in self._asked.values():
            if not task.done():
                task.cancel()
            elif not task.cancelled():
                task.exception()


class Line:
    """How requests of one visit get there: by one family of addresses, through the guard."""

    def __init__(self, guard: Guard, names: Names, family: Family, issuers: Issuers) -> None:
        self._guard, self._names, self._family, self._issuers = guard, names, family, issuers

    async def ask(self, url: str, cookies: Mapping[str, str], watch: Stopwatch, limit: int) -> Answer:
        """One GET, read to its end or to `limit` bytes. Raises OSError, NoAddressError, BrokenAnswerError, OpenChainError."""
        way = Way(url, self._guard)
        host, port = way.host, way.port
        with watch.during("dns"):
            found = await self._names.addresses(host, port)
        sock, address = await self._connect(host, port, found, watch)
        reader, writer = await self._opened(way, sock, watch)
        try:
            with watch.during("first_byte"):
                writer.write(_request(way, cookies))
                await writer.drain()
                status, headers, set_cookies = await _head(reader)
            with watch.during("body"):
                body = await _body(reader, status, headers, limit)
        finally:
            writer.transport.abort()
        return Answer(status, headers, set_cookies, body, address)

    async def _connect(
        self, host: str, port: int, found: list[tuple[str, int]], watch: Stopwatch
    ) -> tuple[socket.socket, str]:
        mine = [pair for pair in found if (":" in pair[0]) == (self._family == 6)]
        if not mine:
            raise NoAddressError(host)
        mapped = self._guard.mapped(host, port) is not None
        problem: OSError | None = None
        with watch.during("connect"):
            for address, to_port in mine[:_TRIES]:
                if not mapped:
                    self._guard.check_port(to_port)
                    self._guard.check_address(address, host)
                try:
                    return await self._socket(address, to_port), address
                except OSError as error:
                    problem = error
        assert problem is not None
        raise problem

    async def _opened(
        self, way: Way, sock: socket.socket, watch: Stopwatch
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if not way.place.secure:
            with watch.during("connect"):
                return await asyncio.open_connection(sock=sock, limit=_LINE)
        place = (way.host, way.port)
        tried = self._issuers.known(place)
        try:
            with watch.during("tls"):
                return await asyncio.open_connection(
                    sock=sock, limit=_LINE, ssl=tls_context(tried), server_hostname=way.host
                )
        except ssl.SSLCertVerificationError as error:
            if not lacks_issuer(error):
                raise
            raise OpenChainError(place, tried) from error

    async def _socket(self, address: str, port: int) -> socket.socket:
        made = socket.socket(socket.AF_INET6 if self._family == 6 else socket.AF_INET, socket.SOCK_STREAM)
        made.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(made, (address, port))
        except BaseException:
            made.close()
            raise
        return made


def _request(way: Way, cookies: Mapping[str, str]) -> bytes:
    lines = [
        f"GET {way.target} HTTP/1.1",
        f"Host: {way.place.said}",
        f"User-Agent: {user_agent()}",
        "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language: zh-CN,zh;q=0.9",
        "Accept-Encoding: gzip, deflate",
        "Connection: close",
    ]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str], dict[str, str]]:
    status = 100
    while status < 200:
        status = await _status(reader)
        headers, cookies = await _fields(reader)
    return status, headers, cookies


async def _status(reader: asyncio.StreamReader) -> int:
    line = await _read_line(reader)
    if not line:
        raise ConnectionResetError("no answer")
    match = _STATUS.match(line)
    if match is None:
        raise BrokenAnswerError("no status line")
    return int(match[1])


async def _fields(reader: asyncio.StreamReader) -> tuple[dict[str, str], dict[str, str]]:
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for _ in range(_LINES):
        line = (await _read_line(reader)).rstrip(b"\r\n")
        if not line:
            return headers, cookies
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
        if name.strip().lower() == "set-cookie":
            cookie, _, said = value.partition(";")[0].strip().partition("=")
            cookies[cookie] = said
    raise BrokenAnswerError("too many header lines")


async def _read_line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError as error:
        raise BrokenAnswerError("a header line without end") from error


async def _body(reader: asyncio.StreamReader, status: int, headers: Mapping[str, str], limit: int) -> bytes:
    length = headers.get("content-length", "")
    try:
        if status in {204, 304}:
            return b""
        if "chunked" in headers.get("transfer-encoding", "").lower():
            return await _chunks(reader, limit)
        if length.isascii() and length.isdigit():
            return await reader.readexactly(min(int(length), limit))
        return await _to_the_end(reader, limit)
    except asyncio.IncompleteReadError as error:
        raise BrokenAnswerError("the answer ends before its end") from error


async def _chunks(reader: asyncio.StreamReader, limit: int) -> bytes:
    parts, total = [], 0
    while total < limit:
        size = (await _read_line(reader)).partition(b";")[0].strip()
        try:
            count = int(size, 16)
        except ValueError:
            raise BrokenAnswerError("a chunk without size") from None
        if count == 0:
            break
        parts.append(await reader.readexactly(min(count, limit - total)))
        total += count
        if total < limit:
            await reader.readexactly(2)
    return b"".join(parts)


async def _to_the_end(reader: asyncio.StreamReader, limit: int) -> bytes:
    parts, total = [], 0
    while total < limit and (part := await reader.read(limit - total)):
        parts.append(part)
        total += len(part)
    return b"".join(parts)
