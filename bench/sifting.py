"""How many archived pages a second a text rule goes through, and how much memory that takes.

Run: python -m bench.sifting [--pages 400000] [--text 300] [--words 20]. One run of short pages is written into a temporary folder and searched once by a process for
each core; CPU is user and system time, memory the kernel's high-water mark.
"""

import argparse
import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from xunwang.inspector.evidence import RunWriter, Stats
from xunwang.inspector.model import SHANGHAI, Attempt, Evidence, Link, Page, PageRow, Reach, Subject

NOW = dt.datetime(2026, 3, 31, tzinfo=SHANGHAI)
RARE = "依法处置暗语"
"""Stands on one page of a thousand."""
_SIGNS = "关于进一步做好全市政务公开工作的通知各县区人民政府市直有关部门现将有关事项通知如下请认真贯彻落实"


def written(folder: Path, pages: int, text: int) -> Path:
    draw = random.Random(1)
    writer = RunWriter.create(folder, "archive", Subject(id="1", name="某", home="http://a.gov.cn/"), {}, NOW)
    attempt = Attempt(at=NOW, reach=Reach.OK, status=200)
    for number in range(pages):
        url = f"http://a.gov.cn/xxgk/{number}.html"
        words = "".join(draw.choices(_SIGNS, k=text - 10)) + (RARE if number % 1000 == 0 else "")
        page = Page(
            url=url,
            status=200,
            title=f"通知{number}",
            text=words,
            links=(Link(url=url, href=url, text="首页"),) * 3,
        )
        seen = Evidence(
            file="archive-00001.warc.gz", offset=number * 900, length=900, sha256=f"{number:064x}"
        )
        writer.append_page(
            PageRow(page=page, key=url[7:], depth=3, parent="a.gov.cn/", attempt=attempt, evidence=seen)
        )
    writer.close(NOW, stats=Stats())
    return writer.path


def searched(run: Path, words: int) -> None:
    """What one process does."""
    from xunwang.inspector import door

    draw = random.Random(2)
    rule = door.TextRule(words=(RARE, *("".join(draw.choices(_SIGNS, k=5)) for _ in range(words - 1))))
    begun, cpu = time.perf_counter(), time.process_time()
    pages = hits = 0
    for batch in door.sift(run, rule):
        pages, hits = pages + batch.pages, hits + len(batch.hits)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{pages} pages, {hits} hits: {pages / wall:,.0f} a second ({pages / cpu:,.0f} a second of CPU), {memory:.0f} MiB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("pages", 400_000), ("text", 300), ("words", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--run", type=Path)
    asked = parser.parse_args()
    if asked.run:
        searched(asked.run, asked.words)
        return
    with tempfile.TemporaryDirectory() as name:
        run = written(Path(name), asked.pages, asked.text)
        size = sum(file.stat().st_size for file in run.iterdir())
        print(
            f"{asked.pages} pages of {asked.text} signs, {size / 1e6:.0f} MB; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        command = [sys.executable, "-m", "bench.sifting", "--run", str(run), "--words", str(asked.words)]
        for process in [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]:
            process.wait()


if __name__ == "__main__":
    main()
