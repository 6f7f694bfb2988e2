"""Reading a written circular back: every paragraph, table and cell as anyone opening the files would see it."""

import itertools
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from xunwang.inspector.model import Record
from xunwang.office.circulars.data import CircularRefused
from xunwang.office.papers import paper_of_others

CellValue = str | int | float | None
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What word processors write a second time for older ones: the same text box."""


class Line(Record, frozen=True):
    """A paragraph outside tables and where it stands, in Chinese."""

    where: str
    text: str


class ReadTable(Record, frozen=True):
    where: str
    rows: tuple[tuple[str, ...], ...]


class ReadDocument(Record, frozen=True):
    """`lines` hold headers and footers too; the number of a page field is not text."""

    lines: tuple[Line, ...]
    tables: tuple[ReadTable, ...]


class ReadSheet(Record, frozen=True):
    """A worksheet as rows of values; `formulas` are the coordinates of cells that hold one."""

    file: str
    rows: tuple[tuple[CellValue, ...], ...]
    formulas: tuple[str, ...]


def read_document(path: Path) -> ReadDocument:
    """Reads body, text boxes, headers, footers, notes and comments of a docx. Raises CircularRefused for what is none."""
    try:
        body = paper_of_others(path).element.body
        lines = [Line(f"正文第{number}段", text) for number, text in enumerate(_paragraphs(body), 1) if text]
        tables = [
            ReadTable(f"第{number}个表格", _rows(table))
            for number, table in enumerate(body.iter(qn("w:tbl")), 1)
        ]
        return ReadDocument((*lines, *_other_parts(path)), tuple(tables))
    except Exception as error:  # there is no end to what python-docx and those below it trip over
        raise CircularRefused(
            "交回的文件无法读取，应为由本系统生成、用WPS或Word修改后保存的docx文件"
        ) from error


_ORDINAL = re.compile(r"[一二三四五六七八九十]+、")


def section(document: ReadDocument, headings: Collection[str]) -> tuple[str, ...]:
    """The paragraphs under the first heading (with its ordinal or without) that is among `headings`, up to the next numbered one."""
    body = [line.text for line in document.lines if line.where.startswith("正文")]
    rest = itertools.dropwhile(lambda text: _ORDINAL.sub("", text, count=1) not in headings, body)
    return tuple(itertools.takewhile(lambda text: not _ORDINAL.match(text), itertools.islice(rest, 1, None)))


class Part(Record, frozen=True):
    """A paragraph or table of a circular for showing: `look` is title, h1, h2, centre, right, text or table."""

    look: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


_LOOKS = {"黑体": "h1", "楷体_GB2312": "h2", "方正小标宋简体": "title"}
_SIDES = {"center": "centre", "right": "right", "end": "right"}


def read_parts(path: Path) -> tuple[Part, ...]:
    """Body of a circular in reading order, without text boxes."""
    body = paper_of_others(path).element.body
    parts = (_part(element) for element in body.iterchildren(qn("w:p"), qn("w:tbl")))
    return tuple(part for part in parts if part.text or part.rows)


def _part(element: Any) -> Part:
    if element.tag == qn("w:tbl"):
        return Part("table", "", _rows(element))
    fonts = next(element.iter(qn("w:rFonts")), None)
    look = _LOOKS.get("" if fonts is None else fonts.get(qn("w:eastAsia"), ""), "")
    side = next(element.iter(qn("w:jc")), None)
    placed = _SIDES.get("" if side is None else side.get(qn("w:val"), ""), "")
    if placed and look != "title":
        return Part(placed, _text(element))
    return Part(look or "text", _text(element))


def read_sheets(path: Path) -> tuple[ReadSheet, ...]:
    book = openpyxl.load_workbook(path)
    return tuple(_sheet(path.name, sheet) for sheet in book.worksheets)


def _sheet(file: str, sheet: Any) -> ReadSheet:
    rows = tuple(tuple(_value(cell.value) for cell in row) for row in sheet.iter_rows())
    formulas = tuple(cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return ReadSheet(file, rows, formulas)


def _value(value: object) -> CellValue:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _paragraphs(root: Any) -> Iterator[str]:
    """Texts of the paragraphs that stand in no table."""
    for paragraph in root.iter(qn("w:p")):
        if next(paragraph.iterancestors(qn("w:tbl"), _AGAIN), None) is None:
            yield _text(paragraph)


def _text(paragraph: Any) -> str:
    """The paragraph's own words: not those of a text box inside it, nor what was moved away, nor the number of a page."""
    return re.sub(r"\s+", "", "".join(_words(paragraph)))


def _words(paragraph: Any) -> Iterator[str]:
    """We write the field of a page number as one element, word processors from mark to mark."""
    instruction = ""
    for node in paragraph.iter(qn("w:t"), qn("w:instrText"), qn("w:fldChar")):
        if next(node.iterancestors(qn("w:p"), qn("w:moveFrom"))) is not paragraph:
            continue
        if node.tag == qn("w:instrText"):
            instruction += node.text or ""
        elif node.tag == qn("w:fldChar"):
            instruction = instruction if node.get(qn("w:fldCharType")) == "separate" else ""
        elif not any(map(_numbers_pages, (instruction, *_simple_fields(node)))):
            yield node.text or ""


def _simple_fields(node: Any) -> Iterator[str]:
    return (field.get(qn("w:instr"), "") for field in node.iterancestors(qn("w:fldSimple")))


def _numbers_pages(instruction: str) -> bool:
    return instruction.split()[:1] in (["PAGE"], ["NUMPAGES"])


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple("".join(_text(p) for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc")))
        for row in table.iter(qn("w:tr"))
    )


def _other_parts(path: Path) -> Sequence[Line]:
    """Paragraphs outside the body: headers, footers, footnotes, comments."""
    found: list[Line] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml", name):
                root = parse_xml(archive.read(name))
                once = (p for p in root.iter(qn("w:p")) if next(p.iterancestors(_AGAIN), None) is None)
                texts = [_text(paragraph) for paragraph in once]
                found.extend(Line(f"页眉页脚或批注（{name}）", text) for text in texts if text)
    return found
