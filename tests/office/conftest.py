import datetime as dt
import os
import sqlite3
import time
from contextlib import closing, contextmanager
from pathlib import Path

import office_samples
import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from office_samples import Office
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import blocking_manager_key

_DATABASES = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config, items):
    _hold_serialized(items)
    if "XUNWANG_TEST_TEMPLATE" in os.environ:
        left_out = [item for item in items if not _asks_a_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item):
    """What asks none cannot go otherwise on PostgreSQL, and is not done there a second time: half of the tests of the office."""
    fixtures = getattr(item, "fixturenames", ())
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres"))
    return marked or not _DATABASES.isdisjoint(fixtures)


def _hold_serialized(items):
    """A transaction test that empties the database without laying back what migrations put there fails others, which depends on their order."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid}: transaction=True needs serialized_rollback=True")
        asked = getattr(item, "fixturenames", ())
        if not mark and "transactional_db" in asked and "live_server" not in asked:
            raise pytest.UsageError(
                f"{item.nodeid}: transactional_db needs the mark, with serialized_rollback=True"
            )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test with transactions of its own empties the database: what migrations put there is laid back for the file that comes next in this process, if there is one: after the last test the database is gone."""
    left = yield
    mark = item.get_closest_marker("django_db")
    if nextitem is None:
        return left
    if (mark and mark.kwargs.get("transaction")) or "live_server" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(
                connection._test_serialized_contents
            )  # Django's own name for it
    return left


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """After every act that a test has done, the sums kept of findings are those that a count of the findings gives."""
    left = yield
    if {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())) and not connection.needs_rollback:
        office_samples.hold_sums()
    return left


@pytest.fixture(scope="session", autouse=True)
def spared():
    """What tests need not pay for; offices in processes of their own do.

    Passwords are hashed as in the office, at the least cost: they are to withstand nobody. Style sheets are looked for when asked for, not all
    of them by the first page of every test.
    """
    with override_settings(PASSWORD_HASHERS=["office_samples.QuickHasher"], WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def campaigns_folder(settings, tmp_path):
    settings.CAMPAIGNS_FOLDER = tmp_path / "campaigns"
    return settings.CAMPAIGNS_FOLDER


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def as_(client, office):
    """`as_("reviewer")`: the browser of that role of the city, or of another unit."""

    def enter(role, unit=None):
        client.force_login(office.user(unit or office.city, role))
        return client

    return enter


@pytest.fixture
def live_server(transactional_db, tmp_path, monkeypatch):
    """The office on loopback, each of whose threads opens the database for itself; when it stops, none of them is left.

    Over one connection to a database in memory, as Django has it, the transactions of two requests at a time run into each other.
    """
    monkeypatch.setattr(ThreadedWSGIServer, "daemon_threads", False)
    with _in_a_file(tmp_path / "live.sqlite3"):
        server = LiveServer("localhost")
        yield server
        server.stop()


@contextmanager
def _in_a_file(path):
    """What is in memory of the database lies in a file meanwhile; one on a server is left where it is."""
    if connection.vendor != "sqlite":
        yield
        return
    held, name = connection.connection, connection.settings_dict["NAME"]
    with closing(sqlite3.connect(path)) as filed:
        held.backup(filed)
    connection.connection, connection.settings_dict["NAME"] = None, path
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = held, name


class Wall:
    """The clock on the wall, set by so much; the steady one goes on."""

    def __init__(self, monkeypatch):
        self._ahead, real, seconds = dt.timedelta(), timezone.now, time.time
        monkeypatch.setattr(timezone, "now", lambda: real() + self._ahead)
        monkeypatch.setattr(time, "time", lambda: seconds() + self._ahead.total_seconds())

    def jump(self, by):
        self._ahead += by


@pytest.fixture
def wall(monkeypatch):
    return Wall(monkeypatch)


@pytest.fixture
def county_portals():
    path = Path(__file__).parents[3] / "shared" / "data" / "registries" / "county_portals.csv"
    if not path.is_file():
        pytest.skip("GATE SKIPPED: shared/data/registries/county_portals.csv is not beside the checkout")
    return path
