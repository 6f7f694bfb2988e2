"""A full disk and a starved process are no failures of the work that met them."""

import threading
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import timezone

from xunwang.inspector.evidence.errors import writing
from xunwang.office.jobs import queue
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.worker import Outage


@pytest.fixture
def does(db, monkeypatch):
    """Sets what the work of the kind `try` does."""
    return lambda act: monkeypatch.setitem(queue.HANDLERS, "try", act)


def perform(job):
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(due_at=timezone.now())
    work = queue.claim()
    assert work.job.pk == job.pk
    queue.perform(work)
    job.refresh_from_db()


def test_work_waits_until_the_disk_has_space_again(does, tmp_path):
    def write(_work):
        with writing(tmp_path / "x"), Path("/dev/full").open("wb", 0) as file:
            file.write(b"x")

    does(write)
    job = queue.ask("try", 1)
    for _ in range(2 * queue.MOST_LOST):
        perform(job)
        assert (job.state, job.due_at > timezone.now()) == (JobState.QUEUED, True)
        assert "磁盘空间不足" in job.problem

    does(lambda _work: None)
    perform(job)
    assert (job.state, job.problem) == (JobState.DONE, "")


def test_a_starved_process_ends_and_leaves_its_work_to_another(does):
    does(lambda _work: bytes(1 << 62))
    job = queue.ask("try", 1)
    with pytest.raises(queue.UnfitError) as ended:
        perform(job)

    assert isinstance(ended.value.__cause__, MemoryError)
    job.refresh_from_db()
    assert (job.state, job.owner, job.attempts) == (JobState.RUNNING, queue.me(), 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_process_that_can_begin_no_thread_leaves_its_work_to_another(monkeypatch):
    monkeypatch.setitem(queue.HANDLERS, "try", lambda _work: None)
    job = queue.ask("try", 1)
    before = threading.stack_size(1 << 46)  # more than any machine has
    try:
        with pytest.raises(queue.UnfitError):
            perform(job)
    finally:
        threading.stack_size(before)

    job.refresh_from_db()
    assert (job.state, job.owner, job.attempts) == (JobState.RUNNING, queue.me(), 1)


def test_what_the_work_itself_gets_wrong_still_counts(does):
    def fail(_work):
        raise ValueError

    does(fail)
    job = queue.ask("try", 1)
    for _ in range(queue.MOST_ATTEMPTS):
        perform(job)

    assert job.state == JobState.FAILED


def test_a_database_that_goes_and_comes_back_is_told_once_each(caplog):
    outage = Outage()
    for error in (None, DatabaseError("no such\nserver"), DatabaseError("no such server"), None, None):
        outage.heard(error)

    assert [record.getMessage() for record in caplog.records] == [
        "数据库不能使用（no such server），恢复后自动继续",
        "数据库已恢复，后台任务继续",
    ]
