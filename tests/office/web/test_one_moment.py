"""Pages read the database as it stood at one moment, while others go on writing."""

import sqlite3
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from xunwang.office.web.reading import one_moment


@pytest.fixture
def other(tmp_path):
    """The office's kind of database as a file, read here as the default, and a second process's connection to it."""
    path = tmp_path / "office.sqlite3"
    usual = connections["default"]
    if usual.vendor != "sqlite":
        pytest.skip("this is about the transactions of SQLite")
    connections["default"] = here = DatabaseWrapper(usual.settings_dict | {"NAME": str(path)}, "default")
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as there:
            there.execute("PRAGMA journal_mode=WAL")
            there.execute("CREATE TABLE ticket (state TEXT)")
            there.execute("INSERT INTO ticket VALUES ('answered')")
            yield there
    finally:
        here._close()
        connections["default"] = usual


def _state() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM ticket")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_what_is_committed_in_between_is_not_seen_and_does_not_wait(other):
    with one_moment():
        assert _state() == "answered"
        other.execute("UPDATE ticket SET state = 'closed'")
        assert _state() == "answered"
    assert _state() == "closed"


@pytest.mark.django_db
def test_afterwards_transactions_begin_as_writers_again(other):
    with one_moment():
        _state()
    assert connection.transaction_mode == settings.DATABASES["default"]["OPTIONS"]["transaction_mode"]
