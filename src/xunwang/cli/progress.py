"""Progress on standard error: a bar on a terminal, plain lines otherwise."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_LINE_EVERY_SECONDS = 5.0


class Reporter:
    """Takes `tell(stage, done, total)` from any long work; the newest figures of each stage are shown."""

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` (None: not known yet) are done in this stage."""

    def say(self, sentence: str) -> None:
        """Show one sentence."""


class _Lines(Reporter):
    def __init__(self) -> None:
        self._last = 0.0

    def tell(self, stage: str, done: int, total: int | None) -> None:
        moment = time.monotonic()
        if done != total and moment - self._last < _LINE_EVERY_SECONDS:
            return
        self._last = moment
        self.say(f"{stage} {done}/{total}" if total else f"{stage} {done}")

    def say(self, sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)


class _Bars(Reporter):
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, object] = {}

    def tell(self, stage: str, done: int, total: int | None) -> None:
        task = self._tasks.get(stage)
        if task is None:
            task = self._tasks[stage] = self._progress.add_task(stage, total=total)
        self._progress.update(task, completed=done, total=total)  # type: ignore[arg-type]

    def say(self, sentence: str) -> None:
        self._progress.console.print(sentence, highlight=False, markup=False)


@contextmanager
def reporting(*, quiet: bool) -> Iterator[Reporter]:
    """The reporter that fits where standard error goes."""
    if quiet:
        yield Reporter()
    elif not sys.stderr.isatty():
        yield _Lines()
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield _Bars(progress)
