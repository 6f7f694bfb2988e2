"""A circular from its file: docx, txt or md, as paragraphs and tables in reading order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.table import Table as DocxTable

from xunwang.inspector.model import reason
from xunwang.office.circulars.check.model import CheckInputError, Document, Paragraph, Table
from xunwang.office.circulars.check.numerals import parse_chinese
from xunwang.office.papers import paper_of_others

MAX_BYTES = 64 * 2**20
_ATTACHMENT = re.compile(r"^\s*附\s*件\s*([0-9０-９一二三四五六七八九十]{1,2})?\s*[:：.、]?\s*(.*)$")
_PIPE_ROW = re.compile(r"^\s*[|｜].*[|｜]\s*$")
_PIPES = re.compile(r"\s*[|｜]\s*")
_SPACES = re.compile(r"\s{2,}|\u3000")
_FIGURE = re.compile(r"[-+]?\d[\d,.]*%?")
_FEWEST = 3
_RULE_ROW = re.compile(r"^[\s|｜:\-—]+$")

Cells = tuple[str, ...]
Piece = str | tuple[Cells, ...]


def read_document(path: Path) -> Document:
    """The blocks of a circular; a file that cannot be one raises ``CheckInputError`` with a Chinese sentence."""
    suffix = path.suffix.lower()
    if suffix not in {".docx", ".txt", ".md"}:
        raise CheckInputError(
            f"{path.name}：不认识的文件类型“{suffix or '无扩展名'}”，请给出 docx、txt 或 md 文件。"
        )
    data = _bytes(path)
    pieces = _docx_pieces(path) if suffix == ".docx" else _text_pieces(_decoded(path, data))
    blocks = tuple(_blocks(pieces))
    if not blocks:
        raise CheckInputError(f"{path.name}：文件里没有文字，请给出有正文的通报。")
    return Document(path.name, blocks)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CheckInputError(
                f"{path.name}：文件超过 {MAX_BYTES // 2**20} MB，不像一份通报，请检查是否给错了文件。"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise CheckInputError(f"{path}：找不到这个文件，请检查路径。") from None
    except OSError as error:
        raise CheckInputError(
            f"{path}：读不了这个文件（{reason(error)}），请给出可读的 docx、txt 或 md 文件。"
        ) from error


def _decoded(path: Path, data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CheckInputError(f"{path.name}：不是 UTF-8 或 GB18030 的文本，请另存为 UTF-8 后再试。")


def _text_pieces(text: str) -> Iterator[Piece]:
    rows: list[Cells] = []
    lines = text.splitlines()
    for line, cells in zip(lines, _all_cells(lines), strict=True):
        if rows and (cells is None or (len(cells) != len(rows[0]) and not _PIPE_ROW.match(line))):
            yield from _flush(rows)
            rows = []
        if cells is None:
            yield re.sub(r"^#{1,6}\s+|\*\*", "", line)
        elif not _RULE_ROW.match(line):
            rows.append(cells)
    yield from _flush(rows)


def _flush(rows: list[Cells]) -> Iterator[Piece]:
    if len(rows) >= 2:
        yield tuple(rows)
    else:
        yield from (" ".join(row) for row in rows)


def _all_cells(lines: Sequence[str]) -> list[Cells | None]:
    """The cells of each line of a table: those that say so by themselves, and runs of lines parted into as many by bars or wide gaps."""
    found = [_cells(line) for line in lines]
    for parting in (_PIPES, _SPACES):
        parted = [
            None if found[at] or not line.strip() else tuple(parting.split(line.strip()))
            for at, line in enumerate(lines)
        ]
        for start, end in _runs(parted):
            found[start:end] = parted[start:end]
    return found


def _runs(parted: Sequence[Cells | None]) -> Iterator[tuple[int, int]]:
    """Three lines and more of as many cells, one at least a number: headings and addresses are set with wide gaps too."""
    start = 0
    for at in range(1, len(parted) + 1):
        width = len(parted[start] or ())
        if at < len(parted) and width > 1 and len(parted[at] or ()) == width:
            continue
        told = [cell for cells in parted[start:at] for cell in cells or ()]
        if at - start >= _FEWEST and width > 1 and any(_FIGURE.fullmatch(cell) for cell in told):
            yield start, at
        start = at


def _cells(line: str) -> Cells | None:
    if _PIPE_ROW.match(line):
        return tuple(cell.strip() for cell in re.split("[|｜]", line.strip())[1:-1])
    if line.strip().count("\t") >= 1:
        return tuple(cell.strip() for cell in line.rstrip("\n").split("\t"))
    return None


def _docx_pieces(path: Path) -> list[Piece]:
    try:
        return list(_pieces_of(paper_of_others(path)))
    except Exception as error:  # there is no end to what python-docx and those below it trip over
        raise CheckInputError(
            f"{path.name}：不是完好的 docx 文件，请用文字处理软件另存为 docx 后再试。"
        ) from error


def _pieces_of(opened: Any) -> Iterator[Piece]:
    for item in opened.iter_inner_content():
        if isinstance(item, DocxTable):
            yield tuple(_docx_row(row) for row in item.rows)
        else:
            yield from _element_text(item._p).split("\n")  # noqa: SLF001 -- only the element holds tracked insertions


def _docx_row(row: Any) -> Cells:
    return tuple(" ".join(_element_text(p._p) for p in cell.paragraphs).strip() for cell in row.cells)  # noqa: SLF001


def _element_text(element: Any) -> str:
    """The text as it reads with tracked changes accepted, text boxes left out."""
    marks = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    parts = (
        marks.get(node.tag) or node.text or ""
        for node in element.iter(qn("w:t"), *marks)
        if next(node.iterancestors(qn("w:txbxContent"), qn("w:moveFrom")), None) is None
    )
    return "".join(parts)


def _blocks(pieces: Iterable[Piece]) -> Iterator[Paragraph | Table]:
    paragraphs = tables = 0
    caption = attachment = ""
    for piece in pieces:
        if isinstance(piece, tuple):
            tables += 1
            yield Table(tables, piece, caption, attachment)
        elif text := piece.strip():
            paragraphs += 1
            attachment = attachment_number(text) or attachment
            caption = text
            yield Paragraph(paragraphs, text)


def attachment_number(text: str) -> str:
    """The number of the attachment a heading line opens; a list of attachments behind the text opens none."""
    match = _ATTACHMENT.match(text)
    if match is None or len(text) > 40 or (match[2] and re.search(r"\d\s*[.．、]", match[2])):
        return ""
    number = match[1] or "1"
    return str(int(number)) if number.isdigit() else str(parse_chinese(number) or number)
