"""kill -9 at random moments: on restart nothing is lost and nothing is counted twice."""

import random
import signal
import subprocess
import sys
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


class Killing:
    """A handler of the site that kills the process with its `left`th request from now on, before it is answered."""

    def __init__(self):
        self._serve = Loopback._serve_mapping(site())
        self.process, self.left = None, 0

    async def __call__(self, request):
        self.left -= 1
        if self.left == 0:
            self.process.kill()
        else:
            await self._serve(request)


def start(folder, server):
    return subprocess.Popen([sys.executable, SCRIPT, folder, str(server.port)])


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_lost_or_doubled_by_kill_9(tmp_path, seed):
    dice = random.Random(seed)
    folder = tmp_path / "r1"
    killing = Killing()
    with Loopback(killing) as server:
        for _ in range(5):
            killing.process = start(folder, server)
            killing.left = dice.randint(1, 40)
            assert killing.process.wait(120) == -signal.SIGKILL
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
