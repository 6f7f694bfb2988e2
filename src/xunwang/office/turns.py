"""Taking turns: what must not be done by two transactions at once, on either database."""

import zlib

from django.db import connection


def in_turn(name: str) -> None:
    """Waits until no other transaction that asked for `name` is open, and holds later ones off until this one ends.

    On SQLite every transaction takes the one right to write when it begins, so there is nothing to wait for.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_OURS, zlib.crc32(name.encode()) - 2**31])


_OURS = zlib.crc32(b"xunwang") - 2**31
"""Locks of other programs in the same database do not meet ours."""
