"""`python -m bench.chaos [--seconds 600] [--seed N] [--only office,walk,sqlite,postgres]`: faults at random, the seed told first.

`office` and `walk` cut the power at any call of a process (`powercut`), `sqlite` and `postgres` let one accident after another befall an office at work
(`storms`). They take turns until the time is over; what is wrong after a turn is told at once. Ends with 1 when something that was acknowledged is lost, or when a state is left that the next start does not repair.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable

from bench.chaos import powercut, storms
from bench.chaos.tracing import Missing

_CUTS = 40
_STORM = 40.0  # seconds of accidents in one turn


class Chaos:
    def __init__(self, draw: random.Random, cuts: int, storm: float) -> None:
        self._draw, self._cuts, self._storm = draw, cuts, storm
        self.counted: Counter[str] = Counter()
        self.wrong: list[str] = []

    def turns(self) -> dict[str, Callable[[], None]]:
        return {
            "office": lambda: self._cut(powercut.office(self._draw, self._cuts, acts=25)),
            "walk": lambda: self._cut(powercut.walked(self._draw, self._cuts, pages=30, continued=3)),
            "sqlite": lambda: self._befall(on_postgres=False),
            "postgres": lambda: self._befall(on_postgres=True),
        }

    def _cut(self, wrong: Iterable[str]) -> None:
        self.counted["power cuts"] += self._cuts
        self._tell(wrong)

    def _befall(self, *, on_postgres: bool) -> None:
        told, acts = storms.storm(self._draw, self._storm, self._tell, on_postgres=on_postgres)
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
    asked = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if asked.seed is None else asked.seed
    print(f"seed {seed}", flush=True)
    chaos = Chaos(random.Random(seed), asked.cuts, asked.storm)
    until, names = time.monotonic() + asked.seconds, asked.only.split(",")
    waiting = len(names)  # each has its turn, however little time there is
    while names and (waiting > 0 or time.monotonic() < until):
        name, waiting = names.pop(0), waiting - 1
        try:
            chaos.turns()[name]()
        except Missing as error:
            print(f"left out: {name}, {error}", flush=True)
            continue
        print(f"{name}: {dict(chaos.counted)}; wrong: {len(chaos.wrong)}", flush=True)
        if asked.seconds:
            names.append(name)
    return 1 if chaos.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
