"""The lines of a docx or xlsx file, each with its place. Loaded only for such a file: its libraries are slow to load."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from xunwang.inspector.tables import MOST_ROWS

_LONG_NUMBER = 10**10
_BESIDE = re.compile(r"/word/(header|footer|footnotes|endnotes)\d*\.xml\Z")
_BESIDE_LABELS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
Line = tuple[str, str]  # place, text


def _docx(data: bytes) -> Iterator[Line]:
    """Paragraphs in reading order, those of table cells and text boxes among them; then those of headers, footers and notes."""
    document = docx.Document(io.BytesIO(data))
    for number, element in enumerate(_paragraphs(document.element.body), 1):
        yield f"第{number}段", "".join(_runs(element))
    for part in document.part.package.iter_parts():
        if named := _BESIDE.search(part.partname):
            label = _BESIDE_LABELS[named[1]]
            for number, element in enumerate(_paragraphs(parse_xml(part.blob)), 1):
                if text := "".join(_runs(element)).strip():
                    yield f"{label}第{number}段", text


def _paragraphs(root: Any) -> Iterator[Any]:
    """What a text box holds stands there twice, the second time for old programs."""
    for element in root.iter(qn("w:p")):
        if next(element.iterancestors(_FALLBACK), None) is None:
            yield element


def _runs(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if next(node.iterancestors(qn("w:p"))) is paragraph:
            yield (node.text or "") if node.tag == qn("w:t") else " "


def _xlsx(data: bytes) -> Iterator[Line]:
    """Cells that hold text or a number as long as those of people, row by row, sheet by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(), 1):
            if number > MOST_ROWS:
                raise ValueError(f"row {number}")
            for cell in row:
                if text := _cell(cell.value):
                    yield f"{sheet.title}!{cell.coordinate}", text


def _cell(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.splitlines()) if value.strip() else ""
    if isinstance(value, int | float) and value >= _LONG_NUMBER and value == int(value):
        return str(int(value))
    return ""


LINES: Mapping[str, Callable[[bytes], Iterator[Line]]] = {".docx": _docx, ".xlsx": _xlsx}
