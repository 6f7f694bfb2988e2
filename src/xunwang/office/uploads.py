"""Files that people hand in: known by their content, kept under names of our own, handed out as downloads only."""

import hashlib
import io
import re
import tempfile
import unicodedata
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from xunwang.inspector.model import Record
from xunwang.office import lasting
from xunwang.office.errors import OfficeError

MOST_BYTES = 20_000_000
MOST_FILES = 10
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BY_HEAD = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"OFD", "application/ofd", ".ofd"),
)
_BY_PART = (
    ("word/document.xml", DOCX, ".docx"),
    ("xl/workbook.xml", XLSX, ".xlsx"),
    ("OFD.xml", "application/ofd", ".ofd"),
)
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
ALLOWED = "PDF、OFD、Word（docx）、Excel（xlsx）、PNG 或 JPG"


class Kept(Record, frozen=True):
    """A file that was taken in. `path` is inside the uploads folder; `name` is what the sender called it."""

    name: str
    kind: str
    path: str
    size: int
    sha256: str


def keep(upload: "UploadedFile[Any]", folder: str) -> Kept:
    """Takes a file into the folder (a name of our own) of the uploads. Raises OfficeError for what is not allowed."""
    name = shown_name(upload.name or "")
    if (upload.size or 0) > MOST_BYTES:
        raise OfficeError(f"文件“{name}”超过 {MOST_BYTES // 1_000_000} MB，请压缩或分成几个文件。")
    body = upload.read()
    if not body:
        raise OfficeError(f"文件“{name}”是空的，请重新选择。")
    return keep_bytes(body, name, folder)


def keep_bytes(body: bytes, name: str, folder: str) -> Kept:
    """Keeps what came or what the office itself wrote. Raises OfficeError when its content is none that is allowed."""
    kind, suffix = kind_of(body, name)
    inside = Path(folder) / f"{uuid.uuid4().hex}{suffix}"
    place = Path(settings.UPLOADS_FOLDER) / inside
    lasting.write(place, body)
    return Kept(name, kind, inside.as_posix(), len(body), hashlib.sha256(body).hexdigest())


def keep_table(upload: "UploadedFile[Any]", folder: str) -> Kept:
    """Takes a spreadsheet in for reading: what it holds is judged by the reader, which says what is wrong and where.

    Readers call a file by its name, so it has one that people understand, in a folder of its own.
    """
    name = shown_name(upload.name or "")
    if (upload.size or 0) > MOST_BYTES:
        raise OfficeError(f"文件“{name}”超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
    body = upload.read()
    suffix = Path(name).suffix.lower()
    inside = Path(folder) / uuid.uuid4().hex / f"上传的表格{suffix if suffix in _WORKBOOKS else ''}"
    place = Path(settings.UPLOADS_FOLDER) / inside
    lasting.write(place, body)
    return Kept(name, "table", inside.as_posix(), len(body), hashlib.sha256(body).hexdigest())


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that goes with the block; what was opened in it can still be read."""
    with tempfile.TemporaryDirectory(prefix="xunwang-") as folder:
        yield Path(folder)


def kind_of(body: bytes, name: str) -> tuple[str, str]:
    """The content type and our suffix, told from the bytes alone. Raises OfficeError when it is none that is allowed."""
    found = next(((kind, suffix) for head, kind, suffix in _BY_HEAD if body.startswith(head)), None)
    if found is None and body.startswith(b"PK\x03\x04"):
        found = _kind_of_package(body)
    if found is None:
        raise OfficeError(f"文件“{name}”的内容不是 {ALLOWED}，请另存为其中一种再上传。")
    return found


def _kind_of_package(body: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any("vbaproject" in name.lower() for name in names):
        return None
    return next(((kind, suffix) for part, kind, suffix in _BY_PART if part in names), None)


def shown_name(written: str) -> str:
    """The sender's name of a file without folders, control signs or what turns text around."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", written))[-1]
    clean = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    return clean[-120:] or "未命名"


def place_of(path: str) -> Path | None:
    """Where a kept file lies; none when the path leads out of the folder or the file is gone."""
    folder = Path(settings.UPLOADS_FOLDER).resolve()
    place = (folder / path).resolve()
    return place if place.is_relative_to(folder) and place.is_file() else None


def folder_of(user: Model, target: Model) -> str:
    """Where files about the target are kept: by what it is, never by what anybody wrote."""
    return f"{target._meta.model_name}/{target.pk}/{user.pk}"  # noqa: SLF001  # Django's own name for it
