"""Serves the whole city on one loopback port, telling the sites apart by the Host header."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self
from zlib import crc32

from xunwang_demo import searching
from xunwang_demo.model import City, Resource, Site
from xunwang_demo.repair import repaired

ADDRESS = "127.0.0.1"
SIX_ADDRESS = "::1"
NOBODY = Resource(
    "本服务器没有这个网站".encode(), 404, (("Content-Type", "text/plain; charset=utf-8"),), role="error"
)
OUT_OF_ORDER = Resource(
    "服务暂时不可用".encode(), 503, (("Content-Type", "text/plain; charset=utf-8"),), role="error"
)
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class CityServer:
    """Context manager. Day 0 is the inspection; from day 1 on, what has recovered answers.

    The day is set by `set_day`, or follows `clock`: one day for every 24 hours since the server was entered.
    """

    def __init__(self, city: City, *, clock: Callable[[], datetime] | None = None, port: int = 0) -> None:
        self._city = city
        self._clock = clock
        self._wanted_port = port
        self._day: int | None = None
        self._opened: datetime | None = None
        self._hosts = {site.host: _Shelf(site) for site in (*city.sites, *city.neighbours)}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="xunwang-demo-city", daemon=True)
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._open: set[asyncio.Transport] = set()
        self.port = 0
        self.has_six = False

    @property
    def connect_to(self) -> list[str]:
        """For every host of the city where it is served, over IPv4 and where the machine has it over IPv6, as curl's `--connect-to` takes it."""
        four = [f"{host}:80:{ADDRESS}:{self.port}" for host in self._hosts]
        six = [f"{host}:80:[{SIX_ADDRESS}]:{self.port}" for host in self._hosts] if self.has_six else []
        return four + six

    @property
    def day(self) -> int:
        if self._day is not None:
            return self._day
        if self._clock is None or self._opened is None:
            return 0
        return max(0, (self._clock() - self._opened) // timedelta(days=1))

    def set_day(self, n: int) -> None:
        self._day = n

    def repair(self, host: str) -> None:
        """From now on the site of that host is served without its faults."""
        self._hosts[host] = _Shelf(repaired(self._city, host))

    def __enter__(self) -> Self:
        self._opened = self._clock() if self._clock else None
        self._thread.start()
        self._ready.wait()
        if self._failure:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            server = self._loop.run_until_complete(
                self._loop.create_server(lambda: _Connection(self), ADDRESS, self._wanted_port, backlog=512)
            )
        except OSError as error:
            self._failure = error
            self._ready.set()
            self._loop.close()
            return
        self.port = server.sockets[0].getsockname()[1]
        six = self._listen_on_six()
        self._ready.set()
        self._loop.run_forever()
        server.close()
        if six:
            six.close()
        for transport in list(self._open):
            transport.abort()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _listen_on_six(self) -> asyncio.Server | None:
        """The same port over IPv6, where the machine has it."""
        try:
            server = self._loop.run_until_complete(
                self._loop.create_server(lambda: _Connection(self), SIX_ADDRESS, self.port, backlog=512)
            )
        except OSError:
            return None
        self.has_six = True
        return server

    def opened(self, transport: asyncio.Transport) -> None:
        self._open.add(transport)

    def closed(self, transport: asyncio.Transport) -> None:
        self._open.discard(transport)

    def find(self, host: str, target: str, *, six: bool = False) -> Resource:
        shelf = self._hosts.get(host.partition(":")[0].lower())
        resource = shelf.find(target, six=six) if shelf else NOBODY
        return resource.later if resource.later and self.day > 0 else resource

    def now(self) -> str:
        """The city's own time for the Date header: nine in the evening of the monitoring point, plus the days gone by."""
        moment = datetime.combine(self._city.as_of + timedelta(days=self.day), time(13), UTC)
        return format_datetime(moment, usegmt=True)


class _Shelf:
    """The pages of one host. As on most servers `/a.css?v=2` is `/a.css`, and `/col/index.html` is the index of `/col/`."""

    def __init__(self, site: Site) -> None:
        self._pages = site.pages
        self._missing = site.missing
        self._six = site.six
        self._site = site

    def find(self, target: str, *, six: bool) -> Resource:
        if six and self._six == "down":
            return OUT_OF_ORDER
        path, _, query = target.partition("?")
        if path == searching.PATH:
            return searching.answer(self._site, query, self._site.charset)
        names = (target, path, path.removesuffix("index.html") if path.endswith("/index.html") else path)
        return next((self._pages[name] for name in names if name in self._pages), self._missing)


class _Connection(asyncio.Protocol):
    def __init__(self, server: CityServer) -> None:
        self._server = server
        self._buffer = b""
        self._silent = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._six = ":" in transport.get_extra_info("sockname")[0]
        self._server.opened(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._server.closed(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while not self._silent and not self._transport.is_closing():
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            line, *lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.strip().lower(): value.strip()
                for name, _, value in (text.partition(":") for text in lines)
            }
            length = int(headers.get("content-length") or 0)
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._answer(line, headers)

    def _answer(self, line: str, headers: dict[str, str]) -> None:
        method, _, tail = line.partition(" ")
        target = tail.rpartition(" ")[0]
        resource = self._server.find(headers.get("host", ""), target, six=self._six)
        if resource.behaviour == "hang":
            self._silent = True
        elif resource.behaviour == "reset":
            self._reset()
        else:
            self._send(method, resource, headers)

    def _reset(self) -> None:
        connection = self._transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()

    def _send(self, method: str, resource: Resource, headers: dict[str, str]) -> None:
        tag = f'"{crc32(resource.body):08x}"' if resource.status == HTTPStatus.OK else ""
        fresh = bool(tag) and headers.get("if-none-match") == tag
        status = HTTPStatus.NOT_MODIFIED if fresh else resource.status
        lines = [f"HTTP/1.1 {status:d} {_reason(status)}", f"Date: {self._server.now()}"]
        lines += [f"{name}: {value}" for name, value in resource.headers]
        if tag:
            lines.append(f"ETag: {tag}")
        if not fresh:
            lines.append(f"Content-Length: {len(resource.body)}")
        closing = headers.get("connection", "").lower() == "close"
        lines.append(f"Connection: {'close' if closing else 'keep-alive'}")
        self._transport.write("\r\n".join([*lines, "", ""]).encode("latin-1"))
        if method != "HEAD" and not fresh:
            self._transport.write(resource.body)
        if closing:
            self._transport.close()


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Web Server Is Down"
