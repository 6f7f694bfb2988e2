"""What aiohttp received, put down as it went over the wire."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import aiohttp

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.model import Record

_COMMON_NAME = 48  # header names up to this length are remembered; longer ones are nobody's habit


class Body(Record, frozen=True):
    """A body as sent, where it came from, and WARC's word for why it was cut."""

    data: bytes
    address: str | None
    truncated: str | None


class Received(Record, frozen=True):
    """One answer as it came; `headers` by lower-case names, the first of each."""

    message: Message
    headers: Mapping[str, str]


async def read_body(response: aiohttp.ClientResponse, limit: int, address: str | None) -> Body:
    """Reads at most `limit` bytes; a longer answer is broken off with its connection."""
    parts: list[bytes] = []
    total = 0
    content = response.content
    while chunk := await content.readany():
        parts.append(chunk)
        total += len(chunk)
        if total > limit:
            response.close()
            return Body(data=b"".join(parts)[:limit], address=address, truncated="length")
    return Body(data=parts[0] if len(parts) == 1 else b"".join(parts), address=address, truncated=None)


def peer_of(response: aiohttp.ClientResponse) -> str | None:
    connection = response.connection
    transport = connection.transport if connection else None
    peer = transport.get_extra_info("peername") if transport else None
    return str(peer[0]) if peer else None


def received(url: str, at: dt.datetime, response: aiohttp.ClientResponse, body: Body) -> Received:
    """One answer whose body has been read."""
    version = response.version or aiohttp.HttpVersion11
    reason = response.reason or ""
    lines = [
        f"HTTP/{version.major}.{version.minor} {response.status} {reason}\r\n".encode("utf-8", "replace")
    ]
    headers: list[tuple[str, str]] = []
    first: dict[str, str] = {}
    for raw_name, raw_value in response.raw_headers:
        name, lower = _name(raw_name) if len(raw_name) <= _COMMON_NAME else _decoded_name(raw_name)
        value = _text(raw_value)
        headers.append((name, value))
        first.setdefault(lower, value)
        # The chunks are joined, so the name of Transfer-Encoding is kept aside.
        aside = b"X-Archive-Orig-" if lower == "transfer-encoding" else b""
        lines.append(b"%b%b: %b\r\n" % (aside, raw_name, raw_value))
    lines.append(b"\r\n")
    message = Message(
        url=url,
        method=response.method,
        at=at,
        request=_request_head(response),
        status=response.status,
        headers=tuple(headers),
        head=b"".join(lines),
        body=body.data,
        ip=body.address,
        truncated=body.truncated,
    )
    return Received(message=message, headers=first)


def _request_head(response: aiohttp.ClientResponse) -> bytes:
    info = response.request_info
    lines = [f"{info.method} {info.url.raw_path_qs} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in info.headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _decoded_name(name: bytes) -> tuple[str, str]:
    text = name.decode("latin-1")
    return text, text.lower()


_name = lru_cache(maxsize=1_024)(_decoded_name)


def _text(value: bytes) -> str:
    """A header's value: UTF-8, else GB18030, as Chinese servers write file names and redirects."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        pass
    try:
        return value.decode("gb18030")
    except UnicodeDecodeError:
        return value.decode("latin-1")
