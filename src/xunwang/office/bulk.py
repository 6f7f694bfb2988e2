"""Very many rows into one table at once: as the model's columns, without an object for each row."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    replace: Sequence[str] = (),
) -> None:
    """Inserts rows of the named fields, foreign keys by their key; every field without a default of the database must be named.

    What meets a row that is there already is left out; where `replace` names the fields of a constraint, it takes its place.
    """
    fields = [model._meta.get_field(name) for name in names]  # noqa: SLF001  # the documented door to fields
    adapt = [_adapter(field) for field in fields]
    sql = _statement(model, fields, replace)
    with connection.cursor() as cursor:
        cursor.executemany(sql, (_adapted(row, adapt) for row in rows))


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


def _statement(model: type[models.Model], fields: Sequence[Any], replace: Sequence[str]) -> str:
    def quoted(names: Iterable[str]) -> str:
        return ", ".join(connection.ops.quote_name(name) for name in names)

    options = model._meta  # noqa: SLF001
    table, columns = connection.ops.quote_name(options.db_table), [field.column for field in fields]
    conflict = "ON CONFLICT DO NOTHING"
    if replace:
        keys = [options.get_field(name).column for name in replace]
        told = [connection.ops.quote_name(one) for one in columns if one not in keys]
        conflict = f"ON CONFLICT ({quoted(keys)}) DO UPDATE SET {', '.join(f'{one} = excluded.{one}' for one in told)}"
    values = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({quoted(columns)}) VALUES ({values}) {conflict}"  # noqa: S608  # names of our own models
