"""A table of a person's making -> rows under a known header, wherever in it the header stands."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from xunwang.inspector.media.times import read_time
from xunwang.inspector.model import Record
from xunwang.inspector.tables import Row, TableError, sheets_of, text_of

_HEADER_WITHIN = 20
_COLUMNS = 60

Cells = dict[str, object]
Headers = dict[str, tuple[str, ...]]


class TableRow(Record, frozen=True):
    """A row below a header, its cells by field. `sheet` names the sheets after the first that was read.

    `number` 0 stands for a whole sheet without a known header that speaks of some time, so that its rows may have mattered.
    """

    sheet: str | None
    number: int
    cells: Cells


def rows_under(
    path: Path,
    headers: Headers,
    is_usable: Callable[[set[str]], bool],
    wanted: str,
    above: Callable[[Sequence[Row]], None] | None = None,
) -> Iterator[TableRow]:
    """The rows below the first header that `is_usable`, of every sheet; blank rows are left out.

    `headers`: field -> the spellings under which it is found. `above` is shown the rows over the header before the first of the
    others is given. Raises TableError where no sheet has a header; `wanted` says what it should be.
    """
    first, unread = True, list[str]()
    for name, rows in sheets_of(path):
        head = list(islice(rows, _HEADER_WITHIN))
        place = _header(head, headers, is_usable)
        if place is None:
            unread += [name] if _tells_times(chain(head, rows)) else []
            continue
        number, columns = place
        if above:
            above(head[:number])
        numbered = chain(enumerate(head[number + 1 :], number + 2), enumerate(rows, len(head) + 1))
        for line, cells in _cells(numbered, columns):
            yield TableRow(None if first else name, line, cells)
        first = False
    if first:
        raise TableError(f"文件“{path.name}”里没有找到表头，{wanted}")
    yield from (TableRow(name, 0, {}) for name in unread)


def _tells_times(rows: Iterable[Row]) -> bool:
    """Whether a cell is a day or a time; bare numbers may count anything."""
    return any(
        isinstance(cell, dt.date) or (isinstance(cell, str) and not cell.isdigit() and read_time(cell, None))
        for row in rows
        for cell in row[:_COLUMNS]
    )


def _cells(rows: Iterator[tuple[int, Row]], columns: dict[str, int]) -> Iterator[tuple[int, Cells]]:
    for number, row in rows:
        cells: Cells = {field: row[place] if place < len(row) else None for field, place in columns.items()}
        if any(text_of(cell) is not None for cell in cells.values()):
            yield number, cells


def _plain(cell: object) -> str:
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else ""))
    return re.sub(r"\(.*?\)|[\s*:]", "", text).casefold()


def _header(
    head: list[Row], headers: Headers, is_usable: Callable[[set[str]], bool]
) -> tuple[int, dict[str, int]] | None:
    """The line with the most known headers, and which column holds which field."""
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(head):
        texts = [_plain(cell) for cell in row[:_COLUMNS]]
        columns = {
            field: texts.index(known)
            for field, names in headers.items()
            if (known := next((name.casefold() for name in names if name.casefold() in texts), None))
        }
        if is_usable(set(columns)) and (best is None or len(columns) > len(best[1])):
            best = number, columns
    return best
