"""The same archive searched by an office: one job a run, so many worker processes, and once more with one of them killed (-9) in the middle.

Run: python -m bench.searching [--pages 100000] [--runs 16] [--workers 2]. Every website of the campaign names the one archive that is written; what is found must be
the same both times. Seconds count from the asking on and CPU from the start of the workers on, whose own start is in both.
"""

import argparse
import datetime as dt
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.sifting import RARE, written

_DAY = dt.date(2026, 1, 1)
_WORKER = "from xunwang.office.jobs.worker import main; main()"
_LONGEST = 600  # seconds until the work must be done


def office(home: Path, run: Path, runs: int) -> None:
    """An office with a campaign whose websites all have `run`, and somebody who asked for the words."""
    from xunwang.inspector.model import SubjectKind
    from xunwang.office import boot

    boot.setup(home)
    from xunwang.office.campaigns import service
    from xunwang.office.campaigns.models import RunState
    from xunwang.office.people.models import UnitLevel, add_unit
    from xunwang.office.registry.service import open_subject

    city = add_unit("示例市", UnitLevel.CITY)
    homes = [f"http://{number}.example.org/" for number in range(runs)]
    sites = [
        open_subject(
            SubjectKind.WEBSITE,
            city,
            _DAY,
            user=None,
            name=one,
            home=one,
            address_key=one,
            site_kind="department",
        )
        for one in homes
    ]
    campaign = service.create_campaign(
        city,
        "第一季度",
        period=(_DAY, dt.date(2026, 3, 31)),
        norm="cn-2019",
        as_of=dt.date(2026, 3, 31),
        subjects=sites,
        user=None,
    )
    campaign.subjects.update(run_state=RunState.LOOKED, run_path=str(run))
    boot.create_account("operator", secrets.token_urlsafe(20), "supervisor", city)


@contextmanager
def worker() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", _WORKER, str(os.getpid())])
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def searched(workers: int, *, kill: bool) -> list[tuple[object, ...]]:
    """What is found by so many workers. The one that dies is that which holds the job that was searched halfway."""
    from contextlib import ExitStack

    from xunwang.office.campaigns.models import Campaign
    from xunwang.office.people.models import User
    from xunwang.office.searching.models import FoundPage
    from xunwang.office.searching.working import look_for

    with ExitStack() as kept:
        begun, cpu = time.perf_counter(), _cpu_of_children()
        search = look_for(Campaign.objects.get(), [RARE], user=User.objects.get())
        processes = [kept.enter_context(worker()) for _ in range(workers)]
        if kill:
            _until(lambda: search.runs.filter(state="waiting", at__gt=0).exists())
            processes[0].kill()
            left = list(search.runs.filter(state="waiting", at__gt=0).values_list("pages", flat=True))
            print(f"killed one of {workers}; runs begun and not done: {left} pages", flush=True)
            kept.enter_context(worker())
        _until(lambda: not search.runs.filter(state="waiting").exists())
        wall = time.perf_counter() - begun
    pages = sum(search.runs.values_list("pages", flat=True))
    spent = _cpu_of_children() - cpu
    print(f"{pages} pages: {pages / wall:,.0f} a second, {pages / spent:,.0f} a second of CPU", flush=True)
    hits = FoundPage.objects.filter(run__search=search)
    return sorted(hits.values_list("run__row__subject", "url", "title", "word", "excerpt"))


def _until(holds: Callable[[], bool]) -> None:
    given_up = time.monotonic() + _LONGEST
    while not holds():
        if time.monotonic() > given_up:
            raise TimeoutError("the search does not come to its end")
        time.sleep(0.1)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("pages", 100_000), ("text", 300), ("runs", 16), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        run = written(Path(name), asked.pages, asked.text)
        office(Path(name) / "office", run, asked.runs)
        print(f"{asked.runs} runs of {asked.pages} pages; load {os.getloadavg()[0]:.1f}", flush=True)
        undisturbed = searched(asked.workers, kill=False)
        same = searched(asked.workers, kill=True) == undisturbed
        print(f"{len(undisturbed)} pages found; after the kill {'the same' if same else 'OTHERS'}")
        if not same or not undisturbed:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
