"""The page table of a run: lines of JSON, one for each page, gzipped in batches."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from xunwang.inspector.evidence.coding import PackingError, lines_of, members_of
from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.evidence.files import Series
from xunwang.inspector.evidence.folder import PAGES, PAGES_FORM
from xunwang.inspector.evidence.warc import pack
from xunwang.inspector.model import UNDECODABLE, Attempt, Evidence, Page, PageKind, PageRow, Record

_BATCH = 1 << 20
_SAME = b'{"same":'
_encode_into = msgspec.json.Encoder().encode_into
_damage = (OSError, EOFError, PackingError, ValueError, *UNDECODABLE)


class SameRow(Record, frozen=True):
    """The row of a page that has not changed since an earlier run: all of a `PageRow` but the page, of which it names the kind.

    `same` is the place of the whole row, `FILE:START:LINE`: line LINE, counted from 0, of what is read of the page table FILE
    from byte START on, where a batch begins. The file is one of this run or one that it took over.
    """

    same: str
    url: str
    key: str
    depth: int
    parent: str | None
    attempt: Attempt
    evidence: Evidence | None
    rendered: bool = False
    template: str | None = None
    kind: PageKind | None = None


Row = PageRow | SameRow
_row_decoder = msgspec.json.Decoder(PageRow)
_same_decoder = msgspec.json.Decoder(SameRow)


class TableWriter:
    def __init__(self, folder: Path) -> None:
        self._series = Series(folder, PAGES_FORM, PAGES)
        self._batch = bytearray()

    def append(self, row: Row) -> None:
        _encode_into(row, self._batch, -1)
        self._batch += b"\n"
        if len(self._batch) > _BATCH:
            self._write()

    def _write(self) -> None:
        if self._batch:
            file = self._series.last or self._series.begin()
            file.append(pack(self._batch))
            self._batch.clear()

    def sync(self) -> dict[str, int]:
        self._write()
        return self._series.sync()

    def close(self) -> None:
        self._series.close()


def is_same(line: bytes) -> bool:
    """Whether a line is a `SameRow`."""
    return line.startswith(_SAME)


class _Address(Record, frozen=True):
    url: str


class _Pointer(Record, frozen=True):
    """Of a row of either kind only what says whose bytes lie where; the rest is passed over unread."""

    evidence: Evidence | None
    page: _Address | None = None
    url: str = ""


class _Named(Record, frozen=True):
    """Of a row of either kind only whose it is."""

    key: str


_pointer_decoder = msgspec.json.Decoder(_Pointer)
_named_decoder = msgspec.json.Decoder(_Named)


def pointers_of(path: Path) -> Iterator[tuple[str, Evidence | None]]:
    """The address and the evidence of every row of one table; `RunError` where it cannot be read any further."""
    with _readable(path), path.open("rb") as stream:
        for line in lines_of(stream):
            pointer = _pointer_decoder.decode(line)
            yield pointer.page.url if pointer.page else pointer.url, pointer.evidence


class LazyRow(NamedTuple):
    """A row as its table has it `stored`; `whole` gives all of it, of an unchanged page read from where that lies (RunError)."""

    stored: Row
    whole: Callable[[], PageRow]

    @classmethod
    def of(cls, row: PageRow) -> "LazyRow":
        return cls(row, lambda: row)

    @property
    def kind(self) -> PageKind:
        """Rows of older runs do not tell that of an unchanged page."""
        row = self.stored
        told = row.page.kind if isinstance(row, PageRow) else row.kind
        return told or self.whole().page.kind


def rows_of(files: Iterable[Path]) -> Iterator[PageRow]:
    """The rows of page tables one by one, whole; `RunError` names a table that cannot be read."""
    return (row.whole() for row in lazy_rows_of(files))


def lazy_rows_of(files: Iterable[Path]) -> Iterator[LazyRow]:
    """The rows as they are stored: who does not ask for the whole of an unchanged page does not pay for it."""
    return filter(None, _lazy_rows(files))


def lazy_rows_with(files: Iterable[Path], keys: Collection[str], *, among: int) -> Iterator[LazyRow]:
    """Of the first rows, `among` in number, those with one of the `keys`; the others are passed over unread."""
    return filter(None, islice(_lazy_rows(files, keys), among))


def _lazy_rows(files: Iterable[Path], keys: Collection[str] | None = None) -> Iterator[LazyRow | None]:
    """Every row, or None in the place of one that has none of the `keys`."""
    places = Places()
    for path in files:
        with _readable(path), path.open("rb") as stream:
            for line in lines_of(stream):
                if keys is None or _named_decoder.decode(line).key in keys:
                    row = row_of(line)
                    yield LazyRow.of(row) if isinstance(row, PageRow) else places.lazy_row(path.parent, row)
                else:
                    yield None


def batches_of(path: Path, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """The lines of a table batch by batch from byte `start` on, where a batch begins, each with the byte at which the next one begins; `RunError` for damage."""
    with _readable(path), path.open("rb") as stream:
        stream.seek(start)
        yield from members_of(stream)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except _damage as exc:
        raise RunError(f"页面表“{path.parent.name}/{path.name}”已损坏，无法读取：{exc}") from exc


def row_of(line: bytes) -> Row:
    return _same_decoder.decode(line) if is_same(line) else _row_decoder.decode(line)


class Places:
    """Finds the pages that rows refer to. Runs over the same site go the same way, so the batch last read is kept."""

    def __init__(self) -> None:
        self._batch: tuple[Path, int] | None = None
        self._rest: Iterator[bytes] = iter(())
        self._lines: list[bytes] = []

    def lazy_row(self, folder: Path, row: SameRow) -> LazyRow:
        return LazyRow(row, lambda: self._whole(folder, row))

    def _whole(self, folder: Path, row: SameRow) -> PageRow:
        return PageRow(
            page=self.page(folder, row.same),
            key=row.key,
            depth=row.depth,
            parent=row.parent,
            attempt=row.attempt,
            evidence=row.evidence,
            rendered=row.rendered,
            template=row.template,
        )

    def page(self, folder: Path, place: str) -> Page:
        try:
            name, start, line = place.rsplit(":", 2)
            row = row_of(self._line(folder / name, int(start), int(line)))
        except (*_damage, StopIteration) as exc:
            raise RunError(f"页面表“{folder.name}”中找不到“{place}”处的记录：{exc}") from exc
        return row.page if isinstance(row, PageRow) else self.page(folder, row.same)

    def _line(self, path: Path, start: int, line: int) -> bytes:
        if self._batch != (path, start):
            self._batch = (path, start)
            self._rest = _lines_from(path, start)
            self._lines = []
        while len(self._lines) <= line:
            self._lines.append(next(self._rest))
        return self._lines[line]


def _lines_from(path: Path, start: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(start)
        yield from lines_of(stream)
