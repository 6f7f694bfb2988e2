"""What a file is, told from its first bytes and, inside containers, from what they hold. Names lie too often to be trusted."""

import io
import re
import zipfile
from collections.abc import Callable

import olefile

from xunwang.inspector.read.documents.office import is_office_xml

_OLE = b"\xd0\xcf\x11\xe0"
_STARTS = (
    (b"%PDF", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"WEBP", "image"),
)
_OLE_STREAMS = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("EncryptedPackage", "locked"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("xl/workbook.bin", "xlsb"),
    ("content.xml", "odf"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MAIL = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,12}?(?:mime-version|content-type)\s*:", re.IGNORECASE
)
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")


def kind_of(body: bytes) -> str:
    """`pdf`, `doc`, `docx`, `xls`, `xlsx`, `pptx`, `ppt`, `ofd`, `zip`, `odf`, `xml`, `mht`, `rtf`, `rar`, `7z`, `gz`, `image`, `html`, `txt`, `xlsb`, `locked`; "" when unknown."""
    if body.startswith(_OLE):
        return _ole_kind(body)
    if body.startswith(b"PK"):
        return _zip_kind(body)
    for start, kind in _STARTS:
        if body.startswith(start) or body[8:12] == start == b"WEBP":
            return kind
    return next((kind for kind, told in _TOLD_BY_TEXT if told(body)), "")


def _ole_kind(body: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as ole:
            return next((kind for stream, kind in _OLE_STREAMS if ole.exists(stream)), "")
    except (OSError, ValueError, IndexError):
        return ""


def _zip_kind(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as box:
            names = set(box.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "zip"
    return next((kind for member, kind in _ZIP_MEMBERS if member in names), "zip")


def _is_markup(body: bytes) -> bool:
    return body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP)


def _is_message(body: bytes) -> bool:
    return _MAIL.match(body[:2048]) is not None and b"multipart/related" in body[:4096].lower()


def _is_text(body: bytes) -> bool:
    return body.startswith(_UTF_16) or (bool(body) and b"\x00" not in body[:4096])


_TOLD_BY_TEXT: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("pdf", lambda body: b"%PDF-" in body[:1024]),  # some carry a few stray bytes before their mark
    ("html", _is_markup),
    ("xml", is_office_xml),
    ("mht", _is_message),
    ("txt", _is_text),
)
