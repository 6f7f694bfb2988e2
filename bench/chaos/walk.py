"""One website walked into a run folder, committed every few pages: `python -m bench.chaos.walk FOLDER PORT HOST PAGES`."""

import datetime as dt
import functools
import os
import sys
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.door import looking
from xunwang.inspector.evidence.run import OPENING
from xunwang.inspector.model import SHANGHAI, Subject

DAY = dt.date(2026, 3, 31)
_UNIT = 6  # visits between two commits: many of them in a short walk
looking.CrawlSettings = functools.partial(looking.CrawlSettings, unit_pages=_UNIT)  # type: ignore[misc, assignment]


def run_of(folder: Path, host: str) -> Path:
    """The newest run of the website. A cut before its first file leaves an empty folder, and the next walk takes one beside it."""
    first = folder / f"{DAY:%Y%m%d}-{host}"
    return max(folder.glob(f"{first.name}*"), default=first)


def main(folder: Path, port: int, host: str, pages: int) -> None:
    settings = door.InspectSettings(
        per_host=3,
        delay=0,
        retry_wait=0,
        timeout=60,
        max_pages=pages,
        browser="never",
        proof=False,
        second_look=False,
        closed=True,
        connect_to=tuple(f"{name}:80:127.0.0.1:{port}" for name in (host, f"files.{host}")),
    )
    run = run_of(folder, host)
    one = door.Inspection(
        subject=Subject(id=host, name=host, home=f"http://{host}/"),
        resume=run if (run / OPENING).exists() else None,
    )
    door.inspect_sites(
        [one], folder, settings, reading_day=DAY, clock=lambda: dt.datetime.now(SHANGHAI), tell=lambda _: None
    )
    os.write(1, b'{"closed": true}\n')


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
