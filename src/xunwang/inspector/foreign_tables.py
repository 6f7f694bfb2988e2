"""What people hand in for a spreadsheet: web tables that programs call .xls and tables of Word documents are read, all else is told what to do with it."""

import io
import re
import zipfile
from collections.abc import Collection, Sequence
from xml.parsers import expat

Row = tuple[object, ...]
Table = tuple[str, list[Row]]

OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED = 200_000_000
_CHUNK = 1 << 20
_MOST_WIDE, _MOST_HIGH = 60, 10_000  # how far one cell is spread
_BOM = b"\xef\xbb\xbf \r\n\t"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TO_XLSX = "请用表格软件打开，另存为 xlsx"
_FROM_TABLE = "请用原来的表格，或把里面的表格复制到表格软件，另存为 xlsx"
_UNPACK = "是压缩包，请先解压，再逐个导入里面的表格"
_STARTS = (
    (b"Rar!", _UNPACK),
    (b"7z\xbc\xaf", _UNPACK),
    (b"\x1f\x8b", _UNPACK),
    (b"\x89PNG", f"是图片，{_FROM_TABLE}"),
    (b"\xff\xd8\xff", f"是图片，{_FROM_TABLE}"),
    (b"{\\rtf", f"是文字文档，{_FROM_TABLE}"),
    (b"mime-version:", f"是网页存档，{_TO_XLSX}"),
)
_STREAMS = (
    ("WordDocument", "是旧版 Word 或 WPS 文字文档，请另存为 docx，或把里面的表格复制到表格软件，另存为 xlsx"),
    ("PowerPoint Document", f"是演示文稿，{_FROM_TABLE}"),
    ("EncryptedPackage", "加了打开密码，请去掉密码后另存为 xlsx"),
)
_DOCUMENT = "word/document.xml"
_HEADER_WITHIN = 20
_CONTINUED = re.compile(r"[(（]?(?:接上[页表]|[上续接]+表\s*\d*|续)[)）:：]?")
_MEMBERS = (
    (_DOCUMENT, f"是文字文档，里面没有表格，{_FROM_TABLE}"),
    ("ppt/presentation.xml", f"是演示文稿，{_FROM_TABLE}"),
    ("OFD.xml", f"是 OFD 版式文件，{_FROM_TABLE}"),
    ("xl/workbook.bin", f"是二进制工作簿（xlsb），{_TO_XLSX}"),
    ("content.xml", f"是 ODF 文件，{_TO_XLSX}"),
)


def foreign_tables(raw: bytes) -> list[Table]:
    """Name and rows of each table of a web page or a Word document (docx), none for all else and for what is broken.

    Merged cells are read in each row that they stand in. A table that goes on as another of its width is one with it, unless words and
    its own header come between: then it is of another month or account.
    """
    if is_web_page(raw):
        return _web_tables(raw)
    is_document = raw.startswith(b"PK") and _DOCUMENT in _names(raw)
    return _document_tables(raw) if is_document else []


def is_web_page(raw: bytes) -> bool:
    start = _as_utf8(raw[:8192]).lstrip(_BOM)
    return start.startswith(b"<") and _HTML.search(start[:4096]) is not None


def what_to_do(raw: bytes) -> str | None:
    """One clause: what a file is that holds no table, and what to do; None where that cannot be told."""
    if raw.startswith(b"PK"):
        names = _names(raw)
        return next((said for name, said in _MEMBERS if name in names), _UNPACK if names else None)
    if raw.startswith(OLD_OFFICE):
        return next((said for name, said in _STREAMS if name.encode("utf-16-le") in raw), None)
    if b"%PDF-" in raw[:1024]:
        return f"是 PDF，里面的表格不能读入，{_FROM_TABLE}"
    start = raw.lstrip(_BOM)[:4096]
    if is_web_page(raw):
        return f"是网页，里面没有表格，{_FROM_TABLE}"
    if start.lower().startswith(b"<?xml"):
        return f"是 XML 文件，{_TO_XLSX}"
    return next((said for sign, said in _STARTS if start[: len(sign)].lower() == sign.lower()), None)


def is_workbook(names: Collection[str]) -> bool:
    """Whether a zip of these names is an xlsx, broken ones too."""
    return not names or (any(name.startswith("xl/") for name in names) and "xl/workbook.bin" not in names)


def _names(raw: bytes) -> frozenset[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


def _as_utf8(raw: bytes) -> bytes:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace").encode(errors="replace")
    return raw


# ── web pages ────────────────────────────────────────────────────────────────────────────────────


def _web_tables(raw: bytes) -> list[Table]:
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415  # few tables need it

    tree = LexborHTMLParser(_text(raw))
    tables: list[list[Row]] = []
    for table in tree.css("table"):
        if not any(inner != table for inner in table.css("table")):  # the frame of a page
            rows = [
                [(cell.text(separator=" ").strip(), cell.attributes) for cell in line.css("td, th")]
                for line in table.css("tr")
            ]
            tables.append(_spread(rows))
    return _named(tables)


def _text(raw: bytes) -> str:
    raw = _as_utf8(raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _CHARSET.search(raw[:4096])
        is_big = said is not None and said[1].lower() in {b"big5", b"big5-hkscs"}
        return raw.decode("big5" if is_big else "gb18030", "replace")


def _spread(lines: Sequence[Sequence[tuple[str, dict[str, str | None]]]]) -> list[Row]:
    """The lines with each cell at its column; one over several rows is read in each of them."""
    standing: dict[int, tuple[int, object]] = {}
    rows: list[Row] = []
    for line in lines:
        row: dict[int, object] = {place: value for place, (left, value) in standing.items() if left > 0}
        standing = {place: (left - 1, value) for place, (left, value) in standing.items() if left > 1}
        place = 0
        for words, said in line:
            while place in row:
                place += 1
            high = _count(said.get("rowspan"), _MOST_HIGH)
            row[place] = words or None
            if high > 1:
                standing[place] = (high - 1, words or None)
            for beside in range(1, _count(said.get("colspan"), _MOST_WIDE)):
                row.setdefault(place + beside, None)
            place += 1
            if place > _MOST_WIDE:
                break
        rows.append(tuple(row.get(at) for at in range(max(row, default=-1) + 1)))
    return rows


def _count(said: str | None, most: int) -> int:
    return min(int(said), most) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1


# ── Word documents ───────────────────────────────────────────────────────────────────────────────


def _document_tables(raw: bytes) -> list[Table]:
    try:
        with (
            zipfile.ZipFile(io.BytesIO(raw)) as archive,
            archive.open(_DOCUMENT) as part,
        ):
            reader = _DocumentReader()
            size = 0
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > _MOST_UNPACKED:
                    return []
                reader.feed(chunk)
            return _named(reader.tables)
    except Exception:  # noqa: BLE001  # foreign zips and XML have no end of ways to be broken
        return []


class _DocumentReader:
    """Tables of a document in one pass; the paragraphs above the first, which say whose it is and of when, are rows of it."""

    def __init__(self) -> None:
        self.tables: list[list[Row]] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.EntityDeclHandler = self._refuse
        self._depth, self._is_text, self._place, self._wide = 0, False, 0, 1
        self._merge: str | None = None
        self._pieces: list[str] = []
        self._above: list[Row] = []
        self._rows: list[Row] = []
        self._row: dict[int, object] = {}
        self._standing: dict[int, object] = {}

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)  # expat's own order

    def _refuse(self, *_: object) -> None:
        raise ValueError("entities")

    def _start(self, name: str, said: dict[str, str]) -> None:
        tag = _local(name)
        if tag == "tbl":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._standing = [], {}
        elif tag == "t":
            self._is_text = True
        elif tag in {"br", "tab", "cr"}:
            self._pieces.append(" ")
        elif self._depth == 1 and tag == "tr":
            self._row, self._place = {}, 0
        elif self._depth == 1 and tag == "tc":
            self._pieces, self._merge, self._wide = [], None, 1
        elif self._depth == 1 and tag == "gridSpan":
            self._wide = _count(_said(said), _MOST_WIDE)
        elif self._depth == 1 and tag == "vMerge":
            self._merge = _said(said) or "continue"

    def _end(self, name: str) -> None:
        tag = _local(name)
        if tag == "t":
            self._is_text = False
        elif tag == "p":
            self._paragraph()
        elif self._depth == 1 and tag == "tc":
            self._cell()
        elif self._depth == 1 and tag == "tr":
            self._rows.append(tuple(self._row.get(at) for at in range(max(self._row, default=-1) + 1)))
        elif tag == "tbl":
            self._depth -= 1
            if not self._depth:
                self._table()

    def _words(self, words: str) -> None:
        if self._is_text:
            self._pieces.append(words)

    def _paragraph(self) -> None:
        if self._depth:
            self._pieces.append(" ")
            return
        if words := "".join(self._pieces).strip():
            self._above = [*self._above[-9:], (words,)]
        self._pieces = []

    def _cell(self) -> None:
        words = " ".join("".join(self._pieces).split()) or None
        if self._merge == "continue":
            words = words or self._standing.get(self._place)  # type: ignore[assignment]
        elif self._merge == "restart":
            self._standing[self._place] = words
        if self._place < _MOST_WIDE:
            self._row[self._place] = words
        self._place += self._wide
        self._pieces = []

    def _table(self) -> None:
        between = [row for row in self._above if not _CONTINUED.fullmatch(str(row[0]))]
        if self._goes_on(between):
            self.tables[-1] += [*between, *self._rows]
        else:
            self.tables.append([*self._above, *self._rows])
        self._above = []

    def _goes_on(self, between: Sequence[Row]) -> bool:
        if not self.tables or _width(self.tables[-1]) != _width(self._rows):
            return False
        return not (between and self._rows and self._rows[0] in self.tables[-1][:_HEADER_WITHIN])


def _width(rows: Sequence[Row]) -> int:
    return max(map(len, rows), default=0)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _said(attributes: dict[str, str]) -> str | None:
    return next((value for name, value in attributes.items() if _local(name) == "val"), None)


def _named(tables: Sequence[list[Row]]) -> list[Table]:
    return [(f"表{number}", rows) for number, rows in enumerate(tables, 1) if any(any(row) for row in rows)]
