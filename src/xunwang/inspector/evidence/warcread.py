"""WARC records read back out of their gzip members."""

import base64
import binascii
import zlib
from typing import BinaryIO

from isal import isal_zlib

from xunwang.inspector.evidence.coding import GZIP, PackingError
from xunwang.inspector.evidence.warc import Origin
from xunwang.inspector.model import Evidence, Record

_PIECE = 65_536
_HEAD = 512


class Parsed(Record, frozen=True):
    """A record read back: its WARC fields (names in lower case), its block, and the length of its gzip member."""

    fields: dict[str, str]
    block: bytes
    length: int

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")

    @property
    def url(self) -> str:
        return self.fields.get("warc-target-uri", "")


def unpack(member: bytes) -> Parsed:
    """Reads one record out of its gzip member; ValueError when it is not whole."""
    try:
        whole = isal_zlib.decompress(member, GZIP)
    except PackingError as exc:
        raise ValueError(f"not a gzip member: {exc}") from exc
    return parse(whole, len(member))


def parse(whole: bytes, length: int) -> Parsed:
    """The record in the content of its member, which is `length` bytes long; ValueError when it is not whole."""
    head, separator, rest = whole.partition(b"\r\n\r\n")
    if not separator or not head.startswith(b"WARC/"):
        raise ValueError("not a WARC record")
    fields = parse_fields(head.partition(b"\r\n")[2])
    size = int(fields.get("content-length", "-1"))
    if not 0 <= size <= len(rest):
        raise ValueError("a torn WARC record")
    return Parsed(fields=fields, block=rest[:size], length=length)


def read_member(stream: BinaryIO) -> Parsed | None:
    """The record at the stream's position, whose length is not known; None at the end of the file.

    The stream stands somewhere behind it afterwards. ValueError when the member is torn or no record.
    """
    inflater = isal_zlib.decompressobj(GZIP)
    parts: list[bytes] = []
    length = 0
    while not inflater.eof:
        piece = stream.read(_PIECE)
        if not piece:
            break
        length += len(piece)
        try:
            parts.append(inflater.decompress(piece))
        except PackingError as exc:
            raise ValueError(f"not a gzip member: {exc}") from exc
    if not length:
        return None
    if not inflater.eof:
        raise ValueError("a torn gzip member")
    return parse(b"".join(parts), length - len(inflater.unused_data))


def head_of(stream: BinaryIO) -> dict[str, str]:
    """The WARC fields of the record at the stream's position; its block is not unpacked. ValueError when there is none."""
    # Python's own zlib starts faster; only a few hundred bytes are wanted.
    inflater = zlib.decompressobj(GZIP)
    start = b""
    try:
        while (piece := stream.read(_HEAD)) and len(start) < _PIECE:
            start += inflater.decompress(piece)
            head, separator, _ = start.partition(b"\r\n\r\n")
            if separator and head.startswith(b"WARC/"):
                return parse_fields(head.partition(b"\r\n")[2])
    except zlib.error as exc:
        raise ValueError(f"not a gzip member: {exc}") from exc
    raise ValueError("not a WARC record")


def origin_of(fields: dict[str, str], evidence: Evidence) -> Origin:
    """What a revisit of the record with these fields refers to: itself, or the answer that it is a revisit of."""
    earlier = refers_to(fields)
    prefix = "warc-refers-to" if earlier else "warc"
    return Origin(
        evidence=earlier or evidence,
        record=fields["warc-refers-to" if earlier else "warc-record-id"],
        url=fields[f"{prefix}-target-uri"],
        date=fields[f"{prefix}-date"],
        payload=fields["warc-payload-digest"],
    )


def refers_to(fields: dict[str, str]) -> Evidence | None:
    """Where the answer lies that a revisit record stands for; None for any other record."""
    if fields.get("warc-type") != "revisit":
        return None
    return Evidence(
        file=fields["warc-refers-to-filename"],
        offset=int(fields["warc-refers-to-file-offset"]),
        length=int(fields["x-refers-to-length"]),
        sha256=fields["x-refers-to-sha256"],
    )


def digest_value(labelled: str) -> bytes:
    """The bytes of a labelled digest, written in hexadecimal or in base 32; empty when it is neither."""
    value = labelled.partition(":")[2]
    try:
        return bytes.fromhex(value) if len(value) == 64 else base64.b32decode(value)
    except (ValueError, binascii.Error):
        return b""


def parse_fields(head: bytes) -> dict[str, str]:
    """The fields of a record's head by their names in lower case; of one told twice the last."""
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
