"""Where the row of a page lies in the page table, so that a later run finds it without reading the table."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from xunwang.inspector.evidence import RunError
from xunwang.inspector.evidence.coding import PackingError, lines_of
from xunwang.inspector.model import Record

_PAGES, _LEADS, _NOTES = "pages-", "leads-", "notes-"
_STRETCHES = 8


class RowPlace(Record, frozen=True):
    """Line `line`, counted from 0, of what one unit of work wrote into `file`, a page table or what lies beside it, from byte `start` on."""

    file: str
    start: int
    line: int

    @classmethod
    def parse(cls, text: str) -> "RowPlace":
        file, start, line = text.rsplit(":", 2)
        return cls(file=file, start=int(start), line=int(line))

    def __str__(self) -> str:
        return f"{self.file}:{self.start}:{self.line}"


class RowPlaces(NamedTuple):
    """Where the whole row of a page lies, the line that says where the page leads, and its note; None where that cannot be told."""

    row: RowPlace | None
    leads: RowPlace | None
    note: RowPlace | None


NOWHERE = RowPlaces(None, None, None)


def places_of(
    numbers: Sequence[int],
    before: Mapping[str, int],
    after: Mapping[str, int],
    unchanged: Mapping[int, RowPlace],
) -> dict[int, RowPlaces]:
    """The places of what one unit wrote for the targets `numbers`, from the marks before and after it.

    The rows of those that are `unchanged` lie where an earlier run wrote them.
    """
    rows, leads, notes = (_begin(kind, before, after) for kind in (_PAGES, _LEADS, _NOTES))
    return {
        number: RowPlaces(unchanged.get(number) or _line(rows, line), _line(leads, line), _line(notes, line))
        for line, number in enumerate(numbers)
    }


def _begin(kind: str, before: Mapping[str, int], after: Mapping[str, int]) -> tuple[str, int] | None:
    """Where the unit begins in the files of one kind; None when that cannot be told, as after a change of files in its middle."""
    grown = [name for name in after if name.startswith(kind) and after[name] != before.get(name)]
    return (grown[0], before.get(grown[0], 0)) if len(grown) == 1 else None


def _line(begin: tuple[str, int] | None, line: int) -> RowPlace | None:
    return RowPlace(*begin, line) if begin else None


class RowFinder:
    """Fetches rows of a closed run, or lines beside them, by their places; what was read last is kept, for neighbours are asked for next."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._stretches: OrderedDict[tuple[str, int], _Stretch] = OrderedDict()

    def row(self, place: RowPlace) -> bytes:
        """Raises RunError when the page table cannot be read there."""
        key = (place.file, place.start)
        stretch = self._stretches.get(key)
        if stretch is None:
            stretch = self._stretches[key] = _Stretch(self._run / place.file, place.start)
            if len(self._stretches) > _STRETCHES:
                self._stretches.popitem(last=False)[1].close()
        self._stretches.move_to_end(key)
        try:
            return stretch.line(place.line)
        except (OSError, EOFError, PackingError, StopIteration) as error:
            raise RunError(
                f"检查记录“{self._run.name}/{place.file}”已损坏，无法作为增量检查的依据"
            ) from error

    def close(self) -> None:
        for stretch in self._stretches.values():
            stretch.close()
        self._stretches.clear()


class _Stretch:
    """The lines from one place of a file on, unpacked no further than they are asked for."""

    def __init__(self, path: Path, start: int) -> None:
        self._held = ExitStack()
        self._lines: list[bytes] = []
        self._more: Iterator[bytes] | None = None
        self._path, self._start = path, start

    def line(self, number: int) -> bytes:
        if self._more is None:
            stream = self._held.enter_context(self._path.open("rb"))
            stream.seek(self._start)
            self._more = lines_of(stream)
        while len(self._lines) <= number:
            self._lines.append(next(self._more))
        return self._lines[number]

    def close(self) -> None:
        self._held.close()
