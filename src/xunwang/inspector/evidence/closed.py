"""A closed run, read only."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import msgspec

from xunwang.inspector.evidence import manifest as manifests
from xunwang.inspector.evidence import warcread
from xunwang.inspector.evidence.coding import CodingError, TooLargeError, decode
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.folder import ARCHIVE, FACTS, PAGES
from xunwang.inspector.evidence.manifest import Manifest
from xunwang.inspector.evidence.table import LazyRow, lazy_rows_of, lazy_rows_with, rows_of
from xunwang.inspector.evidence.warc import NOT_MODIFIED
from xunwang.inspector.model import UNDECODABLE, Evidence, Fact, PageRow, Record, reason

_CONTENT_LIMIT = 64 << 20
_fact_decoder = msgspec.json.Decoder(Fact)
Held = TypeVar("Held", bound=Record)


class Response(Record, frozen=True):
    """An archived answer: `raw` as it was sent, `body` with its Content-Encoding undone."""

    url: str
    status: int
    headers: dict[str, str]
    raw: bytes
    body: bytes


class Run:
    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path = path
        self.manifest = manifest

    @classmethod
    def open(cls, path: Path) -> Self:
        """The closed run in `path`; `RunError` says what the folder is instead."""
        return cls(path, manifests.read(path))

    @property
    def manifest_hash(self) -> str:
        return hashlib.sha256((self.path / manifests.NAME).read_bytes()).hexdigest()

    @contextmanager
    def _fact_lines(self) -> Iterator[Iterable[bytes]]:
        try:
            with (self.path / FACTS).open("rb") as lines:
                yield lines
        except FileNotFoundError:
            yield ()
        except (OSError, *UNDECODABLE) as exc:
            raise RunError(f"“{self.path.name}/{FACTS}”已损坏，无法读取：{exc}") from exc

    def facts(self) -> list[Fact]:
        return list(self.each_fact())

    def each_fact(self) -> Iterator[Fact]:
        """The facts one by one, in the order in which they were written."""
        with self._fact_lines() as lines:
            for line in lines:
                yield _fact_decoder.decode(line)

    def facts_of(self, kind: type[Held]) -> Iterator[Held]:
        """The facts of one kind; the others are passed over unread."""
        config = cast("Any", kind).__struct_config__
        start = f'{{"{config.tag_field}":"{config.tag}"'.encode()
        decoder = msgspec.json.Decoder(kind)
        with self._fact_lines() as lines:
            for line in lines:
                if line.startswith(start):
                    yield decoder.decode(line)

    @property
    def facts_hold(self) -> bool:
        """Whether the facts are those which the run was closed with."""
        path = self.path / FACTS
        listed = [entry for entry in self.manifest.files if entry.name == FACTS]
        return listed == ([manifests.hash_file(path, FACTS)] if path.exists() else [])

    def pages(self) -> Iterator[PageRow]:
        """The page rows one by one, in the order in which they were written."""
        yield from rows_of(self.tables())

    def lazy_rows(self) -> Iterator[LazyRow]:
        """The same without the pages of rows that are unchanged, which are read when they are asked for."""
        yield from lazy_rows_of(self.tables())

    def lazy_rows_with(self, keys: Collection[str], *, among: int) -> Iterator[LazyRow]:
        """Of the first rows, `among` in number, those with one of the `keys`."""
        return lazy_rows_with(self.tables(), keys, among=among)

    def tables(self) -> list[Path]:
        """The page tables that this run wrote."""
        own = (path for path in self.path.iterdir() if path.name not in self.manifest.adopted)
        return sorted(path for path in own if PAGES.fullmatch(path.name))

    def archives(self) -> list[Path]:
        """The archive files, those taken over from earlier runs among them."""
        return sorted(path for path in self.path.iterdir() if ARCHIVE.fullmatch(path.name))

    def span(self, evidence: Evidence) -> bytes:
        """The bytes that a piece of evidence points at, unchecked."""
        return span(self.path, evidence)

    def response(self, evidence: Evidence) -> Response:
        """The answer behind a piece of evidence, its content decoded; `RunError` when its bytes were altered.

        Of a page that was found unchanged it is the answer in which the content came.
        """
        return response(self.path, evidence)

    def rendered(self, evidence: Evidence) -> bytes | None:
        """The page as the browser held it, when the record after the answer is one."""
        return rendered(self.path, evidence)


def span(path: Path, evidence: Evidence) -> bytes:
    try:
        with (path / evidence.file).open("rb") as stream:
            stream.seek(evidence.offset)
            return stream.read(evidence.length)
    except OSError as exc:
        raise RunError(f"无法读取存档“{path.name}/{evidence.file}”：{reason(exc)}") from exc


def response(path: Path, evidence: Evidence) -> Response:
    """The answer that an evidence names, its content decoded.

    A body that was not kept again is that of the visit before, and of an answer 304 the head as well. Raises RunError.
    """
    parsed, there = _origin(path, evidence)
    if parsed.kind == "resource":
        kind = parsed.fields.get("content-type", "application/octet-stream")
        return Response(parsed.url, 200, {"content-type": kind}, parsed.block, parsed.block)
    origin = parsed if there is evidence else _record(path, there)
    unmodified = parsed.fields.get("warc-profile") == NOT_MODIFIED
    status, pairs, _ = warcread.parse_response((origin if unmodified else parsed).block)
    raw = warcread.parse_response(origin.block)[2]
    headers: dict[str, str] = {}
    for name, value in pairs:
        headers.setdefault(name.lower(), value)
    body = _content(raw, headers.get("content-encoding"))
    return Response(url=parsed.url, status=status, headers=headers, raw=raw, body=body)


def rendered(path: Path, evidence: Evidence) -> bytes | None:
    """The page as the browser held it, when the record after the answer of a run in `path` is one."""
    parsed, evidence = _origin(path, evidence)
    if parsed.kind == "resource":
        return None
    with (path / evidence.file).open("rb") as stream:
        stream.seek(evidence.offset + evidence.length)
        try:
            after = warcread.read_member(stream)
        except ValueError:
            return None
    return after.block if after and after.kind == "resource" else None


def _origin(path: Path, evidence: Evidence) -> tuple[warcread.Parsed, Evidence]:
    """The record of a piece of evidence, and where the content lies: there, or in the answer that it is a revisit of."""
    parsed = _record(path, evidence)
    return parsed, warcread.refers_to(parsed.fields) or evidence


def _record(path: Path, evidence: Evidence) -> warcread.Parsed:
    data = span(path, evidence)
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        raise RunError(f"存档“{path.name}/{evidence.file}”第{evidence.offset}字节处的记录已被改动")
    return warcread.unpack(data)


def _content(raw: bytes, encoding: str | None) -> bytes:
    try:
        return decode(raw, encoding, _CONTENT_LIMIT)
    except TooLargeError as exc:
        return exc.head
    except CodingError:
        return raw
