"""What holds for all tests."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings

import sharing

# A slow machine is no fault: no test may depend on the time it takes.
settings.register_profile("untimed", settings.default, deadline=None)
settings.load_profile("untimed")

_FIRST = (
    "test_demo_fortnight.py",
    "test_scaled_city_gate.py",
    "test_three_machines.py",
    "test_storms.py",
    "test_office_loop.py",
)
"""The files that take longest, so that no process is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _FIRST.index(item.path.name) if item.path.name in _FIRST else len(_FIRST))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported and collected stays: nobody need look through it for garbage, neither now nor beside every test."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database file of an office that was just set up."""
    folder = sharing.made_once(
        tmp_path_factory, "empty-office", lambda place: sharing.set_up_office(place / "home")
    )
    return folder / "home" / sharing.DATABASE


@pytest.fixture(scope="session")
def lay_out(empty_database: Path) -> Callable[[Path], Path]:
    """Makes a folder the data folder of an office that was just set up, without the seconds that takes."""
    return partial(sharing.lay_out, empty_database)


@pytest.fixture
def new_home(lay_out: Callable[[Path], Path], tmp_path: Path) -> Path:
    """The data folder of an office that was just set up."""
    return lay_out(tmp_path / "home")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, request: pytest.FixtureRequest
) -> None:
    """The database that tests work in begins as a copy of one that was set up once, not with all its steps in each process."""
    from django.conf import settings  # noqa: PLC0415  # Django is set up by now
    from django.db import connection  # noqa: PLC0415
    from django.db.backends.signals import connection_created  # noqa: PLC0415

    # Rights of Django's own, which the office asks nothing: writing them again was most of what a test with transactions cost.
    settings.TEST_NON_SERIALIZED_APPS = ["django.contrib.auth", "django.contrib.contenttypes"]
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("XUNWANG_TEST_TEMPLATE")
        connection.ops.sql_flush = partial(_emptied, connection)
        return
    database = request.getfixturevalue("empty_database")

    def fill(connection, **_):
        connection_created.disconnect(fill)
        with closing(sqlite3.connect(database)) as source:
            source.backup(connection.connection)

    connection_created.connect(fill, weak=False)


def _emptied(connection, style, tables, **_: object) -> list[str]:
    """Takes the place of Django's TRUNCATE of all tables, which makes and removes a thousand files; few of them hold a row."""
    named = [(table, connection.ops.quote_name(table)) for table in tables]
    asked = " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {name})" for table, name in named)
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [f"DELETE FROM {connection.ops.quote_name(table)};" for (table,) in cursor.fetchall()]
