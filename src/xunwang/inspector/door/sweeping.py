"""How often Python looks for what is unused but refers to itself, while sites are looked at and judged.

Pages let go of what they were read from by themselves (`Dom.release`), and notes, links and facts refer to nothing that refers to them, so that hardly
anything is left to be found; looking for it as often as Python does by default costs a twelfth of the work, where little is read as much of it.
What the process had loaded before its first piece of work stays for good, and is not looked through again.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (10_000, 50, 100)
_lock = threading.Lock()
_works = 0
_loaded_apart = False
_usual = gc.get_threshold()


@contextmanager
def seldom_swept() -> Iterator[None]:
    """Seldom while at least one piece of work is on its way; as it was before when the last one has ended."""
    global _works, _usual, _loaded_apart  # noqa: PLW0603  # the collector is one for the process
    with _lock:
        if not _works:
            _usual = gc.get_threshold()
            gc.set_threshold(*_SELDOM)
            if not _loaded_apart:
                gc.freeze()
                _loaded_apart = True
        _works += 1
    try:
        yield
    finally:
        with _lock:
            _works -= 1
            if not _works:
                gc.set_threshold(*_usual)
