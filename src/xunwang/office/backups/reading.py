"""Reads a backup: every hash is held against the file before anything of it counts, and only an empty place is filled."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar

import msgspec

from xunwang.inspector.model import UNDECODABLE, Record
from xunwang.office import environment, lasting, steps
from xunwang.office.backups.contents import (
    CONTENTS,
    DATABASE,
    FORMAT,
    HEAD,
    Contents,
    Head,
    Member,
    own_migrations,
)
from xunwang.office.errors import OfficeError

STAGE = ".restoring"
"""Where the files lie until all of them are proven; what an interrupted restoring left there is thrown away."""
_PIECE = 1 << 20
_OF_NOTHING = hashlib.sha256().hexdigest()
Telling = Callable[[int, int], None]
LayOut = Callable[[Path], None]
Note = TypeVar("Note", bound=Record)


def check(source: Path, tell: Telling = lambda _done, _total: None) -> Contents:
    """Reads the whole backup and holds every hash against it. Raises OfficeError."""
    return _unpack(source, None, tell)


def restore(
    source: Path, home: Path, tell: Telling = lambda _done, _total: None, lay_out: LayOut | None = None
) -> Contents:
    """Lays the backup out in the empty folder `home`: all of it or, when anything is wrong, nothing. Raises OfficeError, OSError.

    `lay_out` takes the database out of the folder it is given and brings it where the office has it, if that is elsewhere.
    """
    _refuse_a_full_place(home)
    stage = home / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    made = not home.exists()
    stage.mkdir(mode=0o700, parents=True)
    try:
        contents = _unpack(source, stage, tell)
        if lay_out:
            lay_out(stage)
            for file in stage.glob(f"{DATABASE}*"):
                file.unlink()
        _move(stage, home)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        if made and not any(home.iterdir()):
            home.rmdir()
        raise
    home.chmod(0o700)
    return contents


def _refuse_a_full_place(home: Path) -> None:
    if home.exists() and not home.is_dir():
        raise OfficeError(f"{home} 不是目录，请用 --home 指定一个空目录。")
    if inside := environment.contents(home):
        raise OfficeError(
            f"数据目录 {home} 不是空的（有 {inside[0]} 等），恢复只写入空目录，请用 --home 指定另一个位置。"
        )


def _move(stage: Path, home: Path) -> None:
    """The database comes last: a place without it is no office yet."""
    for one in sorted(stage.iterdir(), key=lambda one: one.name == DATABASE):
        one.rename(home / one.name)
    stage.rmdir()


def _unpack(source: Path, stage: Path | None, tell: Telling) -> Contents:
    total = source.stat().st_size
    found, links = dict[str, Member](), set[str]()
    try:
        with tarfile.open(source, "r:") as tar:
            members = iter(tar)
            _head(source, tar, members)
            for info in members:
                if info.name == CONTENTS:
                    contents = _note(tar, info, Contents)
                    _compare(source, contents, found, links)
                    _refuse_another_form(source, contents)
                    return contents
                if info.name in found:
                    raise _foreign(info.name)
                if info.islnk():
                    found[info.name] = _link(info, stage, found)
                    links.add(info.name)
                else:
                    found[info.name] = _take(tar, info, stage)
                tell(info.offset_data + info.size, total)
    except (tarfile.TarError, EOFError, *UNDECODABLE) as error:
        raise _not_whole(source, str(error)) from None
    raise _not_whole(source, "没有文件清单")


def _not_whole(source: Path, why: str) -> OfficeError:
    return OfficeError(f"备份文件 {source} 不完整或不是备份（{why}），没有恢复任何内容；请换一份完整的备份。")


def _head(source: Path, tar: tarfile.TarFile, members: Iterator[tarfile.TarInfo]) -> Head:
    first = next(members, None)
    if first is None or first.name != HEAD:
        raise _not_whole(source, f"开头没有 {HEAD}")
    head = _note(tar, first, Head)
    if head.format > FORMAT:
        raise OfficeError(f"备份文件 {source} 由更新的版本（{head.software}）写成，请用该版本恢复。")
    return head


def _note(tar: tarfile.TarFile, info: tarfile.TarInfo, kind: type[Note]) -> Note:
    return msgspec.json.decode(_stream(tar, info).read(), type=kind)


def _stream(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    stream = tar.extractfile(info) if info.isreg() else None
    if stream is None or _leads_out(info.name):
        raise _foreign(info.name)
    return stream


def _leads_out(name: str) -> bool:
    place = PurePosixPath(name)
    return place.is_absolute() or ".." in place.parts or "\\" in name


def _foreign(name: str) -> OfficeError:
    return OfficeError(f"备份文件里有不该有的内容“{name}”，没有恢复任何内容；请换一份来历清楚的备份。")


def _take(tar: tarfile.TarFile, info: tarfile.TarInfo, stage: Path | None) -> Member:
    stream, summed = _stream(tar, info), hashlib.sha256()
    pieces = iter(lambda: stream.read(_PIECE), b"")
    if stage is None:
        for piece in pieces:
            summed.update(piece)
    else:
        place = stage / info.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in pieces:
                summed.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    return Member(path=info.name, size=info.size, sha256=summed.hexdigest())


def _link(info: tarfile.TarInfo, stage: Path | None, found: dict[str, Member]) -> Member:
    """A further name of a file that stood in the backup before, and of no other."""
    shared = found.get(info.linkname)
    if shared is None or _leads_out(info.name):
        raise _foreign(info.name)
    if stage is not None:
        source, place = stage / shared.path, stage / info.name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(source, place)
        except OSError:  # a file system without links
            shutil.copy2(source, place)
            lasting.keep(place, top=stage)
    return Member(path=info.name, size=shared.size, sha256=shared.sha256)


def _compare(source: Path, contents: Contents, found: dict[str, Member], links: set[str]) -> None:
    said = {member.path: member for member in contents.files}
    for path in sorted(said.keys() | found.keys()):
        # once, a further name of a file was listed as if nothing were in it; what it names is proven under its first name
        listed_empty = path in links and said.get(path) == Member(path=path, size=0, sha256=_OF_NOTHING)
        if said.get(path) != found.get(path) and not listed_empty:
            raise OfficeError(
                f"备份文件 {source} 里的“{path}”与清单不符，可能被改动或损坏，没有恢复任何内容；请换一份完整的备份。"
            )


def _refuse_another_form(source: Path, contents: Contents) -> None:
    if unknown := sorted(set(contents.migrations) - own_migrations() - steps.before()):
        raise OfficeError(
            f"备份文件 {source} 里的数据库由更新的版本写成（{unknown[0]}），请用不低于它的版本恢复。"
        )
    if told := steps.too_old(contents.migrations):
        raise OfficeError(
            f"备份文件 {source} 里的数据库{told}；请用原来的版本恢复，{steps.ADVICE.removeprefix('请')}。"
        )
