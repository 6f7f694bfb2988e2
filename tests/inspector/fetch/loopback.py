"""A server on loopback that writes exactly the bytes it is told to, and remembers what it was asked."""

import asyncio
import datetime as dt
import socket
import threading
from collections import Counter
from contextlib import suppress

import steady

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.politeness import Manners
from xunwang.inspector.model import SHANGHAI

NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
EAGER = Manners(
    per_host=8, per_address=50, delay=0, per_address_delay=0, longest_pause=0.2, longest_retry_after=0.2
)


def clock():
    return NOON


def answer(body=b"", status="200 OK", headers=("Content-Type: text/html; charset=utf-8",), length=None):
    """A whole HTTP answer as bytes."""
    body = body.encode() if isinstance(body, str) else body
    size = len(body) if length is None else length
    head = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {size}", "Connection: close"]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


class Request:
    def __init__(self, method, path, headers, writer, body=b""):
        self.method, self.path, self.headers, self._writer, self.body = method, path, headers, writer, body

    async def say(self, data):
        self._writer.write(data)
        await self._writer.drain()

    def reset(self):
        """Ends the connection with RST instead of FIN."""
        sock = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self._writer.transport.abort()


class Loopback:
    """`handler(request)` is a coroutine, or a mapping of paths to bytes, where None hangs and what is missing is 404."""

    def __init__(self, handler, tls=None, *, host="127.0.0.1", port=0):
        self._tls = tls
        self._place = (host, port)
        self._handler = handler if callable(handler) else self._serve_mapping(handler)
        self.asked = Counter()
        self.requests = []
        self._loop = steady.SteadyLoop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self):
        return await asyncio.start_server(self._serve, *self._place, ssl=self._tls)

    async def _shut(self):
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader, writer):
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split(" ", 2)
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
            self.asked[path] += 1
            self.requests.append((method, path))
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            await self._handler(Request(method, path, headers, writer, body))
        with suppress(OSError):
            writer.close()

    @staticmethod
    def _serve_mapping(pages):
        async def handle(request):
            data = pages.get(request.path, answer("没有这一页", "404 Not Found"))
            if data is None:
                await asyncio.sleep(60)
            elif request.method == "HEAD":
                await request.say(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
            else:
                await request.say(data)

        return handle

    def connect_to(self, *hosts):
        return [ConnectTo.parse(f"{host}:80:127.0.0.1:{self.port}") for host in hosts]


def guard_for(server, *hosts):
    """A guard that reaches nothing but these hosts, at this server."""
    return Guard(connect_to=server.connect_to(*hosts), closed=True)


def fetch(guard, url, method="GET", *, whole=True, validators=None, timeout=5.0, **settings):
    async def run():
        made = FetchSettings(timeout=timeout, manners=EAGER, **settings)
        async with Client(guard, clock, made) as client:
            return await client.fetch(url, method, whole=whole, validators=validators)

    return steady.run(run())
