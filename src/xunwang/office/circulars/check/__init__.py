"""Reads a foreign circular (通报) and names what cannot be true in it."""

from xunwang.office.circulars.check.checking import check_document, figures_of, left_out
from xunwang.office.circulars.check.document import read_document
from xunwang.office.circulars.check.model import (
    CheckInputError,
    Contradiction,
    Document,
    Figures,
    Paragraph,
    Table,
)
from xunwang.office.circulars.check.report import format_text

__all__ = [
    "CheckInputError",
    "Contradiction",
    "Document",
    "Figures",
    "Paragraph",
    "Table",
    "check_document",
    "figures_of",
    "format_text",
    "left_out",
    "read_document",
]
