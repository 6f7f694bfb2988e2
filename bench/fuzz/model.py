"""What a reader is to the attack, and what the seeds of several readers are made with."""

import atexit
import datetime as dt
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from xunwang.inspector.model import SHANGHAI, Subject, SubjectKind

DAY = dt.date(2026, 3, 31)
NOW = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
HOME = "http://www.example.gov.cn/"
SITE = Subject(id="1", name="东河县政府", home=HOME)
ACCOUNT = Subject(id="2", name="东河发布", home="", kind=SubjectKind.ACCOUNT, platform="wechat", handle="dh")


class Reader(NamedTuple):
    """`seeds`: good inputs; `read` may raise `refusals` only."""

    name: str
    seeds: list[bytes]
    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...] = ()


def by_path(read: Callable[[Path], object], suffix: str) -> Callable[[bytes], object]:
    """For readers that take a file."""

    def act(data: bytes) -> object:
        path.write_bytes(data)
        return read(path)

    path = folder() / f"input{suffix}"
    return act


@cache
def folder() -> Path:
    """One of this process, in memory where the system has such a place; it goes with the process."""
    memory = Path("/dev/shm")
    kept = tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None)
    atexit.register(kept.cleanup)
    return Path(kept.name)


def workbook(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()
