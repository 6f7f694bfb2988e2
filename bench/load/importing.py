"""How long somebody who writes beside an import waits: `python -m bench.load.importing [--rows 100000]`, on SQLite.

An office of its own takes in a register of so many accounts, takes the next one with every name changed, looks at it beforehand as the web does,
and takes both back. Meanwhile another connection asks for the right to write ten times a second.
"""

import argparse
import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

_PAUSE = 0.1


class Writer:
    """Asks for the one right to write again and again, and remembers the longest wait."""

    def __init__(self, database: Path) -> None:
        self.longest = 0.0
        self._database, self._over = database, threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        connection = sqlite3.connect(self._database, timeout=600, isolation_level=None)
        while not self._over.wait(_PAUSE):
            begun = time.monotonic()
            connection.execute("BEGIN IMMEDIATE")
            self.longest = max(self.longest, time.monotonic() - begun)
            connection.execute("ROLLBACK")
        connection.close()


def accounts(folder: Path, rows: int, number: int) -> Path:
    """A register of accounts, the names of which change with the number."""
    told = (f"账号{n}的第{number}个名称,微信,zh{n}" for n in range(rows))
    file = folder / "accounts.csv"
    file.write_text("\n".join(["账号名称,平台,账号标识", *told]), encoding="utf-8")
    return file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    os.environ.pop("XUNWANG_DATABASE", None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        from xunwang.office import boot

        boot.setup(folder / "home")
        print(
            f"{rows:,} rows, load {os.getloadavg()[0]:.1f}\n\n| | clock s | CPU s | longest wait of a writer beside, s |\n| --- | --- | --- | --- |"
        )
        for what, act in _acts(folder, rows):
            begun, cpu = time.monotonic(), time.process_time()
            with Writer(folder / "home" / "office.sqlite3") as beside:
                act()
            took = f"{time.monotonic() - begun:.1f} | {time.process_time() - cpu:.1f}"
            print(f"| {what} | {took} | {beside.longest:.2f} |", flush=True)


def _acts(folder: Path, rows: int) -> list[tuple[str, Callable[[], object]]]:
    import datetime as dt

    from xunwang.office.people.models import User, add_unit
    from xunwang.office.people.roles import Role
    from xunwang.office.registry.importing import import_register, preview
    from xunwang.office.registry.models import ImportBatch
    from xunwang.office.registry.undoing import undo

    unit, day = add_unit("示例省", "province"), dt.date(2026, 1, 1)
    user = User.objects.create_user("bench", "not-used-here", role=Role.SUPERVISOR, unit=unit)

    def take(number: int) -> Callable[[], object]:
        on = day + dt.timedelta(days=number)
        return lambda: import_register(accounts(folder, rows, number), "account", unit, None, on)

    def take_back() -> None:
        undo(ImportBatch.objects.filter(undone_at=None)[:1].get(), user=user)

    return [
        (
            "looked at beforehand",
            lambda: preview(accounts(folder, rows, 0), "account", unit, day, create_units=True),
        ),
        ("all new", take(0)),
        ("nothing new", take(0)),
        ("every name changed", take(1)),
        ("taken back", take_back),
        ("taken back", take_back),
        ("taken back", take_back),
    ]


if __name__ == "__main__":
    main()
