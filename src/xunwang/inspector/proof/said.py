"""What was said of each text of a run, kept with it, so that a run that rests on it asks only for texts that are new.

The file holds lines of JSON, gzipped: the head, the texts with suspicions, and in pieces the marks of all texts with their pages.
"""

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from xunwang.inspector.evidence.archiving import SOFTWARE
from xunwang.inspector.evidence.coding import PackingError, lines_of
from xunwang.inspector.evidence.files import put
from xunwang.inspector.evidence.warc import pack
from xunwang.inspector.model import UNDECODABLE, Record
from xunwang.inspector.proof.suspicion import Suspicion

NAME: Final = "language.jsonl.gz"
FORM = 2
NOTHING = 0  # the mark of a page that has no text to read
_PIECE = 50_000  # marks packed together
_PIECE_OF_TOLD = 200  # texts with suspicions packed together: some 3 KB each, and much alike
_MARK = 8  # bytes of a mark, and of what a page is known by


class _Head(Record, frozen=True):
    """`basis`: what else the words of the proofreader hang on besides the text."""

    form: int
    basis: str


class _Told(Record, frozen=True):
    mark: int
    said: tuple[Suspicion, ...]


class _Pages(Record, frozen=True):
    """Pages and the marks of their texts, in hexadecimal."""

    pages: str
    marks: str


_head = msgspec.json.Decoder(_Head).decode
_told = msgspec.json.Decoder(_Told).decode
_pages = msgspec.json.Decoder(_Pages).decode
_encode = msgspec.json.Encoder().encode
_DAMAGE = (OSError, EOFError, PackingError, ValueError, *UNDECODABLE)


def basis_of(terms: str, day: str) -> str:
    """What suspicions rest on: the software, and the user's tables with the day on which their entries hold."""
    told = f"{terms}\n{day}" if terms else ""
    return f"{SOFTWARE} {hashlib.sha256(told.encode()).hexdigest()[:16]}"


def mark_of(text: str, published: object) -> int:
    """What a text with its day is known by."""
    told = f"{published}\n{text}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=_MARK).digest())


def _page_of(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_MARK).digest())


class Said:
    """Some forty bytes for a text without suspicions. `earlier` is the folder of a run that may know some texts already."""

    def __init__(self, basis: str, earlier: Path | None = None) -> None:
        self._basis = basis
        self._pages, self._marks = array("Q"), array("Q")  # of this run, in its order
        self._lines: list[bytes] = []  # not packed yet
        self._packs: list[bytes] = []
        self._old_pages, self._old_marks = array("Q"), array("Q")  # sorted by page
        self._old_texts = array("Q")  # sorted
        self._old_told: dict[int, bytes] = {}
        if earlier is not None:
            self._recall(earlier / NAME)

    def _recall(self, path: Path) -> None:
        """A file of another basis, or one that cannot be read, knows nothing."""
        pages, marks, told = array("Q"), array("Q"), {}
        try:
            with path.open("rb") as stream:
                lines = lines_of(stream)
                if _head(next(lines, b"")) != _Head(FORM, self._basis):
                    return
                for line in lines:
                    if line.startswith(b'{"pages":'):
                        piece = _pages(line)
                        pages.frombytes(bytes.fromhex(piece.pages))
                        marks.frombytes(bytes.fromhex(piece.marks))
                    else:
                        told[_told(line).mark] = line
        except _DAMAGE:
            return
        order = sorted(range(len(pages)), key=pages.__getitem__)
        self._old_pages = array("Q", map(pages.__getitem__, order))
        self._old_marks = array("Q", map(marks.__getitem__, order))
        self._old_texts, self._old_told = array("Q", sorted(marks)), told

    def mark_on(self, key: str) -> int | None:
        """The mark of the text that the page with this key showed in the earlier run, NOTHING where there was none to read; None when it is not known."""
        page = _page_of(key)
        place = bisect_left(self._old_pages, page)
        found = place < len(self._old_pages) and self._old_pages[place] == page
        return self._old_marks[place] if found else None

    def known(self, mark: int) -> Sequence[Suspicion] | None:
        """What was said of the text with this mark; None when nobody has looked at it."""
        line = self._old_told.get(mark)
        if line is not None:
            return _told(line).said
        place = bisect_left(self._old_texts, mark)
        return () if place < len(self._old_texts) and self._old_texts[place] == mark else None

    def keep(self, key: str, mark: int, said: Sequence[Suspicion]) -> None:
        """Keeps what is said of the text of a page."""
        self._pages.append(_page_of(key))
        self._marks.append(mark)
        if said:
            self._lines.append(self._old_told.get(mark) or _encode(_Told(mark, tuple(said))))
            if len(self._lines) == _PIECE_OF_TOLD:
                self._pack_lines()

    def _pack_lines(self) -> None:
        self._packs.append(pack(b"".join(line + b"\n" for line in self._lines)))
        self._lines.clear()

    def write(self, folder: Path) -> None:
        """Puts what was kept into the folder of the run, in the place of what an interrupted proofreading left there."""
        put(folder / NAME, self._packed())

    def _packed(self) -> Iterator[bytes]:
        yield pack(_encode(_Head(FORM, self._basis)) + b"\n")
        if self._lines:
            self._pack_lines()
        yield from self._packs
        for start in range(0, len(self._pages), _PIECE):
            part = slice(start, start + _PIECE)
            pages, marks = self._pages[part].tobytes().hex(), self._marks[part].tobytes().hex()
            yield pack(_encode(_Pages(pages, marks)) + b"\n")
