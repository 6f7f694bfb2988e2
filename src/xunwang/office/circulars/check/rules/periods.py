"""Months, quarters and halves that a text or a table names: one told against another, and each against what it is made of."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from xunwang.office.circulars.check.columns import Column, Grid, Row
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import ParagraphReading, Reading
from xunwang.office.circulars.check.rules.common import in_row, in_text
from xunwang.office.circulars.check.rules.relations import NOT_SUMMED

_PERIOD = r"(?:第?[一二三四]季度|[上下]半年|\d{1,2}月份?)"
_AGAINST = re.compile(
    rf"(?P<new>{_PERIOD})(?P<what>[^，；。\d]{{0,8}}?)[比较](?P<old>{_PERIOD})(?P=what)?(?:净)?(?P<way>增加|减少|提高|下降|上升|降低|增长|多|少)\Z"
)
_SERIES = re.compile("一季度[至到—-](?P<last>[二三四]季度)")
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_HALVES = {"上半年": _QUARTERS[:2], "下半年": _QUARTERS[2:], "全年": _QUARTERS}
_POINTS = frozenset({"个百分点", "百分点"})
_UP = re.compile("增|提|上|多")
_SO_FAR = re.compile("累计")
_ENOUGH = 3

Told = dict[tuple[str, str], list[Quantity]]  # (period, unit) -> figures told of it


def check(reading: Reading) -> Iterator[Contradiction]:
    """Differences of periods told side by side, and tables whose periods do not make the longer ones."""
    for paragraph in reading.paragraphs:
        told = _told(paragraph)
        for sentence in paragraph.sentences if told else ():
            for one in sentence.quantities:
                yield from _against(sentence, one, told)
    for grid in reading.grids:
        yield from _halves(grid)
        yield from _so_far(grid)


def _told(paragraph: ParagraphReading) -> Told:
    """上半年50个 by its own word; 一季度至四季度合格率分别为95%、92%、… by its place in the row."""
    found: Told = {}
    for sentence in paragraph.sentences:
        for one in sentence.quantities:
            match = re.fullmatch(rf"[^，]{{0,4}}?(?P<period>{_PERIOD})(?:为|有|共)?", one.before)
            if match and not one.approx:
                found.setdefault((match["period"].removeprefix("第"), one.unit), []).append(one)
        for period, one in _rows(sentence):
            found.setdefault((period, one.unit), []).append(one)
    return found


def _rows(sentence: Sentence) -> Iterator[tuple[str, Quantity]]:
    """Each figure of rows told as 一季度至四季度…分别为a、b、c、d，…分别为…."""
    series = _SERIES.search(sentence.template)
    many = _QUARTERS.index(series["last"]) + 1 if series else 0
    for one in sentence.quantities if series else ():
        if not sentence.template[: one.position].endswith("分别为"):
            continue
        row = sentence.quantities[one.index : one.index + many]
        gaps = [sentence.gap(a, b).strip() for a, b in pairwise(row)]
        if (
            len(row) == many
            and all(gap in {"、", "和", "，"} for gap in gaps)
            and len({q.unit for q in row}) == 1
        ):
            yield from zip(_QUARTERS, row, strict=False)


def _against(sentence: Sentence, one: Quantity, told: Told) -> Iterator[Contradiction]:
    """下半年比上半年少11个, 三季度达标率比二季度上升3个百分点."""
    match = _AGAINST.search(sentence.template[: one.position])
    if match is None or one.approx or one.unit == "%":
        return
    unit = "%" if one.unit in _POINTS else one.unit
    new, old = (told.get((match[name].removeprefix("第"), unit), []) for name in ("new", "old"))
    pairs = list(zip(new, old, strict=False))
    if (
        len(new) != len(old)
        or not pairs
        or any(_is_gap(one, b.value - a.value, match["way"]) for b, a in pairs)
    ):
        return
    if len(pairs) == 1:
        b, a = pairs[0]
        right = f"{abs(b.value - a.value)}"
        message = f"{match['old']}为{a.text}，{match['new']}为{b.text}，“{match['way']}{one.text}”与之不符，相差{right}"
        yield in_text("growth", sentence, message, stated=one.text, computed=right)


def _is_gap(one: Quantity, gap: Decimal, way: str) -> bool:
    room = Decimal(1).scaleb(-one.decimals) if one.unit in _POINTS else Decimal(0)
    return abs(abs(gap) - one.value) <= room and (not gap or (gap > 0) == bool(_UP.match(way)))


def _halves(grid: Grid) -> Iterator[Contradiction]:
    """Columns 一季度, 二季度, 上半年 …: a longer period counts what the quarters in it do."""
    columns = {re.sub("第|（.*）", "", one.header): one for one in grid.columns}
    for whole, quarters in _HALVES.items():
        parts = [columns.get(name) for name in quarters]
        for row in grid.rows if whole in columns and all(parts) else ():
            if not NOT_SUMMED.search(row.cells[0]):
                yield from _half(grid, row, columns[whole], [one for one in parts if one])


def _half(grid: Grid, row: Row, whole: Column, parts: list[Column]) -> Iterator[Contradiction]:
    stated, values = row.value(whole), [row.value(one) for one in parts]
    if (
        stated is None
        or stated.mark
        or any(value is None or value.mark or value.decimals for value in values)
    ):
        return
    total = sum((value.value for value in values if value), Decimal(0))
    if total != stated.value:
        added = "+".join(f"{value.value}" for value in values if value)
        message = f"“{whole.header}”为{stated.value}，各季度相加为{added}={total}"
        yield in_row("sum", grid, row, message, stated=f"{stated.value}", computed=f"{total}")


def _so_far(grid: Grid) -> Iterator[Contradiction]:
    """A column 累计 grows by another column from row to row."""
    for column in (one for one in grid.columns if _SO_FAR.search(one.header)):
        steps = [
            _steps(grid, column, other)
            for other in grid.columns
            if other is not column and other.role != "serial"
        ]
        for wrong in (wrong for held, wrong in steps if held >= max(_ENOUGH, 2 * len(wrong))):
            for row, right in wrong[:1]:
                stated = row.cell(column)
                message = f"“{column.header}”为{stated}，按上一行累计数加本行应为{right}"
                yield in_row("sum", grid, row, message, stated=stated, computed=f"{right}")
            return


def _steps(grid: Grid, column: Column, other: Column) -> tuple[int, list[tuple[Row, Decimal]]]:
    """In how many rows a column is the one above it and the other together, and the rows where it is not."""
    held, wrong = 0, []
    right: Decimal | None = None
    for above, row in pairwise(grid.rows):
        before, now, step = above.value(column), row.value(column), row.value(other)
        if before is None or now is None or step is None:
            return 0, []
        if now.value in {before.value + step.value, (right or before.value) + step.value}:
            held, right = held + 1, None
        else:
            right = before.value + step.value
            wrong.append((row, right))
    return held, wrong
