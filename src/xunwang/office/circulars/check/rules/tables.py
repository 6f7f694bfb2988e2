"""Tables in themselves: arithmetic of a row, total rows, sum columns."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xunwang.office.circulars.check.columns import EMPTY_CELLS, Column, Grid, Role, Row, Value, number_cell
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent, unrounded
from xunwang.office.circulars.check.rules.common import in_row
from xunwang.office.circulars.check.rules.relations import (
    NOT_SUMMED,
    Broken,
    broken_ranks,
    broken_rates,
    broken_sums,
)

_PARTS: dict[str, tuple[tuple[Role, ...], tuple[Role, ...]]] = {
    "pass": (("passed",), ("sampled", "total")),
    "fail": (("failed",), ("sampled", "total")),
    "sample": (("sampled",), ("total",)),
    "closed": (("closed",), ("received",)),
    "ontime": (("ontime",), ("received",)),
    "reply": (("replied",), ("received",)),
}
_NEVER_MORE: tuple[tuple[Role, Role], ...] = (
    ("sampled", "total"),
    ("passed", "sampled"),
    ("failed", "sampled"),
    ("undecided", "sampled"),
    ("closed", "received"),
    ("ontime", "received"),
    ("replied", "received"),
)
_SUBSET_ROW = re.compile("其中|#|　*其中")
_DISTINCT = re.compile("涉及|去重")


def check(reading: Reading) -> Iterator[Contradiction]:
    """Rows, total rows and sum columns of every table."""
    for grid in reading.grids:
        rates = _known_rates(grid)
        own = [one for row in _rows(grid) for one in _row(grid, row, rates)]
        yield from own
        told = {one.where for one in own}
        broken = broken_sums(grid)
        learned = [
            *(
                in_row(
                    "sum", grid, one.row, one.message, stated=one.stated, computed=one.computed, sure=one.sure
                )
                for one in broken
            ),
            *broken_rates(grid),
        ]
        yield from (one for one in learned if one.where not in told)
        yield from broken_ranks(grid)
        wrong = list(_subtotals(grid, broken))
        yield from wrong
        yield from _totals(grid, broken) if not wrong else ()


def _rows(grid: Grid) -> tuple[Row, ...]:
    return grid.rows + ((grid.total,) if grid.total else ())


def _row(grid: Grid, row: Row, rates: Sequence[Column]) -> Iterator[Contradiction]:
    yield from _outcomes(grid, row)
    yield from _exceeding(grid, row)
    for column in rates:
        stated = row.value(column)
        if stated is not None:
            yield from _rate(grid, row, column, stated)


def _outcomes(grid: Grid, row: Row) -> Iterator[Contradiction]:
    """抽查 = 合格 + 不合格 + 暂不作结论."""
    sampled, passed, failed = (row.value(grid.find(role)) for role in ("sampled", "passed", "failed"))
    if sampled is None or passed is None or failed is None or "%" in sampled.mark + passed.mark + failed.mark:
        return
    undecided = _undecided(grid, row)
    total = passed.value + failed.value + undecided
    if total != sampled.value:
        rest = f"加暂不作结论{undecided}" if undecided else ""
        message = f"抽查数{sampled.value}，合格{passed.value}加不合格{failed.value}{rest}为{total}"
        yield in_row("sum", grid, row, message, stated=str(sampled.value), computed=str(total))


def _undecided(grid: Grid, row: Row) -> Decimal:
    value = row.value(grid.find("undecided"))
    return value.value if value is not None and not value.mark else Decimal(0)


def _exceeding(grid: Grid, row: Row) -> Iterator[Contradiction]:
    for small, large in _NEVER_MORE:
        narrow, wide = grid.find(small), grid.find(large)
        part, whole = row.value(narrow), row.value(wide)
        if part and whole and narrow and wide and part.value > whole.value:
            message = f"“{narrow.header}”{part.value}大于“{wide.header}”{whole.value}，部分不可能大于整体"
            yield in_row(
                "impossible", grid, row, message, stated=str(part.value), computed=f"不超过{whole.value}"
            )


def _known_rates(grid: Grid) -> list[Column]:
    """The columns of rates, each the only one of its kind, whose parts and wholes are known by their headers."""
    kinds = Counter(one.rate for one in grid.columns)
    rates = [one for one in grid.columns if one.role == "rate" and one.rate in _PARTS]
    return [one for one in rates if kinds[one.rate] == 1 and not _is_fraction(grid, one)]


def _is_fraction(grid: Grid, column: Column) -> bool:
    """Whether a rate column holds 0.95 for 95%."""
    values = [value for row in grid.rows if (value := row.value(column))]
    return not any(value.mark for value in values) and all(value.value <= 1 for value in values)


def _rate(grid: Grid, row: Row, column: Column, stated: Value) -> Iterator[Contradiction]:
    if stated.value > 100:
        message = f"“{column.header}”为{stated.value}%，比例不可能超过100%"
        yield in_row("impossible", grid, row, message, stated=f"{stated.value}%", computed="不超过100%")
        return
    parts, wholes = _PARTS[column.rate]
    ratios = _ratios(grid, row, column, parts, wholes)
    fits = [fit(stated.value, stated.decimals, percent(part, whole)) for part, whole in ratios]
    if not fits or Fit.EXACT in fits:
        return
    part, whole = ratios[0]
    exact = percent(part, whole)
    rounded = half_up(exact, stated.decimals)
    message = f"“{column.header}”为{stated.value}%，按{part}/{whole}计算应为{unrounded(exact, stated.decimals)}%（四舍五入为{rounded}%）"
    yield in_row(
        "rate",
        grid,
        row,
        message,
        stated=f"{stated.value}%",
        computed=f"{rounded}%",
        sure=fits[0] is Fit.NONE,
    )


def _ratios(
    grid: Grid, row: Row, column: Column, parts: tuple[Role, ...], wholes: tuple[Role, ...]
) -> list[tuple[Decimal, Decimal]]:
    whole = next((value for role in wholes if (value := row.value(grid.find(role)))), None)
    if whole is None or not whole.value:
        return []
    found = [value.value for role in parts if (value := row.value(grid.find(role)))]
    other = row.value(grid.find("failed" if column.rate == "pass" else "passed"))
    if column.rate not in {"pass", "fail"}:
        named = [(part, whole.value) for part in found if 0 <= part <= whole.value]
        return named if column.rate == "sample" else named + _of_another_whole(grid, row, found)
    decided = whole.value - _undecided(grid, row)
    if other is not None:
        found.append(decided - other.value)
    # Circulars differ on whether what has no verdict yet belongs to the whole.
    return [
        (part, base)
        for base in dict.fromkeys((decided, whole.value))
        for part in found
        if base and 0 <= part <= base
    ]


def _of_another_whole(grid: Grid, row: Row, parts: list[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """按时办结8件 of 10 that count, where 12 came in: any other count of the row may be the whole."""
    counts = (
        value.value
        for one in grid.columns
        if one.role != "serial" and (value := row.value(one)) and not value.mark
    )
    return [(part, whole) for whole in counts for part in parts if part <= whole and whole]


def _totals(grid: Grid, broken: list[Broken]) -> Iterator[Contradiction]:
    """The total row against the sum of each column of counts; a row told for itself, or told twice, may be the reason."""
    if grid.total is None or len(grid.rows) < 2:
        return
    total = grid.total
    for column in grid.columns:
        stated = total.value(column)
        summed = _column_sum(grid, column)
        if stated is None or stated.mark or summed is None or NOT_SUMMED.search(column.header):
            continue
        if _DISTINCT.search(column.header) and _holds_all(grid, column, stated.value, summed[0]):
            continue
        if stated.value not in summed and stated.value not in _mended(grid, column, summed[0], broken):
            message = f"“{column.header}”合计为{stated.value}，各行相加为{summed[0]}"
            yield in_row("total", grid, total, message, stated=str(stated.value), computed=str(summed[0]))


def _holds_all(grid: Grid, column: Column, stated: Decimal, summed: Decimal) -> bool:
    """涉及网站: one that shows faults of two kinds is one of the total, so that it may be less than the rows make."""
    values = [value.value for row in grid.rows if (value := row.value(column))]
    return max(values) <= stated <= summed


def _subtotals(grid: Grid, broken: list[Broken]) -> Iterator[Contradiction]:
    """小计 behind the rows it adds up; where it stands before them in any of its rows, nothing is told."""
    starts = [0, *(row.number for row in grid.subtotals)]
    groups = [
        (subtotal, [row for row in grid.rows if start < row.number < subtotal.number])
        for start, subtotal in zip(starts, grid.subtotals, strict=False)
    ]
    if any(len(rows) < 2 for _, rows in groups):
        return
    for column in grid.columns:
        for subtotal, rows in groups if not NOT_SUMMED.search(column.header) else ():
            stated, values = subtotal.value(column), [row.value(column) for row in rows]
            words = any(
                row.cell(column) not in EMPTY_CELLS and not value
                for row, value in zip(rows, values, strict=True)
            )
            total = sum((value.value for value in values if value), Decimal(0))
            if not stated or stated.mark or words or not any(values):
                continue
            if stated.value != total and stated.value not in _mended(grid, column, total, broken):
                message = f"“{column.header}”小计为{stated.value}，以上各行相加为{total}"
                yield in_row("total", grid, subtotal, message, stated=str(stated.value), computed=str(total))


def _mended(grid: Grid, column: Column, summed: Decimal, broken: list[Broken]) -> set[Decimal]:
    """The sums of a column with one wrong cell mended, or with a row that stands twice counted once."""
    mended = {
        summed - value.value + one.right[column.index]
        for one in broken
        if column.index in one.right and (value := one.row.value(column))
    }
    seen = Counter(_key(grid, row) for row in grid.rows)
    twice = [row for row in grid.rows if seen[_key(grid, row)] > 1]
    return mended | {summed - value.value for row in twice if (value := row.value(column))}


def _key(grid: Grid, row: Row) -> tuple[str, ...]:
    """Whose row it is, and its figures."""
    return (row.cell(grid.find("name")), *row.cells[-3:])


def _column_sum(grid: Grid, column: Column) -> list[Decimal] | None:
    """The sums a total row may mean: of all rows, or without the rows 其中 …; ``None`` for a column with words."""
    cells = [(row, row.cell(column)) for row in grid.rows]
    if any(cell not in EMPTY_CELLS and number_cell(cell) is None for _, cell in cells):
        return None
    values = [(row, value.value) for row, cell in cells if (value := number_cell(cell)) is not None]
    if len(values) < 2:
        return None
    main = [value for row, value in values if not any(_SUBSET_ROW.match(cell) for cell in row.cells[:2])]
    return [sum(main, Decimal(0)), sum((value for _, value in values), Decimal(0))]
