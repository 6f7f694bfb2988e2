"""Spreadsheets as text: a row a line, cells apart by tabs, one part a sheet."""

import datetime as dt
import io
import struct
import warnings
import zipfile
from collections.abc import Iterable, Iterator

import xlrd
import xlrd.biffh

from xunwang.inspector.old_workbooks import open_old_workbook
from xunwang.inspector.read.documents.markup import tidy
from xunwang.inspector.read.documents.model import Part, UnreadableError


def read_xlsx(body: bytes) -> Iterator[Part]:
    """A part for each sheet: a line for a row, cells apart by tabs. Raises UnreadableError."""
    import openpyxl  # noqa: PLC0415  # slow to import, and few attachments need it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
            for sheet in book.worksheets:
                yield Part(sheet.title, _lines(sheet.iter_rows(values_only=True)))
    except (KeyError, ValueError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as exc:
        raise UnreadableError("Excel 文件已损坏，无法读取") from exc


def read_xls(body: bytes) -> Iterator[Part]:
    """As `read_xlsx`, of the binary format."""
    try:
        book = open_old_workbook(body)
        for sheet in book.sheets():
            rows = ([_cell(cell, book) for cell in sheet.row(index)] for index in range(sheet.nrows))
            yield Part(sheet.name, _lines(rows))
    except xlrd.biffh.XLRDError as exc:
        locked = "encrypted" in str(exc)
        raise UnreadableError("文件已加密，无法读取" if locked else "Excel 文件已损坏，无法读取") from exc
    except (
        IndexError,
        KeyError,
        OSError,
        ValueError,
        TypeError,
        AssertionError,
        AttributeError,
        OverflowError,
        struct.error,
    ) as exc:
        raise UnreadableError("Excel 文件已损坏，无法读取") from exc


def _cell(cell: xlrd.sheet.Cell, book: xlrd.Book) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(float(cell.value), 1 if book.datemode else 0)
    return None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_ERROR} else cell.value


def _lines(rows: Iterable[Iterable[object]]) -> str:
    return tidy("\n".join("\t".join(map(_shown, row)) for row in rows))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return " ".join(str(value).split())
