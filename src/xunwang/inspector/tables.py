"""A table of a person's making, xlsx, xls or csv -> its rows, read one by one whatever its size.

What office programs write is read as it comes: csv in UTF-8, UTF-16 or GB18030, apart by commas, tabs or semicolons; so are tables
of web pages and Word documents.
"""

import csv
import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path
from typing import Any

from xunwang.inspector.foreign_tables import OLD_OFFICE, foreign_tables, is_web_page, is_workbook, what_to_do
from xunwang.inspector.model import reason

MOST_BYTES = 200_000_000
MOST_UNPACKED = 2_000_000_000
MOST_ROWS = 1_048_576
"""Of a sheet, as the format has it. A row that calls itself a later one would come after all the empty ones before it, for hours."""
OLD_BROKEN = "是加了密码或损坏的旧版 xls，请去掉密码，另存为 xlsx"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"%pdf")

Row = tuple[object, ...]


class TableError(Exception):
    """One sentence: which file, where, what would be right."""


def sheets_of(path: Path, *, filled: bool = False) -> Iterator[tuple[str, Iterator[Row]]]:
    """Name and rows of each sheet, the rows to be read before the next sheet is asked for; a csv is one sheet of its file's name.

    `filled`: cells of an xlsx that are merged over several rows of a column are read in each of them. Raises TableError, also while the rows are read.
    """
    start = _start(path)
    if start.startswith(OLD_OFFICE):
        try:
            sheets = old_sheets(path.read_bytes(), filled=filled)
        except ValueError as error:
            known = what_to_do(path.read_bytes()) or OLD_BROKEN
            raise TableError(f"文件“{path.name}”{known}") from error
        yield from ((name, iter(rows)) for name, rows in sheets)
    elif start.startswith(b"PK") and _is_workbook(path):
        yield from _workbook(path, filled=filled)
    elif start.startswith(b"PK") or is_web_page(start):
        yield from _foreign(path)
    elif said := what_to_do(start):
        raise TableError(f"文件“{path.name}”{said}")
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


def old_sheets(body: bytes, *, filled: bool = False) -> list[tuple[str, list[Row]]]:
    """Name and rows of each sheet of an xls, `filled` as in `sheets_of`. Raises ValueError for one with a password and for what is none."""
    from xunwang.inspector.old_workbooks import open_old_workbook  # noqa: PLC0415  # as openpyxl below

    try:
        book = open_old_workbook(body, formatted=filled)
        return [(sheet.name, _old_rows(sheet, book)) for sheet in book.sheets()]
    except Exception as error:  # as openpyxl, on signs that are none of a table's
        raise ValueError(str(error)) from error


def _old_rows(sheet: Any, book: Any) -> list[Row]:
    rows = (tuple(_old_cell(cell, book) for cell in sheet.row(number)) for number in range(sheet.nrows))
    merged: dict[int, list[tuple[int, int]]] = {}
    for top, behind, left, right in sheet.merged_cells:
        if right - left == 1 and behind - top > 1:
            merged.setdefault(top + 1, []).append((left, behind))
    return list(_filled(rows, merged))


def _old_cell(cell: Any, book: Any) -> object:
    import xlrd  # noqa: PLC0415

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            return cell.value
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return None if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR} else cell.value


def _workbook(path: Path, *, filled: bool) -> Iterator[tuple[str, Iterator[Row]]]:
    import openpyxl  # noqa: PLC0415  # slow to import, and an inspection of websites needs none of it

    with ExitStack() as opened:
        try:
            _refuse_bomb(path)
            file = opened.enter_context(
                path.open("rb")
            )  # by its path it would be refused for its ending (.xls, .et)
            book: Any = opened.enter_context(
                closing(openpyxl.load_workbook(file, read_only=True, data_only=True))
            )
        except TableError:
            raise
        except Exception as error:  # there is no end to what openpyxl and those below it trip over
            raise _broken(path) from error
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # programs that export write wrong ones
            rows = _rows(path, sheet.iter_rows(values_only=True))
            yield sheet.title, _filled(rows, _merged(path, sheet)) if filled else rows


def _merged(path: Path, sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """First row of merged cells of one column -> column and last row. They stand behind all rows, where a reader of rows passes them by."""
    found: dict[int, list[tuple[int, int]]] = {}
    try:
        with zipfile.ZipFile(path) as archive, archive.open(sheet._worksheet_path) as part:  # noqa: SLF001  # nothing public tells it
            before = b""
            while chunk := part.read(1 << 20):
                text = before + chunk
                for left, top, right, bottom in _MERGED.findall(text):
                    if left == right and int(top) < int(bottom):
                        found.setdefault(int(top), []).append((_column(left), int(bottom)))
                before = text[text.rfind(b"<") :]
    except Exception as error:  # as above
        raise _broken(path) from error
    return found


def _column(letters: bytes) -> int:
    """A is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _filled(rows: Iterator[Row], merged: dict[int, list[tuple[int, int]]]) -> Iterator[Row]:
    standing: dict[int, tuple[int, object]] = {}
    for number, row in enumerate(rows, 1):
        cells = [*row]
        for place, (last, value) in standing.items():
            if number <= last and any(cell is not None for cell in row):
                cells += [None] * (place + 1 - len(cells))
                cells[place] = value if cells[place] is None else cells[place]
        yield tuple(cells)
        standing |= {place: (last, row[place]) for place, last in merged.get(number, ()) if place < len(row)}


def _is_workbook(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return is_workbook(archive.namelist())
    except Exception:  # noqa: BLE001  # as openpyxl: what is broken is told when it is opened
        return True


def _foreign(path: Path) -> Iterator[tuple[str, Iterator[Row]]]:
    raw = path.read_bytes()
    tables = foreign_tables(raw)
    if not tables:
        raise TableError(f"文件“{path.name}”{what_to_do(raw)}")
    yield from ((name, iter(rows)) for name, rows in tables)


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
