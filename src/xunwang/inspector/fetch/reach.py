"""What an error of the network means for the address that was asked."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator

import aiohttp

from xunwang.inspector.evidence.coding import CodingError
from xunwang.inspector.fetch.guard import GuardRefusedError
from xunwang.inspector.model import Reach

_RESET = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED})
_NO_WAY = frozenset({errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN})
_CHALLENGE_STATUS = frozenset({202, 412, 521})
_CHALLENGE_SIZE = 30_000
_SCRIPT = re.compile(rb"<script|document\.cookie", re.IGNORECASE)


class RedirectError(Exception):
    """Redirects that lead nowhere: too many of them, round in a circle, or to what is no web address."""


# In this order: a refusal of ours or a time-out stays one, however deep aiohttp wraps it.
_KINDS: tuple[tuple[type[BaseException], Reach], ...] = (
    (GuardRefusedError, Reach.FORBIDDEN),
    (TimeoutError, Reach.TIMEOUT),
    (ssl.SSLError, Reach.TLS),
    (ssl.CertificateError, Reach.TLS),
    (socket.gaierror, Reach.DNS),
    (ConnectionRefusedError, Reach.REFUSED),
    (ConnectionResetError, Reach.RESET),
    (BrokenPipeError, Reach.RESET),
    (aiohttp.ServerDisconnectedError, Reach.RESET),
    (aiohttp.ClientConnectorDNSError, Reach.DNS),
    (aiohttp.ClientPayloadError, Reach.PROTOCOL),
    (aiohttp.ClientResponseError, Reach.PROTOCOL),
    (RedirectError, Reach.PROTOCOL),
    (CodingError, Reach.PROTOCOL),
)


def reach_of(exc: BaseException) -> Reach:
    """The kind of failure behind an exception of the client."""
    chain = list(_chain(exc))
    for kind, reach in _KINDS:
        if any(isinstance(link, kind) for link in chain):
            return reach
    numbers = {link.errno for link in chain if isinstance(link, OSError)}
    if numbers & _RESET:
        return Reach.RESET
    if numbers & _NO_WAY:
        return Reach.REFUSED
    return Reach.PROTOCOL


def detail_of(exc: BaseException) -> str:
    text = next(
        (str(link) for link in _chain(exc) if isinstance(link, (GuardRefusedError, RedirectError))), str(exc)
    )
    return text[:200] or type(exc).__name__


def _chain(exc: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [exc]
    while waiting:
        link = waiting.pop()
        if link is None or link in seen:
            continue
        seen.append(link)
        yield link
        waiting += [link.__cause__, link.__context__, getattr(link, "os_error", None)]


def is_challenge(status: int, body: bytes) -> bool:
    """An answer that no visitor is meant to read: a script that sets a cookie and asks again."""
    return status in _CHALLENGE_STATUS and len(body) < _CHALLENGE_SIZE and bool(_SCRIPT.search(body))
