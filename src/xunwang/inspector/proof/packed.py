"""The lines of a docx or xlsx file, each with its place. Loaded only for such a file: its libraries are slow to load."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import docx
import openpyxl
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from openpyxl.utils.exceptions import InvalidFileException

Line = tuple[str, str]  # place, text
BROKEN = (OpcError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError, SyntaxError)


def _docx(data: bytes) -> Iterator[Line]:
    """Paragraphs in reading order, those of table cells among them."""
    document = docx.Document(io.BytesIO(data))
    for number, element in enumerate(document.element.body.iter(qn("w:p")), 1):
        yield f"第{number}段", "".join(_runs(element))


def _runs(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        yield (node.text or "") if node.tag == qn("w:t") else " "


def _xlsx(data: bytes) -> Iterator[Line]:
    """Cells that hold text, row by row, sheet by sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip():
                    yield f"{sheet.title}!{cell.coordinate}", " ".join(cell.value.splitlines())


LINES: Mapping[str, Callable[[bytes], Iterator[Line]]] = {".docx": _docx, ".xlsx": _xlsx}
