"""A standard openness catalogue (基层政务公开标准目录) held against the columns of a website. Pure but for reading the file."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.publishing.figures import Column
from xunwang.office.registry.table import Line, read_sheets
from xunwang.office.registry.values import RowError, parse_date

_COLUMN = ("栏目", "公开栏目", "栏目名称", "公开渠道栏目")
_ITEM = ("事项", "公开事项", "事项名称", "公开内容")
_DEADLINE = ("截止日期", "公开期限", "期限", "应公开日期")
_DAYS = ("更新周期", "更新周期天", "周期", "周期天")
_SIGNS = re.compile(r"[\s（）()、，,·\-—]+")


class State(StrEnum):
    PUBLISHED = "已公开"
    LATE = "逾期"
    MISSING = "没有这个栏目"
    EMPTY = "没有内容"
    UNREAD = "未能检查"


class Entry(Record, frozen=True):
    """What the catalogue asks: the column, until when, or how often (days)."""

    row: int
    column: str
    item: str = ""
    deadline: dt.date | None = None
    every: int | None = None


class Covered(Record, frozen=True):
    entry: Entry
    state: State
    newest: dt.date | None = None


def read_catalogue(path: Path) -> list[Entry]:
    """Raises OfficeError for a file of no use, naming the row."""
    for sheet in read_sheets(path):
        for header in sheet.lines[:20]:
            places = _places(header)
            if "column" in places:
                below = [line for line in sheet.lines if line.number > header.number]
                return [entry for line in below if (entry := _entry(line, places)) is not None]
    raise OfficeError("没有找到目录的表头，应有“栏目”列，可以有“事项”“截止日期”“更新周期”（天）列。")


def _places(line: Line) -> dict[str, int]:
    texts = [_SIGNS.sub("", cell.text) for cell in line.cells]
    fields = {"column": _COLUMN, "item": _ITEM, "deadline": _DEADLINE, "every": _DAYS}
    found = {
        name: next((texts.index(word) for word in words if word in texts), None)
        for name, words in fields.items()
    }
    return {name: place for name, place in found.items() if place is not None}


def _entry(line: Line, places: dict[str, int]) -> Entry | None:
    said = {
        name: line.cells[place].text.strip() if place < len(line.cells) else ""
        for name, place in places.items()
    }
    if not said["column"]:
        return None
    days = re.search(r"\d{1,4}", said.get("every", ""))
    try:
        deadline = parse_date(said["deadline"], "deadline") if said.get("deadline") else None
    except RowError as error:
        raise OfficeError(f"第 {line.number} 行：{error}") from None
    return Entry(line.number, said["column"], said.get("item", ""), deadline, int(days[0]) if days else None)


def coverage(entries: Iterable[Entry], columns: Sequence[Column], as_of: dt.date) -> list[Covered]:
    """What of the catalogue is published at the end of `as_of`."""
    known = {_SIGNS.sub("", column.name): column for column in columns}
    return [_covered(entry, known.get(_SIGNS.sub("", entry.column)), as_of) for entry in entries]


def _covered(entry: Entry, column: Column | None, as_of: dt.date) -> Covered:
    if column is None:
        return Covered(entry, State.MISSING)
    if column.unread:
        return Covered(entry, State.UNREAD)
    newest = max((day for day in column.days if day <= as_of), default=None)
    if not column.items and not column.static:
        return Covered(entry, State.EMPTY)
    too_old = entry.every is not None and newest is not None and (as_of - newest).days > entry.every
    oldest = min(column.days, default=None)
    came_late = entry.deadline is not None and oldest is not None and oldest > entry.deadline
    return Covered(entry, State.LATE if too_old or came_late else State.PUBLISHED, newest)
