"""What the columns of a table are to each other, learned from its rows: one is the sum of others, a rate of two, the rank by one."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations

import msgspec

from xunwang.office.circulars.check.columns import EMPTY_CELLS, Column, Grid, Row, number_cell
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent
from xunwang.office.circulars.check.rules.common import in_row

NOT_SUMMED = re.compile("率|占比|比例|平均|均|排名|名次|得分|分数|成绩|序号|编号|电话|日期|时间|年|代码|标识")
RANK = re.compile("(?:总|综合|全[省市县])?(?:排名|名次|位次|排序)")
_MOST_COLUMNS = 8
_MOST_PARTS = 3
_ENOUGH = 3  # rows that show a relation before others are held against it

Values = dict[int, Decimal]
Holds = Callable[[Values], bool]


class Broken(msgspec.Struct, frozen=True):
    """A row that breaks what the others show; ``right`` gives each cell of the relation the value the rest asks for."""

    row: Row
    message: str
    stated: str
    computed: str
    right: dict[int, Decimal]
    sure: bool


def broken_sums(grid: Grid) -> list[Broken]:
    """Rows in which a column is not the sum of the columns that it is the sum of elsewhere, one entry a row."""
    columns = [one for one in grid.columns if _is_counted(grid, one)]
    found: dict[int, Broken] = {}
    cells = [(row, _values(row, columns)) for row in _all_rows(grid)]
    for whole, parts in _sums(grid, columns):
        rows = [(row, values) for row, values in cells if values[whole.index]]
        wrong = [
            (row, values)
            for row, values in rows
            if values[whole.index] != sum(values[one.index] for one in parts)
        ]
        if wrong and _shown(rows, len(wrong), parts, least=2 if whole.role == "sum" else _ENOUGH):
            for row, values in wrong:
                found.setdefault(row.number, _broken_sum(row, values, whole, parts))
    return list(found.values())


def _all_rows(grid: Grid) -> tuple[Row, ...]:
    return grid.rows + ((grid.total,) if grid.total else ())


def _is_counted(grid: Grid, column: Column) -> bool:
    if column.role in {"serial", "rate", "score"} or NOT_SUMMED.search(column.header):
        return False
    cells = [row.cell(column) for row in grid.rows]
    return any(number_cell(cell) for cell in cells) and all(
        cell in EMPTY_CELLS or number_cell(cell) for cell in cells
    )


def _sums(grid: Grid, columns: Sequence[Column]) -> Iterator[tuple[Column, tuple[Column, ...]]]:
    """Which column may be the sum of which: one headed 合计 of all others first, then of a few."""
    headed = grid.find("sum")
    if headed is not None and headed in columns and len(columns) > 2:
        yield headed, tuple(one for one in columns if one is not headed)
    if len(columns) <= _MOST_COLUMNS:
        for size in range(2, min(_MOST_PARTS, len(columns) - 1) + 1):
            for whole in columns:
                for parts in combinations([one for one in columns if one is not whole], size):
                    yield whole, parts


def _values(row: Row, columns: Sequence[Column]) -> Values:
    return {
        one.index: value.value if (value := row.value(one)) is not None else Decimal(0) for one in columns
    }


def _shown(rows: Sequence[tuple[Row, Values]], wrong: int, parts: Sequence[Column], *, least: int) -> bool:
    """Whether enough rows hold it, each part being there in two of them, and few break it."""
    right = len(rows) - wrong
    there = all(sum(1 for _, values in rows if values[one.index]) >= 2 for one in parts)
    return there and right >= least and right > 2 * wrong - (1 if least < _ENOUGH else 0)


def _broken_sum(row: Row, values: Values, whole: Column, parts: Sequence[Column]) -> Broken:
    total = sum((values[one.index] for one in parts), Decimal(0))
    stated = values[whole.index]
    right = {one.index: values[one.index] + stated - total for one in parts} | {whole.index: total}
    added = "加".join(f"“{one.header}”{values[one.index]}" for one in parts)
    message = f"“{whole.header}”为{stated}，{added}为{total}"
    if len(parts) > _MOST_PARTS:
        message = f"“{whole.header}”为{stated}，该行各项相加为{total}"
    return Broken(row, message, str(stated), str(total), right, whole.role == "sum")


def broken_rates(grid: Grid) -> Iterator[Contradiction]:
    """Rows whose rate is not the ratio that the other rows show it to be."""
    counts = [one for one in grid.columns if _is_counted(grid, one)][:_MOST_COLUMNS]
    for column in (one for one in grid.columns if one.role == "rate"):
        best: list[tuple[Row, Decimal]] | None = None
        for part, whole in permutations(counts, 2):
            # Of what was decided (passed of passed and failed) as well, where some rows are left open.
            for wholes, others in (((whole,), False), ((whole,), True), ((part, whole), False)):
                wrong, right = _rates(grid, column, part, wholes, others=others)
                if right >= _ENOUGH and right > 2 * len(wrong) and (best is None or len(wrong) < len(best)):
                    best = wrong
        for row, exact in best or ():
            stated = row.value(column)
            if stated is not None:
                computed = f"{half_up(exact, stated.decimals)}%"
                message = f"“{column.header}”为{stated.value}%，按该行其他数应为{computed}"
                yield in_row("rate", grid, row, message, stated=f"{stated.value}%", computed=computed)


def _rates(
    grid: Grid, column: Column, part: Column, wholes: Sequence[Column], *, others: bool
) -> tuple[list[tuple[Row, Decimal]], int]:
    """The rows that break the ratio of a column to the sum of others, with what it gives there, and how many hold it."""
    wrong: list[tuple[Row, Decimal]] = []
    right = telling = 0
    for row in _all_rows(grid):
        stated, values = row.value(column), _values(row, [part, *wholes])
        whole = sum((values[one.index] for one in wholes), Decimal(0))
        if stated is None or not whole or values[part.index] > whole:
            continue
        counted = whole - values[part.index] if others else values[part.index]
        exact = percent(counted, whole)
        if fit(stated.value, stated.decimals, exact) is Fit.NONE:
            wrong.append((row, exact))
        else:
            right += 1
            telling += 0 < exact < 100
    return (wrong, right) if telling >= 2 else (wrong, 0)


def broken_ranks(grid: Grid) -> Iterator[Contradiction]:
    """Rows whose rank is not the one that the column everyone else is ranked by gives."""
    column = next((one for one in grid.columns if RANK.fullmatch(one.header)), None)
    ranks = [row.cell(column) for row in grid.rows] if column else []
    if len(ranks) < _ENOUGH + 1 or not all(cell.isdecimal() for cell in ranks) or "1" not in ranks:
        return
    told = [int(cell) for cell in ranks]
    best: list[int] | None = None
    by = ""
    for one in grid.columns:
        for expected in _rankings(grid, one) if one is not column else ():
            wrong = sum(a != b for a, b in zip(told, expected, strict=True))
            if best is None or wrong <= sum(a != b for a, b in zip(told, best, strict=True)):
                best, by = expected, one.header
    if best is None or sum(a == b for a, b in zip(told, best, strict=True)) < max(_ENOUGH, len(told) * 0.6):
        return
    for row, stated, right in zip(grid.rows, told, best, strict=True):
        if stated != right:
            message = f"“{column.header if column else ''}”为{stated}，按“{by}”排应为{right}"
            yield in_row("rank", grid, row, message, stated=str(stated), computed=str(right))


def _rankings(grid: Grid, column: Column) -> Iterator[list[int]]:
    """The ranks a column gives, from above and from below, equals sharing one with and without a gap behind them."""
    values = [row.value(column) for row in grid.rows]
    if column.role == "serial" or any(value is None for value in values):
        return
    numbers = [value.value for value in values if value is not None]
    for sign in (-1, 1):
        keys = [sign * number for number in numbers]
        for order in (sorted(set(keys)), sorted(keys)):
            yield [1 + bisect_left(order, key) for key in keys]
