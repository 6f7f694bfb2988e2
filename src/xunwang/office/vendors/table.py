"""A vendor's table of findings -> rows that can be used and problems by row; personal data in it is masked. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import field

from xunwang.inspector.door.privacy import masked
from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.registry.sheet import Problem
from xunwang.office.registry.table import Line, Sheet, read_sheets
from xunwang.office.registry.values import CELL_ERRORS, RowError, parse_date
from xunwang.office.vendors.columns import columns_of

HEADER_WITHIN = 20
_LONGEST = {"message": 2000, "excerpt": 2000, "url": 2000, "parent": 2000}

_PLACES_OF_SITE = ("site", "code", "home", "url")
_WORDS_OF_FAULT = ("message", "kind", "excerpt")
_PAGES = {"url", "parent"}
_TELLING = (*_PAGES, "message", "excerpt")
_NO_TITLE = re.compile(r"(?:Sheet|工作表|表)\s*\d*", re.IGNORECASE)
"""Names that the program gave."""
_SHOWN, _MOST_SHOWN = 20, 12


class VendorRow(Record, frozen=True):
    """One usable row of a `sheet`; `said` is all of it as it was written, header to cell.

    `title` is the sheet's name where it may say what is wrong.
    """

    row: int
    said: dict[str, str]
    kind: str
    message: str
    url: str = ""
    parent: str = ""
    excerpt: str = ""
    site: str = ""
    code: str = ""
    home: str = ""
    found_on: dt.date | None = None
    sheet: str = ""
    title: str = ""


class ReadSheet(Record, frozen=True):
    """A sheet and how it was understood: `columns` says which header was taken for which field, `unused` are the others.

    `aside` says why nothing of it was read.
    """

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    read: int = 0
    aside: str = ""


class VendorTable(Record, frozen=True):
    """All sheets of a table together; `read` counts the rows below the headers."""

    rows: tuple[VendorRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheets: tuple[ReadSheet, ...] = ()

    @property
    def read(self) -> int:
        return sum(sheet.read for sheet in self.sheets)

    @property
    def columns(self) -> dict[str, str]:
        """Field -> the headers that were taken for it."""
        headers: dict[str, dict[str, None]] = {}
        for sheet in self.sheets:
            for name, header in sheet.columns.items():
                headers.setdefault(name, {})[header] = None
        return {name: "／".join(said) for name, said in headers.items()}


class _Headed(Record, frozen=True):
    """A sheet with its header and the places of its columns. `title` is its name where a person gave it one."""

    sheet: Sheet
    header: Line
    places: dict[str, int]
    title: str = ""

    @property
    def tells(self) -> bool:
        """Whether it tells single faults, not how many there are of each kind."""
        return any(name in self.places for name in _TELLING)

    @property
    def columns(self) -> dict[str, str]:
        return {name: self.header.cells[place].text for name, place in self.places.items()}

    @property
    def unused(self) -> tuple[str, ...]:
        taken = set(self.places.values())
        return tuple(
            cell.text for place, cell in enumerate(self.header.cells) if cell.text and place not in taken
        )


def read_table(path: Path, named: Mapping[str, str]) -> VendorTable:
    """Reads all sheets of an xlsx or csv table that tell faults.

    `named` maps fields to the table's own headers. Raises OfficeError when nothing of it can be used.
    """
    sheets = read_sheets(path)
    found = {sheet.name: one for sheet in sheets if (one := _headed(sheet, named, path.name))}
    if not found:
        raise OfficeError(_no_header(sheets))
    known = {name for one in found.values() for name in one.places}
    missing = [text for name, text in named.items() if text and name not in known]
    if missing:
        raise OfficeError(f"表头里没有“{'”“'.join(missing)}”这一列，请照表里的列名填写。")
    some_tell = any(one.tells for one in found.values())
    rows: list[VendorRow] = []
    problems: list[Problem] = []
    told: list[ReadSheet] = []
    for sheet in sheets:
        one = found.get(sheet.name)
        if one is None:
            told.append(ReadSheet(sheet.name, aside="没有找到表头" if sheet.lines else "是空的"))
        elif some_tell and not one.tells:
            told.append(ReadSheet(sheet.name, aside="只有网站和问题类型，没有写明在哪一页、是什么，看作汇总"))
        else:
            lines = sheet.below(one.header)
            told.append(ReadSheet(sheet.name, one.columns, one.unused, len(lines)))
            _read_lines(one, lines, rows, problems)
            problems += [
                Problem(said, "warning", sheet.name, number) for number, said in sheet.asides(one.header)
            ]
    return VendorTable(tuple(rows), tuple(problems), tuple(told))


def _read_lines(one: _Headed, lines: Sequence[Line], rows: list[VendorRow], problems: list[Problem]) -> None:
    for line in lines:
        reader = _RowReader(one, line)
        try:
            rows.append(reader.row())
        except RowError as error:
            column = one.columns.get(error.field)
            problems.append(Problem(str(error), "error", one.sheet.name, line.number, column))
            continue
        problems += [Problem(text, "warning", one.sheet.name, line.number) for text in reader.notes]


def _headed(sheet: Sheet, named: Mapping[str, str], file: str) -> _Headed | None:
    """The sheet by the line that has the most columns of ours, where one has enough."""
    title = "" if sheet.name == file or _NO_TITLE.fullmatch(sheet.name) else sheet.name.strip()
    best: _Headed | None = None
    for line in sheet.lines[:HEADER_WITHIN]:
        one = _Headed(sheet, line, columns_of(line, named), title)
        if _is_enough(one) and (best is None or len(one.places) > len(best.places)):
            best = one
    return best


def _is_enough(one: _Headed) -> bool:
    """A column tells which website it is about, and a column, or the name of a sheet of pages, what is wrong."""
    whose = any(name in one.places for name in _PLACES_OF_SITE)
    return whose and (
        any(name in one.places for name in _WORDS_OF_FAULT) or bool(one.title and one.places.keys() & _PAGES)
    )


def _no_header(sheets: Sequence[Sheet]) -> str:
    looked = "；".join(filter(None, map(_widest, sheets)))
    return (
        f"没有找到表头。看过：{looked}。至少要有说明是哪个网站的一列（网站名称、标识码、首页网址或问题页面），和说明是什么问题的一列"
        "（问题类型或问题描述）；列名不同的，请在“列名对应”中填写表里的列名。"
    )


def _widest(sheet: Sheet) -> str:
    """The line that looks most like a header, so that people see which names to fill in."""
    line = max(
        sheet.lines[:HEADER_WITHIN],
        key=lambda line: sum(bool(cell.text) for cell in line.cells),
        default=None,
    )
    if line is None:
        return ""
    said = [cell.text[:_SHOWN] for cell in line.cells if cell.text]
    return f"“{sheet.name}”第 {line.number} 行（{'、'.join(said[:_MOST_SHOWN])}）"


class _RowReader:
    """Reads one line; `notes` collects what was left aside."""

    def __init__(self, headed: _Headed, line: Line) -> None:
        self.headed, self.line, self.places = headed, line, headed.places
        self.notes: list[str] = []

    def row(self) -> VendorRow:
        kind, message = self.text("kind"), self.text("message")
        excerpt, better = self.text("excerpt"), self.text("suggestion")
        named = "kind" in self.places or "message" in self.places
        title = "" if named else self.headed.title
        told = message or kind or (title if excerpt or self._has_page() else "") or excerpt
        if not told:
            raise RowError("message", "没有写明是什么问题，应填问题类型或问题描述。")
        told = f"{told}（建议：{better}）" if better else told
        names = {name: self.text(name) for name in ("site", "code", "home")}
        return VendorRow(
            self.line.number,
            self.said(),
            kind,
            masked(told),
            url=self.address("url"),
            parent=self.address("parent"),
            excerpt=masked(excerpt),
            found_on=self.day(),
            sheet=self.headed.sheet.name,
            title=title,
            **names,
        )

    def _has_page(self) -> bool:
        return any(self.text(name) for name in _PAGES)

    def said(self) -> dict[str, str]:
        pairs = zip(self.headed.header.cells, self.line.cells, strict=False)
        return {head.text: masked(cell.text) for head, cell in pairs if head.text and cell.text}

    def text(self, field: str) -> str:
        place = self.places.get(field)
        value = (
            self.line.cells[place].text.strip() if place is not None and place < len(self.line.cells) else ""
        )
        if value.startswith("#") and value.upper() in CELL_ERRORS:
            raise RowError(field, f"单元格的公式出错（{value}），应填写文字。")
        longest = _LONGEST.get(field, 200)
        if len(value) > longest:
            raise RowError(field, f"内容有 {len(value)} 个字，超过 {longest} 个字的上限，请精简。")
        return value

    def address(self, field: str) -> str:
        """An address as it is written or linked; one without http:// is completed, what is none is left aside."""
        place = self.places.get(field)
        if place is None or place >= len(self.line.cells):
            return ""
        text, link = self.text(field), self.line.cells[place].link or ""
        for one in (text, link):
            if one.startswith(("http://", "https://")):
                return one
        if re.fullmatch(r"[\w.-]+\.[A-Za-z]{2,}(?::\d+)?(?:/\S*)?", text, re.ASCII):
            return f"http://{text}"
        if text:
            self.notes.append(f"“{text[:40]}”不是网址，没有作为地址读入。")
        return ""

    def day(self) -> dt.date | None:
        written = self.text("found_on")
        try:
            return parse_date(written, "found_on") if written else None
        except RowError as error:
            self.notes.append(f"{error}这一格没有读入。")
            return None
