"""The worker process: one job at a time until it is told to stop.

`xunwang serve` keeps one beside its web processes; `xunwang worker` keeps some on another machine.
"""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

_PAUSE = 0.5  # seconds between two looks at an empty queue
_PAUSE_WITH_BELL = 3.0  # the same where wake-ups are carried to us
_TICK = 30  # seconds between two looks at what comes again
_PR_SET_PDEATHSIG = 1
_ANEW_AFTER, _ANEW_AT_LATEST = 2.0, 60.0
"""Seconds until a process that was ended is started again, the longer the oftener."""
_NICE = 10  # of Linux, 0 to 19: weighs a ninth of a process that steps back from nobody
_PATIENCE = 30.0  # seconds that a process may take to put its work back
_log = logging.getLogger(__name__)


def main() -> None:
    """Runs until SIGTERM or SIGINT; work under way is put back and goes on with the next worker."""
    end_with(int(sys.argv[-1]))
    step_back()
    import django  # noqa: PLC0415  # the process must first be bound to its parent

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    from xunwang.office.jobs import waking  # noqa: PLC0415

    if settings.WAKES:
        threading.Thread(target=waking.listen, name="wake-ups", daemon=True).start()
    _work_on(_PAUSE_WITH_BELL if settings.WAKES else _PAUSE)


def _work_on(pause: float) -> None:
    """One job after the other; between them what comes again, and the rest of an empty queue."""
    from django.db import DatabaseError, connections  # noqa: PLC0415  # Django must be set up first

    from xunwang.office.jobs.queue import claim, perform  # noqa: PLC0415
    from xunwang.office.jobs.steady import Steady  # noqa: PLC0415
    from xunwang.office.jobs.ticking import keep_ticking  # noqa: PLC0415

    told: list[int] = []  # a handler of signals must take no lock, so that it sets no event

    def ask_to_stop(number: int, _frame: FrameType | None) -> None:
        if not told:
            told.append(number)
            signal.raise_signal(signal.SIGINT)

    ticked, steady, outage = float(-_TICK), Steady(), Outage()
    while not told:
        # looking at sites takes the handler of SIGINT and does not give it back
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        try:
            if time.monotonic() - ticked >= _TICK:
                ticked = time.monotonic()
                steady.look()
                keep_ticking()
            work = claim()
            if work is None:
                _rest(pause, told)
            else:
                perform(work)
            outage.heard(None)
        except DatabaseError as error:
            outage.heard(error)
            connections.close_all()
            _rest(_PAUSE * 4, told)
        except KeyboardInterrupt:
            continue  # what was looked at is over; only `told` ends the process


class Outage:
    """Tells the operator when the database goes and when it is back, each once; without it nothing else can tell."""

    def __init__(self) -> None:
        self._lasts = False

    def heard(self, error: Exception | None) -> None:
        if error and not self._lasts:
            _log.warning("数据库不能使用（%s），恢复后自动继续", " ".join(str(error).split()))
        elif self._lasts and not error:
            _log.warning("数据库已恢复，后台任务继续")
        self._lasts = error is not None


def _rest(longest: float, told: list[int]) -> None:
    """Until the bell rings, at most so many seconds, and no longer than it takes to notice that we are told to stop."""
    from xunwang.office.jobs.waking import BELL  # noqa: PLC0415  # Django must be set up first

    until = time.monotonic() + longest
    while not told and time.monotonic() < until and not BELL.wait(min(_PAUSE, longest)):
        pass
    BELL.clear()


def step_back() -> None:
    """Lets whoever clicks go first: long work on the same machine takes the processor that pages leave."""
    os.setpriority(os.PRIO_PROCESS, 0, max(_NICE, os.getpriority(os.PRIO_PROCESS, 0)))


def end_with(parent: int) -> None:
    """A worker never outlives the office it belongs to, however that ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit


@contextlib.contextmanager
def beside(module: str = __name__) -> Iterator[None]:
    """A process that runs `main` of the module as long as the block lasts; one that is killed is started anew."""
    here = os.getpid()
    kept = _Kept([sys.executable, "-c", f"from {module} import main; main()", str(here)])
    try:
        yield
    finally:
        if os.getpid() == here:
            kept.end()


class _Kept:
    """Starts the command again whenever it was ended by something else than itself, until `end`."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._over = threading.Event()
        self._process = self._start()
        self._thread = threading.Thread(target=self._watch, name="keeper", daemon=True)
        self._thread.start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command)  # noqa: S603  # our own code

    def _watch(self) -> None:
        pause = _ANEW_AFTER
        while (status := self._ended()) != 0:
            if self._over.wait(pause):
                return
            pause = min(pause * 2, _ANEW_AT_LATEST)
            _log.warning("后台进程意外结束（%s），已重新启动", "原因不明" if status is None else status)
            self._process = self._start()

    def _ended(self) -> int | None:
        """How the process ended; None where gunicorn, which takes in every child of its process, was faster: Popen would call that a good end."""
        try:
            _, status = os.waitpid(self._process.pid, 0)
        except ChildProcessError:
            return None
        finally:
            self._process.poll()  # so that it knows that there is nobody left to signal
        return os.waitstatus_to_exitcode(status)

    def end(self) -> None:
        """Asks the process to stop and waits for it, also when it was started anew this very moment."""
        self._over.set()
        patience = time.monotonic() + _PATIENCE
        while self._thread.is_alive():
            ask = self._process.terminate if time.monotonic() < patience else self._process.kill
            ask()
            self._thread.join(_PAUSE)
