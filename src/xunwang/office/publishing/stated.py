"""What units state of their publishing, held against what was counted. Pure but for reading the file."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import structs

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.numerals import whole
from xunwang.office.publishing.figures import KIND_NAMES, OTHERS, Column, by_site
from xunwang.office.registry.fields import Field
from xunwang.office.registry.headers import places_of
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import Line, Sheet, read_sheets
from xunwang.office.registry.values import RowError, parse_date

TOTAL, COLUMNS = "", "栏目数"
KINDS = (TOTAL, *dict.fromkeys(KIND_NAMES.values()), OTHERS, COLUMNS)
"""What can be stated: all items, items of a kind, the number of columns."""
HEADERS = (
    Field("site", ("网站名称", "网站")), Field("number", ("条数", "上报数", "发布条数", "信息发布数量", "数量")),
    Field("kind", ("类别", "信息类别", "类型")), Field("first", ("起始日期", "开始日期")),
    Field("last", ("截止日期", "结束日期")), Field("source", ("来源", "依据", "出处")),
)  # fmt: skip
_MOST = 99_999_999
_ALL = {"", "合计", "总数", "总计", "发布条数", "全部"}


class Stated(Record, frozen=True):
    """One stated number; `kind` is one of `KINDS`. `site` is what the website is called, `key` its identity where that is known."""

    site: str
    number: int
    first: dt.date
    last: dt.date
    kind: str = TOTAL
    source: str = ""
    row: int = 0
    key: str = ""
    sheet: str = ""


class Compared(Record, frozen=True):
    """A stated number beside the counted one. `counted` is None where nothing could be counted."""

    stated: Stated
    counted: int | None
    unread: int = 0
    undated: int = 0
    repeated: int = 0

    @property
    def difference(self) -> int | None:
        return None if self.counted is None else self.stated.number - self.counted

    @property
    def hint(self) -> str:
        """What may explain that more is stated than was counted; nothing where both agree."""
        if self.difference is None:
            return f"{self.unread}个栏目未能读取，未能核对。" if self.unread else "这个网站还没有统计。"
        if self.difference <= 0:
            return "统计多于上报，请核对上报的时段和口径。" if self.difference else ""
        if self.stated.kind == COLUMNS:
            return "统计到的栏目都已计入，请核对上报的栏目数。"
        doubts = [f"{self.unread}个栏目未能读取"] if self.unread else []
        doubts += [f"{self.undated}条信息没有日期"] if self.undated else []
        doubts += [f"{self.repeated}处在其他栏目重复出现"] if self.repeated else []
        return f"{'、'.join(doubts)}，没有计入。" if doubts else "栏目都已读取，请核对上报数。"


def compared(stated: Iterable[Stated], columns: Sequence[Column]) -> list[Compared]:
    """Each stated number with what was counted of the same website in the same period."""
    return [_compared(one, [column for column in columns if _is_of(column, one)]) for one in stated]


def _is_of(column: Column, one: Stated) -> bool:
    return column.key == one.key if one.key else column.site == one.site


def _compared(one: Stated, columns: Sequence[Column]) -> Compared:
    counted = by_site(columns, one.first, one.last)
    if not counted:
        return Compared(one, None)
    asked = [column for column in columns if column.publishes and one.kind in {TOTAL, column.kind}]
    if asked and all(column.unread for column in asked):
        return Compared(one, None, len(asked))
    if one.kind == COLUMNS:
        return Compared(one, counted[0].columns)
    if not asked:
        return Compared(one, 0)
    (site,) = by_site(asked, one.first, one.last)
    return Compared(one, site.total, site.unread, site.undated, site.repeated)


def kind_of(written: str) -> str:
    """The kind as people write it. Raises RowError."""
    text = re.sub(r"\s+", "", written)
    if text in _ALL:
        return TOTAL
    found = next((kind for kind in KINDS[1:] if kind == text), None)
    if found is None:
        raise RowError("kind", f"类别“{written}”不认识，应为空（合计）或{'、'.join(KINDS[1:])}之一。")
    return found


def read_stated(path: Path, first: dt.date, last: dt.date) -> tuple[list[Stated], list[Problem]]:
    """The usable rows of all sheets and what is wrong with the others; rows without days are of the given period. Raises OfficeError."""
    read = [found for sheet in read_sheets(path) if (found := _of_sheet(sheet, (first, last))) is not None]
    if not read:
        raise OfficeError("没有找到表头，应有“网站”和“条数”两列，可以有“类别”“起始日期”“截止日期”“来源”列。")
    return [row for rows, _ in read for row in rows], [one for _, problems in read for one in problems]


def _of_sheet(sheet: Sheet, period: tuple[dt.date, dt.date]) -> tuple[list[Stated], list[Problem]] | None:
    for header in sheet.lines[:20]:
        places = places_of(header, HEADERS)
        if {"site", "number"} <= places.keys():
            rows, problems = _rows(sheet.below(header), places, period, sheet.name)
            asides = [Problem(said, "warning", sheet.name, number) for number, said in sheet.asides(header)]
            return rows, [*problems, *asides]
    return None


def _rows(
    lines: Iterable[Line], places: dict[str, int], period: tuple[dt.date, dt.date], sheet: str
) -> tuple[list[Stated], list[Problem]]:
    rows, problems = [], []
    for line in lines:
        try:
            rows.append(structs.replace(_row(line, places, period), sheet=sheet))
        except RowError as error:
            problems.append(Problem(str(error), "error", sheet, line.number))
    return rows, problems


def _row(line: Line, places: dict[str, int], period: tuple[dt.date, dt.date]) -> Stated:
    said = {
        name: line.cells[place].text.strip() if place < len(line.cells) else ""
        for name, place in places.items()
    }
    if not said["site"]:
        raise RowError("site", "网站是空的。")
    count = whole(re.sub(r"[,，\s]", "", said["number"]).removesuffix("条"), _MOST)
    if count is None:
        raise RowError("number", f"条数“{said['number']}”不是整数。")
    first = parse_date(said["first"], "first") if said.get("first") else period[0]
    last = parse_date(said["last"], "last") if said.get("last") else period[1]
    if last < first:
        raise RowError("last", f"截止日期 {last} 早于起始日期 {first}。")
    return Stated(
        said["site"],
        count,
        first,
        last,
        kind_of(said.get("kind", "")),
        said.get("source", "")[:200],
        line.number,
    )
