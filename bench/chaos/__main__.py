"""`python -m bench.chaos [--seconds 600] [--seed N] [--only office,walk,sqlite,postgres]`: faults at random, the seed told first.

`office` and `walk` cut the power at any call of a process (`powercut`), `sqlite` and `postgres` let one accident after another befall an office at work
(`storms`). They take turns until the time is over; what is wrong after a turn is told at once. Ends with 1 when something that was acknowledged is lost, or when a state is left that the next start does not repair.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path

from bench.chaos import powercut, storms
from bench.chaos.tracing import Missing
from sharing import DATABASE, set_up_office

_CUTS = 40
_STORM = 40.0  # seconds of accidents in one turn


class Chaos:
    def __init__(self, draw: random.Random, asked: argparse.Namespace, scratch: Path) -> None:
        self._draw, self._cuts, self._storm = draw, asked.cuts, asked.storm
        self._given, self._scratch = asked.empty, scratch
        self.counted: Counter[str] = Counter()
        self.wrong: list[str] = []

    @cached_property
    def _empty(self) -> Path:
        """The database of an office that was just set up, made once."""
        if self._given is None:
            set_up_office(self._scratch / "home")
        return self._given or self._scratch / "home" / DATABASE

    def turns(self) -> dict[str, Callable[[], None]]:
        return {
            "office": lambda: self._cut(powercut.office(self._draw, self._cuts, 25, self._empty)),
            "walk": lambda: self._cut(powercut.walked(self._draw, self._cuts, pages=30, continued=3)),
            "sqlite": lambda: self._befall(on_postgres=False),
            "postgres": lambda: self._befall(on_postgres=True),
        }

    def _cut(self, wrong: Iterable[str]) -> None:
        self.counted["power cuts"] += self._cuts
        self._tell(wrong)

    def _befall(self, *, on_postgres: bool) -> None:
        told, acts = storms.storm(self._draw, self._storm, self._tell, self._empty, on_postgres=on_postgres)
        self.counted += told
        self.counted["acts acknowledged in storms"] += acts

    def _tell(self, wrong: Iterable[str]) -> None:
        """As it is found: what breaks off later must not take it along."""
        for one in wrong:
            self.wrong.append(one)
            print(f"wrong: {one}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="office,walk,sqlite,postgres")
    parser.add_argument("--cuts", type=int, default=_CUTS)
    parser.add_argument("--storm", type=float, default=_STORM)
    parser.add_argument("--empty", type=Path, help="the database of an office that was just set up")
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if asked.seed is None else asked.seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        chaos = Chaos(random.Random(seed), asked, Path(scratch))
        _take_turns(chaos, asked.only.split(","), asked.seconds)
    return 1 if chaos.wrong else 0


def _take_turns(chaos: Chaos, names: list[str], seconds: float) -> None:
    """For so long, and each at least once."""
    until = time.monotonic() + seconds
    waiting = len(names)  # each has its turn, however little time there is
    while names and (waiting > 0 or time.monotonic() < until):
        name, waiting = names.pop(0), waiting - 1
        try:
            chaos.turns()[name]()
        except Missing as error:
            print(f"left out: {name}, {error}", flush=True)
            continue
        print(f"{name}: {dict(chaos.counted)}; wrong: {len(chaos.wrong)}", flush=True)
        if seconds:
            names.append(name)


if __name__ == "__main__":
    sys.exit(main())
