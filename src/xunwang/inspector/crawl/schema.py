"""The tables of a frontier, and how those that an older version of the software left are brought up to them."""

import sqlite3
from pathlib import Path

_COLUMNS = {
    "key": "TEXT NOT NULL UNIQUE",
    "url": "TEXT NOT NULL",
    "lane": "INTEGER NOT NULL",
    "rank": "INTEGER NOT NULL",
    "depth": "INTEGER NOT NULL",
    "parent": "TEXT",
    "kind": "TEXT NOT NULL",
    "text": "TEXT",
    "on_home": "INTEGER NOT NULL",
    "internal": "INTEGER NOT NULL",
    "guessed": "INTEGER NOT NULL",
    "day": "INTEGER NOT NULL DEFAULT 0",
    "state": "INTEGER NOT NULL DEFAULT 0",
    "attempts": "BLOB",
    "evidence": "BLOB",
    "page": "INTEGER NOT NULL DEFAULT 0",
    # For a later run: the SHA-256 of the content, the server's validators, where the row of the page lies, and what a revisit of it refers to,
    # and where it stands to which addresses the page leads, and what the survey noted of it.
    "digest": "BLOB",
    "etag": "TEXT",
    "modified": "TEXT",
    "row": "TEXT",
    "origin": "BLOB",
    "leads": "TEXT",
    "note": "TEXT",
}
_TABLES = f"""
CREATE TABLE IF NOT EXISTS target (id INTEGER PRIMARY KEY, {", ".join(f"{n} {t}" for n, t in _COLUMNS.items())});
CREATE TABLE IF NOT EXISTS progress (
    id INTEGER PRIMARY KEY CHECK (id = 1), marks BLOB NOT NULL, stats BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS lease (
    id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, until REAL NOT NULL, fence INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS memory (name TEXT PRIMARY KEY, state BLOB NOT NULL);
INSERT OR IGNORE INTO progress VALUES (1, '{{}}', '{{}}');
"""  # noqa: S608
_INDEXES = """
DROP INDEX IF EXISTS open_targets;
CREATE INDEX IF NOT EXISTS waiting_targets ON target (lane, state, rank, day DESC, id) WHERE state < 2;
"""
# For each site that is walked: where there is room the system holds the rest of the file.
_PAGE_CACHE_KIB = 8 << 10
_MAPPED = 1 << 30  # a look-up by key touches pages all over the file, each a call to the system otherwise


def connect(path: Path) -> sqlite3.Connection:
    """A connection for writing, its tables in place.

    The rollback journal is gone after each commit, so that nothing lies beside the file, and it works on storage that several
    machines share. Every commit waits for the disk: it says that the archive before it is good, and a power cut must not
    take that back.
    """
    database = sqlite3.connect(path, isolation_level=None, timeout=20)
    try:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA synchronous=FULL")
        database.execute(f"PRAGMA cache_size=-{_PAGE_CACHE_KIB}")
        if _lacks_something(database):
            _bring_up(database)
    except BaseException:
        database.close()
        raise
    return database


def connect_to_read(path: Path, *, closed: bool = False) -> sqlite3.Connection:
    """A connection that only reads. `closed`: of a run that nobody changes any more, where nothing may be left beside the file."""
    how = "mode=ro&immutable=1" if closed else "mode=ro"
    database = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=20)
    if closed:
        database.execute(f"PRAGMA mmap_size={_MAPPED}")
    return database


def columns_of(database: sqlite3.Connection) -> set[str]:
    return {row[1] for row in database.execute("PRAGMA table_info(target)")}


def _lacks_something(database: sqlite3.Connection) -> bool:
    indexes = {row[1] for row in database.execute("PRAGMA index_list(target)")}
    return not (columns_of(database) >= _COLUMNS.keys() and "waiting_targets" in indexes)


def _bring_up(database: sqlite3.Connection) -> None:
    database.execute("BEGIN IMMEDIATE")
    for statement in _TABLES.split(";\n"):
        database.execute(statement)
    have = columns_of(database)
    for name, kind in _COLUMNS.items():
        if name not in have:
            database.execute(f"ALTER TABLE target ADD COLUMN {name} {kind}")
    for statement in _INDEXES.split(";\n"):
        database.execute(statement)
    database.execute("COMMIT")
