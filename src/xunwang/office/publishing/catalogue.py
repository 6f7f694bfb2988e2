"""A standard openness catalogue (基层政务公开标准目录) held against the columns of a website. Pure but for reading the file."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.publishing.figures import Column
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import Line, read_sheets
from xunwang.office.registry.values import RowError, parse_date

_COLUMN = ("栏目", "公开栏目", "栏目名称", "公开渠道栏目", "一级事项", "一级公开事项")
_ITEM = ("事项", "二级事项", "二级公开事项", "公开事项", "事项名称", "公开内容")
_DEADLINE = ("截止日期", "公开期限", "公开时限", "期限", "应公开日期")
_DAYS = ("更新周期", "更新周期天", "周期", "周期天")
_SIGNS = re.compile(r"[\s（）()、，,·\-—]+")
_FILLERS = re.compile(r"[\s（）()]|至少|不少于|不超过|更新|发布|公开|以内|内|以上")
_CYCLE = re.compile(
    r"(?:每隔?|按)?(\d{1,4}|[一二两三四五六七八九十半])?个?(天|日|周|星期|月|季度|季|半年|年度|年)?(?:([1-9]\d?|[一二两三四五六七八九十])次)?"
)
_UNITS = {
    "天": 1, "日": 1, "周": 7, "星期": 7, "月": 31, "季度": 92, "季": 92, "半年": 184, "年": 366, "年度": 366,
}  # fmt: skip
_DIGITS = {"半": 0.5} | dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_ALWAYS = re.compile(r"长期(?:公开)?|常年(?:公开)?|无|/|—+|-+")
_LEAD = dt.timedelta(days=90)
_NO_COLUMN = "“栏目”是空的，这一行没有存入；与上一行同属一个栏目的，请合并单元格或逐行填写。"


class State(StrEnum):
    PUBLISHED = "已公开"
    LATE = "逾期"
    MISSING = "没有这个栏目"
    EMPTY = "没有内容"
    UNREAD = "未能检查"
    NOT_DUE = "未到期"


class Entry(Record, frozen=True):
    """What the catalogue asks: the column, until when, or how often (days); `unclear` says what of that cannot be told."""

    row: int
    column: str
    item: str = ""
    deadline: dt.date | None = None
    every: int | None = None
    unclear: str = ""


class Covered(Record, frozen=True):
    entry: Entry
    state: State
    newest: dt.date | None = None


class Asked(Record, frozen=True):
    """A catalogue as its file tells it; `problems` name the rows that ask for nothing."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


def read_catalogue(path: Path) -> Asked:
    """Raises OfficeError for a file of no use."""
    for sheet in read_sheets(path):
        for header in sheet.lines[:20]:
            places = _places(header)
            if "column" in places:
                below = [line for line in sheet.lines if line.number > header.number]
                return _asked(below, places, sheet.name)
    raise OfficeError("没有找到目录的表头，应有“栏目”列，可以有“事项”“截止日期”“更新周期”（天）列。")


def _places(line: Line) -> dict[str, int]:
    texts = [_SIGNS.sub("", cell.text) for cell in line.cells]
    fields = {"column": _COLUMN, "item": _ITEM, "deadline": _DEADLINE, "every": _DAYS}
    found = {
        name: next((texts.index(word) for word in words if word in texts), None)
        for name, words in fields.items()
    }
    return {name: place for name, place in found.items() if place is not None}


def _asked(lines: Sequence[Line], places: dict[str, int], sheet: str) -> Asked:
    read = [(line, _entry(line, places)) for line in lines]
    left_out = [Problem(_NO_COLUMN, "error", sheet, line.number) for line, entry in read if entry is None]
    return Asked(tuple(entry for _, entry in read if entry is not None), tuple(left_out))


def _entry(line: Line, places: dict[str, int]) -> Entry | None:
    said = {
        name: line.cells[place].text.strip() if place < len(line.cells) else ""
        for name, place in places.items()
    }
    if not said["column"]:
        return None
    every, odd_cycle = _cycle(said.get("every", ""))
    deadline, odd_day = _deadline(said.get("deadline", ""))
    unclear = "；".join(filter(None, (odd_day, odd_cycle)))
    return Entry(line.number, said["column"], said.get("item", ""), deadline, every, unclear)


def _deadline(written: str) -> tuple[dt.date | None, str]:
    """The day, and what of it cannot be told: most limits run from a day that only the office knows."""
    if not written or _ALWAYS.fullmatch(written):
        return None, ""
    try:
        return parse_date(written, "deadline"), ""
    except RowError:
        return None, f"期限“{written}”没有写明日期"


def _cycle(written: str) -> tuple[int | None, str]:
    """Days as people write them (30, 每月, 每季度1次, 1年), and what of it cannot be told."""
    text = _FILLERS.sub("", written)
    if not text or _ALWAYS.fullmatch(text):
        return None, ""
    told = _CYCLE.fullmatch(text)
    if told is None or not (told[1] or told[2]):
        return None, f"更新周期“{written}”不认识"
    days = (
        (_number(told[1]) if told[1] else 1) * _UNITS[told[2] or "天"] / (_number(told[3]) if told[3] else 1)
    )
    return (math.ceil(days), "") if days else (None, f"更新周期“{written}”不认识")


def _number(written: str) -> float:
    return float(written) if written.isdigit() else _DIGITS[written]


def coverage(entries: Iterable[Entry], columns: Sequence[Column], as_of: dt.date) -> list[Covered]:
    """What of the catalogue is published at the end of `as_of`. Columns of one name are looked at together."""
    known: dict[str, list[Column]] = {}
    for column in columns:
        known.setdefault(_SIGNS.sub("", column.name), []).append(column)
    return [_covered(entry, known.get(_SIGNS.sub("", entry.column), []), as_of) for entry in entries]


def _covered(entry: Entry, columns: Sequence[Column], as_of: dt.date) -> Covered:
    days = sorted(day for column in columns for day in column.days if day <= as_of)
    return Covered(entry, _state(entry, columns, days, as_of), days[-1] if days else None)


def _state(entry: Entry, columns: Sequence[Column], days: Sequence[dt.date], as_of: dt.date) -> State:
    """Items without a day may be anything: where a day is asked for, nothing bad follows from them and nothing good."""
    undated = any(column.static or column.items > len(column.days) for column in columns)
    timed = entry.deadline is not None or entry.every is not None
    content = days or undated
    if content and not entry.unclear and (_in_time(entry, days, as_of) if timed else True):
        return State.PUBLISHED
    if entry.deadline is not None and as_of <= entry.deadline:
        return State.NOT_DUE
    if not columns:
        return State.MISSING
    if undated or any(column.unread for column in columns) or (content and entry.unclear):
        return State.UNREAD
    return State.LATE if days else State.EMPTY


def _in_time(entry: Entry, days: Sequence[dt.date], as_of: dt.date) -> bool:
    """New enough at `as_of`, and of the deadline's own period: its year, or the last weeks of the year before."""
    fresh = entry.every is None or any((as_of - day).days <= entry.every for day in days)
    if entry.deadline is None:
        return fresh
    first = min(dt.date(entry.deadline.year, 1, 1), entry.deadline - _LEAD)
    return fresh and any(first <= day <= entry.deadline for day in days)
