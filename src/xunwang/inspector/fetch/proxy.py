"""The proxy between the browser and the network: HTTP and CONNECT, with the guard of the client."""

import asyncio
from contextlib import suppress

import ada_url

from xunwang.inspector.fetch.guard import Guard

_HEAD_LIMIT = 65_536
_CHUNK = 65_536
_CONNECT_SECONDS = 15.0
# What the browser asks for on its own account, whatever its flags say.
_BROWSERS_OWN = (
    ".googleapis.com",
    ".gvt1.com",
    "accounts.google.com",
    "clients2.google.com",
    "www.google.com",
)
_HOP_BY_HOP = (b"proxy-connection:", b"proxy-authorization:", b"connection:", b"keep-alive:")


class GuardProxy:
    """Listens on loopback for one browser; what the guard refuses is answered with 403 and never connected to."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()
        self.refused: list[str] = []

    async def start(self) -> int:
        """Starts listening (once) and returns the port."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD_LIMIT)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._server = None

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await self._request(reader, writer)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
            await _answer(writer, b"502 Bad Gateway")
        except asyncio.CancelledError:
            pass  # by `stop`; asyncio's streams would print a cancelled connection as a failure of their own
        finally:
            self._open.discard(task)
            writer.close()

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        method, target, version = first.split(b" ", 2)
        tunnel = method == b"CONNECT"
        host, port, path = _place(target.decode("ascii"), tunnel=tunnel)
        if host.endswith(_BROWSERS_OWN):
            await _answer(writer, b"403 Forbidden")
            return
        try:
            far_reader, far_writer = await self._connect(host, port)
        except OSError as exc:
            self.refused.append(f"{host}:{port} {exc}")
            await _answer(writer, b"403 Forbidden")
            return
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _join(reader, writer, far_reader, far_writer)
            else:
                far_writer.write(method + b" " + path.encode() + b" " + version + b"\r\n" + _closing(rest))
                await _pass_on(reader, far_writer, _length(rest))
                answer = await far_reader.readuntil(b"\r\n\r\n")
                writer.write(_closing(answer))
                await _pump(far_reader, writer)
        finally:
            far_writer.close()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        error: OSError = OSError("no address")
        for address, to_port in await self._guard.addresses(host, port):
            try:
                async with asyncio.timeout(_CONNECT_SECONDS):
                    return await asyncio.open_connection(address, to_port)
            except OSError as exc:
                error = exc
        raise error


def _place(target: str, *, tunnel: bool) -> tuple[str, int, str]:
    """Host, port and path out of the target of a proxy request."""
    address = ada_url.URL(f"https://{target}" if tunnel else target)
    if address.protocol not in {"http:", "https:"} or (address.protocol == "https:" and not tunnel):
        raise ValueError(target)
    port = int(address.port) if address.port else (443 if tunnel else 80)
    return address.hostname.strip("[]"), port, address.pathname + address.search


def _closing(head: bytes) -> bytes:
    """A header block that ends its connection: one request each, so that every request passes the guard."""
    kept = [line for line in head.split(b"\r\n") if line and not line.lower().startswith(_HOP_BY_HOP)]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])


def _length(head: bytes) -> int:
    lines = (line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    return int(next(lines, b":0").partition(b":")[2])


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter, length: int) -> None:
    while length > 0:
        data = await source.read(min(length, _CHUNK))
        if not data:
            return
        sink.write(data)
        await sink.drain()
        length -= len(data)


async def _join(
    near_reader: asyncio.StreamReader,
    near_writer: asyncio.StreamWriter,
    far_reader: asyncio.StreamReader,
    far_writer: asyncio.StreamWriter,
) -> None:
    """Carries bytes both ways until the far side ends."""
    up = asyncio.create_task(_pump(near_reader, far_writer))
    try:
        await _pump(far_reader, near_writer)
    finally:
        up.cancel()
        await asyncio.gather(up, return_exceptions=True)


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await source.read(_CHUNK):
        sink.write(data)
        await sink.drain()


async def _answer(writer: asyncio.StreamWriter, status: bytes) -> None:
    """To a browser that hung up nothing can be said; uvloop would raise what is no OSError."""
    if writer.is_closing():
        return
    with suppress(OSError):
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
