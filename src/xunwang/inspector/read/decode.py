"""Bytes to text: what a page is written in, told from the bytes first and from its own words last."""

import codecs
import re
import threading
from collections.abc import Mapping

from xunwang.inspector.model import late

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = (
    (re.compile(rb"(?:\s\x00)*<\x00[!/?A-Za-z]\x00"), "utf-16-le"),
    (re.compile(rb"(?:\x00\s)*\x00<\x00[!/?A-Za-z]"), "utf-16-be"),
)  # markup in UTF-16 that no mark stands before
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_MISREAD = re.compile(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]")
_MISREAD_LEAD = b"\xc3"  # with which every such first character begins in UTF-8
_ASCII = bytes(range(128))
_SAMPLES = (4_096, 8_192, 16_384)  # bytes by which most pages already show that they are not UTF-8
_FAMILIES = (
    ("utf-8", frozenset({"utf-8", "utf8"})),
    ("gb18030", frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"})),
    ("latin", frozenset({"iso-8859-1", "windows-1252", "latin1", "us-ascii", "ascii"})),
)
_OWN_NAMES = frozenset({"utf-8", "gb18030"})
_FEWEST_FOREIGN = 60  # bytes beyond ASCII
_CJK = late(r"[\u4e00-\u9fff]")
_UNSEEN_CHARS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_UNSEEN = re.compile(f"[{_UNSEEN_CHARS}\x00]+")
_last = threading.local()
_NOT_TEXT = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
)


def is_text(body: bytes) -> bool:
    """Whether the bytes can be a page at all, whatever their extension promises."""
    return not body.startswith(_NOT_TEXT)


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The text of a page and the charset it is written in (`utf-8`, `gb18030`, `big5`, `utf-16-le`, `utf-16-be`).

    Strict UTF-8 wins, then UTF-8 with a few broken bytes, then GB18030; Big5 only where it is declared and fits.
    A UTF-8 file that was once read as Latin-1 and saved again is mended. Characters nobody sees are dropped.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _seen(body[len(bom) :].decode(name, "replace"), body), name
    for markup, name in _WIDE:
        if markup.match(body):
            return _seen(body.decode(name, "replace"), body), name
    text, charset = _decode_plain(body, headers or {})
    if _MISREAD_LEAD in (body if charset == "utf-8" else _kept_in_utf8(body, text, charset)):
        text = _mended(text)
    return _seen(text, body), charset


def _kept_in_utf8(body: bytes, text: str, charset: str) -> bytes:
    _last.page = body, charset, (plain := text.encode("utf-8", "replace"))
    return plain


def shown_as(body: bytes, headers: Mapping[str, str] | None, charset: str) -> str | None:
    """The charset by its declared name in which browsers show a page that is written in `charset`, where that makes its Chinese unreadable."""
    if body.startswith(tuple(bom for bom, _ in _BOMS)):
        return None
    told = _declared(body, headers or {})
    family = next((name for name, kin in _FAMILIES if told in kin), None)
    if family is None or family == charset or charset not in _OWN_NAMES:
        return None
    return told if len(body.translate(None, _ASCII)) >= _FEWEST_FOREIGN else None


def in_utf8(body: bytes, charset: str) -> bytes:
    """A page in UTF-8, nothing mended or dropped; of the page that this thread decoded last it is at hand."""
    last: tuple[bytes, str, bytes] | None = getattr(_last, "page", None)
    if last is not None and last[0] is body and last[1] == charset:
        return last[2]
    return body.decode(charset, "replace").encode("utf-8", "replace")


def _seen(text: str, body: bytes) -> str:
    """The text without characters that nobody sees. A NUL is looked for in the bytes, where that is quicker by far."""
    unseen = b"\x00" in body or any(char in text for char in _UNSEEN_CHARS)
    return _UNSEEN.sub("", text) if unseen else text


def _decode_plain(body: bytes, headers: Mapping[str, str]) -> tuple[str, str]:
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as broken:
        loose = "" if _is_foreign(body, broken.start) else body.decode("utf-8", "replace")
    if loose and loose.count("\ufffd") * 10 <= len(_CJK.findall(loose)):
        return loose, "utf-8"
    if _declared(body, headers).startswith("big5"):
        try:
            return body.decode("big5hkscs"), "big5"
        except UnicodeDecodeError:
            pass
    return body.decode("gb18030", "replace"), "gb18030"


def _is_foreign(body: bytes, start: int) -> bool:
    """Whether what follows the first broken byte is broken so often that no Chinese in the rest could make it good."""
    most = len(body.translate(None, _ASCII)) // 3
    samples = (body[start : start + size].decode("utf-8", "replace") for size in _SAMPLES)
    return any((sample.count("\ufffd") - 1) * 10 > most for sample in samples)


def _declared(body: bytes, headers: Mapping[str, str]) -> str:
    for name, value in headers.items():
        if name.lower() == "content-type" and (found := _DECLARED.search(value.encode())):
            return found[1].decode("ascii", "replace").lower()
    found = _DECLARED.search(body, 0, 4096)
    return found[1].decode("ascii", "replace").lower() if found else ""


def _mended(text: str) -> str:
    """Undo UTF-8 that was read as Latin-1 or Windows-1252, where hardly any Chinese was written properly."""
    if len(_MISREAD.findall(text)) < 8 or len(_CJK.findall(text)) * 4 > len(_MISREAD.findall(text)):
        return text
    raw = b"".join(_as_byte(char) for char in text)
    mended = raw.decode("utf-8", "replace")
    return mended if len(_CJK.findall(mended)) > 10 * mended.count("\ufffd") else text


def _as_byte(char: str) -> bytes:
    if ord(char) < 256:
        return bytes([ord(char)])
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode()
