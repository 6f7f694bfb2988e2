"""Very many rows of one table at once: as the model's columns, without an object for each row.

What takes time, reading the values off and putting them as the database wants them, is done by `adapted` before anything is locked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models

_ROOM = 256_000  # kibibytes


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Inserts rows of the named fields, foreign keys by their key; every field without a default of the database must be named.

    What meets a row that is there already is left out.
    """
    _many(f"{_insert(model, names)} ON CONFLICT DO NOTHING", adapted(model, names, rows))


def adapted(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    """The rows as the database wants them; made when they are asked for."""
    adapt = [_adapter(field) for field in _fields(model, names)]
    return (_adapted(row, adapt) for row in rows)


def insert_adapted(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Inserts what `adapted` made; what meets a row that is there already raises IntegrityError."""
    _many(_insert(model, names), rows)


def update_adapted(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Writes the named fields of rows anew; each row is told as its values and then its primary key."""
    fields: Any = model._meta  # noqa: SLF001  # the documented door to fields
    table, key = (connection.ops.quote_name(name) for name in (fields.db_table, fields.pk.column))
    said = ", ".join(f"{connection.ops.quote_name(field.column)} = %s" for field in _fields(model, names))
    _many(f"UPDATE {table} SET {said} WHERE {key} = %s", rows)  # noqa: S608  # names of our own models


@contextmanager
def room_for_many() -> Iterator[None]:
    """SQLite keeps in memory what a large transaction touches; with its usual two megabytes it writes out and reads again most of it."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA cache_size = {-_ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def _many(sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    told: Any = rows  # any iterable will do
    with connection.cursor() as cursor:
        cursor.executemany(sql, told)


def _fields(model: type[models.Model], names: Sequence[str]) -> list[Any]:
    return [model._meta.get_field(name) for name in names]  # noqa: SLF001  # the documented door to fields


def _adapted(row: Sequence[Any], adapt: Sequence[Callable[[Any], Any] | None]) -> tuple[Any, ...]:
    return tuple(
        value if way is None or value is None else way(value) for value, way in zip(row, adapt, strict=True)
    )


def _adapter(field: Any) -> Callable[[Any], Any] | None:
    """How the database wants values of the field; None: as they are."""
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(field, models.DateField):
        return connection.ops.adapt_datefield_value
    if isinstance(field, models.UUIDField):
        return lambda key: field.get_db_prep_value(key, connection)
    if isinstance(field, models.ForeignKey):
        return cache(lambda key: field.get_db_prep_value(key, connection))
    return None


def _insert(model: type[models.Model], names: Sequence[str]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    columns = ", ".join(connection.ops.quote_name(field.column) for field in _fields(model, names))
    values = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608  # names of our own models
