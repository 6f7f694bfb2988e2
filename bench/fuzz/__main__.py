"""Spoiled input for everything that reads what others wrote: pages, documents, spreadsheets, circulars, rule sets.

Run: python -m bench.fuzz [--seconds 600] [--processes 2] [--seed N] [--only PAGE,…] [--keep FOLDER]. Each input is a good one that was cut,
doubled, mixed with another or changed in some bytes, well-formed parts included (numbers, quotes, tags, XML entities). A reader may refuse it in
its own words; any other exception is a crash, and so is an input over which a reader sits for a minute; both are kept in the folder, and so is what takes
more than a second of CPU. Told is a table for docs/operations.md: how many inputs of each kind were tried, read and refused, by all processes together.
The seed of a process is the seed plus its number.
"""

import argparse
import datetime as dt
import multiprocessing
import os
import platform
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from itertools import repeat
from pathlib import Path

from bench.fuzz.attacking import Tally, one_process


def tell(found: dict[str, Tally], conditions: str) -> None:
    print(
        f"{conditions}\n\n| reader | tried | read | refused | crashes | over 1 CPU s | slowest, CPU s |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for name, one in found.items():
        print(
            f"| {name} | {one.tried:,} | {one.read:,} | {one.refused:,} | {len(one.crashes)} | {one.slow} | {one.slowest:.2f} |"
        )
    everything = reduce(Tally.and_, found.values())
    print(
        f"| together | {everything.tried:,} | {everything.read:,} | {everything.refused:,} | {len(everything.crashes)} | {everything.slow} | {everything.slowest:.2f} |"
    )
    print("".join(sorted({crash.splitlines()[-1] + "\n" for crash in everything.crashes})), end="")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--only", default="")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    only = frozenset(filter(None, asked.only.split(",")))
    found: dict[str, Tally] = {}
    with ProcessPoolExecutor(asked.processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        seeds = range(asked.seed, asked.seed + asked.processes)
        for tallies in pool.map(one_process, seeds, repeat(asked.seconds), repeat(only), repeat(asked.keep)):
            for name, tally in tallies.items():
                found[name] = found[name].and_(tally) if name in found else tally
    day = dt.datetime.now(dt.UTC).date()
    tell(
        found,
        f"{day}, Python {platform.python_version()}, seed {asked.seed}, {asked.processes} processes, {asked.seconds:g} s",
    )
    return 1 if any(one.crashes for one in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
