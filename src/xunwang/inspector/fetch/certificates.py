"""The certificate that a server shows, trusted or not: one handshake at an address that the guard permits."""

import asyncio
import datetime as dt
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress

from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.model import Certificate, Record

_SEQUENCE, _UTC_TIME, _LONG_TIME, _OID = 0x30, 0x17, 0x18, 0x06
_EXTENSIONS, _DNS_NAME, _OCTETS = 0xA3, 0x82, 0x04
_ALTERNATIVE_NAMES, _COMMON_NAME, _ORGANISATION = b"\x55\x1d\x11", b"\x55\x04\x03", b"\x55\x04\x0a"
_AUTHORITY_ACCESS = b"\x2b\x06\x01\x05\x05\x07\x01\x01"
_ISSUERS_PLACE = b"\x2b\x06\x01\x05\x05\x07\x30\x02"
_ADDRESS, _BAG = 0x86, 0xA0
_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----[\w+/=\s]+-----END CERTIFICATE-----")
_MOST_NAMES = 50
_MOST_PLACES = 3


Name = tuple[tuple[tuple[bytes, str], ...], ...]
# The kinds of strings that hold more than a byte a letter.
_WIDE = {0x0C: "utf-8", 0x1C: "utf-32-be", 0x1E: "utf-16-be"}


class Vouched(Record, frozen=True):
    """What a certificate (`der`) says of who vouches for it: names as they are compared, and where the issuer's own lies (http only)."""

    der: bytes
    subject: Name
    issuer: Name
    issuer_at: tuple[str, ...]


async def certificate_of(guard: Guard, host: str, port: int, *, seconds: float) -> Certificate | None:
    """What the server of `host` shows; None when no handshake comes about. Nothing is asked of it beyond that.

    Raises what `Guard.addresses` raises.
    """
    return read_certificate(await shown_by(guard, host, port, seconds=seconds))


async def shown_by(guard: Guard, host: str, port: int, *, seconds: float) -> bytes:
    """The certificate that the server of `host` shows, in DER; nothing when no handshake comes about. Raises what `Guard.addresses` raises."""
    addresses = await guard.addresses(host, port)
    # ValueError: a name that no certificate could be asked for
    with suppress(OSError, TimeoutError, ValueError):
        async with asyncio.timeout(seconds):
            return await _shown(addresses[0], host)
    return b""


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


def vouched(der: bytes) -> Vouched | None:
    """Reads who vouches for a certificate in DER; None when the bytes are none."""
    try:
        body = list(_parts(_only(_only(der))))
        fields = body[1:] if body[0][0] == 0xA0 else body
        extensions = next((value for tag, value in fields if tag == _EXTENSIONS), b"")
        return Vouched(
            der=_sequence(_only(der)),
            subject=_name(fields[4][1]),
            issuer=_name(fields[2][1]),
            issuer_at=tuple(_issuer_at(extensions))[:_MOST_PLACES] if extensions else (),
        )
    except (ValueError, IndexError):
        return None


def vouched_in(body: bytes) -> list[Vouched]:
    """The certificates in what lies where an issuer's is said to: one in DER or PEM, or a bag of several (PKCS #7)."""
    try:
        if text := _PEM.search(body):
            found = [ssl.PEM_cert_to_DER_cert(text[0].decode("ascii"))]
        else:
            parts = list(_parts(_only(body)))
            found = _in_bag(parts) if parts[0][0] == _OID else [body]
    except (ValueError, IndexError):
        return []
    return [one for der in found if (one := vouched(der))]


def _in_bag(parts: list[tuple[int, bytes]]) -> list[bytes]:
    """The certificates of a message that is signed by nobody and holds nothing else (RFC 5652)."""
    bags = [value for tag, value in _parts(_only(parts[1][1])) if tag == _BAG]
    return [_sequence(value) for tag, value in _parts(bags[0]) if tag == _SEQUENCE]


def _sequence(content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((_SEQUENCE, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((_SEQUENCE, 0x80 | len(length))) + length + content


def _name(name: bytes) -> Name:
    """What names are compared by: kinds of strings, capitals and blanks change nothing."""
    return tuple(tuple(sorted(map(_said, _parts(attributes)))) for _, attributes in _parts(name))


def _said(pair: tuple[int, bytes]) -> tuple[bytes, str]:
    (_, kind), (tag, value) = list(_parts(pair[1]))[:2]
    return kind, "".join(value.decode(_WIDE.get(tag, "latin-1"), "replace").casefold().split())


def _issuer_at(extensions: bytes) -> Iterator[str]:
    for octets in _extension(extensions, _AUTHORITY_ACCESS):
        for _, access in _parts(_only(octets)):
            (_, method), (tag, value) = list(_parts(access))[:2]
            if method == _ISSUERS_PLACE and tag == _ADDRESS and value[:7].lower() == b"http://":
                yield value.decode("ascii")


def _extension(extensions: bytes, wanted: bytes) -> Iterator[bytes]:
    for _, extension in _parts(_only(extensions)):
        parts = list(_parts(extension))
        if parts[0] == (_OID, wanted):
            octets = [value for tag, value in parts if tag == _OCTETS]
            yield octets[0]


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
    for octets in _extension(extensions, _ALTERNATIVE_NAMES):
        for tag, value in _parts(_only(octets)):
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
