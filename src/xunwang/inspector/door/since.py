"""Which earlier run an inspection can rest on."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.evidence.manifest import NAME
from xunwang.inspector.evidence.run import OPENING
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Subject


def earlier_run(path: Path, subject: Subject) -> Run:
    """The finished inspection in `path` that one of `subject` can rest on. Raises RunError when it cannot."""
    run = _inspection(path)
    if not _is_of(run, subject):
        raise RunError(_of_another(run, [subject]))
    return run


def earlier_runs(places: Iterable[Path], subjects: Sequence[Subject]) -> list[Path | None]:
    """For each subject its newest finished inspection among `places`: runs, or folders of runs; None where there is none.

    Raises RunError for a place that is of no use to any of them, for it was named by mistake.
    """
    runs = [run for place in places for run in _runs_at(place, subjects)]
    runs.sort(key=lambda run: run.manifest.started)
    return [next((run.path for run in reversed(runs) if _is_of(run, one)), None) for one in subjects]


def _runs_at(place: Path, subjects: Sequence[Subject]) -> list[Run]:
    is_run = (place / NAME).exists() or (place / OPENING).exists()
    if is_run or not place.is_dir():
        run = _inspection(place)
        if not any(_is_of(run, subject) for subject in subjects):
            raise RunError(_of_another(run, subjects))
        return [run]
    closed = [Run.open(path.parent) for path in sorted(place.glob(f"*/{NAME}"))]
    runs = [
        run
        for run in closed
        if run.manifest.kind == "inspection" and any(_is_of(run, subject) for subject in subjects)
    ]
    if not runs:
        raise RunError(f"目录“{place}”中没有所检查网站的已完成的检查记录，不能作为增量检查的依据")
    return runs


def _inspection(path: Path) -> Run:
    run = Run.open(path)
    if run.manifest.kind != "inspection":
        raise RunError(
            f"“{path.name}”不是一次检查，不能作为增量检查的依据；请给出 xunwang inspect 写出的检查记录"
        )
    return run


def _is_of(run: Run, subject: Subject) -> bool:
    return key_of(run.manifest.subject.home) == key_of(subject.home)


def _of_another(run: Run, subjects: Sequence[Subject]) -> str:
    wanted = subjects[0].home if len(subjects) == 1 else "所检查的网站"
    return f"“{run.path.name}”检查的是 {run.manifest.subject.home}，不能作为 {wanted} 增量检查的依据；请给出同一网站的检查记录"
