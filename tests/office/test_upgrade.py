"""An office of an earlier version with rows in it: brought up to date at the first start, and back again from the copy kept then."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from sharing import environment_of_nobody
from xunwang.office import steps
from xunwang.office.backups.contents import own_migrations
from xunwang.office.boot import BEFORE_UPGRADE

_MAKE_OLD = """
import datetime as dt
from xunwang.office import boot, steps
boot.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from xunwang.office.people.models import UnitLevel, add_unit
from xunwang.inspector.model import SubjectKind
from xunwang.office.registry.service import open_subject
unit = add_unit("示例市", UnitLevel.CITY)
home = "http://www.example.gov.cn/"
open_subject(
    SubjectKind.WEBSITE, unit, dt.date(2026, 1, 1), user=None, name="示例市政府", home=home, address_key=home, site_kind="portal"
)
MigrationExecutor(connection).migrate([("mandates", None)])
old = [step for folder in steps.BEFORE for step in steps.replaced(folder)]
done = MigrationRecorder(connection).migration_qs.using(connection.alias)
done.filter(app__in={app for app, _ in old}).exclude(name__in={name for _, name in old}).delete()
connection.cursor().execute("VACUUM")
"""
_START = "from xunwang.office import boot; boot.setup()"
_BEGUN = """
from xunwang.office import boot
boot._prepare_home(boot.place_of(None))
boot.load(None)
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate([("registry", "0001_squashed"), ("sending", "0001_squashed")])
"""


@pytest.fixture(scope="module")
def first(lay_out, tmp_path_factory):
    """A folder with `home`, an office as the version of 2026-11-23 left it, but without the part `mandates`, and `kept`, a copy of it."""
    place = tmp_path_factory.mktemp("first")
    here = environment_of_nobody() | {"XUNWANG_HOME": str(lay_out(place / "home"))}
    subprocess.run([sys.executable, "-c", _MAKE_OLD], env=here, check=True)
    shutil.copytree(place / "home", place / "kept")
    return place


@pytest.fixture
def home(first, monkeypatch):
    """The office of before, always in its own place, which its rows name."""
    place = first / "home"
    monkeypatch.setenv("XUNWANG_HOME", str(place))
    monkeypatch.delenv("XUNWANG_DATABASE", raising=False)
    shutil.rmtree(place)
    return shutil.copytree(first / "kept", place)


def select(file, query):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def dump(file):
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def _counted(lines):
    """How many numbers each table has given away, which grows."""
    return [line for line in lines if "sqlite_sequence" in line]


def test_an_office_is_upgraded_with_its_rows_and_the_version_before_can_go_on(home):
    file = home / "office.sqlite3"
    before = dump(file)
    subprocess.run([sys.executable, "-c", _START], check=True)
    after = dump(file)

    assert {line for line in before if "INSERT INTO" in line} <= {*after, *_counted(before)}
    assert select(file, "SELECT name FROM registry_subjectversion") == [("示例市政府",)]
    assert select(file, "SELECT works FROM deadlines_calendarday WHERE day = '2026-02-16'") == [(0,)]
    assert select(file, "SELECT count(*) FROM mandates_mandate") == [(0,)]
    assert select(file, "PRAGMA foreign_key_check") == []

    assert dump(home / BEFORE_UPGRADE) == before
    shutil.copy(home / BEFORE_UPGRADE, file)
    for left in ("office.sqlite3-wal", "office.sqlite3-shm"):
        (home / left).unlink(missing_ok=True)
    assert dump(file) == before


def test_a_new_office_and_an_unchanged_one_keep_no_copy(empty_database, new_home, monkeypatch):
    monkeypatch.setenv("XUNWANG_HOME", str(new_home))
    monkeypatch.delenv("XUNWANG_DATABASE", raising=False)
    subprocess.run([sys.executable, "-c", _START], check=True)

    assert not (empty_database.parent / BEFORE_UPGRADE).exists()
    assert not (new_home / BEFORE_UPGRADE).exists()


_FULL = """
from django.db.backends.signals import connection_created

def small(connection, **_):
    connection.cursor().execute("PRAGMA max_page_count = 1")

connection_created.connect(small, weak=False)
"""


def test_an_upgrade_that_finds_the_disk_full_changes_nothing_and_says_so(home):
    """SQLite refuses what goes beyond the pages that it has as it does on a full disk."""
    file = home / "office.sqlite3"
    before = dump(file)
    done = subprocess.run([sys.executable, "-c", _FULL + _START], capture_output=True, text=True, check=False)

    assert "磁盘空间不足，数据库没有建成或升级，原有的数据没有变动" in done.stderr
    assert dump(file) == before


def test_a_disk_without_room_for_the_copy_before_an_upgrade_is_told_as_such(home):
    """The database is well: nobody is sent to repair it."""
    file = home / "office.sqlite3"
    before = dump(file)
    small = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)); "
    done = subprocess.run([sys.executable, "-c", small + _START], capture_output=True, text=True, check=False)

    assert "磁盘空间不足，数据库没有建成或升级，原有的数据没有变动" in done.stderr
    assert dump(file) == before
    assert not list(home.glob("*.part"))


_REFUSED = """
from xunwang.office import boot
from xunwang.office.errors import OfficeError
try:
    boot.setup()
except OfficeError as error:
    print(error)
print([one.detail for one in boot.examine() if not one.well])
"""


def test_an_office_that_stopped_in_the_middle_of_older_steps_is_told_where_to_go(home):
    file = home / "office.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'sending' AND name > '0003'")
        database.commit()
    before = dump(file)
    told = subprocess.run(
        [sys.executable, "-c", _REFUSED], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    stopped = "停在较早的版本（缺2步升级，如 messages.0003_occasions），本版本不能直接升级"
    assert told[0].startswith(f"数据库{stopped}；请先用2026年11月23日的版本")
    assert stopped in told[1]
    assert dump(file) == before
    assert not (home / BEFORE_UPGRADE).exists()


@pytest.mark.parametrize("missing", ["people.0008_former_paths", "deadlines.0001_from_rectify"])
def test_what_did_some_of_the_older_steps_of_a_part_is_too_old(missing):
    """`rectify` gave its tables to `deadlines` with its last step: whoever did that one must have done the other."""
    every = {*steps.before(), "mandates.0001_start"}

    assert f"缺1步升级，如 {missing}" in steps.too_old(every - {missing})
    assert not steps.too_old(every)
    assert not steps.too_old(["mandates.0001_start"])


def test_a_first_start_that_broke_off_goes_on(tmp_path, empty_database):
    here = environment_of_nobody() | {"XUNWANG_HOME": str(tmp_path / "home")}
    subprocess.run([sys.executable, "-c", _BEGUN + _START], env=here, check=True)

    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY name"
    assert select(tmp_path / "home" / "office.sqlite3", schema) == select(empty_database, schema)


def test_no_step_is_called_as_one_of_before():
    """Django would take it for one that was done."""
    assert not steps.before() & own_migrations()
