"""The frontier: what is still to be visited and what was, as committed rows with a lease.

Progress is true when it is committed and never before: a process killed at any moment repeats at most one unit. Nothing
here grows with the site but the file.
"""

import os
import platform
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import msgspec

from xunwang.inspector.crawl.places import NOWHERE, RowPlaces
from xunwang.inspector.crawl.records import (
    ADMIT,
    AGAIN,
    COLUMNS,
    DONE,
    INSERT,
    SETTLE,
    WAITING,
    Links,
    found_row,
    settled_row,
    target_of,
)
from xunwang.inspector.crawl.schema import connect
from xunwang.inspector.crawl.targets import Lane, Target
from xunwang.inspector.crawl.unit import Unit
from xunwang.inspector.evidence import RunError, Stats
from xunwang.inspector.evidence.errors import writing
from xunwang.inspector.model import LinkFact

LEASE_SECONDS = 120.0
_BATCH = 256
_SELECT_OPEN = (
    f"SELECT {COLUMNS} FROM target WHERE lane = ? AND state = ? ORDER BY rank, day DESC, id LIMIT ?"  # noqa: S608
)
_SELECT_KEY = f"SELECT {COLUMNS} FROM target WHERE key = ?"  # noqa: S608
_encode = msgspec.json.Encoder().encode


class Counts(msgspec.Struct, frozen=True):
    """How many targets wait for a first visit, for another one, and are done; `pages`: page rows written."""

    waiting: int
    again: int
    done: int
    pages: int


class Frontier(Protocol):
    """What the crawl must remember; SQLite in the run folder by default, another database for an office."""

    def claim(self, lane: Lane, *, again: bool = False) -> Target | None:
        """The next target of a lane that was not handed out yet in this session."""
        ...

    def waits(self, lane: Lane, *, again: bool = False) -> bool:
        """Whether `claim` would give a target."""
        ...

    def release(self, target: Target) -> None:
        """Puts back a target that was handed out but not visited."""
        ...

    def check(self) -> None:
        """`LeaseLostError` when another process has taken over."""
        ...

    def commit(
        self, unit: Unit, marks: Mapping[str, int], rows: Mapping[int, RowPlaces] | None = None
    ) -> None:
        """Makes a unit true in one transaction, with where the rows of its pages lie; `LeaseLostError` as in `check`."""
        ...

    def find(self, key: str) -> Target | None: ...

    def marks(self) -> dict[str, int]: ...

    def stats(self) -> Stats: ...

    def counts(self) -> Counts: ...

    def memory(self, name: str) -> bytes | None:
        """What `Unit.memory` last said under this name."""
        ...

    def size(self) -> int:
        """How many targets there are altogether; cheap."""
        ...

    def links(self) -> Iterable[LinkFact]:
        """Every target that was visited, with all its attempts; can be iterated again, and after `close`."""
        ...

    def read_last(self, most: int) -> list[tuple[str, bytes]]:
        """Keys and digests of pages that were read, of the addresses found last, oldest first."""
        ...

    @property
    def inherited(self) -> bool:
        """Whether this session took over from one that did not end by itself and may still write."""
        ...

    def close(self) -> None: ...


class RunTakenError(RunError):
    """Another process works on this run."""


class LeaseLostError(RunTakenError):
    """Another process has taken this run over; what was not committed is given up."""


class SqliteFrontier:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner = f"{platform.node()}/{os.getpid()}/{time.time_ns()}"
        self._handed: set[int] = set()
        self._ready: dict[tuple[Lane, int], list[Target]] = {}
        self._dry: set[tuple[Lane, int]] = set()
        with self._unless_taken():
            self._db = connect(path)
        self.inherited = False
        try:
            self._fence = self._take_lease()
        except BaseException:
            self._db.close()
            raise

    @contextmanager
    def _unless_taken(self) -> Iterator[None]:
        """Who finds the file locked for long has met a process that sleeps in the middle of a commit."""
        with writing(self._path):
            try:
                yield
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise self._taken() from error
                raise

    def _taken(self) -> RunError:
        return RunTakenError(
            f"检查记录“{self._path.parent.name}”正由另一个进程执行，请等它结束，或确认其停止后再继续"
        )

    def _take_lease(self) -> int:
        with self._unless_taken():
            self._db.execute("BEGIN IMMEDIATE")
            row = self._db.execute("SELECT owner, until, fence FROM lease").fetchone()
            if row and row[0] and _holds(row[1]) and _may_live(row[0]):
                self._db.execute("ROLLBACK")
                raise self._taken()
            self.inherited = bool(row and row[0] and _may_live(row[0]))
            fence = row[2] + 1 if row else 1
            self._db.execute(
                "INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?)",
                (self._owner, time.time() + LEASE_SECONDS, fence),
            )
            self._db.execute("COMMIT")
        return fence

    # ── handing out ──────────────────────────────────────────────────────────────────────────────

    def claim(self, lane: Lane, *, again: bool = False) -> Target | None:
        ready = self._filled(lane, AGAIN if again else WAITING)
        if not ready:
            return None
        target = ready.pop()
        self._handed.add(target.number)
        return target

    def waits(self, lane: Lane, *, again: bool = False) -> bool:
        return bool(self._filled(lane, AGAIN if again else WAITING))

    def _filled(self, lane: Lane, state: int) -> list[Target]:
        """The next targets of a lane, the first of them last; asked of the database only when it may hold more."""
        ready = self._ready.get((lane, state), [])
        if ready or (lane, state) in self._dry:
            return ready
        wanted = _BATCH + len(self._handed)
        rows = self._db.execute(_SELECT_OPEN, (lane, state, wanted)).fetchall()
        ready = [target_of(row) for row in rows if row[0] not in self._handed][::-1]
        self._ready[lane, state] = ready
        if len(rows) < wanted:
            self._dry.add((lane, state))
        return ready

    def release(self, target: Target) -> None:
        self._handed.discard(target.number)
        self._forget(target.found.lane)

    def _forget(self, lane: Lane) -> None:
        for state in (WAITING, AGAIN):
            self._ready.pop((lane, state), None)
            self._dry.discard((lane, state))

    # ── committing ───────────────────────────────────────────────────────────────────────────────

    def check(self) -> None:
        with writing(self._path):
            held = self._db.execute("SELECT owner, fence FROM lease").fetchone()
        if held != (self._owner, self._fence):
            raise self._lost()

    def commit(
        self, unit: Unit, marks: Mapping[str, int], rows: Mapping[int, RowPlaces] | None = None
    ) -> None:
        with writing(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._renew()
                self._write(unit, marks, rows or {})
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        self._handed.difference_update(settled.number for settled in unit.settled)
        everywhere = unit.admitted or any(settled.again for settled in unit.settled)
        for lane in Lane if everywhere else unit.lanes:
            self._forget(lane)

    def _renew(self) -> None:
        renewed = self._db.execute(
            "UPDATE lease SET until = ? WHERE owner = ? AND fence = ?",
            (time.time() + LEASE_SECONDS, self._owner, self._fence),
        )
        if renewed.rowcount != 1:
            raise self._lost()

    def _lost(self) -> LeaseLostError:
        return LeaseLostError(f"检查记录“{self._path.parent.name}”已由另一个进程接手，本进程停止")

    def _write(self, unit: Unit, marks: Mapping[str, int], rows: Mapping[int, RowPlaces]) -> None:
        self._db.executemany(INSERT, map(found_row, unit.found.values()))
        self._db.executemany(
            SETTLE, (settled_row(one, rows.get(one.number, NOWHERE)) for one in unit.settled)
        )
        unit.reopened = sum(self._admit(host) for host in unit.admitted)
        self._db.executemany("INSERT OR REPLACE INTO memory VALUES (?, ?)", unit.memory.items())
        self._db.execute(
            "UPDATE progress SET marks = ?, stats = ?", (_encode(dict(marks)), _encode(unit.stats))
        )

    def _admit(self, host: str) -> int:
        """Makes the addresses of a host the site's own; how many of them were done already and are open again."""
        # Keys begin with their host; "0" is the character that follows "/".
        first, end = f"{host}/", f"{host}0"
        for state in (WAITING, AGAIN):
            self._db.execute(ADMIT, (first, end, state))
        return self._db.execute(ADMIT, (first, end, DONE)).rowcount

    # ── what is known ────────────────────────────────────────────────────────────────────────────

    def find(self, key: str) -> Target | None:
        row = self._db.execute(_SELECT_KEY, (key,)).fetchone()
        return target_of(row) if row else None

    def marks(self) -> dict[str, int]:
        row = self._db.execute("SELECT marks FROM progress").fetchone()
        return msgspec.json.decode(row[0], type=dict[str, int])

    def stats(self) -> Stats:
        row = self._db.execute("SELECT stats FROM progress").fetchone()
        return msgspec.json.decode(row[0], type=Stats)

    def counts(self) -> Counts:
        rows = dict(self._db.execute("SELECT state, count(*) FROM target GROUP BY state").fetchall())
        pages = self._db.execute("SELECT count(*) FROM target WHERE page = 1").fetchone()[0]
        return Counts(
            waiting=rows.get(WAITING, 0), again=rows.get(AGAIN, 0), done=rows.get(DONE, 0), pages=pages
        )

    def memory(self, name: str) -> bytes | None:
        row = self._db.execute("SELECT state FROM memory WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def size(self) -> int:
        # Targets are never deleted, so the highest number is their count.
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM target").fetchone()[0])

    def read_last(self, most: int) -> list[tuple[str, bytes]]:
        read = "SELECT key, digest FROM target WHERE page = 1 AND digest IS NOT NULL ORDER BY id DESC LIMIT ?"
        return self._db.execute(read, (most,)).fetchall()[::-1]

    def links(self) -> Links:
        return Links(self._path)

    def close(self) -> None:
        """Gives the lease back: the next session need not fear that this one still writes."""
        with writing(self._path):
            self._db.execute("UPDATE lease SET owner = '', until = 0 WHERE owner = ?", (self._owner,))
            self._db.close()


def _holds(until: float) -> bool:
    """Whether a lease still runs. One that ends later than any can was written by a clock that has been set back since."""
    return 0 < until - time.time() <= 2 * LEASE_SECONDS


def _may_live(owner: str) -> bool:
    """Whether the process behind a lease may still be at work; of another machine's we cannot know."""
    machine, pid, _ = owner.rsplit("/", 2)
    if machine != platform.node():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
