"""A table of a person's making -> rows under a known header, wherever in it the header stands."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from xunwang.inspector.media.times import read_time
from xunwang.inspector.model import Record
from xunwang.inspector.tables import Row, TableError, sheets_of, text_of

_HEADER_WITHIN = 20
_COLUMNS = 60

Cells = dict[str, object]
Headers = dict[str, tuple[str, ...]]
Likely = Mapping[str, re.Pattern[str]]
"""Field -> what a header of it looks like, for those that bear none of its spellings."""
Above = Callable[[str, Sequence[Row], bool], None]
_SUM = re.compile(r"(?:合计|总计|小计|共计|总数)[:：]?(?:\d+[个条篇次期]?)?")


class TableRow(Record, frozen=True):
    """A row below a header, its cells by field. `sheet` names the sheets after the first that was read, `of` every one.

    `number` 0 stands for a whole sheet without a known header that speaks of some time, so that its rows may have mattered.
    `is_sum`: it adds up others.
    """

    sheet: str | None
    number: int
    cells: Cells
    of: str = ""
    is_sum: bool = False


def rows_under(
    path: Path,
    headers: Headers,
    is_usable: Callable[[set[str]], bool],
    wanted: str,
    *,
    above: Above | None = None,
    likely: Likely | None = None,
) -> Iterator[TableRow]:
    """The rows below the first header that `is_usable`, of every sheet; blank rows are left out.

    `headers`: field -> the spellings under which it is found. `above` is shown the name of a sheet, the rows over its header, and
    whether the header stands twice beside itself (only its left one is read), before the first of the others is given. Raises TableError where no sheet has a header; `wanted` says what it should be.
    """
    first, unread = True, list[str]()
    for name, rows in sheets_of(path, filled=True):
        head = list(islice(rows, _HEADER_WITHIN))
        place = _header(head, headers, is_usable, likely or {})
        if place is None:
            unread += [name] if _tells_times(chain(head, rows)) else []
            continue
        number, columns = place
        if above:
            above(name, head[:number], _stands_twice(head[number], columns, is_usable))
        header = {field: _plain(head[number][place]) for field, place in columns.items()}
        numbered = chain(enumerate(head[number + 1 :], number + 2), enumerate(rows, len(head) + 1))
        for line, cells, is_sum in _cells(numbered, columns, header):
            yield TableRow(None if first else name, line, cells, name, is_sum)
        first = False
    if first:
        raise TableError(f"文件“{path.name}”里没有找到表头，{wanted}")
    yield from (TableRow(name, 0, {}, name) for name in unread)


def _tells_times(rows: Iterable[Row]) -> bool:
    """Whether a cell is a day or a time; bare numbers may count anything."""
    return any(
        isinstance(cell, dt.date) or (isinstance(cell, str) and not cell.isdigit() and read_time(cell, None))
        for row in rows
        for cell in row[:_COLUMNS]
    )


def _cells(
    rows: Iterator[tuple[int, Row]], columns: dict[str, int], header: dict[str, str]
) -> Iterator[tuple[int, Cells, bool]]:
    """Without blank rows and without the header where it stands once more, as at the top of every printed page."""
    for number, row in rows:
        cells: Cells = {field: row[place] if place < len(row) else None for field, place in columns.items()}
        told = {field: cell for field, cell in cells.items() if text_of(cell) is not None}
        if told and any(_plain(cell) != header[field] for field, cell in told.items()):
            first = next((text for cell in row if (text := text_of(cell))), "")
            yield number, cells, _SUM.fullmatch(re.sub(r"\s", "", first)) is not None


def _plain(cell: object) -> str:
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else ""))
    return re.sub(r"\(.*?\)|[\s*:]", "", text).casefold()


def _stands_twice(row: Row, columns: dict[str, int], is_usable: Callable[[set[str]], bool]) -> bool:
    """Whether two tables stand beside each other under one header, to save paper."""
    texts = [_plain(cell) for cell in row[:_COLUMNS]]
    return is_usable({field for field, place in columns.items() if texts.count(texts[place]) > 1})


def _header(
    head: list[Row], headers: Headers, is_usable: Callable[[set[str]], bool], likely: Likely
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
        for field, pattern in likely.items():
            taken = set(columns.values())
            free = (
                place for place, text in enumerate(texts) if place not in taken and pattern.fullmatch(text)
            )
            if field not in columns and (place := next(free, None)) is not None:
                columns[field] = place
        if is_usable(set(columns)) and (best is None or len(columns) > len(best[1])):
            best = number, columns
    return best
