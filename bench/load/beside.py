"""What goes on beside the users: a crawl of 示例市 by the office's worker, and imports of large registers."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

from bench.load.importing import Writer, accounts
from xunwang_demo.city import build

_PAUSE = 0.05  # seconds between two requests to the one address on which all of the city lies
CRAWL = """
import datetime as dt, sys
from xunwang.office import boot
boot.setup()
from xunwang.inspector.model import SubjectKind
from xunwang.office.campaigns import looking, service, slicing
from xunwang.office.people.models import Unit
from xunwang.office.registry.service import open_subject
top, day = Unit.objects.order_by("path").first(), dt.date(2026, 1, 1)
sites = [
    open_subject(SubjectKind.WEBSITE, top, day, user=None, name=host, home=f"http://{host}/", address_key=f"http://{host}/", site_kind="department")
    for host in sys.argv[1:]
]
campaign = service.create_campaign(top, "示例市", period=(day, dt.date(2026, 3, 31)), norm="cn-2019", as_of=dt.date(2026, 1, 9), subjects=sites, user=None)
looking.start(campaign, user=None)
"""
CRAWLED = """
from xunwang.office import boot
boot.load(None)
from django.db.models import Sum
from xunwang.office.campaigns.models import Campaign, CampaignSubject
rows = CampaignSubject.objects.filter(campaign=Campaign.objects.get(name="示例市"))
print(f"{rows.aggregate(pages=Sum('pages_done'))['pages']} pages crawled, {rows.filter(run_state='failed').count()} websites failed")
"""


class Served(NamedTuple):
    port: int
    hosts: tuple[str, ...]


@contextmanager
def city_served() -> Iterator[Served]:
    """示例市 from a process of its own."""
    server = subprocess.Popen(
        [sys.executable, "-c", _CITY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        yield Served(int(server.stdout.readline()), tuple(site.host for site in build().sites))
    finally:
        server.communicate("\n")


_CITY = """
import sys
from xunwang_demo.city import build
from xunwang_demo.server import CityServer
with CityServer(build()) as server:
    print(server.port, flush=True)
    sys.stdin.readline()
"""


def crawl_settings(folder: Path, city: Served, pause: float = _PAUSE) -> Path:
    """The settings of the crawl in a file; `pause` in seconds between two requests to the city."""
    said = {
        "connect_to": [f"{host}:80:127.0.0.1:{city.port}" for host in city.hosts],
        "closed": True, "browser": "never", "delay": 2 * pause, "per_address_delay": pause,
    }  # fmt: skip
    file = folder / "inspect.json"
    file.write_text(json.dumps(said))
    return file


class Importing:
    """Imports registers of accounts one after the other, as `xunwang import` does, until the block is over; the last one comes to its end.

    On SQLite, where one writes at a time, somebody else asks for that right meanwhile.
    """

    def __init__(self, folder: Path, environment: dict[str, str], rows: int) -> None:
        self._folder, self._environment, self._rows = folder, environment, rows
        self._over = threading.Event()
        self._took: list[float] = []
        self._thread = threading.Thread(target=self._run)
        database = (
            None
            if environment.get("XUNWANG_DATABASE")
            else Path(environment["XUNWANG_HOME"]) / "office.sqlite3"
        )
        self._writer = Writer(database) if database else None

    def __enter__(self) -> Self:
        if self._writer:
            self._writer.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        self._over.set()
        self._thread.join()
        if self._writer:
            self._writer.__exit__()

    def told(self) -> str:
        self._end()
        each = ", ".join(f"{one:.0f}" for one in self._took)
        wait = f"; longest wait of a writer beside: {self._writer.longest:.2f} s" if self._writer else ""
        return f"{len(self._took)} imports of {self._rows:,} rows, each in s: {each}{wait}"

    def _run(self) -> None:
        while not self._over.is_set():
            file = accounts(self._folder, self._rows, len(self._took))
            begun = time.monotonic()
            command = [
                sys.executable,
                "-c",
                "from xunwang.cli import main; main()",
                "import",
                "accounts",
                str(file),
                "--unit",
                "示例省",
                "--on",
                self._environment["XUNWANG_TODAY"],
            ]
            subprocess.run(command, env=self._environment, check=True, stdout=subprocess.DEVNULL)
            self._took.append(time.monotonic() - begun)
