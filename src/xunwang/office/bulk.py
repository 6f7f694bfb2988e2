"""Very many rows into one table at once: as the model's columns, without an object for each row."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Inserts rows of the named fields, foreign keys by their key; every field without a default of the database must be named.

    What meets a row that is there already is left out.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]  # noqa: SLF001  # the documented door to fields
    adapt = [_adapter(field) for field in fields]
    sql = _statement(model, fields)
    with connection.cursor() as cursor:
        told: Any = (_adapted(row, adapt) for row in rows)  # any iterable will do
        cursor.executemany(sql, told)


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
    if isinstance(field, models.ForeignKey):
        return cache(lambda key: field.get_db_prep_value(key, connection))
    return None


def _statement(model: type[models.Model], fields: Sequence[Any]) -> str:
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"  # noqa: S608  # names of our own models
