"""A spreadsheet of a person's making -> rows under a known header: xlsx or csv, read row by row, whatever its size."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

MOST_BYTES = 200_000_000
MOST_UNPACKED = 2_000_000_000
_HEADER_WITHIN = 20
_COLUMNS = 60

Row = tuple[object, ...]
Cells = dict[str, object]
Headers = dict[str, tuple[str, ...]]


class TableError(Exception):
    """One sentence: which file, where, what would be right."""


def rows_under(
    path: Path, headers: Headers, is_usable: Callable[[set[str]], bool], wanted: str
) -> Iterator[tuple[int, Cells]]:
    """Row number and cells by field, below the first header that `is_usable`; blank rows are left out.

    `headers`: field -> the spellings under which it is found. Raises TableError; `wanted` says what the header should be.
    """
    for rows in _sheets(path):
        head = list(islice(rows, _HEADER_WITHIN))
        place = _header(head, headers, is_usable)
        if place is not None:
            number, columns = place
            yield from _cells(enumerate(head[number + 1 :], number + 2), columns)
            yield from _cells(enumerate(rows, len(head) + 1), columns)
            return
    raise TableError(f"文件“{path.name}”里没有找到表头，{wanted}")


def text_of(cell: object) -> str | None:
    """A cell as text; None for an empty one."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell).strip()
    return text or None


def _cells(rows: Iterator[tuple[int, Row]], columns: dict[str, int]) -> Iterator[tuple[int, Cells]]:
    for number, row in rows:
        cells: Cells = {field: row[place] if place < len(row) else None for field, place in columns.items()}
        if any(text_of(cell) is not None for cell in cells.values()):
            yield number, cells


def _plain(cell: object) -> str:
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else ""))
    return re.sub(r"\(.*?\)|[\s*:]", "", text).casefold()


def _header(
    head: list[Row], headers: Headers, is_usable: Callable[[set[str]], bool]
) -> tuple[int, dict[str, int]] | None:
    """The line with the most known headers, and which column holds which field."""
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(head):
        texts = [_plain(cell) for cell in row[:_COLUMNS]]
        columns = {
            field: texts.index(known)
            for field, names in headers.items()
            if (known := next((name.casefold() for name in names if name.casefold() in texts), None))
        }
        if is_usable(set(columns)) and (best is None or len(columns) > len(best[1])):
            best = number, columns
    return best


def _sheets(path: Path) -> Iterator[Iterator[Row]]:
    start = _start(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(f"文件“{path.name}”是旧版 xls 或加了密码的文件，请去掉密码，另存为 xlsx")
    if start.startswith(b"PK"):
        yield from _workbook(path)
    else:
        yield _csv(path, start)


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
        raise TableError(f"文件“{path.name}”打不开（{error.strerror}），请检查文件是否存在、可读") from None
    if not start.strip():
        raise TableError(f"文件“{path.name}”是空的，应为有表头的 xlsx 或 csv 表格")
    return start


def _workbook(path: Path) -> Iterator[Iterator[Row]]:
    import openpyxl  # noqa: PLC0415  # slow to import, and an inspection of websites needs none of it

    try:
        _refuse_bomb(path)
        book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except TableError:
        raise
    except Exception as error:  # noqa: BLE001  # there is no end to what openpyxl and those below it trip over
        raise _broken(path, error) from None
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # programs that export write wrong ones
            yield _rows(path, sheet.iter_rows(values_only=True))


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise TableError(f"文件“{path.name}”解开后过大，请按时间拆成几个文件")


def _rows(path: Path, rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, which are only read when they are asked for."""
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except Exception as error:  # noqa: BLE001  # as above
            raise _broken(path, error) from None
        yield row


def _broken(path: Path, error: Exception) -> TableError:
    return TableError(f"文件“{path.name}”不是完好的 xlsx 表格（{error}），请用表格软件打开并另存为 xlsx")


def _csv(path: Path, start: bytes) -> Iterator[Row]:
    charset = _charset(path, start)
    with path.open(encoding=charset, errors="replace", newline="") as file:
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
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for charset in ("utf-8-sig", "gb18030"):
        decoder = io.TextIOWrapper(io.BytesIO(start), encoding=charset, errors="strict")
        try:
            text = decoder.read()
        except UnicodeDecodeError as error:
            if error.start < len(start) - 4:
                continue
            text = start[: error.start].decode(charset)
        if "\0" in text or text.lstrip().lower().startswith(("<!doctype", "<html", "<?xml", "%pdf")):
            break
        return charset
    raise TableError(
        f"文件“{path.name}”既不是 xlsx，也不是 UTF-8 或 GB18030 编码的 csv，请用表格软件另存为 xlsx"
    )
