"""Content-Encoding undone in small steps, so that a bomb is stopped before it unfolds; and the gzip files of a run read."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from isal import isal_zlib

_STEP = 65_536
GZIP, ZLIB, RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
_NOT_CODED = frozenset({"", "identity", "none"})
_CODED = frozenset({"gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress"})
_START = 1_024
_MOST_LAYERS = 3
_UNWRITTEN = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# The stubs of isal declare an instance where the class is.
PackingError = cast("type[Exception]", isal_zlib.error)


class CodingError(ValueError):
    """The body is not what its Content-Encoding says, or in a coding that was not asked for."""


class TooLargeError(ValueError):
    """The decoded body goes past the limit; `head` is what was decoded up to there."""

    def __init__(self, head: bytes) -> None:
        super().__init__("decoded body too large")
        self.head = head


def decode(body: bytes, encoding: str | None, limit: int) -> bytes:
    """The content of `body`: gzip or deflate undone, as often as named, at most `limit` bytes.

    A body that is plainly not compressed although it says so is returned as it is, as browsers show it; so is text under a name that
    is no coding at all (`utf-8`, `binary`).
    """
    names = [name for name in map(_plain, (encoding or "").split(",")) if name not in _NOT_CODED]
    if len(names) > _MOST_LAYERS:
        raise CodingError(f"Content-Encoding: {encoding}")
    for name in reversed(names):  # the one named last was put on last
        body = _undone(body, name, limit)
    return _within(body, limit)


def _plain(name: str) -> str:
    return name.strip().lower()


def _undone(body: bytes, coding: str, limit: int) -> bytes:
    if not body or (coding not in _CODED and _is_text(body)):
        return body
    if coding in {"gzip", "x-gzip"}:
        return _inflate(body, GZIP, limit) if body[:2] == b"\x1f\x8b" else body
    if coding == "deflate":
        return _inflate(body, ZLIB if body[0] & 0x0F == 8 else RAW, limit)
    raise CodingError(f"Content-Encoding: {coding}")


def _is_text(body: bytes) -> bool:
    return not _UNWRITTEN.search(body, 0, _START)


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise TooLargeError(body[:limit])
    return body


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    inflater = isal_zlib.decompressobj(window)
    parts: list[bytes] = []
    total = 0
    while not inflater.eof:
        try:
            part = inflater.decompress(body, _STEP)
        except PackingError as exc:
            raise CodingError(str(exc)) from exc
        body = inflater.unconsumed_tail
        parts.append(part)
        total += len(part)
        if total > limit:
            raise TooLargeError(b"".join(parts)[:limit])
        if not part and not body:
            break
    return b"".join(parts)


def unpacked(stream: BinaryIO) -> Iterator[bytes]:
    """The content of a gzip file of any number of members, in pieces; `PackingError` or EOFError when it is damaged."""
    inflater = None
    while piece := stream.read(_STEP):
        while piece:
            inflater = inflater or isal_zlib.decompressobj(GZIP)
            yield inflater.decompress(piece)
            piece = b""
            if inflater.eof:
                piece, inflater = inflater.unused_data, None
    if inflater:
        raise EOFError("the last member is torn")


def members_of(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """The content of each gzip member from where the stream stands, and the place of the member after it; errors as in `unpacked`."""
    at, inflater, parts = stream.tell(), isal_zlib.decompressobj(GZIP), list[bytes]()
    while piece := stream.read(_STEP):
        at += len(piece)
        while piece:
            parts.append(inflater.decompress(piece))
            piece = inflater.unused_data
            if inflater.eof:
                yield b"".join(parts), at - len(piece)
                inflater, parts = isal_zlib.decompressobj(GZIP), []
    if parts:
        raise EOFError("the last member is torn")


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a gzip file, without their ends."""
    rest = b""
    for piece in unpacked(stream):
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines
    if rest:
        yield rest
