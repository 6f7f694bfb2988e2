"""Fills what the office knows into the list as the national platform gave it out, so that it goes back in the platform's own form."""

import zipfile
from collections import Counter
from copy import copy
from pathlib import Path
from typing import Any

import openpyxl
from django.db.models import QuerySet
from django.utils import timezone
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.sheet import COLUMNS, Header, headers_of
from xunwang.office.registry.table import CellText, Line, read_sheets
from xunwang.office.registry.values import RowError, refuse_rounded

_FILLED = ("reply", "answered_at", "truth")
_WIDTH = 17  # holds a day with its time
_HEADERS = {field.name: field.headers[0] for field in COLUMNS}


class Filled(Record, frozen=True):
    """`filled` rows got an answer, `open` have none yet, `unknown` carry a number the office does not know.

    `undated` are those of `filled` of which nobody noted when they were answered on the platform: their time stays
    empty. `doubled` numbers stand in several rows, which stay as they were.
    """

    filled: int = 0
    open: int = 0
    unknown: int = 0
    undated: int = 0
    doubled: tuple[str, ...] = ()

    @property
    def sentences(self) -> list[str]:
        told = [f"已填入答复 {self.filled} 件。"]
        if self.undated:
            told.append(
                f"其中 {self.undated} 件没有登记全国平台答复时间，“答复时间”没有填；在平台上答复后请到该件页面登记。"
            )
        if self.open:
            told.append(f"还没有答复的 {self.open} 件，没有填。")
        if self.unknown:
            told.append(f"本系统没有登记的编号 {self.unknown} 个，没有填；请先导入清单。")
        if self.doubled:
            told.append(f"清单里重复的编号，这些行没有填，请核对：{'、'.join(self.doubled[:20])}。")
        return told


def fill_in(path: Path, out: Path, reports: "QuerySet[ErrorReport]") -> Filled:
    """Writes the list with the answers of `reports` to `out`; cells that hold something stay. Raises OfficeError."""
    headers = headers_of(read_sheets(path))
    if not all("number" in header.places for header in headers):
        raise OfficeError("清单里没有编号列，不知道哪一行是哪一件；请用全国平台导出的清单。")
    try:
        book = openpyxl.load_workbook(path)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, InvalidFileException):
        raise OfficeError("回填只支持 xlsx 格式，请把清单另存为 xlsx 再上传。") from None
    known = {report.number: report for report in reports if report.number}
    counts = Counter(number for header in headers for _, number in _numbered(header) if number)
    doubled = tuple(number for number, count in counts.items() if count > 1)
    ends = [
        _fill(page, line, places, known.get(number))
        for header in headers
        for page, places in [_with_columns(book[header.sheet.name], header)]
        for line, number in _numbered(header)
        if number not in doubled
    ]
    book.save(out)
    undated = ends.count("undated")
    filled = ends.count("filled") + undated
    return Filled(filled, ends.count("open"), ends.count("unknown"), undated, doubled)


def _with_columns(page: Worksheet, header: Header) -> tuple[Worksheet, dict[str, int]]:
    """The sheet with a column for all that is filled in; a new one looks like the one before it."""
    places = dict(header.places)
    for name in _FILLED:
        if name not in places:
            places[name] = page.max_column
            _like_the_one_before(page, places[name] + 1, header)
            page.cell(header.line.number, places[name] + 1, _HEADERS[name])
    return page, places


def _like_the_one_before(page: Worksheet, column: int, header: Header) -> None:
    for number in (header.line.number, *(line.number for line in header.below)):
        before: Any = page.cell(number, column - 1)
        new: Any = page.cell(number, column)
        new.font, new.border, new.fill = copy(before.font), copy(before.border), copy(before.fill)
        new.alignment = copy(before.alignment)
    widths, last = page.column_dimensions, get_column_letter(column - 1)
    width = widths[last].width if last in widths else 0  # to ask for one that has none gives it one
    widths[get_column_letter(column)].width = max(width, _WIDTH)


def _numbered(header: Header) -> list[tuple[Line, str]]:
    return [(line, _number(line, header.places)) for line in header.below]


def _number(line: Line, places: dict[str, int]) -> str:
    place = places["number"]
    cell = line.cells[place] if place < len(line.cells) else CellText()
    try:
        refuse_rounded(cell.text, "number", rounded=cell.rounded)
    except RowError as error:
        raise OfficeError(f"第 {line.number} 行：{error}") from None
    return cell.text.strip()


def _fill(page: Worksheet, line: Line, places: dict[str, int], report: ErrorReport | None) -> str:
    if report is None:
        return "unknown"
    if report.answered_at is None:
        return "open"
    at = report.platform_answered_at
    said = {
        "reply": ILLEGAL_CHARACTERS_RE.sub("", report.reply),
        "answered_at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "",
        "truth": report.get_truth_display() if report.truth else "",
    }
    for name, text in said.items():
        cell = page.cell(line.number, places[name] + 1)
        if text and not cell.value and not isinstance(cell, MergedCell):
            cell.value, cell.data_type = text, "s"
    return "filled" if at else "undated"
