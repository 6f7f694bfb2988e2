"""A register as people keep it in a spreadsheet -> rows that can be used and problems that can be mended. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import structs

from xunwang.inspector.door import SettingsError, key_of, read_access
from xunwang.inspector.model import Record, SiteKind
from xunwang.office.errors import OfficeError
from xunwang.office.registry.fields import (
    ACCESS_FIELDS,
    FIELDS,
    LEVELS,
    NAMES,
    ON_PLATFORMS,
    SITE_TYPES,
    Field,
    RegisterKind,
)
from xunwang.office.registry.headers import places_of, plain
from xunwang.office.registry.table import CellText, Line, Sheet, read_sheets
from xunwang.office.registry.values import (
    CELL_ERRORS,
    LONGEST,
    SITE_CODE,
    SITE_KINDS,
    RowError,
    looks_like_address,
    parse_address,
    parse_date,
    refuse_rounded,
)

LEFT_ASIDE = "；这一格没有读入。"
"""How the note of a cell ends that is left out, while its row is taken."""
HEADER_WITHIN = 20  # lines from the top in which the header row is looked for

Severity = Literal["error", "warning"]


class Problem(Record, frozen=True):
    """An error keeps its row (or, without a row, the whole file) out; a warning tells what was mended or left aside."""

    message: str
    severity: Severity = "error"
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        row = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”列" if self.column else ""
        where = " ".join(part for part in (sheet, row, column) if part)
        return f"{where}：{self.message}" if where else self.message


class RegisterRow(Record, frozen=True):
    """One usable row. `key` is the identity of the address, `parent` what the sheet calls the website of a channel; texts that it leaves empty are None."""

    row: int
    name: str
    home: str | None = None
    key: str | None = None
    code: str | None = None
    type_name: str | None = None
    site_kind: SiteKind | None = None
    level: str | None = None
    organiser: str | None = None
    icp: str | None = None
    police: str | None = None
    phone: str | None = None
    division: str | None = None
    hosts: str | None = None
    robots_authorised: str | None = None
    rates: str | None = None
    platform: str | None = None
    handle: str | None = None
    filed_on: dt.date | None = None
    remark: str | None = None
    parent: str | None = None


class Register(Record, frozen=True):
    """`read` counts the rows below the header: each is in `rows` or has an error in `problems`. Of the columns `aside` nothing is read."""

    kind: RegisterKind
    rows: tuple[RegisterRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    sheet: str | None = None
    read: int = 0
    aside: tuple[str, ...] = ()

    @property
    def unusable(self) -> Problem | None:
        """Why nothing of the file can be used."""
        return next((item for item in self.problems if item.severity == "error" and item.row is None), None)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(item for item in self.problems if item.severity == "error")


_RUNNING = frozenset({"序号", "编号", "NO", "NO."})


class _Header(Record, frozen=True):
    """Where a sheet's header stands and which column holds which field."""

    sheet: Sheet
    line: Line
    columns: dict[str, int]

    @property
    def complete(self) -> bool:
        return not self.missing

    missing: tuple[Field, ...] = ()


def read_register(
    path: Path, *, kind: RegisterKind = "website", named: Mapping[str, str] | None = None
) -> Register:
    """Reads an xlsx or csv register. Nothing is raised for a bad file or row: every problem says where it is.

    `named` maps fields to the headers of a foreign table, where it calls them by words of its own.
    """
    try:
        sheets = read_sheets(path)
    except OfficeError as error:
        return Register(kind, problems=(Problem(str(error)),))
    fields = _also_named(FIELDS[kind], named or {})
    headers = [header for sheet in sheets if (header := _find_header(sheet, fields))]
    chosen = next((header for header in headers if header.complete), None)
    if chosen is None:
        return Register(kind, problems=(_no_header(sheets, headers, kind),))
    problems = [*_doubled(chosen, kind), *_passed_over(chosen, headers)]
    if any(item.severity == "error" for item in problems):
        return Register(kind, problems=tuple(problems), sheet=chosen.sheet.name)
    return _read_rows(chosen, kind, problems)


def _also_named(fields: Iterable[Field], named: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields with the table's own word before all others."""
    return tuple(
        structs.replace(field, headers=(plain(named[field.name]), *field.headers))
        if named.get(field.name)
        else field
        for field in fields
    )


def _find_header(sheet: Sheet, fields: Sequence[Field]) -> _Header | None:
    """The line that names the most columns, among the first lines of the sheet; None when none looks like a header."""
    lines = [
        (len(places), line, places)
        for line in sheet.lines[:HEADER_WITHIN]
        if (places := places_of(line, fields))
    ]
    if not lines:
        return None
    _, line, places = max(lines, key=lambda entry: entry[0])
    missing = tuple(field for field in fields if field.required and field.name not in places)
    return _Header(sheet, line, places, missing)


def _no_header(sheets: list[Sheet], headers: list[_Header], kind: RegisterKind) -> Problem:
    if not headers:
        wanted = "、".join(field.header for field in FIELDS[kind] if field.required)
        names = "、".join(sheet.name for sheet in sheets)
        return Problem(f"没有找到{NAMES[kind]}名录的表头（看过：{names}），表头应有“{wanted}”等列。")
    nearest = max(headers, key=lambda header: len(header.columns))
    field = nearest.missing[0]
    return Problem(
        f"表头缺少“{field.header}”列（也可写作{'、'.join(field.headers[1:4])}），请补上这一列。",
        sheet=nearest.sheet.name,
        row=None,
    )


def _doubled(header: _Header, kind: RegisterKind) -> Iterator[Problem]:
    texts = [plain(cell.text) for cell in header.line.cells]
    for field in FIELDS[kind]:
        known = [text for text in texts if text in {spelling.upper() for spelling in field.headers}]
        column = header.columns.get(field.name)
        if column is None or len(known) < 2:
            continue
        used = header.line.cells[column].text
        if known.count(plain(used)) > 1:
            yield Problem(
                f"表头有两个“{used}”列，不知以哪一列为准，请只留一列。", sheet=header.sheet.name, column=used
            )
        else:
            others = "、".join(text for text in known if text != plain(used))
            yield Problem(
                f"“{used}”与“{others}”都像是{field.header}，以“{used}”列为准。",
                "warning",
                header.sheet.name,
                None,
                used,
            )


def _passed_over(chosen: _Header, headers: list[_Header]) -> Iterator[Problem]:
    for header in headers:
        if header is not chosen and header.complete:
            yield Problem(
                f"工作表“{header.sheet.name}”也有这样的表头，这次只读“{chosen.sheet.name}”；如需读入请另存为单独的文件。",
                "warning",
            )


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────


def _read_rows(header: _Header, kind: RegisterKind, problems: list[Problem]) -> Register:
    lines = header.sheet.below(header.line)
    rows: list[RegisterRow] = []
    seen: dict[tuple[str, str], int] = {}
    titles = {name: header.line.cells[column].text for name, column in header.columns.items()}
    for line in lines:
        reader = RowReader(line, header.columns)
        try:
            row = reader.row(kind)
            _note_doubles(row, seen)
            rows.append(row)
        except RowError as error:
            problems.append(
                Problem(str(error), "error", header.sheet.name, line.number, titles.get(error.field))
            )
        problems += [
            Problem(text, "warning", header.sheet.name, line.number, titles.get(field))
            for field, text in reader.notes
        ]
    sheet = header.sheet
    problems += [Problem(said, "warning", sheet.name, number) for number, said in sheet.asides(header.line)]
    return Register(kind, tuple(rows), tuple(problems), sheet.name, len(lines), _aside(header))


def _aside(header: _Header) -> tuple[str, ...]:
    """Headers of columns that the register does not know; running numbers are nobody's data."""
    known = set(header.columns.values())
    texts = (cell.text.strip() for place, cell in enumerate(header.line.cells) if place not in known)
    return tuple(dict.fromkeys(text for text in texts if text and plain(text) not in _RUNNING))


def _note_doubles(row: RegisterRow, seen: dict[tuple[str, str], int]) -> None:
    """Keeps in mind what must stand in a register once; raises when it stands there already."""
    marks = _identities(row)
    for field, value, label in marks:
        if (field, value) in seen:
            raise RowError(
                field, f"{label}与第 {seen[field, value]} 行相同，同一对象只登记一次，请核对后删去一行。"
            )
    seen.update({(field, value): row.row for field, value, _ in marks})


def _identities(row: RegisterRow) -> list[tuple[str, str, str]]:
    """(field, what must be unique, what it is called)."""
    if row.platform is None:
        marks = [("home", row.key, f"首页地址 {row.home} "), ("code", row.code, f"网站标识码 {row.code} ")]
        return [(field, value, label) for field, value, label in marks if value]
    if row.handle:
        return [("handle", f"{row.platform}\x1f{row.handle}", f"{row.platform}账号标识“{row.handle}”")]
    return [("name", f"{row.platform}\x1f{row.name}", f"{row.platform}账号“{row.name}”")]


class RowReader:
    """Reads the fields of one line; `notes` collects (field, what was mended or left aside)."""

    def __init__(self, line: Line, columns: dict[str, int]) -> None:
        self.line, self.columns = line, columns
        self.notes: list[tuple[str, str]] = []

    def row(self, kind: RegisterKind) -> RegisterRow:
        name = self.text("name")
        if not name:
            raise RowError("name", "名称是空的，应写明名称。")
        row = RegisterRow(
            self.line.number,
            name,
            type_name=self.text("type_name") or None,
            level=self.level(),
            organiser=self.text("organiser") or None,
            phone=self.text("phone") or None,
            remark=self.text("remark") or None,
        )
        if kind in ON_PLATFORMS:
            return self.account(row)
        return self.channel(self.website(row)) if kind == "channel" else self.website(row)

    def website(self, row: RegisterRow) -> RegisterRow:
        home = self.home()
        return structs.replace(
            row,
            home=home,
            key=key_of(home),
            code=self.code(),
            site_kind=self.site_kind(),
            icp=self.text("icp") or None,
            police=self.text("police") or None,
            division=self.text("division") or None,
            **self.access(home),
        )

    def channel(self, row: RegisterRow) -> RegisterRow:
        parent = self.text("parent")
        if not parent:
            raise RowError("parent", "所属网站是空的，应写已登记网站的名称、标识码或首页地址。")
        return structs.replace(row, parent=parent)

    def access(self, home: str) -> dict[str, str | None]:
        """What the row lays down about reaching the site; a cell that cannot be read is left out and named."""
        said: dict[str, str | None] = {}
        for field in ACCESS_FIELDS:
            said[field] = self.text(field) or None
            try:
                read_access(home, **{field: said[field] or ""})
            except SettingsError as error:
                said[field] = None
                self.notes.append((field, f"{error}{LEFT_ASIDE}"))
        return said

    def account(self, row: RegisterRow) -> RegisterRow:
        handle = self.cell("handle")
        refuse_rounded(handle.text, "handle", rounded=handle.rounded)
        return structs.replace(
            row, platform=self.platform(), handle=self.text("handle") or None, filed_on=self.date("filed_on")
        )

    def cell(self, field: str) -> CellText:
        column = self.columns.get(field)
        return self.line.cells[column] if column is not None and column < len(self.line.cells) else CellText()

    def text(self, field: str) -> str:
        value = re.sub(r"\s+", " ", self.cell(field).text).strip()
        if value.startswith("#") and value.upper() in CELL_ERRORS:
            raise RowError(field, f"单元格的公式出错（{value}），应填写文字。")
        if len(value) > LONGEST.get(field, 200):
            raise RowError(
                field, f"内容有 {len(value)} 个字，超过 {LONGEST.get(field, 200)} 个字的上限，请精简。"
            )
        return value

    def home(self) -> str:
        written = self.text("home")
        link = self.cell("home").link
        if link and not looks_like_address(written):
            self.notes.append(("home", f"单元格写的是“{written}”，按其超链接 {link} 读入。"))
            written = link
        address, note = parse_address(written)
        if note:
            self.notes.append(("home", note))
        return address

    def code(self) -> str | None:
        code = re.sub(r"""^=?["']|["']$|\s""", "", unicodedata.normalize("NFKC", self.text("code"))).lower()
        if not code:
            return None
        if not SITE_CODE.fullmatch(code):
            self.notes.append(
                ("code", f"“{code}”不是网站标识码，应为 10 位数字或 bm 加 8 位数字{LEFT_ASIDE}")
            )
            return None
        return code

    def site_kind(self) -> SiteKind | None:
        written = self.text("type_name")
        found = next((kind for word, kind in SITE_KINDS if word in written), None)
        if written and found is None:
            self.notes.append(
                ("type_name", f"不认识类型“{written}”，应为{'、'.join(SITE_TYPES)}之一；按未分类读入。")
            )
        return found

    def level(self) -> str | None:
        """As it was written: a place may have levels of its own, though those of the list are what campaigns choose by."""
        written = self.text("level")
        if written and written not in LEVELS:
            self.notes.append(("level", f"不认识层级“{written}”，应为{'、'.join(LEVELS)}之一；照原样读入。"))
        return written or None

    def platform(self) -> str:
        platform = self.text("platform")
        if not platform:
            raise RowError("platform", "平台是空的，应写明账号所在的平台。")
        return platform

    def date(self, field: str) -> dt.date | None:
        try:
            return parse_date(written, field) if (written := self.text(field)) else None
        except RowError as error:
            self.notes.append((field, f"{str(error).rstrip('。')}{LEFT_ASIDE}"))
            return None
