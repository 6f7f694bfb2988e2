"""A run that takes notes: beside every page table lies a file of notes, line for line and commit for commit."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from xunwang.inspector.closer.sampling import Sample, Sampler
from xunwang.inspector.evidence import RunError, RunWriter, SameRow
from xunwang.inspector.evidence.beside import BesideWriter
from xunwang.inspector.evidence.coding import PackingError, lines_of
from xunwang.inspector.evidence.files import cut
from xunwang.inspector.evidence.folder import PAGES
from xunwang.inspector.evidence.manifest import Opening
from xunwang.inspector.model import PageRow
from xunwang.inspector.safety.sheets import Carriers
from xunwang.inspector.safety.siblings import Siblings
from xunwang.inspector.survey.notes import Glance, Lines, Moved, Noter, carried, glance

NOTES_FORM, NOTES = "notes-{:05d}.jsonl.gz", re.compile(r"notes-(\d{5})\.jsonl\.gz")
_NOTHING_NOTED = b"null"


class NotedRun(RunWriter):
    """Notes are made of rows as they come; those of unchanged pages are taken over from the earlier run."""

    def __init__(self, path: Path, opening: Opening, **options: int) -> None:
        super().__init__(path, opening, **options)
        self._noter = Noter(opening.subject, self.rows)
        self._notes = BesideWriter(path, NOTES_FORM, NOTES)
        self.sampler = Sampler()
        self.carriers = Carriers()
        self.siblings = Siblings()

    def meet(self, row: PageRow) -> None:
        self.carriers.take(row)
        self.siblings.take(row)

    def append_page(self, row: PageRow) -> None:
        note = self._noter(row)
        super().append_page(row)
        self._notes.append(note)
        self.sampler.take(row)

    def append_same(self, row: SameRow, note: bytes = b"") -> None:
        super().append_same(row)
        known = _glance(note)
        if known is None:
            self._notes.append(_NOTHING_NOTED)
            return
        self._notes.append(carried(note, Moved(row.depth, row.parent, row.attempt, row.evidence)))
        if row.evidence:
            self.sampler.offer(_sample(row, known))

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


def _glance(note: bytes) -> Glance | None:
    """None where a note is of a form that this software does not know."""
    try:
        return glance(note)
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
