"""Full disks, torn tails, power cuts: what was committed stays good, the rest is one sentence and can be continued."""

import errno
import json
import os
import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from samples import NOON, SUBJECT, URLS, filled, link, message, row, writer

from xunwang.inspector.evidence import Run, RunError, RunWriter, Stats, verify
from xunwang.inspector.evidence.errors import explain, writing

HERE = Path(__file__).parent
# A process that may write files of 60,000 bytes at most; it syncs after each page and prints what holds.
WRITER = """
    import json, resource, sys
    from pathlib import Path
    from samples import large, message, row, writer
    from xunwang.inspector.evidence import RunError
    run = writer(Path(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    marks, pages = {}, 0
    try:
        for number in range(1000):
            url = f"http://www.shili.gov.cn/{number}.html"
            run.append_page(row(url, run.append_exchange([large(url)])))
            marks, pages = run.sync(), number + 1
    except RunError as error:
        again = ""
        try:
            run.sync()
        except RunError as second:
            again = str(second)
        run.abandon()
        print(json.dumps([marks, pages, str(error), again]))
"""
# The same on a file system that has no room left.
FULL = WRITER.replace("resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))", "pass")


def run_child(program, folder):
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    )
    assert ended.returncode == 0, ended.stderr
    return ended


def finish(path, marks, pages):
    """Continues the run and closes it; every page that was committed is there, and more can be added."""
    run = RunWriter.resume(path)
    run.cut_to(marks)
    assert len(list(run.rows())) == pages
    run.append_page(row(URLS[0], run.append_exchange([message(URLS[0])])))
    run.write_facts([])
    run.close(NOON, stats=Stats())
    closed = Run.open(path)
    rows = list(closed.pages())
    assert len(rows) == pages + 1
    assert all(closed.response(r.evidence).url == r.page.url for r in rows)
    assert verify(path) == []


def test_a_file_that_may_not_grow_is_a_full_disk(tmp_path):
    marks, pages, said, again = json.loads(run_child(WRITER, tmp_path).stdout)
    assert "磁盘空间不足" in said
    assert "archive-00001.warc.gz" in said
    assert said == again
    assert pages > 3
    finish(tmp_path / "out" / "r1", marks, pages)


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except OSError:
        pytest.skip("GATE SKIPPED: no mount command")
    if done.returncode:
        pytest.skip("GATE SKIPPED: only root may mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_the_run_goes_on_when_there_is_room(small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 40_000)
    marks, pages, said, _ = json.loads(run_child(FULL, small_disk).stdout)
    assert "磁盘空间不足" in said
    ballast.unlink()
    finish(small_disk / "out" / "r1", marks, pages)


def test_nothing_is_left_of_a_run_that_could_not_begin(small_disk):
    (small_disk / "ballast").write_bytes(b"x" * 120_000)
    while True:
        try:
            with (small_disk / "ballast").open("ab") as stream:
                stream.write(b"x" * 1000)
        except OSError:
            break
    with pytest.raises(RunError, match="磁盘空间不足"):
        RunWriter.create(small_disk / "a" / "b", "r1", SUBJECT, {}, NOON)
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_facts_that_break_off_leave_none(tmp_path):
    run = writer(tmp_path)

    def broken():
        yield link(URLS[0], None)
        raise ValueError(URLS[1])

    with pytest.raises(ValueError, match=r"1\.html"):
        run.write_facts(broken())
    assert [path.name for path in run.path.iterdir()] == ["run.json"]


def test_facts_are_hashed_as_they_are_written(tmp_path):
    run = filled(tmp_path)
    assert verify(run.path) == []
    assert [fact.url for fact in run.each_fact()] == URLS


def test_many_facts_take_no_more_memory_than_few(tmp_path):
    run = writer(tmp_path)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run.write_facts(link(f"http://www.shili.gov.cn/{n}.html", None) for n in range(200_000))
    run.close(NOON, stats=Stats())
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    closed = Run.open(run.path)
    size = (run.path / "facts.jsonl").stat().st_size
    assert size > 30 << 20
    assert sum(1 for _ in closed.each_fact()) == 200_000
    assert verify(run.path) == []
    assert grown < size >> 11  # KiB against bytes: less than half of the file


def test_bytes_behind_the_last_mark_are_cut_off(tmp_path):
    first = writer(tmp_path)
    first.append_page(row(URLS[0], first.append_exchange([message(URLS[0])])))
    marks = first.sync()
    first.abandon()
    for name in marks:
        with (first.path / name).open("ab") as stream:
            stream.write(b"\x1f\x8b\x08torn")
    (first.path / "archive-00002.warc.gz").write_bytes(b"never committed")
    finish(first.path, marks, 1)


@pytest.mark.parametrize("name", ["archive-00001.warc.gz", "pages-00001.jsonl.gz"])
def test_bytes_missing_before_a_mark_are_said(tmp_path, name):
    first = writer(tmp_path)
    first.append_page(row(URLS[0], first.append_exchange([message(URLS[0])])))
    marks = first.sync()
    first.abandon()
    os.truncate(first.path / name, marks[name] - 1)
    with pytest.raises(RunError, match=name):
        RunWriter.resume(first.path).cut_to(marks)


def test_the_archive_reaches_the_disk_before_the_rows_that_point_into_it(tmp_path, monkeypatch):
    synced = []
    real = os.fsync

    def fsync(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").resolve().name)
        real(handle)

    if not Path("/proc/self/fd").exists():
        pytest.skip("GATE SKIPPED: needs /proc to tell which file is synced")
    run = writer(tmp_path)
    monkeypatch.setattr(os, "fsync", fsync)
    run.append_page(row(URLS[0], run.append_exchange([message(URLS[0])])))
    run.sync()
    assert synced == ["archive-00001.warc.gz", "r1", "pages-00001.jsonl.gz", "r1"]
    run.sync()
    assert len(synced) == 4


def test_an_adopted_file_is_never_cut(tmp_path):
    first = filled(tmp_path)
    size = (first.path / "archive-00001.warc.gz").stat().st_size
    run = writer(tmp_path, "r2", previous=first)
    run.adopt_archives(first)
    run.cut_to({"archive-00001.warc.gz": 10})
    assert (first.path / "archive-00001.warc.gz").stat().st_size == size


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "磁盘空间不足"),
        (errno.EFBIG, "磁盘空间不足"),
        (errno.EDQUOT, "磁盘空间不足"),
        (errno.EROFS, "权限"),
        (errno.EIO, "无法读写"),
    ],
)
def test_errors_of_the_file_system_have_their_sentence(tmp_path, number, words):
    assert words in str(explain(OSError(number, os.strerror(number)), tmp_path / "r1"))


def test_a_database_that_may_not_grow_is_a_full_disk(tmp_path):
    program = """
        import resource, sqlite3, sys
        from pathlib import Path
        from xunwang.inspector.evidence.errors import RunError, writing
        path = Path(sys.argv[1]) / "frontier.sqlite"
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        try:
            with writing(path):
                database = sqlite3.connect(path)
                database.execute("CREATE TABLE t (x)")
                database.executemany("INSERT INTO t VALUES (?)", (("x" * 1000,) for _ in range(1000)))
                database.commit()
        except RunError as error:
            print(error)
    """
    assert "磁盘空间不足" in run_child(program, tmp_path).stdout
    with pytest.raises(RunError, match="磁盘空间不足"), writing(tmp_path / "x"):
        raise OSError(errno.EFBIG, "File too large")
