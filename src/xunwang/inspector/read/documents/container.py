"""Zip containers opened with care: what is too much, too deep or too swollen is left shut."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from xunwang.inspector.read.documents.model import Limits, UnreadableError

_CHUNK = 1 << 16
_SWELLS_FROM = 1 << 20  # smaller files may swell as they like
_UTF8_NAME = 0x800


class Box:
    """A zip file under limits; every file of it is unpacked in pieces and counted."""

    def __init__(self, body: bytes, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise UnreadableError("压缩包已损坏，无法打开") from None
        self._limits = limits
        self._left = limits.unpacked
        if len(self._zip.infolist()) > limits.entries:
            raise UnreadableError(f"压缩包内文件超过{limits.entries}个，未读取")

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def files(self) -> Iterator[tuple[str, str]]:
        """The files in order: the name in the container, and that for people."""
        for info in self._zip.infolist():
            if not info.is_dir():
                yield info.filename, _shown(info)

    def read(self, name: str) -> bytes:
        """One file whole. `UnreadableError` when it is missing, locked, broken, or reaches a limit."""
        try:
            info = self._zip.getinfo(name)
            if info.flag_bits & 1:
                raise UnreadableError("文件已加密，无法读取")
            with self._zip.open(info) as stream:
                return self._unpack(stream, max(info.compress_size, 1))
        except KeyError:
            raise UnreadableError(f"文件不完整，缺少 {name}") from None
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as exc:
            raise UnreadableError("压缩包内文件已损坏，无法读取") from exc

    def _unpack(self, stream: IO[bytes], packed: int) -> bytes:
        pieces, size = [], 0
        while piece := stream.read(_CHUNK):
            size += len(piece)
            self._left -= len(piece)
            if self._left < 0 or (size > _SWELLS_FROM and size > packed * self._limits.ratio):
                raise UnreadableError("压缩包展开后过大，未读取")
            pieces.append(piece)
        return b"".join(pieces)


def _shown(info: zipfile.ZipInfo) -> str:
    """The name as its writer saw it: without the mark for UTF-8, Chinese systems wrote GBK and Python read it as cp437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
