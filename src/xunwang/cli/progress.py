"""Progress on standard error: a bar on a terminal, plain lines otherwise."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_LINE_EVERY_SECONDS = 5.0
_VERBOSE_LINE_EVERY_SECONDS = 0.5


class Reporter:
    """Takes `tell(stage, done, total)` from any long work; the newest figures of each stage are shown."""

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` (None: not known yet) are done in this stage."""

    def say(self, sentence: str) -> None:
        """Show one sentence."""


class _Lines(Reporter):
    """One line every few seconds for each stage, and one when it is done."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._last: dict[str, float] = {}

    def tell(self, stage: str, done: int, total: int | None) -> None:
        moment = time.monotonic()
        if done != total and moment - self._last.setdefault(stage, moment) < self._every:
            return
        self._last[stage] = moment
        self.say(f"{stage} {done}" if total is None else f"{stage} {done}/{total}")

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
def reporting(*, quiet: bool, verbose: bool = False) -> Iterator[Reporter]:
    """The reporter that fits where standard error goes; `verbose` tells of every step in lines of its own."""
    if quiet:
        yield Reporter()
    elif verbose:
        yield _Lines(_VERBOSE_LINE_EVERY_SECONDS)
    elif not sys.stderr.isatty():
        yield _Lines(_LINE_EVERY_SECONDS)
    else:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield _Bars(progress)
