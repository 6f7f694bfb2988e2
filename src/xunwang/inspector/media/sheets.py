"""A table of a person's making -> rows under a known header, wherever in it the header stands."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from msgspec import structs

from xunwang.inspector.media.times import read_time, zone_named
from xunwang.inspector.model import Record
from xunwang.inspector.tables import Row, TableError, sheets_of, text_of

_HEADER_WITHIN = 20
_COLUMNS = 60

Cells = dict[str, object]
Headers = dict[str, tuple[str, ...]]
Likely = Mapping[str, re.Pattern[str]]
"""Field -> what a header of it looks like, for those that bear none of its spellings."""
Above = Callable[[str, Sequence[Row], Sequence[Row], bool], None]
_MONTH = re.compile(
    r"(?:(20\d{2})\s*年?\s*[-/.年]\s*)?(\d{1,2})\s*月份?(?:发文|推送|发布|更新)?(?:情况|清单)?"
)
_SUM = re.compile(r"(?:合计|总计|小计|共计|总数)[:：]?(?:\d+[个条篇次期]?)?")


class TableRow(Record, frozen=True):
    """A row below a header, its cells by field. `sheet` names the sheets after the first that was read, `of` every one.

    `number` 0 stands for a whole sheet without a known header that speaks of some time, so that its rows may have mattered.
    `is_sum`: it adds up others. `month`: it is a heading that names the year, if it does, and the month of the rows below it, and
    holds nothing else. `zone`: that of the header over the column of times.
    """

    sheet: str | None
    number: int
    cells: Cells
    of: str = ""
    is_sum: bool = False
    month: tuple[int | None, int] | None = None
    zone: dt.tzinfo | None = None


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

    `headers`: field -> the spellings under which it is found. Tables that stand beside each other under one header are read one after
    the other. `above` is shown the name of a sheet, the rows over its header, what of them stands over this one of the tables, and whether
    the header stands twice in a way that only its left one is read, before the first of the others is given. Raises TableError where no sheet has a header; `wanted` says what it should be.
    """
    first, unread = True, list[str]()
    for name, rows in sheets_of(path, filled=True):
        head = list(islice(rows, _HEADER_WITHIN))
        place = _header(head, headers, is_usable, likely or {})
        if place is None:
            unread += [name] if _tells_times(chain(head, rows)) else []
            continue
        number, columns = place
        over, titles = head[:number], head[number]
        numbered = chain(enumerate(head[number + 1 :], number + 2), enumerate(rows, len(head) + 1))
        beside = _beside(titles, columns, is_usable)
        is_left_only = len(beside) == 1 and _stands_twice(titles, columns, is_usable)
        lines = [*numbered] if len(beside) > 1 else numbered
        for left, right, own in beside:
            if above:
                above(name, over, [row[left:right] for row in over], is_left_only)
            for row in _rows_of(lines, titles, own, left, right):
                yield structs.replace(row, sheet=None if first else name, of=name)
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


def _rows_of(
    lines: Iterable[tuple[int, Row]], titles: Row, columns: dict[str, int], left: int, right: int
) -> Iterator[TableRow]:
    """Without blank rows and without the header where it stands once more, as at the top of every printed page."""
    header = {field: _plain(titles[place]) for field, place in columns.items()}
    own = {field for field, place in columns.items() if left <= place < right}
    time = columns.get("time", columns.get("day"))
    zone = zone_named(str(titles[time])) if time is not None and titles[time] is not None else None
    for number, row in lines:
        texts = [text for cell in row[left:right] if (text := text_of(cell))]
        if len(texts) == 1 and (month := _month(texts[0])):
            yield TableRow(None, number, {}, month=month)
            continue
        cells: Cells = {field: row[place] if place < len(row) else None for field, place in columns.items()}
        told = {field: cell for field, cell in cells.items() if text_of(cell) is not None}
        if told.keys() & own and any(_plain(cell) != header[field] for field, cell in told.items()):
            is_sum = bool(texts) and _SUM.fullmatch(re.sub(r"\s", "", texts[0])) is not None
            yield TableRow(None, number, cells, is_sum=is_sum, zone=zone)


def _month(text: str) -> tuple[int | None, int] | None:
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]) if found[1] else None, int(found[2])


def _plain(cell: object) -> str:
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else ""))
    return re.sub(r"\(.*?\)|[\s*:]", "", text).casefold()


def _beside(
    titles: Row, columns: dict[str, int], is_usable: Callable[[set[str]], bool]
) -> list[tuple[int, int, dict[str, int]]]:
    """From where to where each of the tables beside each other reaches, and its columns; one from end to end where there is but one.

    What stands once only, before all of them, belongs to each.
    """
    texts = [_plain(cell) for cell in titles[:_COLUMNS]]
    places = {
        field: [at for at, text in enumerate(texts) if text == texts[place]]
        for field, place in columns.items()
    }
    often = {field: found for field, found in places.items() if len(found) > 1}
    whole = [(0, _COLUMNS, columns)]
    times = {len(found) for found in often.values()}
    if len(times) != 1 or not is_usable(set(often)):
        return whole
    count = times.pop()
    groups = [{field: found[at] for field, found in often.items()} for at in range(count)]
    starts = [min(group.values()) for group in groups]
    once = {field: found[0] for field, found in places.items() if field not in often}
    ends = [*starts[1:], _COLUMNS]
    if any(max(group.values()) >= end for group, end in zip(groups, ends, strict=True)):
        return whole
    if any(place > starts[0] for place in once.values()):
        return whole
    begins = [0 if at == 0 else start for at, start in enumerate(starts)]
    return [(left, right, once | group) for left, right, group in zip(begins, ends, groups, strict=True)]


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
