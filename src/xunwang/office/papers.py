"""Letters and forms of the office as docx: the fonts and margins of official papers, and the few things they are made of."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

MOST_UNPACKED = 200_000_000
"""Bytes; a circular with all its pictures has a few millions."""


def paper_of_others(path: Path) -> Any:
    """A docx that somebody handed in. Raises ValueError where it would unfold too far, and whatever python-docx and those below it trip over."""
    with zipfile.ZipFile(path) as package:
        if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
            raise ValueError(f"{path.name} unfolds too far")
    return docx.Document(str(path))


def new_paper() -> Any:
    """An empty docx on A4, with the margins and the font of official papers."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    return document


def heading(document: Any, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = 1
    run = paragraph.add_run(words)
    run.font.size = Pt(22)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "方正小标宋简体")


def say(
    document: Any,
    words: str,
    *,
    indent: bool = False,
    right: bool = False,
    centre: bool = False,
    with_next: bool = False,
) -> None:
    """A paragraph; `with_next` keeps it on the page of what follows."""
    paragraph = document.add_paragraph(clean(words))
    paragraph.paragraph_format.keep_with_next = with_next or None
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(28)
    if right or centre:
        paragraph.alignment = 2 if right else 1


def form_lines(document: Any, lines: Iterable[tuple[str, str]]) -> None:
    """A form of two columns: what is asked, and what was said."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, text in lines:
        for cell, words in zip(table.add_row().cells, (label, text), strict=True):
            cell.text = clean(words)
    _shape(table, (4.2, 11.6), Pt(12))


def grid(document: Any, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
    """A ruled table whose head comes again on every page, and room behind it; `widths` in centimetres, 15.8 in all."""
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    mark = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no name for a repeated head
    mark.append(OxmlElement("w:tblHeader"))
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = clean(words)
    for line in table.rows:
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    _shape(table, widths, Pt(10.5))
    gap = document.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(8)


def _shape(table: Any, widths: Sequence[float], size: Any) -> None:
    """Widths for columns and cells: word processors differ in which of them they follow."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for line in table.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = Cm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
                for run in paragraph.runs:
                    run.font.size = size


def quoted(words: str) -> str:
    """In quotation marks, with those inside turned into the inner ones."""
    return "“" + words.replace("“", "‘").replace("”", "’") + "”"


def clean(text: str) -> str:
    """Without signs that a docx cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def written_paper(document: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()
