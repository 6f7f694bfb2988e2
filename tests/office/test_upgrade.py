"""An office of an earlier version with rows in it: brought up to date at the first start, and back again from the copy kept then."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from xunwang.office.boot import BEFORE_UPGRADE

_MAKE_OLD = """
import datetime as dt, os
os.environ["DJANGO_SETTINGS_MODULE"] = "xunwang.office.settings"
import django
django.setup()
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
first = [(app, "0001_initial") for app in ("people", "registry", "jobs", "campaigns", "rectify")]
settings.HOME.mkdir()
executor = MigrationExecutor(connection)
executor.migrate(first)
apps = executor.loader.project_state(first).apps
day, moment = dt.date(2026, 1, 1), dt.datetime(2026, 3, 31, 9, tzinfo=dt.UTC)
unit = apps.get_model("people", "Unit").objects.create(name="示例市", level="city", path="000001/")
subject = apps.get_model("registry", "Subject").objects.create(kind="website", unit=unit)
version = apps.get_model("registry", "SubjectVersion").objects.create(
    subject=subject, unit=unit, name="示例市政府", home="http://www.example.gov.cn/", valid_from=day
)
campaign = apps.get_model("campaigns", "Campaign").objects.create(
    unit=unit, name="第一季度", period_start=day, period_end=dt.date(2026, 3, 31), norm="cn-2019", as_of=dt.date(2026, 3, 31)
)
run = str(settings.RUNS_FOLDER / "1" / "run")
row = apps.get_model("campaigns", "CampaignSubject").objects.create(
    campaign=campaign, subject=subject, unit=unit, row={}, name=version.name, run_path=run, rechecks=[run + "-recheck"]
)
apps.get_model("campaigns", "FindingRow").objects.create(
    subject=row, finding_id="f", indicator="W-V3", locator="/", url="http://www.example.gov.cn/", message="旧", certainty="automatic",
    state="counts", first_seen=moment, last_seen=moment, at_point=True,
)
"""
_START = "from xunwang.office import boot; boot.setup()"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An office whose database is that of the first version."""
    place = tmp_path / "home"
    monkeypatch.setenv("XUNWANG_HOME", str(place))
    monkeypatch.delenv("XUNWANG_DATABASE", raising=False)
    subprocess.run([sys.executable, "-c", _MAKE_OLD], check=True)
    return place


def select(file, query):
    with closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def dump(file):
    with closing(sqlite3.connect(file)) as database:
        return list(database.iterdump())


def test_an_office_is_upgraded_with_its_rows_and_the_version_before_can_go_on(home):
    file = home / "office.sqlite3"
    before = dump(file)
    subprocess.run([sys.executable, "-c", _START], check=True)
    ((run, rechecks),) = select(file, "SELECT run_path, rechecks FROM campaigns_campaignsubject")

    assert (run, rechecks) == ("1/run", '["1/run-recheck"]')
    assert select(file, "SELECT name, hosts FROM registry_subjectversion") == [("示例市政府", "")]
    assert select(file, "SELECT message, at_point FROM campaigns_findingrow") == [("旧", 1)]
    assert select(file, "SELECT indicator, places FROM campaigns_weighedrow") == [("W-V3", 1)]
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
    connection.cursor().execute("PRAGMA max_page_count = 300")

connection_created.connect(small, weak=False)
"""


def test_an_upgrade_that_finds_the_disk_full_changes_nothing_and_says_so(home):
    """In the middle of all steps: SQLite refuses what goes beyond its pages as it does on a full disk."""
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
