"""PDF by PDFium: the text layer page by page. A scanned document has none, and says so."""

from collections.abc import Iterator

import pypdfium2 as pdfium

from xunwang.inspector.read.documents.markup import tidy
from xunwang.inspector.read.documents.model import Part, UnreadableError


def read_pdf(body: bytes) -> Iterator[Part]:
    """A part for each page. Raises UnreadableError, also where no page has any text."""
    try:
        document = pdfium.PdfDocument(body)
    except pdfium.PdfiumError as exc:
        locked = "assword" in str(exc)
        raise UnreadableError("文件已加密，无法读取" if locked else "PDF 文件已损坏，无法读取") from exc
    try:
        empty = True
        for number in range(len(document)):
            text = _page(document, number)
            empty = empty and not text
            yield Part(f"第{number + 1}页", text)
    finally:
        document.close()
    if empty:
        raise UnreadableError("PDF 中没有文字，可能是扫描件")


def _page(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        words = page.get_textpage()
        return tidy(words.get_text_bounded().replace("\r\n", "\n").replace("\ufffe", ""))
    except pdfium.PdfiumError:
        return ""
