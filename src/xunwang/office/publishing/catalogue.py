"""A standard openness catalogue (基层政务公开标准目录) held against the columns of a website and what they list. Pure but for reading the file.

An entry that names an item is met by what speaks of that item (see `mentions`), not by anything that its column holds.
"""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Self

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.publishing.figures import Column
from xunwang.office.registry.fields import Field
from xunwang.office.registry.headers import places_of
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import Line, Sheet, aside, read_sheets
from xunwang.office.registry.values import RowError, parse_date

HEADERS = (
    Field("column", ("栏目", "公开栏目", "栏目名称", "公开渠道栏目", "一级事项", "一级公开事项", "公开渠道")),
    Field("item", ("事项", "二级事项", "二级公开事项", "公开事项", "事项名称", "公开内容")),
    Field("deadline", ("截止日期", "公开期限", "公开时限", "期限", "应公开日期")),
    Field("every", ("更新周期", "更新周期天", "周期", "周期天")),
)  # fmt: skip
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
    UNSURE = "待人工核对"
    NOT_DUE = "未到期"


class Entry(Record, frozen=True):
    """What the catalogue asks: the column, until when, or how often (days); `unclear` says what of that cannot be told."""

    row: int
    column: str
    item: str = ""
    deadline: dt.date | None = None
    every: int | None = None
    unclear: str = ""
    sheet: str = ""


class Mention(Record, frozen=True):
    """An item that speaks of an entry; `sure` where its title or a document attached to it does, not only its text."""

    title: str
    url: str
    day: dt.date | None = None
    sure: bool = True


class Covered(Record, frozen=True):
    """`newest` is the day of what speaks of the entry, or of its column where it names no item; `by` what it is told by, `why` what else is to be known."""

    entry: Entry
    state: State
    newest: dt.date | None = None
    by: Mention | None = None
    why: str = ""


class Asked(Record, frozen=True):
    """A catalogue as its file tells it; `problems` name the rows that ask for nothing."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


def read_catalogue(path: Path) -> Asked:
    """All sheets that have the header: standard catalogues have one a field. Raises OfficeError for a file of no use."""
    read = [asked for sheet in read_sheets(path) if (asked := _of_sheet(sheet)) is not None]
    if not read:
        raise OfficeError("没有找到目录的表头，应有“栏目”列，可以有“事项”“截止日期”“更新周期”（天）列。")
    return Asked(
        tuple(entry for asked in read for entry in asked.entries),
        tuple(problem for asked in read for problem in asked.problems),
    )


def _of_sheet(sheet: Sheet) -> Asked | None:
    for header in sheet.lines[:20]:
        places = places_of(header, HEADERS)
        if "column" in places:
            below = [line for line in sheet.lines if line.number > header.number]
            return _asked(below, places, sheet.name)
    return None


def _asked(lines: Sequence[Line], places: dict[str, int], sheet: str) -> Asked:
    asides = {line.number: aside(line) for line in lines}
    read = [(line, None if asides[line.number] else _entry(line, places, sheet)) for line in lines]
    left_out = [
        Problem(said, "warning", sheet, line.number)
        if (said := asides[line.number])
        else Problem(_NO_COLUMN, "error", sheet, line.number)
        for line, entry in read
        if entry is None
    ]
    return Asked(tuple(entry for _, entry in read if entry is not None), tuple(left_out))


def _entry(line: Line, places: dict[str, int], sheet: str) -> Entry | None:
    said = {
        name: line.cells[place].text.strip() if place < len(line.cells) else ""
        for name, place in places.items()
    }
    if not said["column"]:
        return None
    every, odd_cycle = _cycle(said.get("every", ""))
    deadline, odd_day = _deadline(said.get("deadline", ""))
    unclear = "；".join(filter(None, (odd_day, odd_cycle)))
    return Entry(line.number, said["column"], said.get("item", ""), deadline, every, unclear, sheet)


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


def plain(text: str) -> str:
    """As names are compared: without blanks and signs."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


def coverage(
    entries: Sequence[Entry],
    columns: Sequence[Column],
    as_of: dt.date,
    mentions: Sequence[Sequence[Mention]] | None = None,
) -> list[Covered]:
    """What of the catalogue is published at the end of `as_of`.

    Columns of one name are looked at together; one that bears the name of the item is about nothing else. `mentions` are those of
    each entry, None where nobody looked for them yet: then nothing is concluded for entries that name an item.
    """
    known: dict[str, list[Column]] = {}
    for column in columns:
        known.setdefault(plain(column.name), []).append(column)
    told = mentions if mentions is not None else [None] * len(entries)
    return [
        _covered(_Held.of(entry, known, found, as_of), as_of)
        for entry, found in zip(entries, told, strict=True)
    ]


class _Held(Record, frozen=True):
    """One entry and what there is of it: `days` and `undated` of what is about it, `held` the days of all that its columns hold."""

    entry: Entry
    columns: tuple[Column, ...]
    mentions: tuple[Mention, ...]
    days: tuple[dt.date, ...]
    undated: bool
    held: tuple[dt.date, ...]
    looked: bool

    @classmethod
    def of(
        cls,
        entry: Entry,
        known: Mapping[str, Sequence[Column]],
        found: Sequence[Mention] | None,
        as_of: dt.date,
    ) -> Self:
        named = known.get(plain(entry.column), ())
        own = [*known.get(plain(entry.item), ()), *_standing(entry, named)] if entry.item else named
        columns = (*own, *(one for one in named if one not in own))
        said = tuple(one for one in found or () if one.day is None or one.day <= as_of)
        sure = [one for one in said if one.sure]
        days = [*_days(own, as_of), *(one.day for one in sure if one.day)]
        undated = any(_has_undated(one) for one in own) or any(one.day is None for one in sure)
        looked = found is not None or not entry.item
        return cls(entry, columns, said, tuple(sorted(days)), undated, _days(columns, as_of), looked)

    @property
    def content(self) -> bool:
        return bool(self.held) or any(_has_undated(one) for one in self.columns)

    @property
    def timed(self) -> bool:
        return self.entry.deadline is not None or self.entry.every is not None


def _standing(entry: Entry, columns: Iterable[Column]) -> list[Column]:
    """Columns of standing text that bear part of the item's name: 公开指南 for 政府信息公开指南."""
    asked = plain(entry.item)
    return [one for one in columns if one.static and plain(one.name) in asked and plain(one.name) != asked]


def _days(columns: Iterable[Column], as_of: dt.date) -> tuple[dt.date, ...]:
    return tuple(sorted(day for column in columns for day in column.days if day <= as_of))


def _has_undated(column: Column) -> bool:
    return column.static or column.items > len(column.days)


def _covered(held: _Held, as_of: dt.date) -> Covered:
    state = _state(held, as_of)
    days = held.days if held.entry.item else held.held
    return Covered(held.entry, state, days[-1] if days else None, _by(held, state), _why(held, state))


def _state(held: _Held, as_of: dt.date) -> State:
    """Items without a day may be anything: where a day is asked for, nothing bad follows from them and nothing good."""
    entry, told = held.entry, bool(held.days) or held.undated
    if told and not entry.unclear and (not held.timed or _in_time(entry, held.days, as_of)):
        return State.PUBLISHED
    if entry.deadline is not None and as_of <= entry.deadline:
        return State.NOT_DUE
    if not held.columns:
        return State.MISSING
    not_looked = held.content and not held.looked
    unread = any(column.unread for column in held.columns)
    if held.undated or unread or not_looked or (told and entry.unclear):
        return State.UNREAD
    if told:
        return State.LATE
    return _untold(held, as_of)


def _untold(held: _Held, as_of: dt.date) -> State:
    """Nothing speaks of the entry: where its columns hold something of the time, that may be it under another name."""
    if not held.content:
        return State.EMPTY
    undated = any(_has_undated(one) for one in held.columns)
    if held.timed and not held.entry.unclear and not undated and not _in_time(held.entry, held.held, as_of):
        return State.LATE
    return State.UNSURE


def _by(held: _Held, state: State) -> Mention | None:
    """What it is told by: where a deadline was met, what lies before it."""
    sure = [one for one in held.mentions if one.sure]
    limit = held.entry.deadline if state is State.PUBLISHED else None
    before = [one for one in sure if limit is None or (one.day and one.day <= limit)]
    weak = [one for one in held.mentions if not one.sure] if state is State.UNSURE else []
    return next(iter([*before, *weak]), None)


def _why(held: _Held, state: State) -> str:
    unread = next((column.unread for column in held.columns if column.unread), "")
    reasons = {
        State.UNSURE: "栏目有内容，标题和附件没有写明这一事项，可能用了别的名称",
        State.UNREAD: unread
        or ("还没有核对到事项" if not held.looked else "" if held.entry.unclear else "有内容没有写日期"),
        State.LATE: "" if held.days else "栏目在这段时间里没有内容",
    }
    return "；".join(filter(None, (reasons.get(state, ""), held.entry.unclear)))


def _in_time(entry: Entry, days: Sequence[dt.date], as_of: dt.date) -> bool:
    """New enough at `as_of`, and of the deadline's own period: its year, or the last weeks of the year before."""
    fresh = entry.every is None or any((as_of - day).days <= entry.every for day in days)
    if entry.deadline is None:
        return fresh
    first = min(dt.date(entry.deadline.year, 1, 1), entry.deadline - _LEAD)
    return fresh and any(first <= day <= entry.deadline for day in days)
