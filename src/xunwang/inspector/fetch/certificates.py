"""The certificate that a server shows, trusted or not: one handshake at an address that the guard permits."""

import asyncio
import datetime as dt
import ssl
from collections.abc import Iterator
from contextlib import suppress

from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.model import Certificate

_SEQUENCE, _UTC_TIME, _LONG_TIME, _OID = 0x30, 0x17, 0x18, 0x06
_EXTENSIONS, _DNS_NAME, _OCTETS = 0xA3, 0x82, 0x04
_ALTERNATIVE_NAMES, _COMMON_NAME, _ORGANISATION = b"\x55\x1d\x11", b"\x55\x04\x03", b"\x55\x04\x0a"
_MOST_NAMES = 50


async def certificate_of(guard: Guard, host: str, port: int, *, seconds: float) -> Certificate | None:
    """What the server of `host` shows; None when no handshake comes about. Nothing is asked of it beyond that.

    Raises what `Guard.addresses` raises.
    """
    addresses = await guard.addresses(host, port)
    # ValueError: a name that no certificate could be asked for
    with suppress(OSError, TimeoutError, ValueError):
        async with asyncio.timeout(seconds):
            return read_certificate(await _shown(addresses[0], host))
    return None


async def _shown(address: tuple[str, int], host: str) -> bytes:
    _, writer = await asyncio.open_connection(*address, ssl=_any_certificate(), server_hostname=host)
    try:
        secure = writer.get_extra_info("ssl_object")
        return (secure and secure.getpeercert(binary_form=True)) or b""
    finally:
        writer.close()
        with suppress(OSError, ssl.SSLError):
            await writer.wait_closed()


def _any_certificate() -> ssl.SSLContext:
    """A context that trusts everybody: the certificate is only looked at, and nothing is sent."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


def read_certificate(der: bytes) -> Certificate | None:
    """Reads validity, names and issuer off an X.509 certificate in DER; None when the bytes are none."""
    try:
        body = list(_parts(_only(_only(der))))
        fields = body[1:] if body[0][0] == 0xA0 else body
        (_, issuer), (_, validity) = fields[2], fields[3]
        since, until = [_moment(*part) for part in _parts(validity)]
        extensions = next((value for tag, value in fields if tag == _EXTENSIONS), None)
        return Certificate(
            valid_from=since,
            valid_until=until,
            names=tuple(_names(extensions))[:_MOST_NAMES] if extensions else (),
            issuer=_called(issuer),
        )
    except (ValueError, IndexError):
        return None


def _only(data: bytes) -> bytes:
    """The content of the first element, which must be a sequence."""
    tag, value = next(_parts(data), (0, b""))
    if tag != _SEQUENCE:
        raise ValueError("no sequence")
    return value


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements of a constructed value: tag and content. ValueError where a length runs over the end."""
    place = 0
    while place < len(data):
        tag, length = data[place], data[place + 1]
        place += 2
        if length & 0x80:
            count = length & 0x7F
            length = int.from_bytes(data[place : place + count], "big")
            place += count
        if place + length > len(data):
            raise ValueError("cut short")
        yield tag, data[place : place + length]
        place += length


def _moment(tag: int, value: bytes) -> dt.datetime | None:
    text = value.decode("ascii")
    if tag == _UTC_TIME:  # RFC 5280: two-digit years from 50 on are of the last century
        text = ("19" if text[:2] >= "50" else "20") + text
    elif tag != _LONG_TIME:
        return None
    return dt.datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=dt.UTC)


def _names(extensions: bytes) -> Iterator[str]:
    for _, extension in _parts(_only(extensions)):
        parts = list(_parts(extension))
        if parts[0] == (_OID, _ALTERNATIVE_NAMES):
            octets = [value for tag, value in parts if tag == _OCTETS]
            for tag, value in _parts(_only(octets[0])):
                if tag == _DNS_NAME:
                    yield value.decode("ascii", "replace")


def _called(name: bytes) -> str | None:
    """The organisation that a distinguished name names, else its common name."""
    found: dict[bytes, str] = {}
    for _, attribute in _parts(name):
        for _, pair in _parts(attribute):
            (_, oid), (_, value) = list(_parts(pair))[:2]
            found[oid] = value.decode("utf-8", "replace")
    return found.get(_ORGANISATION) or found.get(_COMMON_NAME)
