"""Carries the whole database from one engine to the other. A backup always holds SQLite, so that it can be restored into either."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from xunwang.office import environment, steps
from xunwang.office.errors import OfficeError

_PICTURE = "picture"
_ROWS = 500  # carried at once


def draw(folder: Path) -> None:
    """Writes the PostgreSQL of the office, as it stands at one moment, into a new `office.sqlite3` in the folder."""
    with _picture(folder), transaction.atomic():
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        _carry(DEFAULT_DB_ALIAS, _PICTURE)


def lay_out(folder: Path) -> None:
    """Fills the empty PostgreSQL of the office from the `office.sqlite3` in the folder, all or nothing. Raises OfficeError."""
    _bring_up_to_date()
    filled = next((model for model in _kept() if model._meta.app_label == "people" and _any(model)), None)  # noqa: SLF001
    if filled is not None:
        raise OfficeError(
            "XUNWANG_DATABASE 指定的数据库里已经有数据，恢复只写入空的数据库；请新建一个数据库。"
        )
    with _picture(folder):
        _carry(_PICTURE, DEFAULT_DB_ALIAS)


def _any(model: type[models.Model]) -> bool:
    return model._base_manager.exists()  # noqa: SLF001  # every row, whatever the model's own manager hides


@contextmanager
def _picture(folder: Path) -> Iterator[None]:
    """The database file in the folder under a name of its own, made or brought up to date by a process for which it is the only one."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("XUNWANG_DATABASE")}
    command = [sys.executable, "-c", "from xunwang.office import boot; boot.setup()"]
    done = subprocess.run(  # noqa: S603  # our own code
        command, env=mine | {"XUNWANG_HOME": str(folder)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise OfficeError(f"备份里的数据库不能升级到当前版本（{done.stderr.strip().splitlines()[-1:]}）。")
    connections.databases[_PICTURE] = connections.databases[DEFAULT_DB_ALIAS] | environment.sqlite(folder)
    try:
        yield
    finally:
        connections[_PICTURE].close()
        del connections[_PICTURE], connections.databases[_PICTURE]


def _bring_up_to_date() -> None:
    if told := steps.database_too_old():
        raise OfficeError(f"XUNWANG_DATABASE 指定的数据库{told}；{steps.ADVICE}。")
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    executor.migrate(executor.loader.graph.leaf_nodes())


def _kept() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]  # noqa: SLF001  # the queue of wake-ups is not managed


def _carry(source: str, target: str) -> None:
    """Every row with its number. What a step of the database wrote into the target by itself gives way."""
    kept = _kept()
    with transaction.atomic(using=target):
        connection = connections[target]
        for model in kept:
            model._base_manager.using(target)._raw_delete(target)  # noqa: SLF001
        for model in kept:
            rows = model._base_manager.using(source).order_by("pk").iterator(_ROWS)  # noqa: SLF001
            while batch := list(islice(rows, _ROWS)):
                _insert(model, batch, target)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), kept):
                cursor.execute(statement)


def _insert(model: type[models.Model], rows: list[models.Model], target: str) -> None:
    """As they are: nothing is filled in anew, as saving would do with days of making."""
    meta = model._meta  # noqa: SLF001
    model._base_manager._insert(  # type: ignore[attr-defined]  # noqa: SLF001  # what `loaddata` does, many rows at once
        rows, fields=meta.local_concrete_fields, using=target, raw=True
    )
