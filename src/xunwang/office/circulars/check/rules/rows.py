"""Rows of a table: the same subject twice, serial numbers with gaps or repeats."""

import re
from collections.abc import Iterator

from xunwang.office.circulars.check.columns import Column, Grid, Row
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import in_row

_SPACES = re.compile(r"\s")
_WORD = re.compile("[一-龥A-Za-z]{2,}")
_VAGUE = frozenset({"无", "无问题", "合格", "不合格", "未发现", "正常"})


def check(reading: Reading) -> Iterator[Contradiction]:
    """Duplicated rows and broken serial numbers of every table."""
    for grid in reading.grids:
        yield from _duplicates(grid)
        yield from _serials(grid)


def _duplicates(grid: Grid) -> Iterator[Contradiction]:
    serial = grid.find("serial")
    seen: dict[tuple[str, ...], int] = {}
    subjects: dict[tuple[str, ...], tuple[int, str]] = {}
    for row in grid.rows:
        key = _key(row, serial)
        if key in seen:
            message = f"与第{seen[key]}行内容相同，同一对象列了两次"
            yield in_row("duplicate_row", grid, row, message, stated=row.text, computed="1次")
        elif key:
            seen[key] = row.number
            yield from _same_subject(grid, row, subjects)


def _key(row: Row, serial: Column | None) -> tuple[str, ...]:
    cells = tuple(
        _SPACES.sub("", cell)
        for index, cell in enumerate(row.cells)
        if serial is None or index != serial.index
    )
    return cells if any(_WORD.search(cell) and cell not in _VAGUE for cell in cells) else ()


def _same_subject(
    grid: Grid, row: Row, subjects: dict[tuple[str, ...], tuple[int, str]]
) -> Iterator[Contradiction]:
    """One name on one platform with two scores or two results."""
    identity = _identity(grid, row)
    verdict = row.cell(grid.find("score")) or row.cell(grid.find("result"))
    if not identity or not verdict:
        return
    first, known = subjects.setdefault(identity, (row.number, verdict))
    if first != row.number and known != verdict:
        message = f"“{identity[0]}”与第{first}行是同一对象，一处为“{known}”，一处为“{verdict}”"
        yield in_row("duplicate_row", grid, row, message, stated=verdict, computed=known, sure=False)


def _identity(grid: Grid, row: Row) -> tuple[str, ...]:
    """Every cell that says who is meant: names, platform, address; empty without a name."""
    named = [row.cell(column) for column in grid.columns if column.role in {"name", "platform", "address"}]
    has_name = any(column.role == "name" and row.cell(column) for column in grid.columns)
    return tuple(_SPACES.sub("", cell) for cell in named) if has_name else ()


def _serials(grid: Grid) -> Iterator[Contradiction]:
    column = grid.find("serial")
    if column is None:
        return
    previous: Row | None = None
    for row in grid.rows:
        if not row.cell(column).isdecimal():
            continue
        if previous is not None:
            yield from _serial(grid, column, previous, row)
        previous = row


def _serial(grid: Grid, column: Column, previous: Row, row: Row) -> Iterator[Contradiction]:
    """One serial number after another; 1 begins a new group of rows."""
    last, this = int(previous.cell(column)), int(row.cell(column))
    if this == last + 1 or (this == 1 < last) or (this == last and _merged(column, previous, row)):
        return
    word = "重复" if this == last else f"从{last}变为{this}"
    message = f"序号{word}，应为{last + 1}"
    yield in_row("serial", grid, row, message, stated=str(this), computed=str(last + 1), sure=False)


def _merged(column: Column, previous: Row, row: Row) -> bool:
    """A serial cell merged over several rows of one subject repeats its number and its name."""
    beside = slice(column.index + 1, column.index + 2)
    return previous.cells[beside] == row.cells[beside]
