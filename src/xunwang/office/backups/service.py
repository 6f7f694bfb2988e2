"""The acts of backing up and restoring, with their line in the trail."""

from pathlib import Path
from typing import Any

from xunwang.inspector.model import Record
from xunwang.office.backups import writing
from xunwang.office.people.audit import broken_entries, log_action
from xunwang.office.people.models import Unit


class BackedUp(Record, frozen=True):
    """A finished backup; `notes` are sentences for whoever keeps it."""

    files: int
    size: int
    sha256: str
    key: bool
    outside: int
    notes: tuple[str, ...]


def back_up(target: Path, tell: writing.Telling) -> BackedUp:
    """Writes the backup and the act. Raises OfficeError, OSError."""
    made = writing.write(target, tell)
    _write_down("office.backed_up", {"file": target.name, "sha256": made.sha256, "files": made.files})
    return BackedUp(made.files, made.size, made.sha256, made.key, made.outside, tuple(_notes(made)))


def _notes(made: writing.Made) -> list[str]:
    notes = []
    if made.key:
        notes.append("文件里有密钥 secret.key、密码摘要和网页中的个人信息，请像数据目录一样保管。")
    else:
        notes.append("密钥由 XUNWANG_SECRET_KEY 给出，不在文件里；请另行保管，恢复后须用同一个密钥。")
    if made.outside:
        notes.append(f"有 {made.outside} 个对象的检查结果在数据目录之外，没有备份：请另行复制。")
    return notes


def written_down(source: Path) -> list[int]:
    """Writes into the restored trail where it came from; gives the rows that were altered before."""
    broken = broken_entries()
    _write_down("office.restored", {"file": source.name})
    return broken


def _write_down(action: str, data: dict[str, Any]) -> None:
    """An office without a unit has no trail yet."""
    top = Unit.objects.order_by("path").first()
    if top is not None:
        log_action(action, top, user=None, unit=top, data=data)
