"""Inspections in a process of their own, to be killed: `python killed_inspection.py FOLDER PORT LARGEST HOST…`.

Sites that are finished stay as they are, unfinished ones are continued, the others begun. LARGEST is the most bytes that a
file may have, 0 for any number: beyond it the disk is full.
"""

import datetime as dt
import resource
import sys
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Subject

DAY = dt.date(2026, 3, 31)


def clock():
    return dt.datetime.now(SHANGHAI)


def run_of(folder, host):
    return folder / f"{DAY:%Y%m%d}-{host}"


def inspection(folder, host):
    run = run_of(folder, host)
    subject = Subject(id=host, name=host, home=f"http://{host}/")
    return door.Inspection(subject=subject, resume=run if run.exists() else None)


def main(folder, port, largest, hosts):
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    waiting = [host for host in hosts if not (run_of(folder, host) / "manifest.json").exists()]
    settings = door.InspectSettings(
        concurrency=len(hosts),
        per_host=3,
        delay=0,
        retry_wait=0,
        timeout=60,  # a process that was asleep must not take its own pause for the server's
        browser="never",
        proof=False,
        second_look=False,
        closed=True,
        connect_to=tuple(f"{name}:80:127.0.0.1:{port}" for host in hosts for name in (host, f"files.{host}")),
    )
    door.inspect_sites(
        [inspection(folder, host) for host in waiting],
        folder,
        settings,
        reading_day=DAY,
        clock=clock,
        tell=lambda _: None,
    )


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
    except door.RunError as error:
        sys.exit(str(error))
