"""WARC 1.1 (ISO 28500:2017) records, one gzip member each, so that any of them can be read alone."""

import base64
import datetime as dt
import hashlib
import uuid
import zlib
from collections.abc import Mapping
from typing import BinaryIO

from xunwang.inspector.evidence.coding import GZIP
from xunwang.inspector.model import Record

_LEVEL = 1  # a third of the time of level 6 for a fifth more room: archiving must keep up with the network
_HTTP_RESPONSE = "application/http; msgtype=response"
_HTTP_REQUEST = "application/http; msgtype=request"


class Message(Record, frozen=True):
    """One request and its answer as they went over the wire, but for the chunks of the body.

    `request` and `head` are whole header blocks with their closing blank line; `body` is still compressed
    when it was sent so. `truncated` is WARC's word for a body that was not read to its end.
    """

    url: str
    method: str
    at: dt.datetime
    request: bytes
    status: int
    headers: tuple[tuple[str, str], ...]
    head: bytes
    body: bytes = b""
    ip: str | None = None
    truncated: str | None = None

    def header(self, name: str) -> str | None:
        """The first value of a header; names are compared without case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


class Span(Record, frozen=True):
    """A compressed record ready to be written."""

    data: bytes
    sha256: str


def digest(data: bytes) -> str:
    """A digest in the form that WARC readers check."""
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


def utc(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record(fields: Mapping[str, str], block: bytes) -> Span:
    """One gzip member holding the record; `Content-Length` and the block's digest are added."""
    lines = [f"{name}: {value}" for name, value in fields.items()]
    lines += [f"WARC-Block-Digest: {digest(block)}", f"Content-Length: {len(block)}"]
    head = ("WARC/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode()
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, GZIP)
    data = packer.compress(head + block + b"\r\n\r\n") + packer.flush()
    return Span(data=data, sha256=hashlib.sha256(data).hexdigest())


def _new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _line(url: str) -> str:
    return url.replace("\r", "%0D").replace("\n", "%0A")


def warcinfo(at: dt.datetime, filename: str, software: str) -> Span:
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    fields = {
        "WARC-Type": "warcinfo",
        "WARC-Record-ID": _new_id(),
        "WARC-Date": utc(at),
        "WARC-Filename": filename,
        "Content-Type": "application/warc-fields",
    }
    return record(fields, block)


def exchange(message: Message) -> tuple[Span, Span]:
    """The request record and the response record of one message, in this order."""
    response_id = _new_id()
    common = {"WARC-Target-URI": _line(message.url), "WARC-Date": utc(message.at)}
    if message.ip:
        common["WARC-IP-Address"] = message.ip
    request = {
        "WARC-Type": "request",
        "WARC-Record-ID": _new_id(),
        **common,
        "WARC-Concurrent-To": response_id,
        "Content-Type": _HTTP_REQUEST,
    }
    response = {
        "WARC-Type": "response",
        "WARC-Record-ID": response_id,
        **common,
        "Content-Type": _HTTP_RESPONSE,
    }
    response["WARC-Payload-Digest"] = digest(message.body)
    if message.truncated:
        response["WARC-Truncated"] = message.truncated
    return record(request, message.request), record(response, message.head + message.body)


def resource(url: str, at: dt.datetime, content_type: str, body: bytes) -> Span:
    """What is ours and not the server's: a page as the browser held it after its scripts had run."""
    fields = {
        "WARC-Type": "resource",
        "WARC-Record-ID": _new_id(),
        "WARC-Target-URI": _line(url),
        "WARC-Date": utc(at),
        "WARC-Payload-Digest": digest(body),
        "Content-Type": content_type,
    }
    return record(fields, body)


class Parsed(Record, frozen=True):
    """A record read back: its WARC fields (names in lower case) and its block."""

    fields: dict[str, str]
    block: bytes
    length: int


def unpack(member: bytes) -> Parsed:
    """Reads one record out of its gzip member; ValueError when it is not whole."""
    try:
        whole = zlib.decompress(member, GZIP)
    except zlib.error as exc:
        raise ValueError(f"not a gzip member: {exc}") from exc
    head, separator, rest = whole.partition(b"\r\n\r\n")
    if not separator or not head.startswith(b"WARC/"):
        raise ValueError("not a WARC record")
    fields = parse_fields(head.partition(b"\r\n")[2])
    size = int(fields.get("content-length", "-1"))
    if not 0 <= size <= len(rest):
        raise ValueError("a torn WARC record")
    return Parsed(fields=fields, block=rest[:size], length=len(member))


def read_member(stream: BinaryIO) -> Parsed | None:
    """The record at the stream's position, whose length is not known; None at the end of the file."""
    inflater = zlib.decompressobj(GZIP)
    read = b""
    whole = b""
    while not inflater.eof:
        chunk = stream.read(65_536)
        if not chunk:
            break
        read += chunk
        whole += inflater.decompress(chunk)
    if not read:
        return None
    if not inflater.eof:
        raise ValueError("a torn gzip member")
    return unpack(read[: len(read) - len(inflater.unused_data)])


def parse_fields(head: bytes) -> dict[str, str]:
    pairs = (line.partition(b":") for line in head.split(b"\r\n") if line)
    return {
        name.decode("latin-1").strip().lower(): value.decode("utf-8", "replace").strip()
        for name, _, value in pairs
    }


def parse_response(block: bytes) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and body as sent, out of the block of a response record."""
    head, _, body = block.partition(b"\r\n\r\n")
    first, _, lines = head.partition(b"\r\n")
    status = int(first.split(b" ", 2)[1])
    pairs = (line.partition(b":") for line in lines.split(b"\r\n") if line)
    headers = tuple((name.decode("latin-1"), value.strip().decode("latin-1")) for name, _, value in pairs)
    return status, headers, body
