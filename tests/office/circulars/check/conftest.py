"""Circulars for the reader: written down as text, or built as docx by python-docx."""

from pathlib import Path

import docx
import pytest

from xunwang.office.circulars.check import Document, Paragraph, Table, check_document, read_document


def _write_docx(document, path):
    target = docx.Document()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            target.add_paragraph(block.text)
        else:
            _add_table(target, block)
    target.save(str(path))
    return path


def _add_table(target, table: Table):
    made = target.add_table(rows=len(table.rows), cols=len(table.rows[0]))
    for row, cells in zip(made.rows, table.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text


@pytest.fixture
def as_docx(tmp_path):
    """Writes a document as docx and reads it back."""

    def build(document: Document) -> Document:
        return read_document(_write_docx(document, tmp_path / "circular.docx"))

    return build


@pytest.fixture
def check_text(tmp_path):
    """Checks a text (md, with tables) and gives what was found."""

    def check(text: str, **keywords):
        path: Path = tmp_path / "circular.md"
        path.write_text(text, encoding="utf-8")
        return check_document(read_document(path), **keywords)

    return check
