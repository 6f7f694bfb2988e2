"""A table of a person's making, xlsx or csv -> its rows, read one by one whatever its size.

What office programs write is read as it comes: csv in UTF-8, UTF-16 or GB18030, apart by commas, tabs or semicolons.
"""

import csv
import datetime as dt
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from xunwang.inspector.model import reason

MOST_BYTES = 200_000_000
MOST_UNPACKED = 2_000_000_000
MOST_ROWS = 1_048_576
"""Of a sheet, as the format has it. A row that calls itself a later one would come after all the empty ones before it, for hours."""
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"%pdf")

Row = tuple[object, ...]


class TableError(Exception):
    """One sentence: which file, where, what would be right."""


def sheets_of(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    """Name and rows of each sheet, the rows to be read before the next sheet is asked for; a csv is one sheet of its file's name.

    Raises TableError, also while the rows are read.
    """
    start = _start(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(f"文件“{path.name}”是旧版 xls 或加了密码的文件，请去掉密码，另存为 xlsx")
    if start.startswith(b"PK"):
        yield from _workbook(path)
    elif path.suffix.lower() in {".xlsx", ".xlsm"}:
        raise _broken(path)
    else:
        yield path.name, _csv(path, start)


def rows_of(path: Path, sheet: str | None = None) -> Iterator[Row]:
    """The rows of the sheet of that name, else of the first one. Raises TableError."""
    if sheet is not None:
        for name, rows in sheets_of(path):
            if name == sheet:
                yield from rows
                return
    for _, rows in sheets_of(path):
        yield from rows
        return


def records_of(path: Path, sheet: str | None = None) -> Iterator[tuple[int, dict[str, object]]]:
    """Row number and cells by the header in the first row; columns without a header and blank rows are left out. Raises TableError.

    The first pair is the header itself: row 1, each name with None.
    """
    rows = rows_of(path, sheet)
    header = [text_of(cell) or "" for cell in next(rows, ())]
    yield 1, dict.fromkeys(name for name in header if name)
    for number, row in enumerate(rows, 2):
        if any(text_of(cell) for cell in row):
            cells = {name: row[place] if place < len(row) else None for place, name in enumerate(header)}
            cells.pop("", None)
            yield number, cells


def text_of(cell: object) -> str | None:
    """A cell as text, whole numbers without a fraction and days without a time; None for an empty one."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    elif isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    text = "" if cell is None else str(cell).strip()
    return text or None


def _start(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise TableError(
                f"文件“{path.name}”有 {size // 1_000_000} MB，超过 {MOST_BYTES // 1_000_000} MB，请按时间拆成几个文件"
            )
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise TableError(f"文件“{path.name}”打不开（{reason(error)}），请检查路径和权限") from None
    if not start.strip():
        raise TableError(f"文件“{path.name}”是空的，应为有表头的 xlsx 或 csv 表格")
    return start


def _workbook(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    import openpyxl  # noqa: PLC0415  # slow to import, and an inspection of websites needs none of it

    try:
        _refuse_bomb(path)
        book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except TableError:
        raise
    except Exception as error:  # there is no end to what openpyxl and those below it trip over
        raise _broken(path) from error
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # programs that export write wrong ones
            yield sheet.title, _rows(path, sheet.iter_rows(values_only=True))


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise TableError(f"文件“{path.name}”解开后过大，请按时间拆成几个文件")


def _rows(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, which are only read when they are asked for."""
    for number in count(1):
        if number > MOST_ROWS:
            raise _broken(path)
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # as above
            raise _broken(path) from error
        yield row


def _broken(path: Path) -> TableError:
    return TableError(f"文件“{path.name}”不是完好的 xlsx 表格，请用表格软件打开并另存为 xlsx")


def _csv(path: Path, start: bytes) -> Iterator[Row]:
    charset = _charset(path, start)
    with path.open(encoding=charset, newline="") as file:
        head = file.read(4000)
        file.seek(0)
        delimiter = max(",\t;", key=head.count)
        reader = csv.reader(file, delimiter=delimiter)
        try:
            for row in reader:
                yield tuple(row)
        except csv.Error as error:
            raise TableError(
                f"文件“{path.name}”第 {reader.line_num} 行读不下去（{error}），请检查引号是否成对，或另存为 xlsx"
            ) from None


def _charset(path: Path, start: bytes) -> str:
    likely: tuple[str, ...] = ()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        likely = ("utf-16",)
    elif b"\0" not in start and not start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        likely = ("utf-8-sig", "gb18030")
    for charset in likely:
        if _decodes(path, charset):
            return charset
    raise TableError(
        f"文件“{path.name}”既不是 xlsx，也不是 UTF-8 或 GB18030 编码的 csv，请用表格软件另存为 xlsx"
    )


def _decodes(path: Path, charset: str) -> bool:
    """Whether the whole file is text in this encoding: the first Chinese word may come late."""
    with path.open(encoding=charset) as file:
        try:
            while file.read(1 << 20):
                pass
        except UnicodeDecodeError:
            return False
    return True
