"""Notes lie in the run beside its page rows: they survive what the rows survive, and unchanged pages take theirs along."""

import datetime as dt

import pytest
from survey_sketch import STARTED
from test_notes import SUBJECT, facts, sketch

from xunwang.inspector.evidence import Run, RunWriter, SameRow, Stats, verify
from xunwang.inspector.model import Attempt, Reach
from xunwang.inspector.survey import NotedRun

LATER = STARTED + dt.timedelta(days=30)


def create(folder, name="lizhen", **options):
    return NotedRun.create(folder, name, SUBJECT, {}, STARTED, **options)


def surveyed(writer):
    """The facts from the notes; of the rows only the home page may be asked for."""
    notes = writer.notes()
    assert notes is not None
    return facts(list(writer.rows())[:1], list(notes()))


def test_a_run_is_surveyed_from_its_notes(tmp_path):
    rows = sketch().rows
    writer = create(tmp_path)
    for row in rows:
        writer.append_page(row)
    assert surveyed(writer) == facts(rows)
    writer.write_facts(facts(rows))
    writer.close(STARTED, stats=Stats())
    assert verify(writer.path) == []
    assert "notes-00001.jsonl.gz" in {entry.name for entry in Run.open(writer.path).manifest.files}


@pytest.mark.parametrize("committed", [0, 1, 5])
def test_what_was_written_behind_the_last_commit_is_cut_off_the_notes_too(tmp_path, committed):
    rows = sketch().rows
    writer = create(tmp_path)
    marks = {}
    for number, row in enumerate(rows[:7]):
        if number == committed:
            marks = writer.sync()
        writer.append_page(row)
    writer.sync()  # a process killed before its marks were committed
    resumed = NotedRun.resume(writer.path)
    resumed.cut_to(marks)
    for row in rows[committed:]:
        resumed.append_page(row)
    assert surveyed(resumed) == facts(rows)


def test_rows_of_a_run_begun_without_notes_are_read_themselves(tmp_path):
    rows = sketch().rows
    writer = create(tmp_path)
    for row in rows[:3]:
        writer.append_page(row)
    marks = writer.sync()
    marks.pop("notes-00001.jsonl.gz")
    resumed = NotedRun.resume(writer.path)
    resumed.cut_to(marks)
    assert not (writer.path / "notes-00001.jsonl.gz").exists()
    assert resumed.notes() is None


def unchanged(row, line):
    attempt = Attempt(at=LATER, reach=Reach.OK, status=304, final_url=row.page.url)
    return SameRow(
        same=f"pages-00001.jsonl.gz:0:{line}",
        url=row.page.url,
        key=row.key,
        depth=row.depth,
        parent=row.parent,
        attempt=attempt,
        evidence=None,
    )


def closed(writer):
    writer.write_facts([])
    writer.close(STARTED, stats=Stats())
    return Run.open(writer.path)


def second_run(folder, rows, earlier, notes):
    """The same site a month later: only its third page has changed. `notes` are those of the earlier run, line for line."""
    writer = create(folder, "lizhen-2", previous=earlier)
    writer.adopt(earlier)
    for line, (row, note) in enumerate(zip(rows, notes, strict=True)):
        if line == 2:
            writer.append_page(row)
        else:
            writer.append_same(unchanged(row, line), note)
    return writer


def test_unchanged_pages_take_their_notes_along(tmp_path):
    rows = sketch().rows
    writer = create(tmp_path)
    for row in rows:
        writer.append_page(row)
    taken = list(writer.notes()())
    second = second_run(tmp_path, rows, closed(writer), taken)
    assert surveyed(second) == facts(list(second.rows()))
    carried = list(second.notes()())
    third = second_run(tmp_path / "third", rows, closed(second), carried)
    notes = third.notes()
    assert notes is not None
    assert len(list(notes())) == len(rows)
    assert b"null" not in list(notes())


def test_an_unchanged_page_that_nobody_noted_is_read_from_its_row(tmp_path):
    rows = sketch().rows
    plain = RunWriter.create(tmp_path, "lizhen", SUBJECT, {}, STARTED)
    for row in rows:
        plain.append_page(row)
    second = second_run(tmp_path, rows, closed(plain), [b""] * len(rows))
    notes = second.notes()
    assert notes is not None
    assert list(notes()).count(b"null") == len(rows) - 1
    whole = list(second.rows())
    assert facts(whole, list(notes())) == facts(whole)
