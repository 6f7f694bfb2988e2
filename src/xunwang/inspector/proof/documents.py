"""The text of a file, line by line: txt, md, html, docx, xlsx, and by the reader of attachments pdf, doc, wps, xls, et, pptx, ofd."""

import datetime as dt
import io
import zipfile

from xunwang.inspector.model import Record
from xunwang.inspector.proof.suspicion import Suspicion
from xunwang.inspector.read import read_page
from xunwang.inspector.read.decode import decode, is_text
from xunwang.inspector.read.documents import DocumentReader

MAX_BYTES = 64 * 2**20
MAX_UNPACKED = 512 * 2**20
_ATTACHED = frozenset({".pdf", ".doc", ".wps", ".xls", ".et", ".pptx", ".ofd"})
_HTML = (".html", ".htm", ".shtml", ".xhtml")
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which a locked docx or xlsx lies
_PACKED = frozenset({".docx", ".xlsx"})


class DocumentError(Exception):
    """A file that holds no text we can read: which, why, and what would be right."""


class Draft(Record, frozen=True):
    """`text` has one line for each line, paragraph or cell; `places` names each line where counting does not; `markup` is a page as it came."""

    text: str
    published: dt.date | None = None
    places: tuple[str, ...] = ()
    markup: bytes = b""

    def place(self, suspicion: Suspicion) -> str:
        return self.places[suspicion.line - 1] if self.places else f"第{suspicion.line}行"


def read_document(data: bytes, name: str, *, today: dt.date) -> Draft:
    """The draft in a file; its kind is told by its name, where the bytes do not contradict. Raises DocumentError."""
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{name}：文件超过 {MAX_BYTES // 2**20} MB，请拆分后再校对")
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if suffix in _PACKED:
        return _unpacked(data, name, suffix)
    if not is_text(data) or suffix in _ATTACHED:
        return _attached(data, name)
    return _html(data, name, today) if suffix in _HTML else Draft(_unified(_plain(data, name)))


def _attached(data: bytes, name: str) -> Draft:
    with DocumentReader() as reader:
        document = reader.read(data)
    if document.unread:
        raise DocumentError(
            f"{name}：{document.unread}；应为 txt、md、html、docx、xlsx、pdf、doc、wps、xls、et、pptx 或 ofd"
        )
    lines = [(part.name, line) for part in document.parts for line in part.text.splitlines()]
    return Draft("\n".join(line for _, line in lines), None, tuple(place for place, _ in lines))


def _plain(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text, _ = decode(data)
    if "\ufffd" in text:
        raise DocumentError(f"{name}：文字编码不能识别，请另存为 UTF-8 后再校对")
    return text


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _html(data: bytes, name: str, today: dt.date) -> Draft:
    """What a visitor reads: the title, the titles of lists, the text."""
    page = read_page(data, f"http://saved.invalid/{name.rpartition('/')[2]}", home=None, today=today)
    lines = [page.title or "", *(item.title for item in page.items), *page.text.splitlines()]
    kept = list(dict.fromkeys(_unified(line).replace("\n", " ") for line in lines if line.strip()))
    return Draft("\n".join(kept), page.published.date() if page.published else None, markup=data)


def _unpacked(data: bytes, name: str, suffix: str) -> Draft:
    from xunwang.inspector.proof.packed import LINES  # noqa: PLC0415  # only such a file needs its libraries

    wanted = suffix.removeprefix(".")
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise DocumentError(f"{name}：文件设有打开密码，无法读取，请去掉密码后再校对")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            swells = sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED
        lines = [] if swells else list(LINES[suffix](data))
    except Exception as error:  # there is no end to what these libraries and those below them trip over
        raise DocumentError(f"{name}：不是完好的 {wanted} 文件，请用办公软件打开后另存为 {wanted}") from error
    if swells:
        raise DocumentError(f"{name}：解压后过大，不像一份文稿，请检查文件")
    text = "\n".join(_unified(line).replace("\n", " ") for _, line in lines)
    return Draft(text, None, tuple(place for place, _ in lines))
