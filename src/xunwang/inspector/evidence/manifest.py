"""The manifest: what a closed run consists of, with the hash of every file and of the manifest before it."""

import datetime as dt
import hashlib
from pathlib import Path
from typing import Literal

import msgspec

from xunwang.inspector.evidence.errors import RunError
from xunwang.inspector.model import Record, Subject

FORMAT = 1
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
    """What is known when a run starts; it lies in the run folder from the first moment on."""

    format: int
    kind: RunKind
    run: str
    subject: Subject
    settings: Settings
    software: str
    started: dt.datetime
    follows: str | None = None
    previous: str | None = None


class Manifest(Record, frozen=True):
    """`previous` is the SHA-256 of the manifest of the run before; `seal` that of this one with an empty seal."""

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
    seal: str = ""


def encode(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def seal(manifest: Manifest) -> Manifest:
    return msgspec.structs.replace(manifest, seal=seal_of(manifest))


def seal_of(manifest: Manifest) -> str:
    blank = msgspec.structs.replace(manifest, seal="")
    return hashlib.sha256(msgspec.json.encode(blank, order="sorted")).hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of a closed run; `RunError` says what the folder is instead."""
    path = folder / NAME
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise RunError(_not_closed(folder)) from None
    except OSError as exc:
        raise RunError(f"无法读取“{folder.name}/{NAME}”：{exc.strerror}") from exc
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError) as exc:
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


def hash_file(path: Path) -> FileEntry:
    """Size and SHA-256 of a file, read once in pieces."""
    with path.open("rb") as stream:
        summed = hashlib.file_digest(stream, "sha256").hexdigest()
    return FileEntry(name=path.name, size=path.stat().st_size, sha256=summed)
