"""A run that takes notes: beside every page table lies a file of notes, line for line and commit for commit."""

import re
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path

import msgspec

from xunwang.inspector.closer.sampling import Sample, Sampler
from xunwang.inspector.evidence import Run, RunError, RunWriter, SameRow
from xunwang.inspector.evidence.beside import BesideWriter
from xunwang.inspector.evidence.coding import PackingError, lines_of
from xunwang.inspector.evidence.files import cut
from xunwang.inspector.evidence.folder import PAGES
from xunwang.inspector.evidence.manifest import Opening
from xunwang.inspector.model import PageRow
from xunwang.inspector.safety.sheets import Carriers
from xunwang.inspector.survey.notes import Glance, Lines, Moved, Noter, carried, glance

NOTES_FORM, NOTES = "notes-{:05d}.jsonl.gz", re.compile(r"notes-(\d{5})\.jsonl\.gz")
_NOTHING_NOTED = b"null"


class NotedRun(RunWriter):
    """Notes are made of rows as they come; those of unchanged pages are taken over from the earlier run."""

    def __init__(self, path: Path, opening: Opening, **options: int) -> None:
        super().__init__(path, opening, **options)
        self._noter = Noter(opening.subject, self.rows)
        self._notes = BesideWriter(path, NOTES_FORM, NOTES)
        self._earlier = _Earlier(())
        self.sampler = Sampler()
        self.carriers = Carriers()

    def adopt(self, run: Run) -> None:
        super().adopt(run)
        self._earlier = _Earlier(_files_in(run.path))

    def meet(self, row: PageRow) -> None:
        self.carriers.take(row)

    def append_page(self, row: PageRow) -> None:
        note = self._noter(row)
        super().append_page(row)
        self._notes.append(note)
        self.sampler.take(row)

    def append_same(self, row: SameRow) -> None:
        super().append_same(row)
        line = self._earlier.line(row.key)
        if line is None:
            self._notes.append(_NOTHING_NOTED)
            return
        self._notes.append(carried(line, Moved(row.depth, row.parent, row.attempt, row.evidence)))
        if row.evidence:
            self.sampler.offer(_sample(row, glance(line)))

    def sync(self) -> dict[str, int]:
        self._marks |= self._notes.sync()
        return super().sync()

    def cut_to(self, marks: Mapping[str, int]) -> None:
        for path in _files_in(self.path):
            cut(path, marks.get(path.name, 0))
        super().cut_to(marks)

    def abandon(self) -> None:
        super().abandon()
        self._notes.close()
        self._earlier.close()

    def notes(self) -> Lines | None:
        """The notes so far, to be walked again and again; None when rows were written without them."""
        marks = self.sync()
        files = [self.path / name for name in sorted(marks) if NOTES.fullmatch(name)]
        tables = [name for name in marks if PAGES.fullmatch(name)]
        return (lambda: _lines(files)) if len(files) == len(tables) else None


def _sample(row: SameRow, note: Glance) -> Sample:
    digest, published = note.digest, note.fact.published if note.fact else None
    return Sample(
        row.url,
        row.key,
        digest.kind,
        row.depth,
        row.template,
        digest.column,
        row.evidence,
        title=digest.title,
        day=published.date() if published and not note.told else None,
        same=True,
    )


class _Earlier:
    """The notes of an earlier run by the key of their page: laid out in a temporary file when the first is asked for."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files = tuple(files)
        self._laid_out: mmap | None = None
        self._hashes = array("q")
        self._places = array("Q")

    def line(self, key: str) -> bytes | None:
        if not self._files:
            return None
        laid_out = self._laid_out or self._lay_out()
        wanted, named = hash(key), _name(key)
        number = bisect_left(self._hashes, wanted)
        while number < len(self._hashes) and self._hashes[number] == wanted:
            begin = self._places[number]
            place = begin + len(named)
            if laid_out[begin:place] == named:
                return laid_out[place : laid_out.find(b"\n", place)]
            number += 1
        return None

    def _lay_out(self) -> mmap:
        hashes, places = array("q"), array("Q")
        with tempfile.TemporaryFile() as stream:
            stream.write(b"\n")  # what is empty cannot be mapped
            for line in _lines(self._files):
                key = _key_of(line)
                if key is not None:
                    hashes.append(hash(key))
                    places.append(stream.tell())
                    stream.write(_name(key) + line + b"\n")
            stream.flush()
            laid_out = self._laid_out = mmap(stream.fileno(), 0, access=ACCESS_READ)
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        self._hashes = array("q", map(hashes.__getitem__, order))
        self._places = array("Q", map(places.__getitem__, order))
        return laid_out

    def close(self) -> None:
        if self._laid_out:
            self._laid_out.close()
            self._laid_out = None


def _name(key: str) -> bytes:
    """What stands in front of the line of a key."""
    return key.encode("utf-8", "surrogatepass") + b"\n"


def _key_of(line: bytes) -> str | None:
    """None where a line is of a form that this software does not know."""
    try:
        return glance(line).digest.key
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if NOTES.fullmatch(path.name))


def _lines(files: Iterable[Path]) -> Iterator[bytes]:
    for path in files:
        try:
            with path.open("rb") as stream:
                yield from lines_of(stream)
        except (OSError, EOFError, PackingError) as exc:
            raise RunError(f"页面摘要“{path.parent.name}/{path.name}”已损坏，无法读取：{exc}") from exc
