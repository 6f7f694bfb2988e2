"""What a page costs with one, two and four workers on PostgreSQL: `python tests/postgres_server.py python -m bench.scale.workers [--workers 1,2,4]`.

For each number an office in a database of its own inspects 示例市 without pauses. Told: seconds until every website is judged, CPU of the workers a page,
time of the database a page (`active_time` of its statistics), and how often a look at its sessions, ten times a second, found one that waited for
a lock. Where there are fewer processors than workers, CPU a page says what the clock does not.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psycopg

from bench.load.__main__ import cpu_of, made
from bench.load.beside import CRAWL, Served, city_served, crawl_settings

_LOOK = 0.1  # seconds between two looks at the sessions
_LONGEST = 900.0
_OPEN = "SELECT count(*) FROM campaigns_campaignsubject WHERE verdict_at_point = '' AND run_state <> 'failed'"
_WAITING = "SELECT count(*), count(*) FILTER (WHERE wait_event_type = 'Lock') FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"
_WORK = "from xunwang.cli import main; main()"


class Measured(NamedTuple):
    """`waiting` of `active` are sessions, summed over all looks."""

    seconds: float
    pages: int
    cpu: float
    database: float
    active: int
    waiting: int


def measured(workers: int, city: Served, folder: Path) -> Measured:
    address = _database(f"workers_{workers}")
    home = folder / str(workers)
    environment = os.environ | {
        "XUNWANG_HOME": str(home),
        "XUNWANG_DATABASE": address,
        "XUNWANG_TODAY": "2026-01-10",
        "XUNWANG_INSPECT": str(crawl_settings(folder, city, pause=0.0)),
    }
    made(
        "from xunwang.office import boot; boot.setup()\nfrom xunwang.office.people.models import add_unit; add_unit('示例市', 'city')",
        environment,
    )
    made(CRAWL, environment, *city.hosts)
    begun, cpu = time.monotonic(), cpu_of(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", _WORK, "worker", "--processes", str(workers)]
    process = subprocess.Popen(command, env=environment)
    with psycopg.connect(address, autocommit=True) as database:
        active, waiting = _until_done(database)
        seconds = time.monotonic() - begun
        process.send_signal(signal.SIGTERM)
        process.wait()
        time.sleep(1.0)  # the sessions hand in their statistics when they end
        (pages,) = _asked(database, "SELECT sum(pages_done) FROM campaigns_campaignsubject")
        (spent,) = _asked(
            database, "SELECT active_time FROM pg_stat_database WHERE datname = current_database()"
        )
    return Measured(
        seconds, int(pages), cpu_of(resource.RUSAGE_CHILDREN) - cpu, spent / 1000, active, waiting
    )


def _database(name: str) -> str:
    """The address of a new database beside the one that the environment names."""
    server = os.environ["XUNWANG_DATABASE"]
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name}")
    before, _, after = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{after}"


def _until_done(database: psycopg.Connection) -> tuple[int, int]:
    """Sessions at work, and those of them that waited for a lock, over all looks until every website is judged."""
    active = waiting = 0
    given_up = time.monotonic() + _LONGEST
    while _asked(database, _OPEN)[0]:
        if time.monotonic() > given_up:
            raise RuntimeError(f"not judged after {_LONGEST:.0f} s")
        now = _asked(database, _WAITING)
        active, waiting = active + now[0], waiting + now[1]
        time.sleep(_LOOK)
    return active, waiting


def _asked(database: psycopg.Connection, query: str) -> tuple[float, ...]:
    row = database.execute(query.encode()).fetchone()
    assert row is not None
    return tuple(row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="1,2,4")
    numbers = [int(one) for one in parser.parse_args().workers.split(",")]
    if not os.environ.get("XUNWANG_DATABASE"):
        parser.error("needs PostgreSQL: python tests/postgres_server.py python -m bench.scale.workers")
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    print(
        "| workers | clock s | pages | CPU ms a page | database ms a page | sessions at work seen, waiting for a lock |\n| --- | --- | --- | --- | --- | --- |"
    )
    with tempfile.TemporaryDirectory() as name, city_served() as city:
        for number in numbers:
            one = measured(number, city, Path(name))
            cpu, database = (1000 * part / one.pages for part in (one.cpu, one.database))
            print(
                f"| {number} | {one.seconds:.0f} | {one.pages} | {cpu:.1f} | {database:.1f} | {one.active}, {one.waiting} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
