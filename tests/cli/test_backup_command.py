"""An office goes into one file and out of it: compared row by row and byte by byte; a bad file restores nothing."""

import hashlib
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import tarfile
import urllib.request
from contextlib import closing

import pytest
from cli_tools import ended, in_process_of_its_own, start

REGISTER = "网站名称,首页地址,网站标识码\n甲网,http://a.example.gov.cn/,9900000001\n乙网,http://b.example.gov.cn/,9900000002\n"
OPEN_RUN, CLOSED_RUN, LENT_RUN = "runs/1/open", "runs/1/closed", "runs/2/lent"
ARCHIVE = "archive-00001.warc.gz"


@pytest.fixture(scope="module")
def filled(tmp_path_factory, lay_out):
    """A folder with an office in `home` that holds a register, a closed, an open and a lent run, uploads and a circular."""
    here = tmp_path_factory.mktemp("office")
    lay_out(here / "home")
    (here / "名录.csv").write_text(REGISTER, encoding="utf-8")
    assert in_process_of_its_own("import", "websites", "名录.csv", "--home", "home", cwd=here).status == 0
    for place, body in {
        f"{CLOSED_RUN}/manifest.json": b"{}",
        f"{CLOSED_RUN}/archive-00001.warc.gz": os.urandom(300_000),
        f"{OPEN_RUN}/archive-00001.warc.gz": b"committed",
        f"{OPEN_RUN}/.facts.jsonl.part": b"half",
        "uploads/replies/one.pdf": b"%PDF-1.7",
        "campaigns/1/通报.docx": b"PK",
    }.items():
        (here / "home" / place).parent.mkdir(parents=True, exist_ok=True)
        (here / "home" / place).write_bytes(body)
    (here / "home" / LENT_RUN).mkdir(parents=True)
    os.link(here / "home" / CLOSED_RUN / ARCHIVE, here / "home" / LENT_RUN / ARCHIVE)
    with closing(sqlite3.connect(here / "home" / OPEN_RUN / "frontier.sqlite")) as frontier:
        frontier.execute("CREATE TABLE done (url TEXT)")
        frontier.execute("INSERT INTO done VALUES ('http://a.example.gov.cn/')")
        frontier.commit()
    return here


@pytest.fixture(scope="module")
def backup(filled):
    made = in_process_of_its_own("backup", "甲.xwb", "--home", "home", "--format", "json", cwd=filled)
    assert made.status == 0, made.err
    return json.loads(made.out), filled / "甲.xwb"


def rows_of(home, *, but=()):
    """Every row of every table of the office's database."""
    with closing(sqlite3.connect(home / "office.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: list(database.execute(f'SELECT * FROM "{table}"')) for table in tables if table not in but
        }


def files_of(home):
    """The hash of every file but the databases, whose bytes may differ while their rows do not."""
    return {
        path.relative_to(home).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in home.rglob("*")
        if path.is_file() and ".sqlite" not in path.name and not path.name.endswith(".part")
    }


def test_a_restored_office_equals_the_one_that_was_backed_up(filled, backup, tmp_path):
    said, file = backup
    restored = in_process_of_its_own("restore", str(file), "--home", "other/home", cwd=tmp_path)
    old, new = filled / "home", tmp_path / "other" / "home"

    assert restored.status == 0, restored.err
    assert "操作记录完好" in restored.out
    trail = "people_auditentry"
    growing = {trail, "people_trailhead", "sqlite_sequence"}
    assert rows_of(new, but=growing) == rows_of(old, but=growing)
    before, after = rows_of(old)[trail], rows_of(new)[trail]
    assert after[: len(before) - 1] == before[:-1]  # the backup itself is written down after its picture
    assert any("office.restored" in row for row in after)
    assert files_of(new) == files_of(old)
    assert (new / CLOSED_RUN / ARCHIVE).samefile(new / LENT_RUN / ARCHIVE)
    with closing(sqlite3.connect(new / OPEN_RUN / "frontier.sqlite")) as frontier:
        assert frontier.execute("SELECT url FROM done").fetchall() == [("http://a.example.gov.cn/",)]
    assert said["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert any("密钥" in note for note in said["notes"])


def test_only_its_owner_reads_a_backup_and_what_comes_out_of_it(filled, backup, tmp_path):
    assert stat.S_IMODE(backup[1].stat().st_mode) == 0o600
    in_process_of_its_own("restore", str(backup[1]), "--home", "home", cwd=tmp_path)
    home = tmp_path / "home"
    files = [path for path in home.rglob("*") if path.is_file() and ".sqlite" not in path.name]

    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_an_office_is_backed_up_while_it_serves(filled):
    server = start(["serve", "--port", "0", "--home", "home"], filled)
    address = re.search(r"http://\S+", server.stderr.readline())[0]
    made = in_process_of_its_own("backup", "乙.xwb", "--home", "home", cwd=filled)
    checked = in_process_of_its_own("restore", "乙.xwb", "--check", cwd=filled)
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
    server.send_signal(signal.SIGTERM)

    assert ended(server).status == 0
    assert (made.status, checked.status) == (0, 0)
    assert "完好" in checked.out


def test_nothing_is_overwritten(filled, backup):
    again = in_process_of_its_own("backup", backup[1].name, "--home", "home", cwd=filled)
    over = in_process_of_its_own("restore", str(backup[1]), "--home", "home", cwd=filled)

    assert (again.status, over.status) == (1, 1)
    assert "已经存在" in again.refusal
    assert "不是空的" in over.refusal
    assert not list(filled.glob(".*"))


def test_a_full_disk_leaves_no_half_a_backup(filled):
    full = in_process_of_its_own("backup", "满.xwb", "--home", "home", cwd=filled, largest_file=200_000)

    assert full.status == 1
    assert "磁盘空间不足" in full.refusal
    assert not list(filled.glob("*满*"))


@pytest.mark.parametrize("words", [("backup", "空.xwb"), ("export", "websites", "名录.xlsx")])
def test_a_folder_without_an_office_is_not_taken_for_an_empty_one(tmp_path, words):
    refused = in_process_of_its_own(*words, "--home", "没有的目录", cwd=tmp_path)

    assert refused.status == 1
    assert "没有的目录/office.sqlite3；请核对 --home" in refused.refusal
    assert not list(tmp_path.iterdir())


def test_an_office_of_an_older_form_is_not_brought_up_to_date_by_its_backup(filled, tmp_path):
    shutil.copytree(filled / "home", tmp_path / "home")
    with closing(sqlite3.connect(tmp_path / "home" / "office.sqlite3")) as database:
        last = database.execute("SELECT max(id) FROM django_migrations WHERE app = 'selfcheck'").fetchone()
        database.execute("DELETE FROM django_migrations WHERE id = ?", last)
        database.commit()
    before = rows_of(tmp_path / "home")
    refused = in_process_of_its_own("backup", "旧.xwb", "--home", "home", cwd=tmp_path)

    assert refused.status == 1
    assert "有 1 步升级还没有执行；请先用原来的版本备份" in refused.refusal
    assert rows_of(tmp_path / "home") == before
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def rewritten(body, change):
    """The backup with the members that `change` makes of each: pairs of a description and its content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(body)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for member in old:
            content = old.extractfile(member).read() if member.isreg() else b""
            for info, said in change(member, content):
                new.addfile(info, io.BytesIO(said))
    return out.getvalue()


def test_a_backup_that_listed_further_names_of_a_file_as_empty_is_restored(backup, tmp_path):
    """Backups were written so once."""
    nothing = hashlib.sha256().hexdigest()

    def as_once(info, content):
        if info.name == "contents.json":
            said = json.loads(content)
            (lent,) = (one for one in said["files"] if one["path"] == f"{LENT_RUN}/{ARCHIVE}")
            lent.update(size=0, sha256=nothing)
            content = json.dumps(said).encode()
            info.size = len(content)
        yield info, content

    (tmp_path / "以前.xwb").write_bytes(rewritten(backup[1].read_bytes(), as_once))
    restored = in_process_of_its_own("restore", "以前.xwb", "--home", "home", cwd=tmp_path)

    assert restored.status == 0, restored.err
    home = tmp_path / "home"
    assert (home / CLOSED_RUN / ARCHIVE).samefile(home / LENT_RUN / ARCHIVE)


def cut_off(body):
    return body[: len(body) // 2]


def altered(body):
    at = body.index(b"committed")
    return body[:at] + b"Committed" + body[at + 9 :]


def foreign(body):
    """A member that leads out of the place it is laid out in, before everything else but the head."""

    def change(info, content):
        if info.name == "office.sqlite3":
            escape = tarfile.TarInfo("../escaped")
            escape.size = 2
            yield escape, b"no"
        yield info, content

    return rewritten(body, change)


def linked_outside(body):
    """A further name of a file that is none of the backup's."""

    def change(info, content):
        if info.islnk():
            info.linkname = "/etc/passwd"
        yield info, content

    return rewritten(body, change)


def linked_to_outside(body):
    """A further name outside the place, of a file that is the backup's."""

    def change(info, content):
        if info.islnk():
            info.name = "../escaped"
        yield info, content

    return rewritten(body, change)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (cut_off, "不完整"),
        (altered, "frontier|archive-00001.warc.gz”与清单不符"),
        (foreign, "不该有的内容"),
        (linked_outside, "不该有的内容"),
        (linked_to_outside, "不该有的内容“../escaped"),
        (lambda _: b"", "不完整或不是备份"),
        (lambda _: b"PK\x03\x04" + bytes(5000), "不完整或不是备份"),
    ],
)
def test_a_bad_file_restores_nothing_and_says_why(backup, here, xunwang, spoil, words):
    (here / "坏.xwb").write_bytes(spoil(backup[1].read_bytes()))
    checked = xunwang("restore", "坏.xwb", "--check", "--quiet")
    refused = xunwang("restore", "坏.xwb", "--home", "home", "--quiet")

    assert (checked.status, refused.status) == (1, 1)
    assert re.search(words, refused.refusal)
    assert [path.name for path in here.iterdir()] == ["坏.xwb"]
