"""Repeated work: asked for once, done again when its time has come, its old rows dropped."""

import datetime as dt

import pytest
from django.utils import timezone

from xunwang.office.jobs import queue, ticking
from xunwang.office.jobs.models import Job, JobState

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def rounds(db, monkeypatch):
    """A repeated work of the test's own, and nothing else that repeats."""
    monkeypatch.setattr(ticking, "REPEATED", {})
    monkeypatch.setattr(queue, "HANDLERS", {})
    done = []
    ticking.repeats("count", HOUR)(lambda work: done.append(work.key))
    return done


def test_it_is_asked_for_once_however_often_one_looks(rounds):
    for _ in range(3):
        ticking.keep_ticking()

    assert Job.objects.count() == 1
    assert queue.work_off() == 1
    assert rounds == [ticking.TICK]


def test_the_next_round_waits_its_time_and_old_rows_go(rounds):
    for _ in range(3):
        ticking.keep_ticking()
        Job.objects.filter(state=JobState.QUEUED).update(due_at=timezone.now())
        queue.work_off()
    ticking.keep_ticking()
    waiting = Job.objects.get(state=JobState.QUEUED)

    assert len(rounds) == 3
    assert Job.objects.count() == 2
    assert waiting.due_at > timezone.now()
    assert queue.work_off() == 0


def test_looking_while_a_round_is_done_asks_for_no_second_one_right_behind_it(rounds):
    ticking.keep_ticking()
    under_way = queue.claim()
    ticking.keep_ticking()
    queue.perform(under_way)

    assert queue.work_off() == 0
    assert rounds == [ticking.TICK]


def test_after_days_without_an_office_it_is_due_at_once(rounds):
    ticking.keep_ticking()
    queue.work_off()
    Job.objects.update(created_at=timezone.now() - dt.timedelta(days=3))
    ticking.keep_ticking()

    assert queue.work_off() == 1
