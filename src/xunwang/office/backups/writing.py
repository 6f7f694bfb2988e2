"""Writes a backup while the office runs: first a picture of the database, then the files that it can name by then."""

import errno
import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec
from django.conf import settings
from django.db import connection

from xunwang import __version__
from xunwang.inspector.model import Record, is_full
from xunwang.office import clock, environment, lasting
from xunwang.office.backups import carrying
from xunwang.office.backups.contents import (
    CONTENTS,
    DATABASE,
    DRAFT,
    FORMAT,
    HEAD,
    Contents,
    Head,
    Member,
    own_migrations,
)
from xunwang.office.errors import OfficeError

Telling = Callable[[int, int], None]
"""Is told how many bytes are written, of how many."""
_PASSING = ("-wal", "-shm", "-journal", ".part")
_OPEN_DATABASE = "frontier.sqlite"
_CLOSED = "manifest.json"


class Made(Record, frozen=True):
    """A finished backup; `sha256` is that of the whole file."""

    files: int
    size: int
    sha256: str
    key: bool
    outside: int


class _Source(NamedTuple):
    path: str
    file: Path


def write(target: Path, tell: Telling = lambda _done, _total: None) -> Made:
    """The whole office into the new file `target`, which appears only when it is complete. Raises OfficeError, OSError."""
    if target.exists():
        raise OfficeError(f"{target} 已经存在，请换一个文件名：备份不会覆盖已有的文件。")
    draft = target.with_name(f".{target.name}{DRAFT}")
    draft.unlink(missing_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=".xunwang-", dir=target.parent) as scratch:
            made = _write(draft, Path(scratch), tell)
        os.link(draft, target)
        lasting.sync(target.parent)
    except FileExistsError:
        raise OfficeError(f"{target} 已经存在，请换一个文件名：备份不会覆盖已有的文件。") from None
    finally:
        draft.unlink(missing_ok=True)
    return made


def _write(draft: Path, scratch: Path, tell: Telling) -> Made:
    picture = scratch / DATABASE
    if connection.vendor == "sqlite":
        copy_database(Path(settings.DATABASES["default"]["NAME"]), picture)
    else:
        carrying.draw(scratch)
    sources = [_Source(DATABASE, picture), *_files()]
    total = sum(source.file.stat().st_size for source in sources)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as raw:
        stream = _Summed(raw)
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
            _add_note(tar, HEAD, Head(format=FORMAT, software=__version__, made_at=clock.now()))
            members = list(_add_all(tar, sources, scratch, tell, total))
            contents = Contents(
                files=tuple(members),
                migrations=tuple(sorted(own_migrations())),
                key=not environment.secret("XUNWANG_SECRET_KEY"),
                outside=runs_outside(),
            )
            _add_note(tar, CONTENTS, contents)
        raw.flush()
        os.fsync(raw.fileno())
        return Made(
            files=len(members),
            size=raw.tell(),
            sha256=stream.sum.hexdigest(),
            key=contents.key,
            outside=contents.outside,
        )


def runs_outside() -> int:
    """How many inspections lie outside the office's own folder of runs."""
    from xunwang.office.campaigns.models import CampaignSubject  # noqa: PLC0415  # Django must be set up first

    return CampaignSubject.objects.filter(run_path__startswith="/").count()


def copy_database(source: Path, target: Path) -> None:
    """A picture of a SQLite database at one moment, while others write in it. Raises OfficeError; OSError when there is no room for it."""
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(target)) as written,
        ):
            read.backup(written)
            found = written.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        if is_full(error):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise OfficeError(f"数据库 {source} 读不出来（{error}），没有备份；请先修复或恢复它。") from None
    if found != "ok":
        raise OfficeError(f"数据库 {source} 已损坏（{found}），没有备份；请先从以前的备份恢复。")


def _files() -> Iterator[_Source]:
    """Every file of the office beside the database, under the place it has below the data folder."""
    key = Path(settings.HOME) / environment.SECRET_FILE
    if key.is_file():
        yield _Source(environment.SECRET_FILE, key)
    for name, folder in folders().items():
        for place, inside, names in os.walk(folder):
            inside.sort()
            for one in sorted(names, key=lambda name: (name != _OPEN_DATABASE, name)):
                file = Path(place, one)
                if not one.endswith(_PASSING) and file.is_file() and not file.is_symlink():
                    yield _Source(f"{name}/{file.relative_to(folder).as_posix()}", file)


def folders() -> dict[str, Path]:
    """The folders of an office, by their names in a backup."""
    return {
        "runs": Path(settings.RUNS_FOLDER),
        "campaigns": Path(settings.CAMPAIGNS_FOLDER),
        "uploads": Path(settings.UPLOADS_FOLDER),
    }


def _add_all(
    tar: tarfile.TarFile, sources: list[_Source], scratch: Path, tell: Telling, total: int
) -> Iterator[Member]:
    done, added = 0, dict[str, Member]()
    for source in sources:
        try:
            member = _add(tar, source, scratch, added)
        except FileNotFoundError:
            continue  # a file of work under way that went since it was listed
        added[source.path] = member
        done += member.size
        tell(done, max(total, done))
        yield member


def _add(tar: tarfile.TarFile, source: _Source, scratch: Path, added: dict[str, Member]) -> Member:
    """The frontier of a run under way is copied before its archive, so that what it says of the archive is true in the copy.

    A file that several runs share is written once; under its other names stand links to it, as on the disk.
    """
    file = source.file
    if file.name == _OPEN_DATABASE and not (file.parent / _CLOSED).exists():
        file = scratch / _OPEN_DATABASE
        file.unlink(missing_ok=True)
        copy_database(source.file, file)
    with file.open("rb") as stream:
        info = tar.gettarinfo(arcname=source.path, fileobj=stream)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mode = 0o600
        if info.islnk():
            tar.addfile(info)
            shared = added[info.linkname]
            return Member(path=source.path, size=shared.size, sha256=shared.sha256)
        read = _Read(stream)
        tar.addfile(info, read)  # type: ignore[arg-type]  # reads from anything with read()
    return Member(path=source.path, size=info.size, sha256=read.sum.hexdigest())


def _add_note(tar: tarfile.TarFile, name: str, note: Record) -> None:
    body = msgspec.json.encode(note)
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(body), 0o600
    tar.addfile(info, io.BytesIO(body))


class _Read:
    """A file with the hash of what was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.sum = stream, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.sum.update(data)
        return data


class _Summed(io.RawIOBase):
    """A file with the hash of what was written into it; it only grows."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.sum = stream, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # tarfile writes bytes only
        self.sum.update(data)
        return self._stream.write(data)

    def tell(self) -> int:
        return self._stream.tell()
