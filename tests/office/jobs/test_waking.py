"""Wake-ups between machines say "look at the rows": one that is lost, late or doubled does no harm. Real workers, on PostgreSQL."""

import os
import subprocess
import sys
import time

import psycopg
import pytest

import sharing

TEMPLATE = os.environ.get("XUNWANG_TEST_TEMPLATE")
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(TEMPLATE is None, reason="only PostgreSQL carries wake-ups: make test-postgres"),
]
KEYS = ("lost", "late", "doubled")
_LONGEST = 120  # seconds that anything may take on a slow machine
_ASK = """
import sys
from xunwang.office import boot
boot.load(None)
from xunwang.office.jobs import queue
for key in sys.argv[1:]:
    queue.ask("note", key)
"""
_WORK = """
import os
from pathlib import Path
from xunwang.office import boot
boot.load(None)
from xunwang.office.jobs import queue, ticking, worker
ticking.REPEATED.clear()
@queue.handles("note")
def note(work):
    with Path(os.environ["NOTES"]).open("a") as file:
        file.write(f"{work.key}\\n")
worker.main()
"""


@pytest.fixture
def office(tmp_path):
    """The environment of an office on a database of its own, and a connection to it."""
    server, name = os.environ["XUNWANG_DATABASE"], f"wakes_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    before, _, after = server.partition("?")
    address = f"{before.rpartition('/')[0]}/{name}?{after}"
    home = {"XUNWANG_HOME": str(tmp_path), "XUNWANG_SECRET_KEY": "k" * 50, "NOTES": str(tmp_path / "notes")}
    with psycopg.connect(address, autocommit=True) as database:
        yield sharing.environment_of_nobody() | home | {"XUNWANG_DATABASE": address}, database
    with psycopg.connect(server, autocommit=True) as database:
        database.execute(f"DROP DATABASE {name} WITH (FORCE)")


def until(holds):
    given_up = time.monotonic() + _LONGEST
    while not holds():
        assert time.monotonic() < given_up
        time.sleep(0.1)


def test_what_is_to_be_done_is_done_once_whatever_becomes_of_its_wake_up(office, tmp_path):
    environment, database = office
    notes, waiting = tmp_path / "notes", "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
    subprocess.run([sys.executable, "-c", _ASK, *KEYS], env=environment, check=True)
    assert database.execute(waiting).fetchone() == (len(KEYS),)
    of = "FROM procrastinate_jobs WHERE args ->> 'key' ="
    database.execute(f"DELETE {of} 'lost'")
    database.execute(
        "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day' WHERE args ->> 'key' = 'late'"
    )
    again = f"INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT queue_name, task_name, args {of} 'doubled' LIMIT 1"
    for _ in range(3):
        database.execute(again)

    worker = subprocess.Popen([sys.executable, "-c", _WORK, str(os.getpid())], env=environment)
    try:
        until(lambda: notes.exists() and len(notes.read_text().split()) == len(KEYS))
        database.execute("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE args ->> 'key' = 'late'")
        until(lambda: database.execute(waiting).fetchone() == (0,))
    finally:
        worker.terminate()
        worker.wait()

    assert sorted(notes.read_text().split()) == sorted(KEYS)
    states = database.execute("SELECT key, state, fence FROM jobs_job ORDER BY key").fetchall()
    assert states == [(key, "done", 1) for key in sorted(KEYS)]
