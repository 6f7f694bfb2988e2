"""The text of Word 97–2003 files, which WPS writes as well: the piece table of [MS-DOC] 2.9."""

import io
import struct
from collections.abc import Iterator

import olefile

from xunwang.inspector.read.documents.markup import tidy
from xunwang.inspector.read.documents.model import UnreadableError

_FLAGS, _TEXT_LENGTH, _CLX = 0x000A, 0x004C, 0x01A2
_ENCRYPTED, _SECOND_TABLE, _COMPRESSED = 0x0100, 0x0200, 0x4000_0000
_PROPERTIES, _PIECES = 1, 2
# Field instructions stand between 0x13 and 0x14, what a reader sees of them between 0x14 and 0x15.
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_SIGNS = {"\r": "\n", "\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\xa0": " ", "\x1e": "-"}
_UNSEEN = [code for code in range(32) if chr(code) not in {*_SIGNS, "\t", "\n"}]
_SHOWN = str.maketrans({**_SIGNS, **{chr(code): "" for code in _UNSEEN}})


def read_doc(body: bytes) -> str:
    """The main text in order, table cells apart by tabs. `UnreadableError` for locked and broken files."""
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as ole:
            main = ole.openstream("WordDocument").read()
            (flags,) = struct.unpack_from("<H", main, _FLAGS)
            if flags & _ENCRYPTED:
                raise UnreadableError("文件已加密，无法读取")
            table = ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
        # The end of a row is marked like that of a cell, right after the last one's.
        return tidy(_without_fields(_text(main, table)).replace("\x07\x07", "\n").translate(_SHOWN))
    except (OSError, ValueError, IndexError, struct.error) as exc:
        raise UnreadableError("Word 文件已损坏，无法读取") from exc


def _text(main: bytes, table: bytes) -> str:
    (length,) = struct.unpack_from("<i", main, _TEXT_LENGTH)
    start, size = struct.unpack_from("<II", main, _CLX)
    return "".join(_pieces(main, table[start : start + size]))[: max(length, 0)]


def _pieces(main: bytes, clx: bytes) -> Iterator[str]:
    place = 0
    while clx[place] == _PROPERTIES:
        place += 3 + struct.unpack_from("<H", clx, place + 1)[0]
    if clx[place] != _PIECES:
        raise ValueError("no piece table")
    (size,) = struct.unpack_from("<I", clx, place + 1)
    table = clx[place + 5 : place + 5 + size]
    count = (len(table) - 4) // 12
    borders = struct.unpack_from(f"<{count + 1}I", table)
    for index in range(count):
        (where,) = struct.unpack_from("<I", table, (count + 1) * 4 + index * 8 + 2)
        yield _piece(main, where, borders[index + 1] - borders[index])


def _piece(main: bytes, where: int, length: int) -> str:
    if where & _COMPRESSED:
        start = (where & ~_COMPRESSED) // 2
        return main[start : start + length].decode("cp1252", "replace")
    return main[where : where + 2 * length].decode("utf-16-le", "replace")


def _without_fields(text: str) -> str:
    if _FIELD not in text:
        return text
    kept: list[str] = []
    instructing: list[bool] = []
    for char in text:
        if char == _FIELD:
            instructing.append(True)
        elif char == _RESULT and instructing:
            instructing[-1] = False
        elif char == _FIELD_END and instructing:
            instructing.pop()
        elif not any(instructing):
            kept.append(char)
    return "".join(kept)
