"""The manifest: what a closed run consists of, with the hash of every file and of the manifest before it."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.model import UNDECODABLE, Record, Subject, reason

FORMAT = 2
NAME = "manifest.json"
RunKind = Literal["inspection", "recheck", "reapply"]
Settings = dict[str, str | int | float | bool | list[str] | None]


class FileEntry(Record, frozen=True):
    name: str
    size: int
    sha256: str


class Stats(Record, frozen=True):
    """What a run cost. `bytes` counts what came over the wire, `seconds` the time spent at work, `unreachable` by `Reach`."""

    pages: int = 0
    links: int = 0
    rendered: int = 0
    requests: int = 0
    not_modified: int = 0
    bytes: int = 0
    seconds: float = 0.0
    unreachable: dict[str, int] = msgspec.field(default_factory=dict)


class Opening(Record, frozen=True):
    """What is known when a run starts; it lies in the run folder from the first moment on.

    `adopted` are files of an earlier run that lie here too, with the hashes of that run's manifest.
    """

    format: int
    kind: RunKind
    run: str
    subject: Subject
    settings: Settings
    software: str
    started: dt.datetime
    follows: str | None = None
    previous: str | None = None
    adopted: tuple[FileEntry, ...] = ()


class Manifest(Record, frozen=True):
    """`previous` is the SHA-256 of the manifest of the run before; `seal` that of this one with an empty seal.

    `adopted` names the files that an earlier run wrote.
    """

    format: int
    kind: RunKind
    run: str
    subject: Subject
    settings: Settings
    software: str
    started: dt.datetime
    ended: dt.datetime
    complete: bool
    incomplete_reason: str | None
    stats: Stats
    files: tuple[FileEntry, ...]
    follows: str | None = None
    previous: str | None = None
    adopted: tuple[str, ...] = ()
    seal: str = ""


def encode(value: object) -> bytes:
    """JSON as it stands in the files of a run that people read: one value a line."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def seal(manifest: Manifest) -> Manifest:
    return msgspec.structs.replace(manifest, seal=seal_of(manifest))


def seal_of(manifest: Manifest) -> str:
    blank = msgspec.structs.replace(manifest, seal="")
    return hashlib.sha256(msgspec.json.encode(blank, order="sorted")).hexdigest()


def is_untouched(folder: Path) -> bool | None:
    """Whether the manifest is to the letter what was written; None when there is none.

    Fields are not looked at, so that this holds for manifests of every format.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except OSError:
        return None
    try:
        fields = msgspec.json.decode(raw, type=dict[str, object])
    except UNDECODABLE:
        return False
    blank = msgspec.json.encode({**fields, "seal": ""}, order="sorted")
    return fields.get("seal") == hashlib.sha256(blank).hexdigest() and encode(fields) == raw


def read(folder: Path) -> Manifest:
    """The manifest of a closed run; `RunError` says what the folder is instead."""
    path = folder / NAME
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise RunError(_not_closed(folder)) from None
    except OSError as exc:
        raise RunError(f"无法读取“{folder.name}/{NAME}”：{reason(exc)}") from exc
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except UNDECODABLE as exc:
        raise RunError(f"“{folder.name}/{NAME}”不是有效的检查记录清单：{exc}") from exc
    if manifest.format > FORMAT:
        raise RunError(f"“{folder.name}”由更新版本的软件写成(格式{manifest.format})，请升级后再打开")
    return manifest


def _not_closed(folder: Path) -> str:
    if not folder.exists():
        return f"找不到检查记录“{folder.name}”，请核对目录名称"
    if (folder / "run.json").exists():
        return f"检查记录“{folder.name}”尚未完成，可用 --resume 继续"
    return f"“{folder.name}”不是检查记录目录(其中没有 {NAME})"


def files_of(folder: Path) -> Iterator[Path]:
    """Every file of a run folder but the manifest, in the order of their names."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file != folder / NAME:
            yield file


def hash_file(path: Path, name: str) -> FileEntry:
    """Size and SHA-256 of a file, read once in pieces; `name` is its path within the run."""
    with path.open("rb") as stream:
        summed = hashlib.file_digest(stream, "sha256").hexdigest()
        return FileEntry(name=name, size=stream.tell(), sha256=summed)
