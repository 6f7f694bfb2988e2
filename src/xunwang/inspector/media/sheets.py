"""A table of a person's making -> rows under a known header, wherever in it the header stands."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from xunwang.inspector.tables import Row, TableError, sheets_of, text_of

_HEADER_WITHIN = 20
_COLUMNS = 60

Cells = dict[str, object]
Headers = dict[str, tuple[str, ...]]


def rows_under(
    path: Path,
    headers: Headers,
    is_usable: Callable[[set[str]], bool],
    wanted: str,
    above: Callable[[Sequence[Row]], None] | None = None,
) -> Iterator[tuple[int, Cells]]:
    """Row number and cells by field, below the first header that `is_usable`; blank rows are left out.

    `headers`: field -> the spellings under which it is found. `above` is shown the rows over the header before the first of the
    others is given. Raises TableError; `wanted` says what the header should be.
    """
    for _, rows in sheets_of(path):
        head = list(islice(rows, _HEADER_WITHIN))
        place = _header(head, headers, is_usable)
        if place is not None:
            number, columns = place
            if above:
                above(head[:number])
            yield from _cells(enumerate(head[number + 1 :], number + 2), columns)
            yield from _cells(enumerate(rows, len(head) + 1), columns)
            return
    raise TableError(f"文件“{path.name}”里没有找到表头，{wanted}")


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
