"""The frontier: what is still to be visited and what was, as committed rows with a lease.

Progress is true when it is committed and never before: a process killed at any moment repeats at most one unit.
"""

import os
import platform
import sqlite3
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import msgspec

from xunwang.inspector.crawl.targets import Found, Lane, Rank, Target, Unit
from xunwang.inspector.evidence import RunError, Stats
from xunwang.inspector.evidence.errors import writing
from xunwang.inspector.model import Attempt, Evidence, LinkFact, LinkKind, Reach

LEASE_SECONDS = 120.0
_BATCH = 64
_WAITING, _AGAIN, _DONE = 0, 1, 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS target (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, lane INTEGER NOT NULL, rank INTEGER NOT NULL,
    depth INTEGER NOT NULL, parent TEXT, kind TEXT NOT NULL, text TEXT, on_home INTEGER NOT NULL,
    internal INTEGER NOT NULL, guessed INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0, attempts BLOB, evidence BLOB, page INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS open_targets ON target (lane, state, rank, id) WHERE state < 2;
CREATE TABLE IF NOT EXISTS progress (
    id INTEGER PRIMARY KEY CHECK (id = 1), marks BLOB NOT NULL, stats BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS lease (
    id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, until REAL NOT NULL, fence INTEGER NOT NULL
);
"""
_COLUMNS = "id, key, url, lane, rank, depth, parent, kind, text, on_home, internal, guessed, attempts"
_INSERT = """
INSERT INTO target (key, url, lane, rank, depth, parent, kind, text, on_home, internal, guessed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    rank = min(rank, excluded.rank),
    parent = CASE WHEN guessed > excluded.guessed THEN excluded.parent ELSE parent END,
    text = CASE WHEN guessed > excluded.guessed THEN excluded.text ELSE text END,
    guessed = min(guessed, excluded.guessed)
WHERE excluded.rank < rank OR excluded.guessed < guessed
"""
_SELECT_OPEN = f"SELECT {_COLUMNS} FROM target WHERE lane = ? AND state = ? ORDER BY rank, id LIMIT ?"  # noqa: S608
_SELECT_KEY = f"SELECT {_COLUMNS} FROM target WHERE key = ?"  # noqa: S608
_SELECT_VISITED = f"SELECT {_COLUMNS}, evidence FROM target WHERE attempts IS NOT NULL ORDER BY id"  # noqa: S608
_encode = msgspec.json.Encoder().encode
_decode_attempts = msgspec.json.Decoder(tuple[Attempt, ...]).decode
_decode_evidence = msgspec.json.Decoder(Evidence | None).decode


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

    def commit(self, unit: Unit, marks: Mapping[str, int]) -> None:
        """Makes a unit true in one transaction; `LeaseLostError` when another process has taken over."""
        ...

    def find(self, key: str) -> Target | None: ...

    def marks(self) -> dict[str, int]: ...

    def stats(self) -> Stats: ...

    def counts(self) -> Counts: ...

    def size(self) -> int:
        """How many targets there are altogether; cheap."""
        ...

    def links(self) -> Iterator[LinkFact]:
        """Every target that was visited, with all its attempts."""
        ...

    def close(self) -> None: ...


class LeaseLostError(RunError):
    """Another process works on this run; what was not committed is given up."""


class SqliteFrontier:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._owner = f"{platform.node()}/{os.getpid()}/{time.time_ns()}"
        self._handed: set[int] = set()
        self._ready: dict[tuple[Lane, int], list[Target]] = {}
        with writing(path):
            self._db = sqlite3.connect(path, isolation_level=None, timeout=20)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)
            self._db.execute("INSERT OR IGNORE INTO progress VALUES (1, '{}', '{}')")
        self._fence = self._take_lease()

    def _take_lease(self) -> int:
        with writing(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            row = self._db.execute("SELECT owner, until, fence FROM lease").fetchone()
            if row and row[1] > time.time() and _may_live(row[0]):
                self._db.execute("ROLLBACK")
                raise RunError(
                    f"检查记录“{self._path.parent.name}”正由另一个进程执行，请等它结束，或确认其停止后再继续"
                )
            fence = row[2] + 1 if row else 1
            self._db.execute(
                "INSERT OR REPLACE INTO lease VALUES (1, ?, ?, ?)",
                (self._owner, time.time() + LEASE_SECONDS, fence),
            )
            self._db.execute("COMMIT")
        return fence

    def claim(self, lane: Lane, *, again: bool = False) -> Target | None:
        ready = self._filled(lane, again=again)
        if not ready:
            return None
        target = ready.pop()
        self._handed.add(target.number)
        return target

    def waits(self, lane: Lane, *, again: bool = False) -> bool:
        return bool(self._filled(lane, again=again))

    def _filled(self, lane: Lane, *, again: bool) -> list[Target]:
        state = _AGAIN if again else _WAITING
        ready = self._ready.get((lane, state))
        if not ready:
            ready = self._ready[lane, state] = self._load(lane, state)
        return ready

    def _load(self, lane: Lane, state: int) -> list[Target]:
        wanted = _BATCH + len(self._handed)
        rows = self._db.execute(_SELECT_OPEN, (lane, state, wanted))
        return [_target(row) for row in rows if row[0] not in self._handed][::-1]

    def release(self, target: Target) -> None:
        self._handed.discard(target.number)
        self._ready.clear()

    def commit(self, unit: Unit, marks: Mapping[str, int]) -> None:
        with writing(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._renew()
                self._write(unit, marks)
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
        self._handed -= {settled.number for settled in unit.settled}
        self._ready.clear()

    def _renew(self) -> None:
        renewed = self._db.execute(
            "UPDATE lease SET until = ? WHERE owner = ? AND fence = ?",
            (time.time() + LEASE_SECONDS, self._owner, self._fence),
        )
        if renewed.rowcount != 1:
            raise LeaseLostError(f"检查记录“{self._path.parent.name}”已由另一个进程接手，本进程停止")

    def _write(self, unit: Unit, marks: Mapping[str, int]) -> None:
        self._db.executemany(
            _INSERT,
            (_row(found) for found in unit.found.values()),
        )
        self._db.executemany(
            "UPDATE target SET state = ?, attempts = ?, evidence = ?, page = ? WHERE id = ?",
            (
                (_AGAIN if s.again else _DONE, _encode(s.attempts), _encode(s.evidence), s.page, s.number)
                for s in unit.settled
            ),
        )
        self._db.execute(
            "UPDATE progress SET marks = ?, stats = ?", (_encode(dict(marks)), _encode(unit.stats))
        )

    def find(self, key: str) -> Target | None:
        row = self._db.execute(_SELECT_KEY, (key,)).fetchone()
        return _target(row) if row else None

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
            waiting=rows.get(_WAITING, 0), again=rows.get(_AGAIN, 0), done=rows.get(_DONE, 0), pages=pages
        )

    def size(self) -> int:
        # Targets are never deleted, so the highest number is their count.
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM target").fetchone()[0])

    def links(self) -> Iterator[LinkFact]:
        rows = self._db.execute(_SELECT_VISITED)
        for row in rows:
            target = _target(row)
            if target.attempts and not (target.found.guessed and target.attempts[-1].reach is not Reach.OK):
                yield _link(target, _decode_evidence(row[-1]))

    def close(self) -> None:
        with writing(self._path):
            self._db.execute("DELETE FROM lease WHERE owner = ?", (self._owner,))
            self._db.close()


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


def _row(found: Found) -> tuple[object, ...]:
    return (
        found.key,
        found.url,
        int(found.lane),
        int(found.rank),
        found.depth,
        found.parent,
        found.kind.value,
        found.text,
        found.on_home,
        found.internal,
        found.guessed,
    )


def _target(row: tuple[Any, ...]) -> Target:
    number, key, url, lane, rank, depth, parent, kind, text, on_home, internal, guessed, attempts = row[:13]
    found = Found(
        key=key,
        url=url,
        lane=Lane(lane),
        rank=Rank(rank),
        depth=depth,
        parent=parent,
        kind=LinkKind(kind),
        text=text,
        on_home=bool(on_home),
        internal=bool(internal),
        guessed=bool(guessed),
    )
    return Target(number=number, found=found, attempts=_decode_attempts(attempts) if attempts else ())


def _link(target: Target, evidence: Evidence | None) -> LinkFact:
    found = target.found
    return LinkFact(
        key=found.key,
        url=found.url,
        parent=found.parent,
        text=found.text,
        kind=found.kind,
        on_home=found.on_home,
        internal=found.internal,
        attempts=target.attempts,
        evidence=evidence,
    )
