"""Fills what the office knows into the list as the national platform gave it out, so that it goes back in the platform's own form."""

import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
from django.db.models import QuerySet
from django.utils import timezone
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.sheet import COLUMNS, header_of
from xunwang.office.registry.table import CellText, Line, read_sheets
from xunwang.office.registry.values import RowError, refuse_rounded

_FILLED = ("reply", "answered_at", "truth")
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
    sheet, header, places = header_of(read_sheets(path))
    if "number" not in places:
        raise OfficeError("清单里没有编号列，不知道哪一行是哪一件；请用全国平台导出的清单。")
    try:
        book = openpyxl.load_workbook(path)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, InvalidFileException):
        raise OfficeError("回填只支持 xlsx 格式，请把清单另存为 xlsx 再上传。") from None
    page = book[sheet.name]
    for name in _FILLED:
        if name not in places:
            places[name] = page.max_column
            page.cell(header.number, places[name] + 1, _HEADERS[name])
    known = {report.number: report for report in reports if report.number}
    below = [(line, _number(line, places)) for line in sheet.lines if line.number > header.number]
    counts = Counter(number for _, number in below if number)
    doubled = tuple(number for number, count in counts.items() if count > 1)
    ends = [_fill(page, line, places, known.get(number)) for line, number in below if number not in doubled]
    book.save(out)
    undated = ends.count("undated")
    filled = ends.count("filled") + undated
    return Filled(filled, ends.count("open"), ends.count("unknown"), undated, doubled)


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
