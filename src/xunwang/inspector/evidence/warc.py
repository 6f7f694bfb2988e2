"""WARC 1.1 (ISO 28500:2017) records to be written, one gzip member each, so that any of them can be read alone.

Small records and bodies that are compressed already are stored in their member as they are: packing them would cost more
time than it saves room.
"""

import datetime as dt
import hashlib
import os
from itertools import count

from isal import isal_zlib

from xunwang.inspector.model import Attempt, Evidence, Record

_LEVEL = 1
_GZIP = 31
_SMALL = 2_000
_STORABLE = 65_535
# Fixed time, unknown system: the same record gives the same bytes.
_MEMBER_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_HTTP_RESPONSE = "application/http; msgtype=response"
_HTTP_REQUEST = "application/http; msgtype=request"
_FIELDS = "application/warc-fields"
_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
NOT_MODIFIED, IDENTICAL = f"{_PROFILES}server-not-modified", f"{_PROFILES}identical-payload-digest"


class Message(Record, frozen=True):
    """One request and its answer as they went over the wire, but for the chunks of the body.

    `request` and `head` are whole header blocks with their closing blank line; `body` is still compressed
    when it was sent so. `truncated` is WARC's word for a body that was not read to its end (`length`, `time`, `disconnect`,
    `unspecified`).
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


class Pair(Record, frozen=True):
    """A request and its answer as gzip members; `about` are the fields that a further record about the answer begins with.

    `record`, `date` and `payload` are what the answer's record says of itself.
    """

    request: bytes
    answer: bytes
    about: str
    record: str
    date: str
    payload: str


class Origin(Record, frozen=True):
    """The archived answer that a revisit refers to: where it lies, and what its record says of itself."""

    evidence: Evidence
    record: str
    url: str
    date: str
    payload: str


def pack(data: bytes | bytearray) -> bytes:
    """One gzip member holding `data`; the same bytes for the same data on the same kind of machine."""
    return _stored(data) if len(data) < _SMALL else isal_zlib.compress(data, _LEVEL, _GZIP)


def _stored(data: bytes | bytearray) -> bytes:
    parts: list[bytes | bytearray] = [_MEMBER_HEAD]
    size = len(data)
    for start in range(0, size, _STORABLE):
        piece = data[start : start + _STORABLE]
        length = len(piece)
        parts += (
            b"\x01" if start + _STORABLE >= size else b"\x00",
            length.to_bytes(2, "little"),
            (length ^ 0xFFFF).to_bytes(2, "little"),
            piece,
        )
    parts += (isal_zlib.crc32(data).to_bytes(4, "little"), (size & 0xFFFFFFFF).to_bytes(4, "little"))
    return b"".join(parts)


def digest(data: bytes) -> str:
    """A digest in the form that WARC readers check; in hexadecimal, as `sha256sum` prints it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def utc(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")[:26] + "Z"


def _line(text: str) -> str:
    return text.replace("\r", "%0D").replace("\n", "%0A")


class Scribe:
    """Makes the records of one run. Their ids are random in front and counted behind (UUID version 8)."""

    def __init__(self) -> None:
        random = os.urandom(9).hex()
        self._prefix = f"<urn:uuid:{random[:8]}-{random[8:12]}-8{random[12:15]}-8{random[15:]}-"
        self._numbers = count(1)

    def _id(self) -> str:
        return f"{self._prefix}{next(self._numbers):012x}>"

    def warcinfo(self, at: dt.datetime, filename: str, software: str) -> bytes:
        block = (
            f"software: {software}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
        )
        fields = f"WARC-Date: {utc(at)}\r\nWARC-Filename: {filename}\r\nContent-Type: {_FIELDS}"
        return _small("warcinfo", self._id(), fields, block.encode())

    def exchange(self, message: Message, payload: str | None = None) -> Pair:
        """The records of one message; `payload` is the digest of its body, if known."""
        cut = f"\r\nWARC-Truncated: {message.truncated}" if message.truncated else ""
        return self._pair(message, "response", payload or digest(message.body), cut, message.body)

    def revisit(self, message: Message, origin: Origin) -> Pair:
        """The records of a message whose content is that of `origin`: only its head is kept."""
        there = origin.evidence
        profile = NOT_MODIFIED if message.status == 304 else IDENTICAL
        fields = (
            f"\r\nWARC-Profile: {profile}\r\n"
            f"WARC-Refers-To: {origin.record}\r\nWARC-Refers-To-Target-URI: {_line(origin.url)}\r\n"
            f"WARC-Refers-To-Date: {origin.date}\r\nWARC-Refers-To-Filename: {there.file}\r\n"
            f"WARC-Refers-To-File-Offset: {there.offset}\r\nX-Refers-To-Length: {there.length}\r\n"
            f"X-Refers-To-SHA256: {there.sha256}"
        )
        return self._pair(message, "revisit", origin.payload, fields, b"")

    def _pair(self, message: Message, kind: str, payload: str, fields: str, body: bytes) -> Pair:
        """The body's digest is `payload`; a block digest over head and body would hash the body twice."""
        ip = f"\r\nWARC-IP-Address: {message.ip}" if message.ip else ""
        date = utc(message.at)
        common = f"WARC-Target-URI: {_line(message.url)}\r\nWARC-Date: {date}{ip}"
        head = f"{common}\r\nWARC-Payload-Digest: {payload}{fields}\r\nContent-Type: {_HTTP_RESPONSE}"
        answer = self._id()
        about = f"{common}\r\nWARC-Concurrent-To: {answer}"
        return Pair(
            request=_small(
                "request", self._id(), f"{about}\r\nContent-Type: {_HTTP_REQUEST}", message.request
            ),
            answer=_record(kind, answer, head, message.head, body),
            about=about,
            record=answer,
            date=date,
            payload=payload,
        )

    def resource(self, url: str, at: dt.datetime, content_type: str, body: bytes) -> bytes:
        """What is ours and not the server's: a page as the browser held it after its scripts had run."""
        fields = (
            f"WARC-Target-URI: {_line(url)}\r\nWARC-Date: {utc(at)}\r\n"
            f"WARC-Payload-Digest: {digest(body)}\r\nContent-Type: {content_type}"
        )
        return _record("resource", self._id(), fields, body)

    def metadata(self, about: str, depth: int, parent: str | None, attempt: Attempt) -> bytes:
        """How the page in an answer was reached; `about` as its pair says."""
        via = f"via: {_line(parent)}\r\n" if parent else ""
        spent = "" if attempt.milliseconds is None else f"fetchTimeMs: {attempt.milliseconds}\r\n"
        block = f"{via}depth: {depth}\r\nreach: {attempt.reach.value}\r\n{spent}"
        return _small("metadata", self._id(), f"{about}\r\nContent-Type: {_FIELDS}", _encode(block))


def _small(kind: str, record: str, fields: str, block: bytes) -> bytes:
    return _record(kind, record, f"{fields}\r\nWARC-Block-Digest: {digest(block)}", block)


def _record(kind: str, record: str, fields: str, head: bytes, body: bytes = b"") -> bytes:
    """One gzip member: the record's own head, and `head` and `body` as its block."""
    first = _encode(
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {record}\r\n{fields}\r\n"
        f"Content-Length: {len(head) + len(body)}\r\n\r\n"
    )
    whole = b"".join((first, head, body, b"\r\n\r\n"))
    return _stored(whole) if body.startswith(_PACKED) else pack(whole)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
