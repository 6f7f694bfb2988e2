"""Taking turns: what must not be done by two at once, on either database.

On SQLite every transaction takes the one right to write when it begins, so there is nothing more to wait for.
"""

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_OURS = zlib.crc32(b"xunwang") - 2**31
"""Locks of other programs in the same database do not meet ours."""
_ASKS_AGAIN = 0.12
"""SQLite keeps no queue: who waits for the right to write asks for it again every tenth of a second."""


def in_turn(name: str) -> None:
    """Waits until no other transaction that asked for `name` is open, and holds later ones off until this one ends."""
    if connection.vendor == "postgresql":
        _ask("pg_advisory_xact_lock", name)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """The same for a block that is no transaction, or many."""
    if connection.vendor != "postgresql":
        yield
        return
    _ask("pg_advisory_lock", name)
    try:
        yield
    finally:
        _ask("pg_advisory_unlock", name)


def let_others() -> None:
    """Between two transactions of one long work: whoever waits to write has a turn. Inside of one there is no turn to give."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(_ASKS_AGAIN)


def _ask(function: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_OURS, zlib.crc32(name.encode()) - 2**31])
