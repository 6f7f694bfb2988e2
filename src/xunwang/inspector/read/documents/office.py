"""docx, pptx, odt, ods and ofd: XML in a zip container; and the same as one XML file."""

import re
from collections.abc import Iterator

from xunwang.inspector.read.documents.container import Box
from xunwang.inspector.read.documents.markup import Flow, local, parse, tidy
from xunwang.inspector.read.documents.model import Part, UnreadableError

_CELL, _ROW = frozenset({"tc"}), frozenset({"tr"})
_WORD = Flow(frozenset({"t"}), {"p": "\n", "tab": "\t", "br": "\n", "cr": "\n"}, cells=_CELL, rows=_ROW)
_SLIDE = Flow(frozenset({"t"}), {"p": "\n", "br": "\n"}, cells=_CELL, rows=_ROW)
_SHEET = Flow(frozenset({"Data"}), {}, cells=frozenset({"Cell"}), rows=frozenset({"Row"}))
_OPEN = Flow(
    frozenset({"p", "h"}),
    {"p": "\n", "h": "\n", "tab": "\t", "line-break": "\n"},
    cells=frozenset({"table-cell"}),
    rows=frozenset({"table-row"}),
)
# What says in the first bytes of an XML file which office program wrote it.
_WRITERS = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", _SHEET),
    (b"urn:oasis:names:tc:opendocument", _OPEN),
    (b"schemas.microsoft.com/office/word", _WORD),
    (b"schemas.microsoft.com/office/2006/xmlPackage", _WORD),
)
_OPENING = 4_096  # bytes of an XML file in which its writer is named
_SLIDE_NAME = re.compile(r"ppt/slides/slide(\d+)\.xml\Z")
_NOTE_NAME = re.compile(r"word/(?:footnotes|endnotes|header\d*|footer\d*)\.xml\Z")
_OFD_PAGE = re.compile(r"(?:^|/)Pages?/Page_(\d+)/Content\.xml\Z", re.IGNORECASE)


def read_docx(box: Box) -> Iterator[Part]:
    """The body, then notes, headers and footers where they hold text."""
    yield Part("正文", _WORD.read(box.read("word/document.xml")))
    for name, _ in box.files():
        if _NOTE_NAME.search(name) and (text := _WORD.read(box.read(name))):
            yield Part("页眉页脚与注释", text)


def read_open(box: Box) -> Iterator[Part]:
    """A document of OpenDocument: text or sheet."""
    yield Part("正文", _OPEN.read(box.read("content.xml")))


def is_office_xml(body: bytes) -> bool:
    """Whether an XML file is a document that an office program wrote as one file."""
    return body[:_OPENING].lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and _writer(body) is not None


def read_office_xml(body: bytes) -> Iterator[Part]:
    flow = _writer(body)
    if flow is not None:
        yield Part("正文", flow.read(body))


def _writer(body: bytes) -> Flow | None:
    return next((flow for name, flow in _WRITERS if name in body[:_OPENING]), None)


def read_pptx(box: Box) -> Iterator[Part]:
    for number, name in _numbered(box, _SLIDE_NAME):
        yield Part(f"第{number}页", _SLIDE.read(box.read(name)))


def read_ofd(box: Box) -> Iterator[Part]:
    """The pages of a GB/T 33190 document; its text stands in placed pieces, those of one height are one line."""
    pages = _numbered(box, _OFD_PAGE)
    if not pages:
        raise UnreadableError("OFD 文件不完整，没有页面")
    first = min(number for number, _ in pages)
    for number, name in pages:
        yield Part(f"第{number - first + 1}页", _ofd_page(box.read(name)))


def _numbered(box: Box, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
    found = ((pattern.search(name), name) for name, _ in box.files())
    return sorted((int(match[1]), name) for match, name in found if match)


def _ofd_page(data: bytes) -> str:
    pieces: list[str] = []
    height: list[float] = []
    inside = False

    def start(name: str, attrs: dict[str, str]) -> None:
        nonlocal inside
        if local(name) == "TextObject":
            top, tall = _place(attrs.get("Boundary", ""))
            if height and abs(top - height[0]) > tall / 2:
                pieces.append("\n")
            height[:] = [top]
        inside = local(name) == "TextCode"

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and local(name) != "TextCode"

    def words(text: str) -> None:
        if inside:
            pieces.append(text)

    parse(data, start=start, end=end, words=words)
    return tidy("".join(pieces))


def _place(boundary: str) -> tuple[float, float]:
    """The top and the height of a box written as `x y width height`."""
    try:
        _, top, _, tall = (float(number) for number in boundary.split())
    except ValueError:
        return 0.0, 0.0
    return top, tall
