"""How often Python looks for what is unused but refers to itself, while sites are walked.

Pages let go of what they were read from by themselves (`Dom.release`), so that hardly anything is left to be found; looking for it as often as
Python does by default costs a twelfth of the whole work.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (10_000, 50, 100)
_lock = threading.Lock()
_walks = 0
_usual = gc.get_threshold()


@contextmanager
def seldom_swept() -> Iterator[None]:
    """Seldom while at least one walk is on its way; as it was before when the last one has ended."""
    global _walks, _usual  # noqa: PLW0603  # the collector is one for the process
    with _lock:
        if not _walks:
            _usual = gc.get_threshold()
            gc.set_threshold(*_SELDOM)
        _walks += 1
    try:
        yield
    finally:
        with _lock:
            _walks -= 1
            if not _walks:
                gc.set_threshold(*_usual)
