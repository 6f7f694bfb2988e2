"""A page that tells of several rows shows them as they stood at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All queries inside see the same state of the database; inside nothing may be written.

    Without it a page whose queries surround another process's commit contradicts itself. SQLite's transactions of
    this office begin as writers (see settings), which a reader must not do: it would wait for the worker.
    """
    if connection.in_atomic_block:
        yield
        return
    with _as_reader(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _as_reader() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    # The type stubs do not know this attribute of SQLite's connections.
    database: Any = connections[DEFAULT_DB_ALIAS]
    usual, database.transaction_mode = database.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        database.transaction_mode = usual
