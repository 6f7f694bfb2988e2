"""Where in an altered file the alteration lies, and which pages it hits. Only asked of files whose hash is wrong."""

import hashlib
import mmap
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import msgspec

from xunwang.inspector.evidence.warcread import Parsed, parse
from xunwang.inspector.model import UNDECODABLE, Evidence, Record

_MAGIC = b"\x1f\x8b\x08"
# The heads of the members that this software and its first version write.
_HEADS = (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\x03")
_TRAILER = 8
_PIECE = 1 << 16
_STRETCH = 32 << 20
_ANSWERS = frozenset({"response", "revisit"})
_URL = re.compile(rb'"url":"([^"\\]+)"')

Bytes = mmap.mmap | bytes
Pointers = Mapping[int, tuple[str, Evidence]]


class Member(Record, frozen=True):
    """A piece of a gzip file: a member, or bytes that are none. `content` is None when it is not as it was written."""

    start: int
    end: int
    content: bytes | None


@contextmanager
def mapped(path: Path) -> Iterator[Bytes]:
    """The bytes of a file of any size, without reading it into memory."""
    with path.open("rb") as stream:
        if path.stat().st_size == 0:
            yield b""
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def members(data: Bytes, start: int, end: int) -> Iterator[Member]:
    """What lies between two offsets, member by member; after a damaged one it goes on at the next that is whole."""
    while start < end:
        member = _member(data, start, end)
        if member is None:
            following = _next_member(data, start + 1, end)
            member = Member(start=start, end=following, content=None)
        yield member
        _let_go(data, start, member.end)
        start = member.end


def _let_go(data: Bytes, start: int, end: int) -> None:
    """Gives memory back now and then on the way through a large file."""
    if (
        start // _STRETCH != end // _STRETCH
        and isinstance(data, mmap.mmap)
        and hasattr(mmap, "MADV_DONTNEED")
    ):
        data.madvise(mmap.MADV_DONTNEED)


def _next_member(data: Bytes, start: int, end: int) -> int:
    while (start := data.find(_MAGIC, start, end)) >= 0:
        if _member(data, start, end):
            return start
        start += 1
    return end


def _member(data: Bytes, start: int, end: int) -> Member | None:
    """The member that begins at `start`; None when none does that ends within `end`."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    at = start
    try:
        while at < end and not inflater.eof:
            parts.append(inflater.decompress(data[at : min(at + _PIECE, end)]))
            at = min(at + _PIECE, end)
    except zlib.error:
        return None
    if not inflater.eof:
        return None
    stop = at - len(inflater.unused_data)
    whole = data[start:stop]
    content = b"".join(parts)
    return Member(start=start, end=stop, content=content if _as_written(whole, content) else None)


def _as_written(member: bytes, content: bytes) -> bool:
    """Whether also those bits are as they were that no checksum covers: the head, and what fills up the last byte."""
    if member[:10] not in _HEADS:
        return False
    if member[10] & 0b110 == 0 and member[10] > 1:
        return False
    last = len(member) - _TRAILER - 1
    highest = member[last].bit_length() - 1
    if highest < 0:
        return True
    without = bytearray(member)
    without[last] ^= 1 << highest
    try:
        return zlib.decompress(bytes(without), zlib.MAX_WBITS | 16) != content
    except zlib.error:
        return True


# ── archives ─────────────────────────────────────────────────────────────────────────────────────


def pages_hit(path: Path, pointers: Pointers, size: int) -> tuple[str, ...]:
    """The addresses of the pages whose records in an altered archive are not what they were.

    `pointers` are the evidence that points into the file, by offset; `size` is the length that the file should have.
    """
    hit: dict[str, None] = {}
    starts = sorted(pointers)
    with mapped(path) as data:
        known = min(len(data), size)
        end = 0
        before = ""
        for start in [*starts, known]:
            url, evidence = pointers.get(start, ("", None))
            hit |= dict.fromkeys(_between(data, end, min(start, known), before, url))
            if evidence is None:
                break
            end = start + evidence.length
            before = url
            if hashlib.sha256(data[start:end]).hexdigest() != evidence.sha256:
                hit[url] = None
            _let_go(data, start, end)
    return tuple(hit)


def _between(data: Bytes, start: int, end: int, before: str, after: str) -> Iterator[str]:
    """The addresses that damaged records between two answers belong to; `before` and `after` are those of the answers.

    A request stands before its answer; what is ours (the rendered page, how it was reached) stands behind it.
    """
    known, damaged = before, False
    for member in members(data, start, end):
        record = _record(member)
        if record is None:
            damaged = True
            continue
        owner = record.url if record.kind in _ANSWERS else known
        if damaged and owner:
            yield owner
        known, damaged = record.url or known, False
    if damaged and (after or known):
        yield after or known


def _record(member: Member) -> Parsed | None:
    if member.content is None:
        return None
    try:
        return parse(member.content, member.end - member.start)
    except ValueError:
        return None


# ── tables of lines ──────────────────────────────────────────────────────────────────────────────


class LinesHit(Record, frozen=True):
    """Lines `first` to `last`, counted from 1, among which the altered ones are; `urls` as far as they can be read."""

    first: int
    last: int
    urls: tuple[str, ...]


def rows_hit(path: Path) -> list[LinesHit]:
    """The rows of a page table that lie in damaged batches."""
    hit = []
    line = 0
    with mapped(path) as data:
        for member in members(data, 0, len(data)):
            content = member.content
            lines = (_salvage(data[member.start : member.end]) if content is None else content).splitlines()
            if content is None:
                hit.append(LinesHit(first=line + 1, last=line + max(1, len(lines)), urls=_urls(lines)))
            line += len(lines)
    return hit


def _salvage(member: bytes) -> bytes:
    """What can still be unpacked of a damaged member, right or not."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    parts = []
    try:
        for start in range(10, len(member), 64):
            parts.append(inflater.decompress(member[start : start + 64]))  # noqa: PERF401  # keep what came before the error
    except zlib.error:
        pass
    return b"".join(parts)


def _urls(lines: list[bytes]) -> tuple[str, ...]:
    """Addresses of the lines that are no rows any more, or of all when each of them still is one."""
    spoilt = [line for line in lines if not _is_json(line)]
    found = (_URL.search(line) for line in spoilt or lines)
    return tuple(match[1].decode("utf-8", "replace") for match in found if match)


def lines_hit(path: Path) -> list[int]:
    """The lines of a file, counted from 1, that are not JSON any more."""
    with path.open("rb") as lines:
        return [number for number, line in enumerate(lines, start=1) if not _is_json(line)]


def _is_json(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except UNDECODABLE:
        return False
    return True
