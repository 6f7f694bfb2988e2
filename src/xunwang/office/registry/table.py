"""A file of a person's making -> plain sheets of text cells. Pure; knows nothing of registers."""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xunwang.inspector import door
from xunwang.inspector.model import Record, reason
from xunwang.office.errors import OfficeError
from xunwang.office.registry.merged import Area, Rows, filled_down, header_lines

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

MOST_BYTES = 50_000_000
MOST_UNPACKED = 500_000_000
MOST_COLUMNS = 200
SUM_LINE = "是合计行，没有当作数据读入。"
"""What people are told of a line that adds others up."""
NOTE_LINE = "是表下的说明，没有当作数据读入。"
_EXACT = 10**15
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{2,}")


class CellText(Record, frozen=True):
    """What a cell shows, and the address it links to; a `rounded` number lost its last digits."""

    text: str = ""
    link: str | None = None
    rounded: bool = False


class Line(Record, frozen=True):
    """One line of a sheet; `number` is the one the spreadsheet program shows."""

    number: int
    cells: tuple[CellText, ...]


class Sheet(Record, frozen=True):
    name: str
    lines: tuple[Line, ...]

    def below(self, header: Line) -> list[Line]:
        """The lines of data under a header."""
        return [line for line in self.lines if line.number > header.number and not aside(line)]

    def asides(self, header: Line) -> list[tuple[int, str]]:
        """Number of each line under a header that is none of data, and what people are told of it."""
        return [
            (line.number, said)
            for line in self.lines
            if line.number > header.number and (said := aside(line))
        ]


_SUM = re.compile(r".{0,30}(?:合计|总计|小计|共计)(?:[:：]?\d+[个条处件家项次页]?)?[:：]?")
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填[报表写](?:人|单位|日期|时间|说明)?|制表人?|审[核批]人?|复核人?|联系(?:人|电话|方式)|经办人?|负责人|统计(?:人|日期|时间|口径))[:：].*", re.DOTALL
)  # fmt: skip
_NUMBER = re.compile(r"[\d.,，%—–/-]*[个条处件家项次页]?")


def aside(line: Line) -> str:
    """What people are told of a line that adds others up or explains them; nothing of a line of data."""
    return SUM_LINE if is_sum(line) else NOTE_LINE if is_note(line) else ""


def is_sum(line: Line) -> bool:
    """Adds up the lines above it: a cell says so, and there is nothing beside it but numbers."""
    texts = [re.sub(r"\s", "", cell.text) for cell in line.cells if cell.text.strip()]
    words = [text for text in texts if not _NUMBER.fullmatch(text)]
    return bool(words) and all(_SUM.fullmatch(text) for text in words)


def is_note(line: Line) -> bool:
    """Stands below the data and says who filled the table in or how: every cell that holds anything does, or stands behind a label (“填报人：”)."""
    texts = [re.sub(r"\s", "", cell.text) for cell in line.cells if cell.text.strip()]
    behind = (
        text for before, text in zip(["", *texts], texts, strict=False) if not before.endswith((":", "："))
    )
    return bool(texts) and all(_NOTE.fullmatch(text) for text in behind)


def read_sheets(path: Path, called: str = "") -> list[Sheet]:
    """The sheets of an xlsx, xls or csv file, blank lines left out. Raises `OfficeError` when it is neither, by the name that people know."""
    name = called or path.name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise OfficeError(f"文件“{name}”打不开（{reason(error)}），请检查文件是否存在、可读。") from None
    if not raw.strip():
        raise OfficeError(f"文件“{name}”是空的，应为有表头的 xlsx 或 csv 表格。")
    if len(raw) > MOST_BYTES:
        raise OfficeError(f"文件“{name}”超过 {MOST_BYTES // 1_000_000} MB，请拆成几个文件。")
    if raw.startswith(door.OLD_OFFICE):
        return _old_workbook(raw, name)
    if raw.startswith(b"PK") and _is_workbook(raw):
        return _workbook(raw, name)
    if raw.startswith(b"PK") or door.is_web_page(raw):
        return _foreign(raw, name)
    if said := door.what_to_do(raw):
        raise OfficeError(f"文件“{name}”{said}。")
    return [Sheet(name, _csv_lines(_decode(raw, name)))]


def _workbook(raw: bytes, name: str) -> list[Sheet]:
    import openpyxl  # noqa: PLC0415  # takes longer to load than most who know this module have to wait for

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _refuse_bomb(archive, name)
        book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True)
    except OfficeError:
        raise
    except Exception as error:  # there is no end to what openpyxl and those below it trip over
        raise OfficeError(f"文件“{name}”不是完好的 xlsx 表格，请用表格软件打开并另存为 xlsx。") from error
    return [Sheet(sheet.title, _sheet_lines(sheet)) for sheet in book.worksheets]


def _old_workbook(raw: bytes, name: str) -> list[Sheet]:
    try:
        sheets = door.old_sheets(raw, filled=True)
    except ValueError as error:
        raise OfficeError(f"文件“{name}”{door.what_to_do(raw) or door.OLD_BROKEN}。") from error
    return _as_sheets(sheets)


def _is_workbook(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return door.is_workbook(archive.namelist())
    except Exception:  # noqa: BLE001  # as openpyxl: what is broken is told when it is opened
        return True


def _foreign(raw: bytes, name: str) -> list[Sheet]:
    """The tables of a web page or a document."""
    tables = door.foreign_tables(raw)
    if not tables:
        raise OfficeError(f"文件“{name}”{door.what_to_do(raw)}。")
    return _as_sheets(tables)


def _as_sheets(sheets: Iterable[tuple[str, Sequence[tuple[object, ...]]]]) -> list[Sheet]:
    return [
        Sheet(
            title, tuple(_old_line(number, row) for number, row in enumerate(rows, 1) if any(map(shown, row)))
        )
        for title, rows in sheets
    ]


def _old_line(number: int, row: tuple[object, ...]) -> Line:
    return Line(
        number, tuple(CellText(shown(value), rounded=_is_rounded(value)) for value in row[:MOST_COLUMNS])
    )


def _refuse_bomb(archive: zipfile.ZipFile, name: str) -> None:
    if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
        raise OfficeError(f"文件“{name}”解开后超过 {MOST_UNPACKED // 1_000_000} MB，请删去多余内容后另存。")


def _sheet_lines(sheet: Any) -> tuple[Line, ...]:
    """A line for each that holds something of its own, together with what is merged over it."""
    rows: dict[int, dict[int, CellText]] = {}
    for (row, column), cell in sheet._cells.items():  # noqa: SLF001  # only cells that exist: a styled empty column has a million
        if column <= MOST_COLUMNS:
            rows.setdefault(row, {})[column] = _cell(cell)
    written = {number: cells for number, cells in rows.items() if any(cell.text for cell in cells.values())}
    merged = sheet.merged_cells.ranges
    areas = [Area(one.min_row, one.min_col, one.max_row, one.max_col) for one in merged]
    whole = _with_one_header(filled_down(written, areas), written, areas) if areas else written
    return tuple(_line(number, whole[number]) for number in sorted(whole))


def _with_one_header(filled: Rows[CellText], written: Rows[CellText], areas: list[Area]) -> Rows[CellText]:
    texts = {
        number: {place: cell.text for place, cell in cells.items() if cell.text}
        for number, cells in written.items()
    }
    for upper, both in header_lines(texts, areas).items():
        del filled[upper]
        filled[upper + 1] = {place: CellText(text) for place, text in both.items()}
    return filled


def _line(number: int, cells: dict[int, CellText]) -> Line:
    return Line(number, tuple(cells.get(column, CellText()) for column in range(1, max(cells) + 1)))


def _cell(cell: "Cell | MergedCell") -> CellText:
    link = cell.hyperlink.target if cell.hyperlink else None
    return CellText(shown(cell.value), link, _is_rounded(cell.value))


def _is_rounded(value: object) -> bool:
    """A number is kept with fifteen digits; a longer one is not the one that was written."""
    return isinstance(value, int | float) and abs(value) >= _EXACT


def shown(value: object) -> str:
    """A cell's value as text: whole numbers without a fraction, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).strip()


def _decode(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for charset in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(charset)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.lstrip().lower().startswith(("<!doctype", "<html", "<?xml", "%pdf")):
            return text
        break
    raise OfficeError(
        f"文件“{name}”既不是 xlsx，也不是 UTF-8 或 GB18030 编码的 csv，请用表格软件另存为 xlsx。"
    )


def _csv_lines(text: str) -> tuple[Line, ...]:
    head = text[:4000]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",\t;", key=head.count))
    lines, number = [], 1
    try:
        for row in reader:
            cells = tuple(
                CellText(value.strip(), rounded=bool(_SCIENTIFIC.fullmatch(value.strip())))
                for value in row[:MOST_COLUMNS]
            )
            if any(cell.text for cell in cells):
                lines.append(Line(number, cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise OfficeError(
            f"csv 文件第 {number} 行读不下去（{error}），请检查引号是否成对，或另存为 xlsx。"
        ) from None
    return tuple(lines)
