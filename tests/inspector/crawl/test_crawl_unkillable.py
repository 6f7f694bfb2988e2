"""Whole inspections killed at random moments, several sites side by side: continued, they end as if nothing had happened."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from killed_inspection import run_of
from loopback import Loopback
from motley import check_whole, essence_of, pages_of

from xunwang.inspector.evidence import Run

SCRIPT = Path(__file__).with_name("killed_inspection.py")
HOSTS = ("a.shili.gov.cn", "b.shili.gov.cn")
SITES = {host: pages_of(host) for host in HOSTS}


async def serve(request):
    host = request.headers["host"].removeprefix("files.")
    await request.say(
        SITES[host].get(request.path, SITES[host]["/sick/0.html"].replace(b"500 Error", b"404 Not Found"))
    )


def start(folder, server, *, hosts=HOSTS, largest=0):
    return subprocess.Popen(
        [sys.executable, SCRIPT, folder, str(server.port), str(largest), *hosts],
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(folder, server, **more):
    process = start(folder, server, **more)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    with Loopback(serve) as server:
        finish(folder, server)
    return {host: essence_of(Run.open(run_of(folder, host))) for host in HOSTS}


def check(folder, undisturbed, hosts=HOSTS):
    for host in hosts:
        run = Run.open(run_of(folder, host))
        check_whole(run)
        assert essence_of(run) == undisturbed[host]


def wait_for(process, server, requests):
    """Until that many further requests have come; False when the process ended before."""
    goal = len(server.requests) + requests
    while len(server.requests) < goal:
        if process.poll() is not None:
            return False
        time.sleep(0.001)
    return True


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()


def freeze(process, run):
    """Puts a process to sleep, but not in the middle of a commit, where it would hold the frontier locked."""
    while True:
        process.send_signal(signal.SIGSTOP)
        with closing(sqlite3.connect(run / "frontier.sqlite", timeout=0.2)) as database:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                process.send_signal(signal.SIGCONT)
                time.sleep(0.05)
            else:
                return


def marks_of(run):
    try:
        with closing(sqlite3.connect(run / "frontier.sqlite")) as database:
            row = database.execute("SELECT marks FROM progress").fetchone()
    except sqlite3.OperationalError:  # killed before the tables were made
        return {}
    return msgspec.json.decode(row[0]) if row else {}


def tear(run, dice):
    """What a power cut may leave of what was written behind the last commit: all, nothing, a part, or rubbish."""
    marks = marks_of(run)
    for path in [path for kind in ("archive", "pages", "notes") for path in run.glob(f"{kind}-*")]:
        committed = marks.get(path.name, 0)
        size = path.stat().st_size
        how = dice.choice(["left", "lost", "torn", "rubbish"])
        if how == "lost":
            os.truncate(path, committed)
        elif how == "torn":
            os.truncate(path, dice.randint(committed, max(size, committed)))
        elif how == "rubbish":
            with path.open("r+b") as stream:
                stream.seek(dice.randint(committed, max(size, committed)))
                stream.write(dice.randbytes(dice.randint(1, 5000)))


def kill_and_go_on(folder, seed, undisturbed, kills):
    dice = random.Random(seed)
    done = 0
    with Loopback(serve) as server:
        for _ in range(kills):
            process = start(folder, server)
            if wait_for(process, server, dice.randint(1, 150)):
                time.sleep(dice.random() * 0.03)
                done += process.poll() is None
            kill(process)
            for run in folder.iterdir():
                if not (run / "manifest.json").exists():
                    tear(run, dice)
        finish(folder, server)
    check(folder, undisturbed)
    return done


def test_killed_at_random_moments_it_ends_as_if_nothing_had_happened(tmp_path, undisturbed):
    seed = int(os.environ.get("KILL_SEED") or random.randrange(10**6))
    print(f"KILL_SEED={seed}")
    assert kill_and_go_on(tmp_path, seed, undisturbed, kills=5) >= 3


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_killed_many_times_it_ends_as_if_nothing_had_happened(tmp_path, undisturbed, seed):
    assert kill_and_go_on(tmp_path, seed, undisturbed, kills=15) >= 3


def test_a_full_disk_stops_it_and_with_room_it_goes_on(tmp_path, undisturbed):
    host = HOSTS[0]
    with Loopback(serve) as server:
        stops = 0
        for largest in (25_000, 60_000, 90_000):
            process = start(tmp_path, server, hosts=[host], largest=largest)
            _, said = process.communicate(timeout=600)
            stops += process.returncode == 1
            assert process.returncode == 0 or "无法" in said or "空间不足" in said
        assert stops >= 2
        finish(tmp_path, server, hosts=[host])
    check(tmp_path, undisturbed, [host])


@pytest.mark.long
def test_a_run_that_is_at_work_is_refused_to_a_second_process(tmp_path, undisturbed):
    host = HOSTS[0]
    with Loopback(serve) as server:
        first = start(tmp_path, server, hosts=[host])
        assert wait_for(first, server, 30)
        freeze(first, run_of(tmp_path, host))
        second = start(tmp_path, server, hosts=[host])
        _, said = second.communicate(timeout=600)
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=600)
    assert second.returncode == 1
    assert "正由另一个进程执行" in said
    assert first.returncode == 0
    check(tmp_path, undisturbed, [host])


def test_a_sleeper_whose_run_was_taken_over_changes_nothing_any_more(tmp_path, undisturbed):
    host = HOSTS[0]
    run = run_of(tmp_path, host)
    with Loopback(serve) as server:
        sleeper = start(tmp_path, server, hosts=[host])
        assert wait_for(sleeper, server, 60)
        freeze(sleeper, run)
        with closing(sqlite3.connect(run / "frontier.sqlite", timeout=20)) as database, database:
            database.execute("UPDATE lease SET until = 0")
        finish(tmp_path, server, hosts=[host])
        sleeper.send_signal(signal.SIGCONT)
        _, said = sleeper.communicate(timeout=600)
    assert sleeper.returncode == 1
    assert "已由另一个进程接手" in said
    check(tmp_path, undisturbed, [host])
