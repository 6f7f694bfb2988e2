"""Letters and forms of the office as docx: the fonts and margins of official papers, and the few things they are made of."""

import io
from collections.abc import Iterable
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt


def new_paper() -> Any:
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


def say(document: Any, words: str, *, indent: bool = False, right: bool = False) -> None:
    paragraph = document.add_paragraph(clean(words))
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(28)
    if right:
        paragraph.alignment = 2


def form_lines(document: Any, lines: Iterable[tuple[str, str]]) -> None:
    """A form of two columns: what is asked, and what was said."""
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, text in lines:
        cells = table.add_row().cells
        for cell, words, width in zip(cells, (label, text), (4.2, 11.6), strict=True):
            cell.text, cell.width = clean(words), Cm(width)
            for paragraph in cell.paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(12)


def clean(text: str) -> str:
    """Without signs that a docx cannot hold."""
    return "".join(sign for sign in text if sign >= " " or sign == "\n")


def written_paper(document: Any) -> bytes:
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()
