"""Every page shows its rows as they stood at one moment."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|DROP|ALTER|TRUNCATE)\b", re.IGNORECASE)
_LOCKS = re.compile(r"\bFOR (NO KEY )?UPDATE\b")


V = TypeVar("V", bound=Callable[..., Any])


class WroteError(Exception):
    """Something wanted to write where everything is read as of one moment."""


def once(view: V) -> V:
    """Marks a view that must not be begun anew when it writes: it uses up what is good for one time, or asks somebody outside."""
    view.__dict__["runs_once"] = True
    return view


@contextmanager
def one_moment() -> Iterator[None]:
    """All queries inside see the same state of the database; what would write raises WroteError before it does.

    Without it a page whose queries surround another process's commit contradicts itself. SQLite's transactions of
    this office begin as writers (see settings), which a reader must not do: it would wait for the worker.
    """
    if connection.in_atomic_block:
        yield
        return
    with _as_reader(), transaction.atomic(), connection.execute_wrapper(_refuse_writing):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _refuse_writing(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if _WRITES.match(sql) or _LOCKS.search(sql):
        raise WroteError(sql[:60])
    return execute(sql, params, many, context)


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
