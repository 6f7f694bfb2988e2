"""One document -> its parts, by kind. Runs in the child process; the limits on time and memory are that process's."""

from collections.abc import Callable, Iterator

from xunwang.inspector.read.decode import decode
from xunwang.inspector.read.documents.container import Box
from xunwang.inspector.read.documents.kinds import kind_of
from xunwang.inspector.read.documents.markup import tidy
from xunwang.inspector.read.documents.model import Document, Limits, Part, UnreadableError
from xunwang.inspector.read.documents.office import read_docx, read_ofd, read_office_xml, read_open, read_pptx
from xunwang.inspector.read.documents.rtf import read_rtf
from xunwang.inspector.read.documents.word97 import read_doc


def _html(body: bytes) -> Iterator[Part]:
    from xunwang.inspector.read.page import read_page  # noqa: PLC0415  # as the others: slow to load, and few attachments need it

    return iter((Part("正文", read_page(body, "http://document.invalid/").text),))


def _mht(body: bytes) -> Iterator[Part]:
    """A page saved with its pictures as one message, which some programs call .doc."""
    import email  # noqa: PLC0415

    for part in email.message_from_bytes(body).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            yield from _html(page if isinstance(page, bytes) else b"")
            return


def _pdf(body: bytes) -> Iterator[Part]:
    from xunwang.inspector.read.documents.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(body)


def _xls(body: bytes) -> Iterator[Part]:
    from xunwang.inspector.read.documents.tables import read_xls  # noqa: PLC0415

    return read_xls(body)


def _xlsx(body: bytes) -> Iterator[Part]:
    from xunwang.inspector.read.documents.tables import read_xlsx  # noqa: PLC0415

    return read_xlsx(body)


def _image(body: bytes, limits: Limits) -> Iterator[Part]:
    from xunwang.inspector.read.documents.pictures import read_picture  # noqa: PLC0415

    return read_picture(body, letters=limits.letters)


_NOT_READ = {
    "": "不是可识别的文档",
    "rar": "RAR 压缩包，暂不支持读取",
    "7z": "7z 压缩包，暂不支持读取",
    "gz": "gz 压缩包，暂不支持读取",
    "ppt": "旧版演示文稿(ppt)，暂不支持读取",
    "xlsb": "二进制工作簿(xlsb)，暂不支持读取",
    "locked": "文件设有打开密码，无法读取",
}
_BOXED: dict[str, Callable[[Box], Iterator[Part]]] = {
    "docx": read_docx,
    "pptx": read_pptx,
    "ofd": read_ofd,
    "odf": read_open,
}
_WHOLE: dict[str, Callable[[bytes], Iterator[Part]]] = {
    "pdf": _pdf,
    "xls": _xls,
    "xlsx": _xlsx,
    "rtf": lambda body: iter((Part("正文", read_rtf(body)),)),
    "doc": lambda body: iter((Part("正文", read_doc(body)),)),
    "txt": lambda body: iter((Part("正文", tidy(decode(body)[0])),)),
    "html": _html,
    "xml": read_office_xml,
    "mht": _mht,
}


def extract(body: bytes, limits: Limits) -> Document:
    """The document in `body`; never raises for what is in it."""
    kind = kind_of(body)
    if not body or len(body) > limits.size:
        return Document(kind, unread="文件为空" if not body else "文件超过大小上限，未读取")
    gathered = _Gathered(limits)
    try:
        gathered.take(_parts(kind, body, limits, gathered.skipped))
    except UnreadableError as exc:
        return gathered.document(kind, unread=str(exc))
    except Exception:  # noqa: BLE001  # foreign documents have no limits, and the libraries that read them none in their errors
        return gathered.document(kind, unread="文件内容异常，无法读取")
    return gathered.document(kind)


class _Gathered:
    def __init__(self, limits: Limits) -> None:
        self.skipped: list[str] = []
        self._left = limits.characters
        self._parts: list[Part] = []

    def take(self, parts: Iterator[Part]) -> None:
        for part in parts:
            if part.text:
                self._parts.append(Part(part.name, part.text[: self._left]))
            self._left -= len(part.text)
            if self._left < 0:
                return

    def document(self, kind: str, unread: str | None = None) -> Document:
        return Document(
            kind,
            parts=tuple(self._parts),
            truncated=self._left < 0 or (unread is not None and bool(self._parts)),
            unread=None if self._parts else unread or "文件中没有文字",
            skipped=tuple(self.skipped),
        )


def _parts(kind: str, body: bytes, limits: Limits, skipped: list[str], depth: int = 0) -> Iterator[Part]:
    if reason := _NOT_READ.get(kind):
        raise UnreadableError(reason)
    if kind == "zip":
        yield from _inside(Box(body, limits), limits, skipped, depth)
    elif kind in _BOXED:
        yield from _BOXED[kind](Box(body, limits))
    elif kind == "image":
        yield from _image(body, limits)
    else:
        if kind == "xlsx":
            _swell_test(body, limits)
        yield from _WHOLE[kind](body)


def _swell_test(body: bytes, limits: Limits) -> None:
    """A library opens this container by itself, so its files are counted first."""
    box = Box(body, limits)
    for name, _ in box.files():
        box.read(name)


def _inside(box: Box, limits: Limits, skipped: list[str], depth: int) -> Iterator[Part]:
    if depth >= limits.depth:
        raise UnreadableError("压缩包嵌套过深，未读取")
    for name, shown in box.files():
        try:
            inner = box.read(name)
            for part in _parts(kind_of(inner), inner, limits, skipped, depth + 1):
                yield Part(f"{shown}/{part.name}" if part.name != "正文" else shown, part.text)
        except UnreadableError as exc:
            skipped.append(f"{shown}：{exc}")
