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

from bench.fuzz.readers import Reader, readers
from bench.fuzz.spoiling import spoiled_package

_SITS = 60.0
"""Seconds of CPU after which a reader has come to no end."""


class Tally(NamedTuple):
    """What became of the inputs of one reader; `slowest` in seconds of CPU."""

    tried: int
    read: int
    refused: int
    slowest: float
    crashes: list[str]

    def and_(self, other: "Tally") -> "Tally":
        slowest, crashes = max(self.slowest, other.slowest), self.crashes + other.crashes
        return Tally(
            self.tried + other.tried, self.read + other.read, self.refused + other.refused, slowest, crashes
        )


def attack(reader: Reader, draw: random.Random, inputs: Iterator[None], keep: Path | None = None) -> Tally:
    """Spoils seeds as long as `inputs` goes on, and reads them."""
    counted: Counter[str] = Counter()
    slowest, crashes = 0.0, []
    for _ in inputs:
        data = spoiled_package(draw.choice(reader.seeds), reader.seeds, draw)
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, _SITS)
        try:
            reader.read(data)
            counted["read"] += 1
        except reader.refusals:
            counted["refused"] += 1
        except (Exception, SitsError):  # noqa: BLE001  # that is what is looked for
            crashes.append(_kept(reader, data, traceback.format_exc(), keep))
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        slowest = max(slowest, time.process_time() - begun)
    return Tally(counted.total() + len(crashes), counted["read"], counted["refused"], slowest, crashes)


class SitsError(BaseException):
    """A reader came to no end; no reader may take this for a fault of its input."""


def _give_up(_number: int, _frame: object) -> None:
    raise SitsError(f"after {_SITS} s of CPU")


def _kept(reader: Reader, data: bytes, told: str, keep: Path | None) -> str:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        name = f"{reader.name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}"
        (keep / name).write_bytes(data)
    return told


def for_seconds(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield


def one_process(seed: int, seconds: float, only: frozenset[str], keep: Path | None) -> dict[str, Tally]:
    """Attacks every reader, each for its share of the seconds."""
    signal.signal(signal.SIGVTALRM, _give_up)
    draw = random.Random(seed)
    chosen = [one for one in readers() if not only or one.name in only]
    share = seconds / max(1, len(chosen))
    return {one.name: attack(one, draw, for_seconds(share), keep) for one in chosen}
