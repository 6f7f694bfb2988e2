"""Files of a run: appended and cut back to what was committed, or put in place whole."""

import os
from pathlib import Path
from typing import BinaryIO

from xunwang.inspector.evidence.errors import writing


class AppendFile:
    """A file that only grows. `size` is its length including what is not yet on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with writing(path):
            self._stream: BinaryIO = path.open("xb")
        self.size = 0

    def append(self, data: bytes) -> int:
        """Appends and returns the offset where `data` begins."""
        offset = self.size
        with writing(self.path):
            self._stream.write(data)
        self.size += len(data)
        return offset

    def sync(self) -> None:
        with writing(self.path):
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def flush(self) -> None:
        with writing(self.path):
            self._stream.flush()

    def close(self) -> None:
        with writing(self.path):
            self._stream.close()


def put(path: Path, data: bytes) -> None:
    """Writes a whole file beside its place and moves it there: readers see the old one or the new one, never a part."""
    draft = path.with_name(f".{path.name}.part")
    with writing(path):
        try:
            with draft.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(path)
            sync_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def cut(path: Path, size: int) -> None:
    """Cuts a file back to its committed length; a file of which nothing was committed goes."""
    with writing(path):
        if size == 0:
            path.unlink(missing_ok=True)
        elif path.stat().st_size > size:
            os.truncate(path, size)
