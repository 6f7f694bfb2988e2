"""How long a look will take, said before it starts: from earlier runs, and from who shares an address with whom."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from xunwang.inspector.crawl.forecast import Forecast, Planned
from xunwang.inspector.crawl.forecast import forecast as estimate
from xunwang.inspector.door.access import settings_for_all
from xunwang.inspector.door.looking import Inspection
from xunwang.inspector.door.settings import InspectSettings
from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.urls import host_of, key_of
from xunwang.inspector.model import Subject

_PATIENCE = 3.0  # seconds for all names together
_PORTS = {"http": 80, "https": 443}


def forecast(inspections: Sequence[Inspection], settings: InspectSettings, earlier: Path) -> Forecast:
    """Estimates the look at these sites; `earlier` is a folder that may hold finished runs of them.

    It waits a few seconds at most for the addresses of the sites; one that is not known by then counts as its own. Raises
    SettingsError.
    """
    subjects = [inspection.subject for inspection in inspections]
    settings = settings_for_all(settings, subjects)
    addresses = _addresses(settings.guard([subject.home for subject in subjects]), subjects)
    folders = _folders(earlier, {host_of(subject.home) for subject in subjects})
    planned = [
        Planned(
            name=one.subject.name,
            host=host_of(one.subject.home),
            address=addresses.get(one.subject.home),
            pages=_pages(
                [one.since] if one.since else folders.get(host_of(one.subject.home), ()), one.subject
            ),
            site_kind=one.subject.site_kind,
            level=one.subject.level,
        )
        for one in inspections
    ]
    return estimate(
        planned,
        settings.manners(),
        max_pages=settings.max_pages,
        at_a_time=settings.concurrency,
        max_seconds=settings.max_seconds,
    )


def _pages(folders: Iterable[Path], subject: Subject) -> int | None:
    """The pages of the newest whole look at this site among the folders; None when there is none."""
    for folder in sorted(folders, reverse=True):
        with suppress(RunError):
            manifest = Run.open(folder).manifest
            same = key_of(manifest.subject.home) == key_of(subject.home)
            if same and manifest.complete and manifest.kind == "inspection":
                return manifest.stats.pages
    return None


def _folders(earlier: Path, hosts: set[str]) -> dict[str, list[Path]]:
    """The folders that may be runs of these hosts: they are named after the day and the host, and numbered when there are many."""
    found: dict[str, list[Path]] = {}
    with suppress(OSError):
        for path in earlier.iterdir():
            named = path.name.partition("-")[2]
            for host in {named, named.rpartition("-")[0]} & hosts:
                found.setdefault(host, []).append(path)
    return found


def _addresses(guard: Guard, subjects: Iterable[Subject]) -> dict[str, str]:
    """The IP address behind each home page, of those that were found in time."""
    found: dict[str, str] = {}

    async def find(home: str) -> None:
        parts = urlsplit(home)
        with suppress(OSError, ValueError):
            host, port = host_of(home), parts.port or _PORTS[parts.scheme]
            pairs = await guard.addresses(host, port)
            if not guard.stands_in(host, port):
                found[home] = pairs[0][0]

    async def find_all() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await asyncio.gather(*(find(subject.home) for subject in subjects))

    # A name server that does not answer holds up an event loop that ends: only this thread waits for it.
    thread = threading.Thread(target=asyncio.run, args=(find_all(),), daemon=True)
    thread.start()
    thread.join(_PATIENCE + 0.5)
    return dict(found)
