"""kill -9 at random moments: on restart nothing is lost and nothing is counted twice."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from loopback import Loopback, answer
from walks import HOST, html, paths, tree
from warcio.archiveiterator import ArchiveIterator

from xunwang.inspector.evidence import Run, verify
from xunwang.inspector.model import LinkFact

PAGES = 120
SCRIPT = Path(__file__).with_name("killed_crawl.py")


def site():
    pages = tree(PAGES)
    for n in range(0, PAGES, 10):
        pages[f"/a/{n}.html"] = html(
            f"/a/{2 * n + 1}.html", f"/a/{2 * n + 2}.html", f"/f/{n}.pdf", f"/dead/{n}.html", title=f"第{n}篇"
        )
        pages[f"/f/{n}.pdf"] = answer(b"%PDF", headers=("Content-Type: application/pdf",))
    return pages


def start(folder, server):
    return subprocess.Popen([sys.executable, SCRIPT, folder, str(server.port)])


def kill_after(process, server, requests):
    """Kills the process once it has asked for that many addresses; False when it ended before."""
    goal = sum(server.asked.values()) + requests
    while process.poll() is None:
        if sum(server.asked.values()) >= goal:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True
        time.sleep(0.002)
    return False


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_or_doubled_by_kill_9(tmp_path, seed):
    dice = random.Random(seed)
    folder = tmp_path / "r1"
    kills = 0
    with Loopback(site()) as server:
        for _ in range(5):
            process = start(folder, server)
            kills += kill_after(process, server, dice.randint(1, 40))
        assert kills == 5
        last = start(folder, server)
        assert last.wait(120) == 0
    check(Run.open(folder))


def check(run):
    below = {f"/a/{m}.html" for n in range(0, PAGES, 10) for m in (2 * n + 1, 2 * n + 2) if m >= PAGES}
    dead = {f"/dead/{n}.html" for n in range(0, PAGES, 10)} | below
    expected = {"/", *(f"/a/{n}.html" for n in range(PAGES))} | dead
    rows = list(run.pages())
    assert Counter(paths(rows)) == Counter(expected)
    links = [fact for fact in run.facts() if isinstance(fact, LinkFact)]
    files = {f"/f/{n}.pdf" for n in range(0, PAGES, 10)}
    assert Counter(fact.key.removeprefix(HOST) for fact in links) == Counter(expected | files)
    assert {len(fact.attempts) for fact in links if fact.key.removeprefix(HOST) in dead} == {2}
    assert all(run.response(row.evidence).status == row.attempt.status for row in rows)
    assert run.manifest.stats.pages == PAGES + 1
    assert verify(run.path) == []
    for archive in run.path.glob("archive-*.warc.gz"):
        with archive.open("rb") as stream:
            assert sum(1 for _ in ArchiveIterator(stream, check_digests="raise")) > 0
