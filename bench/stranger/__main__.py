"""Inspects the city of a seed on loopback and says what was found of what was planted.

Usage:
    python -m bench.stranger [--seed N] [--portals 24] [--departments 8] [--times 3] [--others] [--browser auto] [--out DIR]
"""

import argparse
import json
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.stranger.holding import Held, hold
from bench.stranger.making import City
from bench.stranger.papers import write_papers
from bench.stranger.serving import serving


def inspected(city: City, folder: Path, *, browser: str) -> list[dict[str, Any]]:
    """What `xunwang inspect` says of the city's websites."""
    register, visits = write_papers(city, folder)
    with serving(city.rendered) as port:
        command = [str(Path(sys.executable).with_name("xunwang")), "inspect"]
        command += ["--from", str(register), "--probes", str(visits), "--as-of", f"{city.as_of:%Y-%m-%d}"]
        command += ["--connect-to", f"::127.0.0.1:{port}", "--allow-private", "--browser", browser]
        command += ["--delay", "0", "--per-host", "4", "--concurrency", "8"]
        command += ["--out", str(folder / "runs"), "--format", "json", "--quiet"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 2):
        raise SystemExit(done.stderr[-3000:])
    (folder / "report.json").write_text(done.stdout, encoding="utf-8")
    return list(json.loads(done.stdout)["sites"])


def told(held: Held) -> None:
    print(*held.table(), sep="\n")
    for title, part in (("missed", held.missed), ("false", held.false)):
        for one in part:
            print(title, one)
    print(
        f"planted {len(held.found) + len(held.missed)} found {len(held.found)} false {len(held.false)} "
        f"(automatic {len(held.accused)}) precision {held.precision:.3f} recall {held.recall:.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--portals", type=int, default=24)
    parser.add_argument("--departments", type=int, default=8)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--others", action="store_true", help="plant what other authors would")
    parser.add_argument("--browser", default="never", choices=["auto", "never"])
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    city = City(
        args.seed, portals=args.portals, departments=args.departments, times=args.times, others=args.others
    )
    print(
        f"seed {args.seed}: {len(city.sites)} websites as of {city.as_of:%Y-%m-%d}, no room for {city.crowded}"
    )
    folder = args.out or Path(tempfile.mkdtemp(prefix="stranger_"))
    folder.mkdir(parents=True, exist_ok=True)
    told(hold(inspected(city, folder, browser=args.browser), city.planted))


if __name__ == "__main__":
    main()
