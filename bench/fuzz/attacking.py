"""Readers get spoiled inputs for a while, and what became of them is counted."""

import hashlib
import random
import signal
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.fuzz.model import Reader, folder
from bench.fuzz.readers import readers
from bench.fuzz.spoiling import spoiled_package
from xunwang.office import boot

_SITS = 60.0
"""Seconds of CPU after which a reader has come to no end."""
_SLOW = 1.0
"""Seconds of CPU that no input of this size may take."""
_WELL = frozenset({"read", "refused"})


class Tally(NamedTuple):
    """What became of the inputs of one reader; `slowest` in seconds of CPU, `slow` how many took more than a second of it."""

    tried: int
    read: int
    refused: int
    slow: int
    slowest: float
    crashes: list[str]

    def and_(self, other: "Tally") -> "Tally":
        return Tally(
            self.tried + other.tried,
            self.read + other.read,
            self.refused + other.refused,
            self.slow + other.slow,
            max(self.slowest, other.slowest),
            self.crashes + other.crashes,
        )


def attack(
    reader: Reader,
    draw: random.Random,
    inputs: Iterator[None],
    keep: Path | None = None,
    slow: float = _SLOW,
) -> Tally:
    """Spoils seeds as long as `inputs` goes on, and reads them. What crashes a reader or keeps it long is kept.

    What is slow is read again before it is called so: the first of its kind may have waited for words and patterns to be loaded.
    """
    counted: Counter[str] = Counter()
    slowest, crashes = 0.0, []
    for _ in inputs:
        data = spoiled_package(draw.choice(reader.seeds), reader.seeds, draw)
        became, took = _read(reader, data)
        if took > slow:
            became, took = _read(reader, data)
        if became in _WELL:
            counted[became] += 1
        else:
            crashes.append(became)
        counted["slow"] += took > slow
        slowest = max(slowest, took)
        if keep and (became not in _WELL or took > slow):
            _keep(reader, data, keep)
    tried = len(crashes) + counted["read"] + counted["refused"]
    return Tally(tried, counted["read"], counted["refused"], counted["slow"], slowest, crashes)


def _read(reader: Reader, data: bytes) -> tuple[str, float]:
    """What became of the input (`read`, `refused`, else the words of the crash), and the seconds of CPU that it took."""
    begun = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, _SITS)
    try:
        reader.read(data)
        became = "read"
    except reader.refusals:
        became = "refused"
    except (Exception, SitsError):  # noqa: BLE001  # that is what is looked for
        became = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return became, time.process_time() - begun


class SitsError(BaseException):
    """A reader came to no end; no reader may take this for a fault of its input."""


def _give_up(_number: int, _frame: object) -> None:
    raise SitsError(f"after {_SITS} s of CPU")


def _keep(reader: Reader, data: bytes, keep: Path) -> None:
    keep.mkdir(parents=True, exist_ok=True)
    name = f"{reader.name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}"
    (keep / name).write_bytes(data)


def for_seconds(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield


def one_process(seed: int, seconds: float, only: frozenset[str], keep: Path | None) -> dict[str, Tally]:
    """Attacks every reader, each for its share of the seconds."""
    boot.load(folder())
    signal.signal(signal.SIGVTALRM, _give_up)
    draw = random.Random(seed)
    chosen = [one for one in readers() if not only or one.name in only]
    share = seconds / max(1, len(chosen))
    return {one.name: attack(one, draw, for_seconds(share), keep) for one in chosen}
