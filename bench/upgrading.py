"""An office filled by an earlier version, brought up to date by this one and taken back again.

Run: python -m bench.upgrading [--before COMMIT] [--folder out/upgrading]. The earlier version, by default the one before the newest step of the database, plays its
`xunwang demo` in a checkout of its own; both versions are then run as processes, as an installation runs them. What is not as it should be ends it with 1; what the
earlier version left in the folder is used again.
"""

import argparse
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

_HERE = Path(__file__).parents[1]
_STEPS = "src/xunwang/office/*/migrations/*.py"
_FILE, _KEPT = "office.sqlite3", "office.before-upgrade.sqlite3"
_OF_DJANGO = frozenset({"django_migrations", "django_content_type", "auth_permission"})
_LONGEST = 180  # seconds until an office serves

Table = tuple[tuple[str, ...], list[tuple[object, ...]]]  # columns and rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", help="commit of the earlier version")
    parser.add_argument("--folder", type=Path, default=Path("out/upgrading"))
    args = parser.parse_args()
    folder = args.folder.resolve()
    commit = _git("rev-parse", "--short", args.before or _before_the_newest_step())
    old = played(commit, folder)
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(old / "out" / "demo" / "home", home)
    wrong = list(tried(old, home, folder))
    print("\n".join(f"wrong: {one}" for one in wrong) or "all as it should be")
    sys.exit(bool(wrong))


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=_HERE, check=True, capture_output=True, text=True
    ).stdout.strip()


def _before_the_newest_step() -> str:
    return _git("log", "-1", "--diff-filter=A", "--format=%H", "--", _STEPS) + "^"


def played(commit: str, folder: Path) -> Path:
    """A checkout of the earlier version in which it has played its demonstration; it takes some minutes, once."""
    place = folder / commit
    if not (place / ".played").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        archive = subprocess.run(["git", "archive", commit], cwd=_HERE, check=True, capture_output=True)
        subprocess.run(["tar", "-x"], cwd=place, check=True, input=archive.stdout)
        _run(place, "demo", "--no-serve", check=True)
        (place / ".played").touch()
    return place


def tried(old: Path, home: Path, folder: Path) -> Iterator[str]:
    """Upgrade, roll-back and the backup of the earlier version, and what of it went wrong."""
    file, kept, backup = home / _FILE, home / _KEPT, folder / "old.xwb"
    backup.unlink(missing_ok=True)
    if not _run(_HERE, "doctor", "--home", home).returncode:
        yield "doctor of the new version does not tell of the steps that wait"
    if not _run(_HERE, "backup", folder / "new.xwb", "--home", home).returncode:
        yield "the new version backs up a database that waits for its upgrade"
    if _run(old, "backup", backup, "--home", home).returncode not in (0, 2):  # 2: runs lie outside
        yield "the earlier version does not back up"
    before = tables(file)
    print(f"before: {_size(before)}")
    yield from served(_HERE, home)
    after = tables(file)
    print(f"after: {_size(after)}")
    yield from compared(before, after)
    told = _run(_HERE, "doctor", "--home", home)
    if told.returncode:
        yield f"doctor after the upgrade: {told.stdout}"
    for name in (_FILE, f"{_FILE}-wal", f"{_FILE}-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.copy(kept, file)
    if tables(file) != before:
        yield "the copy kept before the upgrade is not the database of before"
    yield from served(old, home)
    shutil.rmtree(folder / "restored", ignore_errors=True)
    told = _run(_HERE, "restore", backup, "--home", folder / "restored")
    print(told.stdout.strip())
    if told.returncode:
        yield f"the new version does not restore the backup of the earlier one: {told.stderr}"


def _run(version: Path, *words: str | Path, check: bool = False) -> subprocess.CompletedProcess[str]:
    """`xunwang` of a version; with `check` its output is shown and a failure ends the trial."""
    return subprocess.run(
        [version / "tools" / "run", "xunwang", *words],
        cwd=version,
        env=_environment(),
        check=check,
        capture_output=not check,
        text=True,
    )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}


def served(version: Path, home: Path) -> Iterator[str]:
    """Starts the office, asks whether it is well and for its first page, and ends it."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [version / "tools" / "run", "xunwang", "serve", "--port", "0", "--home", home],
        cwd=version,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        place = next((found[0] for line in process.stdout if (found := re.search(r"http://\S+/", line))), "")
        print(f"{version.name}: {time.monotonic() - begun:.0f} s until {place or 'it ended'}")
        for path in ("healthz", "login/") if place else ():
            with urllib.request.urlopen(place + path, timeout=_LONGEST) as answer:
                if answer.status != 200:
                    yield f"{version.name}: {path} answers {answer.status}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=_LONGEST)
    if not place or process.returncode:
        yield f"{version.name}: serve ended with {process.returncode}"


def tables(file: Path) -> dict[str, Table]:
    """Every table with all of its rows, in no order."""
    with closing(sqlite3.connect(file)) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        return {name: _table(database, name) for (name,) in names.fetchall()}


def _table(database: sqlite3.Connection, name: str) -> Table:
    rows = database.execute(f'SELECT * FROM "{name}"')
    return tuple(column[0] for column in rows.description), sorted(rows.fetchall(), key=repr)


def _size(found: dict[str, Table]) -> str:
    return f"{sum(len(rows) for _, rows in found.values())} rows in {len(found)} tables"


def compared(before: dict[str, Table], after: dict[str, Table]) -> Iterator[str]:
    """Every row of before stands afterwards with the values of all columns that both know, in a table of that name or in a new one."""
    new = [name for name in after if name not in before]
    for name, table in before.items():
        if name in _OF_DJANGO:
            continue
        places = [name] if name in after else new
        if not any(_holds(after[place], table) for place in places):
            yield f"{name}: rows are missing or changed"
        elif name not in after:
            print(f"{name} has another name now")


def _holds(now: Table, before: Table) -> bool:
    common = [column for column in before[0] if column in now[0]]
    return bool(common) and not _counted(before, common) - _counted(now, common)


def _counted(table: Table, columns: list[str]) -> Counter[str]:
    places = [table[0].index(column) for column in columns]
    return Counter(json.dumps([row[place] for place in places], default=repr) for row in table[1])


if __name__ == "__main__":
    main()
