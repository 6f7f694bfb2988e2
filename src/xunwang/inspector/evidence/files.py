"""Files of a run: appended and cut back to what was committed, or put in place whole."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from xunwang.inspector.evidence.errors import RunError, explain, writing
from xunwang.inspector.evidence.manifest import FileEntry

_BUFFER = 1 << 20


class AppendFile:
    """A file that only grows. `size` is its length including what is not yet on the disk.

    Once a write has failed nobody knows what of it reached the disk, so the file refuses everything from then on.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.size = 0
        self._synced = -1
        self._failure: RunError | None = None
        with writing(path):
            self._stream: BinaryIO = path.open("xb", buffering=_BUFFER)

    def append(self, data: bytes) -> int:
        """Appends and returns the offset where `data` begins."""
        if self._failure:
            raise self._failure
        try:
            self._stream.write(data)
        except OSError as exc:
            raise self._failed(exc) from exc
        offset = self.size
        self.size += len(data)
        return offset

    def sync(self) -> None:
        """Puts everything on the disk, with the file's name when it is new."""
        if self._synced == self.size:
            return
        self.flush()
        try:
            os.fsync(self._stream.fileno())
            if self._synced < 0:
                sync_folder(self.path.parent)
        except OSError as exc:
            raise self._failed(exc) from exc
        self._synced = self.size

    def flush(self) -> None:
        if self._failure:
            raise self._failure
        try:
            self._stream.flush()
        except OSError as exc:
            raise self._failed(exc) from exc

    def close(self) -> None:
        """Lets go of the file. What was not synced does not count, so that it does not matter whether it arrives."""
        with suppress(OSError):
            self._stream.close()

    def _failed(self, exc: OSError) -> RunError:
        self._failure = explain(exc, self.path)
        return self._failure


class Series:
    """Numbered files of one kind in a folder: the last one grows, those before it are full.

    Numbers go on after the highest that is there, so that no file is ever written by two processes.
    """

    def __init__(self, folder: Path, form: str, pattern: re.Pattern[str]) -> None:
        self._folder = folder
        self._form = form
        self._pattern = pattern
        self._full: list[AppendFile] = []
        self.last: AppendFile | None = None

    def begin(self) -> AppendFile:
        """A new file, now the last one."""
        found = (self._pattern.fullmatch(path.name) for path in self._folder.iterdir())
        number = max((int(match[1]) for match in found if match), default=0) + 1
        if self.last:
            self._full.append(self.last)
        self.last = AppendFile(self._folder / self._form.format(number))
        return self.last

    def sync(self) -> dict[str, int]:
        """Puts everything on the disk; the lengths of the files written since the last time."""
        marks = {}
        for file in (*self._full, self.last):
            if file:
                file.sync()
                marks[file.name] = file.size
        for file in self._full:
            file.close()
        self._full.clear()
        return marks

    def close(self) -> None:
        """Lets go of the files."""
        for file in (*self._full, self.last):
            if file:
                file.close()
        self._full.clear()
        self.last = None


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def is_draft(path: Path) -> bool:
    """Whether a file was never finished and means nothing."""
    return path.name.startswith(".") and path.name.endswith(".part")


def put(path: Path, pieces: Iterable[bytes]) -> FileEntry:
    """Writes a whole file beside its place and moves it there: readers see the old one or the new one, never a part."""
    draft = _draft_of(path)
    summed = hashlib.sha256()
    with writing(path):
        try:
            with draft.open("wb", buffering=_BUFFER) as stream:
                for piece in pieces:
                    stream.write(piece)
                    summed.update(piece)
                stream.flush()
                os.fsync(stream.fileno())
                size = stream.tell()
            draft.replace(path)
            sync_folder(path.parent)
        finally:
            draft.unlink(missing_ok=True)
    return FileEntry(name=path.name, size=size, sha256=summed.hexdigest())


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


def link_or_copy(source: Path, target: Path) -> None:
    """The same file under a second name; a copy where the two places do not lie on one file system."""
    with writing(target):
        try:
            os.link(source, target)
        except FileExistsError:
            return
        except OSError:
            _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    draft = _draft_of(target)
    try:
        with source.open("rb") as read, draft.open("wb") as write:
            shutil.copyfileobj(read, write, _BUFFER)
            write.flush()
            os.fsync(write.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Makes `path` with the folders above it; when the body fails, those made here go again."""
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for folder in made:
            with suppress(OSError):
                folder.rmdir()
        raise
    with writing(path):
        for folder in made:
            sync_folder(folder.parent)
