"""Run folders as the database names them: below the office's own folder of runs, so that the office can be moved or restored elsewhere."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from xunwang.office.errors import OfficeError

_REMOVALS: list[Callable[[str], str]] = []


def noted(run: Path) -> str:
    """What the database keeps of a run's folder; one that lies elsewhere keeps its whole path."""
    folder, place = Path(settings.RUNS_FOLDER).absolute(), run.absolute()
    return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else str(place)


def run_at(kept: str) -> Path:
    """Where the folder that the database names lies now."""
    return Path(settings.RUNS_FOLDER) / kept


def tells_of_removals(tells: Callable[[str], str]) -> Callable[[str], str]:
    """Registers what says when and why the folder that the database names was removed; empty for one that was not."""
    if tells not in _REMOVALS:
        _REMOVALS.append(tells)
    return tells


def unreadable(path: str, error: Exception) -> OfficeError:
    """Why an archive cannot be read, for people in the office; what is wrong inside of one says the inspector."""
    said = next((words for tells in _REMOVALS if (words := tells(path))), "")
    if not said and not run_at(path).is_dir():
        said = "服务器上没有这份检查归档，也没有删除它的记录：请管理员查找是谁移走了它，或从备份恢复。"
    return OfficeError(said or f"{error}。")
