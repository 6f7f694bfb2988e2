"""The worker process: one job at a time until it is told to stop. `xunwang serve` keeps one beside its web processes."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

_PAUSE = 0.5  # seconds between two looks at an empty queue
_TICK = 30  # seconds between two looks at what comes again
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Runs until SIGTERM or SIGINT; work under way is put back and goes on with the next worker."""
    parent = int(sys.argv[-1])
    end_with(parent)
    stop = threading.Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        if not stop.is_set():
            stop.set()
            signal.raise_signal(signal.SIGINT)

    import django  # noqa: PLC0415  # the process must first be bound to its parent

    django.setup()
    from django.db import DatabaseError, connections  # noqa: PLC0415

    from xunwang.office.jobs.queue import claim, perform  # noqa: PLC0415
    from xunwang.office.jobs.ticking import keep_ticking  # noqa: PLC0415

    ticked = float(-_TICK)
    while not stop.is_set():
        # looking at sites takes the handler of SIGINT and does not give it back
        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        try:
            if time.monotonic() - ticked >= _TICK:
                ticked = time.monotonic()
                keep_ticking()
            work = claim()
            if work is None:
                stop.wait(_PAUSE)
            else:
                perform(work)
        except DatabaseError:
            connections.close_all()
            stop.wait(_PAUSE * 4)
        except KeyboardInterrupt:
            break


def end_with(parent: int) -> None:
    """A worker never outlives the office it belongs to, however that ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        raise SystemExit


@contextlib.contextmanager
def beside(module: str = __name__) -> Iterator[None]:
    """A process that runs `main` of the module and lives as long as the block."""
    here = os.getpid()
    command = [sys.executable, "-c", f"from {module} import main; main()", str(here)]
    worker = subprocess.Popen(command)  # noqa: S603  # our own code
    try:
        yield
    finally:
        if os.getpid() == here:
            worker.terminate()
            try:
                worker.wait(timeout=30)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
