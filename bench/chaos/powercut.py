"""Cuts the power at any call of a process and looks at what the disk holds then."""

import datetime as dt
import hashlib
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from bench.chaos import walk
from bench.chaos.disk import Disk
from bench.chaos.tracing import Call, record
from sharing import lay_out
from xunwang.inspector import door
from xunwang.inspector.crawl.frontier import SqliteFrontier
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.evidence.run import FRONTIER
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

HOST = "cgj.shilishi.gov.cn"
Said = list[dict[str, object]]
Look = Callable[[Path, Said], list[str]]
"""Looks at a folder after the cut, knowing what had been acknowledged; gives what is wrong, in words."""


def cuts(calls: list[Call], folder: Path, look: Look, draw: random.Random, count: int) -> Iterator[str]:
    """What is wrong after each of `count` cuts at moments that `draw` chooses. `folder` as it was before the calls."""
    disk = Disk(folder)
    moments = sorted(draw.randrange(1, len(calls) + 1) for _ in range(count))
    with tempfile.TemporaryDirectory() as name:
        done = 0
        for moment in moments:
            for call in calls[done:moment]:
                disk.see(call)
            done = moment
            place = Path(name, "after")
            disk.after_the_cut(place, draw)
            said = [json.loads(line) for line in disk.said.splitlines()]
            yield from (
                f"cut at call {moment} of {len(calls)} ({calls[moment - 1].name}): {wrong}"
                for wrong in look(place, said)
            )


# ── an office ────────────────────────────────────────────────────────────────────────────────────


def office(draw: random.Random, count: int, acts: int, empty: Path) -> Iterator[str]:
    """An office on SQLite in which somebody works. `empty`: the database of one that was just set up."""
    from xunwang.office import boot

    with tempfile.TemporaryDirectory() as name:
        home = lay_out(empty, Path(name, "home"))
        boot.load(home)
        _turn_to(home)
        boot.setup(home)
        from django.db import connection

        from xunwang.office.people.models import UnitLevel, add_unit

        add_unit("示例市", UnitLevel.CITY)
        connection.close()
        kept = Path(name, "before")
        shutil.copytree(home, kept)
        calls = record([sys.executable, "-m", "bench.chaos.clerk", str(home), str(acts)], home)
        yield from cuts(_moved(calls, home, kept), kept, office_after, draw, count)


def _moved(calls: list[Call], old: Path, new: Path) -> list[Call]:
    """The same calls, as if they had been made in a copy of the folder."""
    return [
        msgspec.structs.replace(call, paths=tuple(path.replace(str(old), str(new), 1) for path in call.paths))
        for call in calls
    ]


def _turn_to(home: Path) -> None:
    """From now on this process means the office in that folder: Django reads its settings once, for the first."""
    from django.conf import settings
    from django.db import connection

    from xunwang.office import environment

    connection.close()
    connection.settings_dict["NAME"] = home / "office.sqlite3"
    settings.UPLOADS_FOLDER = home / "uploads"
    settings.SECRET_KEY = environment.secret_key(home)


def office_after(home: Path, said: Said) -> list[str]:
    from django.db import connection

    _turn_to(home)
    try:
        return [*database_faults(said), *file_faults(home / "uploads")]
    finally:
        connection.close()


def database_faults(said: Said) -> Iterator[str]:
    from django.db import connection

    from xunwang.office.jobs.models import Job
    from xunwang.office.people.audit import broken_entries
    from xunwang.office.people.models import AuditEntry, Unit

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if (found := cursor.fetchone()[0]) != "ok":
                yield f"the database is damaged: {found}"
    if broken := broken_entries():
        yield f"the trail is broken at {broken}"
    there = {
        "unit": set(Unit.objects.values_list("pk", flat=True)),
        "asked": set(Job.objects.values_list("pk", flat=True)),
        "done": set(Job.objects.filter(state="done").values_list("pk", flat=True)),
        "file": {data.get("file") for data in AuditEntry.objects.values_list("data", flat=True)},
    }
    for act in said:
        for name, value in act.items():
            if name in there and value not in there[name]:
                yield f"acknowledged and lost: {name} {value}"


def held_back() -> Iterator[str]:
    """Work that waits for a clock which was ahead and has been set right."""
    from django.utils import timezone

    from xunwang.office.jobs.models import Job

    ahead = Job.objects.filter(state="queued", dated_at__gt=timezone.now() + dt.timedelta(minutes=2))
    yield from (f"held back by a clock that was ahead: {job}" for job in ahead)


def file_faults(folder: Path) -> Iterator[str]:
    from xunwang.office.people.models import AuditEntry

    for data in AuditEntry.objects.filter(action="file.added").values_list("data", flat=True):
        place = folder / data["file"]
        if not place.is_file():
            yield f"a row names a file that is not there: {data['file']}"
        elif hashlib.sha256(place.read_bytes()).hexdigest() != data["sha256"]:
            yield f"a row names a file that holds something else: {data['file']}"


# ── a walk ───────────────────────────────────────────────────────────────────────────────────────


def walked(draw: random.Random, count: int, pages: int, continued: int) -> Iterator[str]:
    """A walk of one website; `continued` of the cuts are walked to their end and must bring what an undisturbed walk brings."""
    with tempfile.TemporaryDirectory() as name, CityServer(build()) as server:
        folder, kept = Path(name, "runs"), Path(name, "before")
        folder.mkdir()
        kept.mkdir()
        command = [sys.executable, "-m", "bench.chaos.walk", str(folder), str(server.port), HOST, str(pages)]
        calls = _moved(record(command, folder), folder, kept)
        whole = _pages(walk.run_of(folder, HOST))
        left = continued

        def look(place: Path, said: Said) -> list[str]:
            nonlocal left
            wrong = list(_run_after(walk.run_of(place, HOST), said))
            if not wrong and left and not (walk.run_of(place, HOST) / "manifest.json").exists():
                left -= 1
                walk.main(place, server.port, HOST, pages)
                if _pages(walk.run_of(place, HOST)) != whole:
                    wrong.append("the walk that was continued brings something else")
            return wrong

        yield from cuts(calls, kept, look, draw, count)


def _pages(run: Path) -> dict[str, object]:
    return {row.key: msgspec.to_builtins(row.page) for row in door.Run.open(run).pages()}


def _run_after(run: Path, said: Said) -> Iterator[str]:
    closed = {"closed": True} in said
    if (run / "manifest.json").exists():
        yield from (f"{one.message}" for one in door.verify(run))
    elif closed:
        yield "a run that was closed is open again, or gone"
    elif (run / FRONTIER).exists():
        try:
            yield from _committed(run)
        except (door.RunError, OSError, ValueError) as error:
            yield f"what was committed cannot be continued: {error}"


def _committed(run: Path) -> Iterator[str]:
    with closing(SqliteFrontier(run / FRONTIER)) as frontier:
        counts, marks = frontier.counts(), frontier.marks()
    writer = RunWriter.resume(run)
    writer.cut_to(marks)
    rows = list(writer.rows())
    if len(rows) != counts.pages:
        yield f"{counts.pages} pages are committed, {len(rows)} are there"
    for row in rows:
        if row.evidence:
            writer.response(row.evidence)
    writer.abandon()
