"""Where progress is shown: plain lines, JSON lines, or nowhere."""

import datetime as dt
import sys
import time
from collections.abc import Callable

from xunwang.cli.common import now
from xunwang.cli.progress.pace import Snapshot, Stage
from xunwang.cli.progress.words import line, record, sentence_record, start_record
from xunwang.inspector.door import Told


class Reporter:
    """Takes what any long work tells of its stages; this one shows nothing."""

    def tell(self, told: Told) -> None:
        """Show where a stage stands."""

    def say(self, sentence: str) -> None:
        """Show one sentence."""

    def expect(self, stages: int) -> None:
        """Learn how many stages there will be, those included that have not begun."""


class Following(Reporter):
    """Remembers the stages that are going on; `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._stages: dict[str, Stage] = {}

    def tell(self, told: Told) -> None:
        moment = self._monotonic()
        stage = self._stages.setdefault(told.stage, Stage(moment))
        self.show(stage.snapshot(told, moment), moment)
        if told.finished:
            del self._stages[told.stage]

    def show(self, snapshot: Snapshot, moment: float) -> None:
        raise NotImplementedError


class Lines(Following):
    """A line every few seconds for each stage, and one when it is done; `written` turns a snapshot into it."""

    def __init__(
        self,
        every: float,
        written: Callable[[Snapshot], str] = line,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(monotonic)
        self._every = every
        self._written = written
        self._last: dict[str, float] = {}

    def show(self, snapshot: Snapshot, moment: float) -> None:
        stage, finished = snapshot.told.stage, snapshot.told.finished
        if not finished and moment - self._last.setdefault(stage, moment) < self._every:
            return
        self._last[stage] = moment
        if finished:
            del self._last[stage]
        write_line(self._written(snapshot))

    def say(self, sentence: str) -> None:
        write_line(sentence)


class Records(Lines):
    """JSON lines: one object a line, at most one a second for each stage."""

    def __init__(
        self, clock: Callable[[], dt.datetime] = now, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(1.0, lambda snapshot: record(snapshot, clock()), monotonic)
        self._clock = clock

    def expect(self, stages: int) -> None:
        write_line(start_record(stages, self._clock()))

    def say(self, sentence: str) -> None:
        write_line(sentence_record(sentence, self._clock()))


def write_line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
