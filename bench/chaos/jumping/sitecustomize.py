"""For processes whose clock libfaketime sets: it refuses the way in which Python sleeps (`clock_nanosleep` until a moment), so they wait instead."""

import threading
import time


def _sleep(seconds: float) -> None:
    threading.Event().wait(seconds)


time.sleep = _sleep
