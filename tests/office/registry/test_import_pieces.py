"""A long import goes in piece by piece, so that others can write meanwhile; for the register it is one import all the same: whole, or not at all."""

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from office_samples import JANUARY, MARCH

from sharing import environment_of_nobody
from xunwang.inspector.model import SubjectKind
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue
from xunwang.office.jobs.ticking import TICK
from xunwang.office.people.audit import broken_entries
from xunwang.office.people.models import AuditEntry, Unit
from xunwang.office.registry import importing, life, settling  # registers what takes back
from xunwang.office.registry.entry import read_entry
from xunwang.office.registry.importing import import_register, preview
from xunwang.office.registry.life import Turn
from xunwang.office.registry.models import ImportBatch, ImportPiece, Subject, SubjectVersion, Underway
from xunwang.office.registry.undoing import undo
from xunwang.office.registry.workbooks import write_rows

SITES = [
    {
        "name": f"第{n}网站",
        "home": f"http://s{n}.gov.cn/",
        "code": f"13040000{n:02}",
        "organiser": f"第{n % 3}局",
    }
    for n in range(7)
]
RENAMED = [row | {"name": f"新{row['name']}"} for row in SITES]
INTO_VERSIONS = 'INSERT INTO "registry_subjectversion"'


@pytest.fixture
def person(office):
    return office.user(office.city, "supervisor")


@pytest.fixture
def take(office, tmp_path, person, monkeypatch):
    def run(rows, on=JANUARY, *, piece=2, look=False):
        monkeypatch.setattr(importing, "PIECE", piece)
        path = tmp_path / "import.xlsx"
        write_rows("website", path, rows)
        if look:
            return preview(path, "website", office.city, on, create_units=True)
        return import_register(path, "website", office.city, person, on, create_units=True)

    return run


def register():
    """What the register says, without the keys of rows."""
    said = ("name", "home", "code", "unit__name", "valid_from", "valid_to")
    units = sorted(Unit.objects.values_list("name", flat=True))
    return sorted(SubjectVersion.objects.values_list(*said), key=str), units, Subject.objects.count()


class Before:
    """Acts once before the nth statement that begins so is executed."""

    def __init__(self, start, number, act):
        self.start, self.left, self.act = start, number, act

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(self.start):
            self.left -= 1
            if self.left == 0:
                self.act()
        return execute(sql, params, many, context)


class Between:
    """Acts once after the first piece was kept and before the next one is written."""

    def __init__(self, act):
        self.act, self.done = act, False

    def __call__(self, execute, sql, params, many, context):
        if not self.done and ' AND "registry_importbatch"."underway" = ' in sql:
            self.done = True
            self.act()
        return execute(sql, params, many, context)


def fail():
    raise OperationalError("database or disk is full")


def break_off(take, rows, on=JANUARY, *, number=3):
    with connection.execute_wrapper(Before(INTO_VERSIONS, number, fail)), pytest.raises(OperationalError):
        take(rows, on)


def deserted(underway=Underway.WRITING):
    """The import that was made last, as if whoever wrote or took it back were gone for a while."""
    batch = ImportBatch.objects.first()
    ImportBatch.objects.filter(pk=batch.pk).update(
        underway=underway, undone_at=None, heard_at=timezone.now() - dt.timedelta(minutes=2)
    )
    return batch


def test_in_pieces_it_says_what_it_says_in_one(take, person):
    empty = register()
    reports = []
    for piece in (1000, 2):
        reports.append((take(SITES, piece=piece), take(RENAMED, MARCH, piece=piece), register()))
        undo(ImportBatch.objects.first(), user=person)
        assert register()[0] == [row for row in register()[0] if row[4:] == (JANUARY, None)]
        undo(ImportBatch.objects.filter(undone_at=None).first(), user=person)
        assert register() == empty

    assert reports[0] == reports[1]
    assert reports[0][0] == take(SITES, look=True)
    acts = [entry.action for entry in AuditEntry.objects.order_by("pk") if "." in entry.action]
    assert acts[-6:] == ["import.begun", "register.imported"] * 2 + ["register.undone"] * 2
    assert broken_entries() == []
    assert not ImportPiece.objects.exists()


def test_nothing_stays_of_one_that_breaks_off(take):
    before = register()
    break_off(take, SITES)

    assert register() == before
    batch = ImportBatch.objects.get()
    assert (batch.underway, bool(batch.undone_at)) == ("", True)
    assert broken_entries() == []

    take(SITES)
    said = register()
    break_off(take, RENAMED, MARCH)
    assert register() == said


def test_a_turn_between_two_pieces_is_seen(take, office, person):
    take(SITES)
    last = Subject.objects.get(versions__name="第6网站")
    another = {"name": "别处登记", "home": "http://new.gov.cn/"}

    def meanwhile():
        life.change(last, Turn(MARCH + dt.timedelta(days=1)), user=person, phone="1")
        fields, _ = read_entry("website", another)
        life.open_new(SubjectKind.WEBSITE, office.city, Turn(MARCH), user=person, **fields)

    rows = [*RENAMED, another]
    with connection.execute_wrapper(Between(meanwhile)):
        report = take(rows, MARCH)

    assert (report.changed, report.unchanged, report.rejected) == (6, 1, 1)
    assert Subject.objects.filter(versions__home="http://new.gov.cn/").distinct().count() == 1


def test_meanwhile_nothing_is_begun_that_needs_the_whole_register(take, office, person):
    take(SITES)
    older = ImportBatch.objects.get()
    ImportBatch.objects.filter(pk=older.pk).update(underway=Underway.WRITING, heard_at=timezone.now())
    sites = list(Subject.objects.all())
    for act in (
        lambda: take(RENAMED, MARCH),
        lambda: take(RENAMED, MARCH, look=True),
        lambda: undo(older, user=person),
        lambda: office.campaign(office.city, sites),
    ):
        with pytest.raises(OfficeError, match=r"正在导入“import\.xlsx”，名录此刻只有一部分"):
            act()


@pytest.mark.parametrize("underway", [Underway.WRITING, Underway.TAKING_BACK])
def test_what_nobody_is_at_any_more_is_taken_back(take, underway):
    before = register()
    take(SITES)
    deserted(underway)
    queue.ask("register.settle", TICK)
    queue.work_off()

    assert register() == before
    assert take(SITES).created == len(SITES)
    assert broken_entries() == []


def test_what_something_depends_on_stays_and_is_told(take, office, person):
    take(SITES)
    office.user(Unit.objects.get(name="第1局"), "unit_clerk")
    batch = deserted()
    said = register()

    assert take(SITES, look=True).unchanged == len(SITES)
    batch.refresh_from_db()
    assert register() == said
    assert batch.underway == ""
    assert batch.result.startswith("导入中断，只写入了一部分，不能自动撤回：“第1局”已有账号。")


def test_whoever_was_taken_for_lost_writes_no_more(take):
    before = register()

    def lost():
        deserted()
        settling.settle()

    with (
        connection.execute_wrapper(Between(lost)),
        pytest.raises(OfficeError, match="已由系统撤回，请重新导入"),
    ):
        take(SITES)
    assert register() == before


_OFFICE = """
from xunwang.office import boot
boot.setup()
from xunwang.office.people.models import add_unit
add_unit("示例市", "city")
"""
_TAKE = """
import datetime as dt, sys
from pathlib import Path
from xunwang.office import boot
boot.load(None)
from xunwang.office.people.models import Unit
from xunwang.office.registry import importing
importing.PIECE = 5
print(importing.import_register(Path(sys.argv[1]), "website", Unit.objects.get(), None, dt.date(2026, 1, 1)))
"""
_SETTLE = """
from xunwang.office import boot
boot.load(None)
from xunwang.office.people.audit import broken_entries
from xunwang.office.registry.undoing import settle
settle()
print(broken_entries())
"""


def test_others_write_between_and_a_kill_leaves_nothing_behind(tmp_path, new_home):
    """On a file and with processes of their own. Who wins the right to write when is left to them; what was written in between shows that it changed hands."""
    sheet = tmp_path / "import.xlsx"
    total = 200
    rows = [{"name": f"第{n}网站", "home": f"http://s{n}.gov.cn/"} for n in range(total)]
    write_rows("website", sheet, rows)
    environment = environment_of_nobody() | {"XUNWANG_HOME": str(new_home)}

    def run(script, *arguments):
        command = [sys.executable, "-c", script, *map(str, arguments)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def done(script, *arguments):
        process = run(script, *arguments)
        said, _ = process.communicate()
        assert process.returncode == 0
        return said.strip()

    done(_OFFICE)
    with closing(sqlite3.connect(new_home / "office.sqlite3", timeout=600, isolation_level=None)) as beside:
        beside.execute("CREATE TABLE beside (seen INTEGER)")

        def write():
            beside.execute("BEGIN IMMEDIATE")
            (seen,) = beside.execute("SELECT count(*) FROM registry_subjectversion").fetchone()
            beside.execute("INSERT INTO beside VALUES (?)", [seen])
            beside.execute("COMMIT")
            return seen

        process = run(_TAKE, sheet)
        while process.poll() is None and len(between := _between(beside, total)) < 3:
            write()
        process.kill()
        process.wait()
        assert len(between) == 3
        left = write()
        assert 0 < left < total

        beside.execute("UPDATE registry_importbatch SET heard_at = '2026-01-01 00:00:00'")
        assert done(_SETTLE) == "[]"
        assert write() == 0
        assert done(_TAKE, sheet) == f"共 {total} 行：新增 {total}，变更 0，未变 0，未导入 0。"
        assert write() == total
        assert done(_SETTLE) == "[]"


def _between(database, total):
    """The numbers of rows that writers saw while the import was half in."""
    return database.execute(
        "SELECT DISTINCT seen FROM beside WHERE seen > 0 AND seen < ?", [total]
    ).fetchall()
