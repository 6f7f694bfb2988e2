"""What aiohttp received, put down as it went over the wire."""

import datetime as dt

import aiohttp

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.model import Record


class Body(Record, frozen=True):
    """A body as sent, where it came from, and WARC's word for why it was cut."""

    data: bytes
    address: str | None
    truncated: str | None


async def read_body(response: aiohttp.ClientResponse, limit: int, address: str | None) -> Body:
    """Reads at most `limit` bytes; a longer answer is broken off with its connection."""
    parts: list[bytes] = []
    total = 0
    async for chunk in response.content.iter_any():
        parts.append(chunk)
        total += len(chunk)
        if total > limit:
            response.close()
            return Body(data=b"".join(parts)[:limit], address=address, truncated="length")
    return Body(data=b"".join(parts), address=address, truncated=None)


def peer_of(response: aiohttp.ClientResponse) -> str | None:
    connection = response.connection
    transport = connection.transport if connection else None
    peer = transport.get_extra_info("peername") if transport else None
    return str(peer[0]) if peer else None


def message_of(url: str, at: dt.datetime, response: aiohttp.ClientResponse, body: Body) -> Message:
    """The message of one answer whose body has been read."""
    headers = tuple((name.decode("latin-1"), _text(value)) for name, value in response.raw_headers)
    version = response.version or aiohttp.HttpVersion11
    first = f"HTTP/{version.major}.{version.minor} {response.status} {response.reason or ''}"
    return Message(
        url=url,
        method=response.method,
        at=at,
        request=_request_head(response),
        status=response.status,
        headers=headers,
        head=first.encode("utf-8", "replace") + b"\r\n" + _head_lines(response) + b"\r\n",
        body=body.data,
        ip=body.address,
        truncated=body.truncated,
    )


def _request_head(response: aiohttp.ClientResponse) -> bytes:
    info = response.request_info
    lines = "".join(f"{name}: {value}\r\n" for name, value in info.headers.items())
    return f"{info.method} {info.url.raw_path_qs} HTTP/1.1\r\n{lines}\r\n".encode()


def _head_lines(response: aiohttp.ClientResponse) -> bytes:
    """The headers as they came; only the name of Transfer-Encoding is kept aside, since the chunks are joined."""
    lines = (
        (b"X-Archive-Orig-" + name if name.lower() == b"transfer-encoding" else name)
        + b": "
        + value
        + b"\r\n"
        for name, value in response.raw_headers
    )
    return b"".join(lines)


def _text(value: bytes) -> str:
    """A header's value: UTF-8, else GB18030, as Chinese servers write file names and redirects."""
    for charset in ("utf-8", "gb18030"):
        try:
            return value.decode(charset)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")
