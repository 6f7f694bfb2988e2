"""The full work: every site inspected through the door, then judged.

Usage: python -m bench.work.full SETTINGS.json: {"homes": {home: name}, "out": folder, "since": {home: run of an earlier pass},
"proof": whether pages are proofread, no by default}
"""

import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from bench.work import SETTINGS
from xunwang.inspector import door
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.model import SHANGHAI, SiteKind, Subject

AS_OF = dt.date(2026, 3, 31)


class _OnLoopback(door.InspectSettings, frozen=True):
    """What the city links to lies on loopback too, where no inspection of a foreign site would follow a link."""

    def guard(self, named: Iterable[str] = ()) -> Guard:
        ports = {port for home in named if (port := urlsplit(home).port)}
        return Guard(allow_private=True, ports=ports)


def subject_of(home: str, name: str) -> Subject:
    return Subject(id=home, name=name, home=home, site_kind=SiteKind.PORTAL, level="city", code="3507000011")


def clock() -> dt.datetime:
    return dt.datetime.now(SHANGHAI)


def main(path: Path) -> None:
    order = json.loads(path.read_text(encoding="utf-8"))
    since = {home: Path(run) for home, run in order.get("since", {}).items()}
    inspections = [
        door.Inspection(subject=subject_of(home, name), since=since.get(home))
        for home, name in order["homes"].items()
    ]
    runs = door.inspect_sites(
        inspections,
        Path(order["out"]),
        _OnLoopback(**SETTINGS, proof=order.get("proof", False)),
        reading_day=AS_OF,
        clock=clock,
        tell=lambda *_: None,
    )
    for judged in door.judge(runs, door.norm("cn-2019"), as_of=AS_OF):
        door.save_judgement(judged)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
