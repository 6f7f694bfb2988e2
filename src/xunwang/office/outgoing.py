"""Where the office itself may connect to: public addresses, and what the administrator allowed (`XUNWANG_SEND_TO`)."""

import asyncio
import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from xunwang.inspector.door import Guard, GuardRefusedError
from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError

MAIL_PORTS = (25, 465, 587)
_SECONDS, _ALTOGETHER = 15, 30.0
"""For one step of a request, and for all of it: who answers byte by byte must not keep the worker from everybody else's messages."""
_MOST_BYTES = 65_536


class Answer(Record, frozen=True):
    status: int
    body: bytes


def permitted(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses behind the host that may be connected to, as the one guard says. Raises OfficeError."""
    guard = Guard(allow=settings.SEND_TO, ports=(*MAIL_PORTS, *settings.SEND_PORTS))
    try:
        return asyncio.run(guard.addresses(host, port))
    except GuardRefusedError as error:
        raise OfficeError(
            f"不向 {host}:{port} 发送：{error}；内网地址须由管理员用 XUNWANG_SEND_TO 允许。"
        ) from None
    except socket.gaierror:
        raise OfficeError(f"找不到主机 {host}，请核对地址。") from None


class _Plain(HTTPConnection):
    """Connects to the permitted address and nowhere else; the name stays for the Host header."""

    def __init__(self, host: str, port: int, place: tuple[str, int]) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self._place = place
        self.line: socket.socket | None = None

    def connect(self) -> None:
        self.sock = self.line = socket.create_connection(self._place, self.timeout)


class _Secure(HTTPSConnection):
    """As `_Plain`, with the certificate held against the name."""

    def __init__(self, host: str, port: int, place: tuple[str, int]) -> None:
        self._kept = ssl.create_default_context()
        super().__init__(host, port, timeout=_SECONDS, context=self._kept)
        self._place = place
        self.line: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection(self._place, self.timeout)
        self.sock = self.line = self._kept.wrap_socket(plain, server_hostname=self.host)


def post(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Posts to an address, follows no redirect and reads at most 64 KB of the answer. Raises OfficeError."""
    return _ask("POST", address, body, headers)


def get(address: str) -> Answer:
    """As `post`, without a body."""
    return _ask("GET", address, None, {"Accept": "application/json"})


def _ask(method: str, address: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    parts = urlsplit(address)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    place = permitted(host, port)[0]
    connection = (_Secure if secure else _Plain)(host, port, place)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    over = threading.Event()
    ender = threading.Timer(_ALTOGETHER, _hang_up, (connection, over))
    ender.start()
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        found = Answer(answer.status, answer.read(_MOST_BYTES))
    except (OSError, HTTPException) as error:
        said = f"{_ALTOGETHER:.0f} 秒内没有答完" if over.is_set() else str(error) or type(error).__name__
        raise OfficeError(f"{host}:{port} 没有应答：{said}。") from error
    finally:
        ender.cancel()
        connection.close()
    if over.is_set():
        raise OfficeError(f"{host}:{port} 没有应答：{_ALTOGETHER:.0f} 秒内没有答完。")
    return found


def _hang_up(connection: _Plain | _Secure, over: threading.Event) -> None:
    """Ends the connection under whoever reads from it."""
    over.set()
    if connection.line is not None:
        with suppress(OSError):
            # past the methods of TLS, which would change what the reader works with
            socket.socket.shutdown(connection.line, socket.SHUT_RDWR)
