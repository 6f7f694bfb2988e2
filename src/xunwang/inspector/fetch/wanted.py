"""Whether a server breaks a handshake off because its visitor has no certificate to show: up to TLS 1.2 its refusal does not say so."""

import asyncio
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress

from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.trust import tls_context
from xunwang.inspector.model import chain_of

_REFUSAL = re.compile(r"ALERT_(?:HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|ACCESS_DENIED)")
_HANDSHAKE_RECORD, _CERTIFICATE_REQUEST = 22, 13
_PIECE, _MOST = 65_536, 1 << 20


def may_want_certificate(error: BaseException) -> bool:
    """Whether a handshake ended by a refusal that may mean this."""
    return any(
        isinstance(link, ssl.SSLError) and _REFUSAL.search(link.reason or "") for link in chain_of(error)
    )


async def wants_certificate(guard: Guard, host: str, port: int, *, seconds: float) -> bool:
    """Whether the server of `host` asks for a certificate in the handshake that it refuses. Raises what `Guard.addresses` raises."""
    addresses = await guard.addresses(host, port)
    with suppress(OSError, ValueError):
        async with asyncio.timeout(seconds):
            return asks_for_certificate(await _heard(addresses[0], host))
    return False


async def _heard(address: tuple[str, int], host: str) -> bytes:
    """All that the server says until the handshake has come to its end."""
    reader, writer = await asyncio.open_connection(*address)
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    talk = tls_context().wrap_bio(coming, going, server_hostname=host)
    heard = bytearray()
    try:
        while len(heard) < _MOST:
            try:
                talk.do_handshake()
            except ssl.SSLWantReadError:
                writer.write(going.read())
            else:
                return b""
            data = await reader.read(_PIECE)
            if not data:
                break
            heard += data
            coming.write(data)
    except ssl.SSLError:
        pass  # it is over, and what was said tells why
    finally:
        writer.transport.abort()
    return bytes(heard)


def asks_for_certificate(heard: bytes) -> bool:
    """Whether a server that said this, up to where all is sealed, asked for a certificate."""
    said = b"".join(_unsealed(heard))
    place = 0
    while place + 4 <= len(said):
        if said[place] == _CERTIFICATE_REQUEST:
            return True
        place += 4 + int.from_bytes(said[place + 1 : place + 4], "big")
    return False


def _unsealed(heard: bytes) -> Iterator[bytes]:
    """The records of the handshake up to the first of another kind: after that all is sealed."""
    place = 0
    while place + 5 <= len(heard) and heard[place] == _HANDSHAKE_RECORD:
        end = place + 5 + int.from_bytes(heard[place + 3 : place + 5], "big")
        yield heard[place + 5 : end]
        place = end
