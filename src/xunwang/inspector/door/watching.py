"""Watching: the same addresses visited over and over, for availability and for what others put into them."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from xunwang.inspector.door.settings import InspectSettings, SettingsError
from xunwang.inspector.door.tools import new_loop
from xunwang.inspector.model import Clock, Record
from xunwang.inspector.watch.model import Probe, Target
from xunwang.inspector.watch.prober import Prober, ProbeSettings
from xunwang.inspector.watch.rounds import Rounds
from xunwang.inspector.watch.tampering import Guardian, Intrusion

_MOST_MINUTES = 72  # 20 visits a day


class WatchSettings(Record, frozen=True):
    """`point` names the vantage point, `minutes` is the length of a slot, `anchors` are addresses trusted to be up.

    `limit` seconds for a visit, `together` visits at the same time; `six`: over IPv6 as well, None finds out.
    """

    point: str = "本机"
    minutes: int = 60
    anchors: tuple[str, ...] = ()
    limit: float = 15.0
    together: int = 200
    six: bool | None = None

    def check(self) -> None:
        """Raises SettingsError."""
        if not 1 <= self.minutes <= _MOST_MINUTES:
            raise SettingsError(
                f"探测间隔应为1至{_MOST_MINUTES}分钟（每天不少于20次），实际为{self.minutes}分钟"
            )


class Seen(Record, frozen=True):
    """What a stretch of watching brought: visits that ended, and signs of intrusion."""

    probes: tuple[Probe, ...]
    intrusions: tuple[Intrusion, ...]


class Watch:
    """Visits the targets while `advance` runs; use as a context manager, in one process for each vantage point.

    Between two calls nothing moves, so that the caller may write down what came. A `Timeline` for clock plays days in seconds.
    """

    def __init__(self, inspecting: InspectSettings, settings: WatchSettings, clock: Clock) -> None:
        settings.check()
        self._inspecting, self._settings, self._clock = inspecting, settings, clock
        self._intrusions: list[Intrusion] = []
        self._guardian = Guardian(self._intrusions.append)
        self._targets: tuple[Target, ...] = ()
        self._rounds: Rounds | None = None
        self.stopped = False

    def __enter__(self) -> Self:
        self._threads = ThreadPoolExecutor(self._settings.together, thread_name_prefix="names")
        self._runner = asyncio.Runner(loop_factory=new_loop)
        # a name server that does not answer holds a thread: nobody else may have to wait for it
        self._runner.get_loop().set_default_executor(self._threads)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def follow(self, targets: Sequence[Target]) -> Seen:
        """What is visited from now on; gives what was still under way when that changed. Raises SettingsError."""
        if self._rounds and tuple(targets) == self._targets:
            return Seen((), ())
        left = self._run_out()
        self._targets = tuple(targets)
        anchors = [Target(id=f"anchor:{url}", url=url) for url in self._settings.anchors]
        named = [one.url for one in (*targets, *anchors)]
        prober = Prober(
            self._inspecting.guard(named),
            self._clock,
            point=self._settings.point,
            settings=ProbeSettings(self._settings.limit, self._settings.together, self._settings.six),
            seen=self._guardian,
        )
        self._rounds = Rounds(prober, self._targets, minutes=self._settings.minutes, anchors=anchors)
        return left

    def stop(self) -> None:
        """`advance` comes back at once with what has ended, and begins nothing any more; may be called by a signal handler."""
        self.stopped = True
        if self._rounds:
            self._runner.get_loop().call_soon_threadsafe(self._rounds.stop)

    def advance(self, length: dt.timedelta) -> Seen:
        """Visits for so long, and gives what ended."""
        assert self._rounds is not None, "follow() says what is visited"
        return self._seen(self._runner.run(self._rounds.until(self._clock() + length)))

    def _run_out(self) -> Seen:
        return self._seen(self._runner.run(self._rounds.finish())) if self._rounds else Seen((), ())

    def finish(self) -> Seen:
        """Waits for the visits under way."""
        return self._run_out()

    def _seen(self, probes: list[Probe]) -> Seen:
        found, self._intrusions[:] = tuple(self._intrusions), []
        return Seen(tuple(probes), found)
