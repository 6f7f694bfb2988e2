"""Tables in themselves: arithmetic of a row, total rows, sum columns."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.office.circulars.check.columns import EMPTY_CELLS, Column, Grid, Role, Row, Value, number_cell
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rounding import Fit, fit, half_up, percent
from xunwang.office.circulars.check.rules.common import in_row

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
_NOT_SUMMED = re.compile(
    "率|占比|比例|平均|均|排名|名次|得分|分数|成绩|序号|编号|电话|日期|时间|年|代码|标识"
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Rows, total rows and sum columns of every table."""
    for grid in reading.grids:
        rows = grid.rows + ((grid.total,) if grid.total else ())
        for row in rows:
            yield from _outcomes(grid, row)
            yield from _exceeding(grid, row)
            yield from _rates(grid, row)
        yield from _totals(grid)
        yield from _sum_column(grid)


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


def _rates(grid: Grid, row: Row) -> Iterator[Contradiction]:
    for column in grid.columns:
        stated = row.value(column)
        if column.role != "rate" or stated is None or column.rate not in _PARTS:
            continue
        if len([one for one in grid.columns if one.rate == column.rate]) > 1 or _is_fraction(grid, column):
            continue
        yield from _rate(grid, row, column, stated)


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
    message = f"“{column.header}”为{stated.value}%，按{part}/{whole}计算应为{half_up(exact, 2)}%（四舍五入为{rounded}%）"
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
        return [(part, whole.value) for part in found if 0 <= part <= whole.value]
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


def _totals(grid: Grid) -> Iterator[Contradiction]:
    """The total row against the sum of each column of counts."""
    if grid.total is None or len(grid.rows) < 2:
        return
    total = grid.total
    for column in grid.columns:
        stated = total.value(column)
        summed = _column_sum(grid, column)
        if stated is None or stated.mark or summed is None or _NOT_SUMMED.search(column.header):
            continue
        if stated.value not in summed:
            message = f"“{column.header}”合计为{stated.value}，各行相加为{summed[0]}"
            yield in_row("total", grid, total, message, stated=str(stated.value), computed=str(summed[0]))


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


def _sum_column(grid: Grid) -> Iterator[Contradiction]:
    """A column 合计 against its row, where most rows show that it is the sum of the others."""
    column = grid.find("sum")
    if column is None:
        return
    others = [one for one in grid.columns if one is not column and _is_summand(grid, one)]
    rows = grid.rows + ((grid.total,) if grid.total else ())
    sums = [(row, stated.value, _row_sum(row, others)) for row in rows if (stated := row.value(column))]
    right = sum(1 for _, printed, summed in sums if printed == summed)
    if len(others) < 2 or right * 2 <= len(sums) or right < 2:
        return
    for row, printed, summed in sums:
        if printed != summed:
            message = f"“{column.header}”为{printed}，该行各项相加为{summed}"
            yield in_row("sum", grid, row, message, stated=str(printed), computed=str(summed))


def _is_summand(grid: Grid, column: Column) -> bool:
    if column.role in {"serial", "rate", "score"} or _NOT_SUMMED.search(column.header):
        return False
    cells = [row.cell(column) for row in grid.rows]
    return any(number_cell(cell) for cell in cells) and all(
        cell in EMPTY_CELLS or number_cell(cell) for cell in cells
    )


def _row_sum(row: Row, columns: list[Column]) -> Decimal:
    return sum((value.value for column in columns if (value := row.value(column))), Decimal(0))
