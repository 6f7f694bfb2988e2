"""`python -m bench.scale [--sites 14000] [--accounts 100000] [--findings 20000000] [--folder F] [--lists]`: fills a database and asks it for pages and nightly jobs.

The database is the one of XUNWANG_DATABASE, or SQLite in FOLDER (a temporary one unless given, which can be used again). `python tests/postgres_server.py python -m
bench.scale …` takes a PostgreSQL server of its own, with its files in TMPDIR. `python -m bench.scale.workers` measures workers that look at websites.
"""

import argparse
import os
import tempfile
from itertools import chain
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("sites", 14_000), ("accounts", 100_000), ("findings", 20_000_000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--lists", action="store_true", help="every page that needs no key, and no jobs")
    asked = parser.parse_args()
    os.environ["XUNWANG_TODAY"] = "2026-01-10"
    with tempfile.TemporaryDirectory() as name:
        from xunwang.office import boot

        boot.setup(asked.folder or Path(name))
        from bench.scale import asking, filling

        filling.fill(asked.sites, asked.accounts, asked.findings)
        filling.gather_statistics()
        people = ("province", "auditor", "clerk")
        paths = asking.lists() if asked.lists else asking.paths()
        jobs = () if asked.lists else asking.jobs()
        asking.tell(chain(*(asking.pages(one, paths) for one in people), jobs))


if __name__ == "__main__":
    main()
