"""The text against its tables: a stated number of subjects and the rows of the attachment that lists them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xunwang.office.circulars.check.columns import Grid, Role
from xunwang.office.circulars.check.document import attachment_number
from xunwang.office.circulars.check.model import Contradiction
from xunwang.office.circulars.check.numerals import normalise
from xunwang.office.circulars.check.quantities import Quantity, Sentence
from xunwang.office.circulars.check.reading import Reading
from xunwang.office.circulars.check.rules.common import excerpt, family, in_text
from xunwang.office.circulars.check.rules.repeats import statements
from xunwang.office.circulars.check.vocabulary import subject_in

_POINTER = re.compile(r"附件\s?(\d{1,2})")
_SEVERAL = re.compile(r"附件\s?\d{1,2}\s?[、和及—至-]\s?(?:附件)?\s?\d")
_LINE_NUMBER = re.compile(r"(\d{1,3})\s?[.、．](?!\d)")
_CAPTION_COUNT = re.compile(r"共(?:计)?\s?(\d+)\s?(?:家|个|条)(?!月|季|工作|年)")
_FAILED = re.compile("不合格")
_ALL_LISTED = re.compile("检查结果|抽查结果|检查情况|抽查情况|结果汇总|情况(?:一览|汇总)?表")
_WHOLE_COLUMNS: tuple[tuple[Role, str], ...] = (
    ("sampled", "抽查"),
    ("passed", "合格"),
    ("failed", "不合格"),
    ("total", "总数"),
)


def check(reading: Reading) -> Iterator[Contradiction]:
    """Stated numbers that differ from the tables they point to."""
    for _, sentence in reading.sentences():
        yield from _pointed(reading, sentence)
        yield from _pointed_at_lines(reading, sentence)
    for grid in reading.grids:
        yield from _caption(grid)
        yield from _failed_list(reading, grid)
        yield from _results(reading, grid)
        yield from _total_row(reading, grid)


def _sizes(grid: Grid) -> set[int]:
    """How many things a table may be said to list: rows, serials, different names."""
    names = [column for column in grid.columns if column.role == "name"]
    distinct = {len({row.cell(column) for row in grid.rows}) for column in names}
    return {len(grid.rows)} | distinct


def _pointed(reading: Reading, sentence: Sentence) -> Iterator[Contradiction]:
    """不合格网站18家（见附件1）."""
    for match in _POINTER.finditer(sentence.template):
        grids = [grid for grid in reading.grids if grid.table.attachment == match[1]]
        before = _spoken_of(sentence, match.start())
        if (
            len(grids) != 1
            or not before
            or _SEVERAL.search(sentence.template)
            or not _is_list(grids[0])
            or _has_results(grids[0])
        ):
            continue
        grid = grids[0]
        sizes = _sizes(grid) | _group_sizes(grid)
        if not any(q.value in sizes for q in sentence.quantities):
            yield _listed(sentence, before[-1], grid)


def _pointed_at_lines(reading: Reading, sentence: Sentence) -> Iterator[Contradiction]:
    """不合格网站18家（见附件1), where the attachment lists names in numbered lines."""
    for match in _POINTER.finditer(sentence.template):
        before = _spoken_of(sentence, match.start())
        size = _numbered_lines(reading, match[1])
        if not before or not size or _SEVERAL.search(sentence.template):
            continue
        if not any(q.value == size for q in sentence.quantities):
            message = f"正文称{before[-1].text}，附件{match[1]}列出{size}条"
            yield in_text("total", sentence, message, stated=before[-1].text, computed=str(size))


def _numbered_lines(reading: Reading, attachment: str) -> int:
    """How many lines 1. 2. 3. … stand below the heading of an attachment; 0 unless they are one unbroken count."""
    numbers: list[int] = []
    current = ""
    for paragraph in reading.document.paragraphs:
        current = attachment_number(paragraph.text) or current
        line = _LINE_NUMBER.match(normalise(paragraph.text))
        if current == attachment and line:
            numbers.append(int(line[1]))
    return len(numbers) if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) else 0


def _spoken_of(sentence: Sentence, end: int) -> list[Quantity]:
    start = max(sentence.template.rfind("；", 0, end), 0)
    near = [q for q in sentence.quantities if start <= q.position < end]
    if not near or near[-1].unit != "个" or not near[-1].counts or end - near[-1].position > 24:
        return []
    return (
        near[-1:]
        if near[-1].roles & {"failed", "problem", "sampled", "passed", "total"} or "通报" in near[-1].before
        else []
    )


def _is_list(grid: Grid) -> bool:
    """Whether the rows are subjects, not figures of groups of them."""
    figures = {"sampled", "passed", "failed", "undecided", "total", "received", "sum"}
    return bool(grid.rows) and not any(column.role in figures for column in grid.columns)


def _has_results(grid: Grid) -> bool:
    """Whether the table lists passed and failed together; its results are counted instead."""
    column = grid.find("result")
    return column is not None and {"合格", "不合格"} <= {row.cell(column) for row in grid.rows}


def _lists_others(grid: Grid) -> bool:
    """Whether a column of results names more than the failed."""
    column = grid.find("result")
    return column is not None and {row.cell(column) for row in grid.rows} != {"不合格"}


def _group_sizes(grid: Grid) -> set[int]:
    """Rows by result, platform …: 不合格 rows of a table of all websites."""
    groups = (column for column in grid.columns if column.role in {"result", "platform"})
    counts: set[int] = set()
    for column in groups:
        cells = [row.cell(column) for row in grid.rows]
        counts |= {cells.count(cell) for cell in cells}
    return counts


def _listed(sentence: Sentence, stated: Quantity, grid: Grid) -> Contradiction:
    rows = len(grid.rows)
    message = f"正文称{stated.text}，附件{grid.table.attachment}（表{grid.table.number}）列出{rows}行"
    return in_text("total", sentence, message, stated=stated.text, computed=str(rows))


def _caption(grid: Grid) -> Iterator[Contradiction]:
    match = _CAPTION_COUNT.search(grid.caption)
    if match and _is_list(grid) and int(match[1]) not in _sizes(grid):
        yield Contradiction(
            kind="total",
            where=f"表{grid.table.number}",
            excerpt=excerpt(grid.caption),
            stated=match.group(),
            computed=str(len(grid.rows)),
            message=f"表题称{match.group()}，表中列出{len(grid.rows)}行",
        )


def _subject(grid: Grid) -> str:
    found = {family(subject_in(word)) for word in re.findall("政府网站|政务新媒体|新媒体|网站", grid.caption)}
    return found.pop() if len(found) == 1 else ""


def _stated(reading: Reading, subject: str, what: str) -> list[tuple[Quantity, Sentence]]:
    return [(one.quantity, one.sentence) for one in statements(reading).get(f"{subject}.{what}", ())]


def _failed_list(reading: Reading, grid: Grid) -> Iterator[Contradiction]:
    """A list headed 不合格网站 against the only number of failed websites the text knows."""
    subject = _subject(grid)
    if not subject or not _FAILED.search(grid.caption) or not _is_list(grid) or _lists_others(grid):
        return
    if _pointed_at(reading, grid):
        return
    yield from _compare(
        reading, grid, (subject, "不合格"), known=_sizes(grid), words=f"列出{len(grid.rows)}行"
    )


def _pointed_at(reading: Reading, grid: Grid) -> bool:
    number = grid.table.attachment
    return bool(number) and any(
        re.search(rf"(?:见|列入)附件\s?{number}(?!\d)", normalise(one.text)) for one in reading.paragraphs
    )


def _results(reading: Reading, grid: Grid) -> Iterator[Contradiction]:
    """A table of all subjects with a column of results against the stated numbers of passed and failed."""
    column, subject = grid.find("result"), _subject(grid)
    if column is None or not subject or not _ALL_LISTED.search(grid.caption):
        return
    cells = [row.cell(column) for row in grid.rows]
    if {"合格", "不合格"} <= set(cells):
        for what in ("合格", "不合格"):
            yield from _compare(
                reading,
                grid,
                (subject, what),
                known={cells.count(what)},
                words=f"{what}的有{cells.count(what)}行",
            )


def _total_row(reading: Reading, grid: Grid) -> Iterator[Contradiction]:
    subject = _subject(grid)
    if grid.total is None or not subject:
        return
    found = {what: grid.total.value(grid.find(role)) for role, what in _WHOLE_COLUMNS}
    values = {what: value.value for what, value in found.items() if value is not None}
    if any(_is_of_a_part(reading, subject, what, value) for what, value in values.items()):
        return
    for what, value in values.items():
        yield from _compare(reading, grid, (subject, what), known={int(value)}, words=f"合计为{value}")


def _is_of_a_part(reading: Reading, subject: str, what: str, value: Decimal) -> bool:
    """抽查80家；其中市县网站60家: a table of 60 tells of these, not of all."""
    stated = _stated(reading, subject, what)
    beside = [
        q for one, sentence in stated for q in sentence.quantities if q is not one and q.unit == one.unit
    ]
    return all(one.value != value for one, _ in stated) and any(q.value == value for q in beside)


def _compare(
    reading: Reading, grid: Grid, figure: tuple[str, str], *, known: set[int], words: str
) -> Iterator[Contradiction]:
    """A mismatch when the text states this figure and no statement of it agrees with the table."""
    subject, what = figure
    stated = _stated(reading, subject, what)
    if not stated or any(quantity.value in known for quantity, _ in stated):
        return
    quantity, sentence = stated[0]
    message = f"正文{subject}{what}为{quantity.text}，表{grid.table.number}{words}"
    sure = len({q.value for q, _ in stated}) == 1
    yield in_text("mismatch", sentence, message, stated=quantity.text, computed=str(min(known)), sure=sure)
