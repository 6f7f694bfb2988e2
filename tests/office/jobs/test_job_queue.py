"""The queue: one open job of a kind and key, claims that only one worker gets, leases that pass on."""

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from django.utils import timezone

from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue, worker
from xunwang.office.jobs.models import HostHold, Job, JobState
from xunwang.office.jobs.queue import Priority


@pytest.fixture
def handler(db, monkeypatch):
    """What the jobs of the kind `try` do: `handler.act(work)`; `handler.seen` keeps the keys."""

    class Handler:
        def __init__(self):
            self.seen, self.act = [], lambda work: None

        def __call__(self, work):
            self.seen.append(work.key)
            self.act(work)

    made = Handler()
    monkeypatch.setitem(queue.HANDLERS, "try", made)
    return made


def taken_over(monkeypatch):
    """The work of a job whose worker did not renew its lease for as long as it lasts, in other hands."""
    assert queue.claim() is None
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(0))
    return queue.claim()


def test_asking_twice_is_asking_once(handler):
    assert queue.ask("try", 1) == queue.ask("try", 1)
    queue.work_off()

    assert handler.seen == ["1"]
    assert Job.objects.get().state == JobState.DONE
    queue.ask("try", 1)
    assert queue.work_off() == 1


def test_what_is_asked_for_while_it_runs_runs_once_more(handler):
    def act(work):
        if len(handler.seen) == 1:
            queue.ask("try", work.key)
            queue.ask("try", work.key)

    handler.act = act
    queue.ask("try", 1)
    queue.work_off()

    assert handler.seen == ["1", "1"]


def test_nothing_is_done_before_it_is_due(handler):
    queue.ask("try", 1, at=timezone.now() + dt.timedelta(hours=1))

    assert queue.claim() is None


def test_only_one_gets_a_job(handler):
    queue.ask("try", 1)

    assert queue.claim() is not None
    assert queue.claim() is None


def test_a_lease_that_ran_out_passes_on_and_the_first_worker_can_write_no_more(handler, monkeypatch):
    queue.ask("try", 1)
    first = queue.claim()
    second = taken_over(monkeypatch)

    with pytest.raises(queue.LeaseLostError):
        first.tell("still here", 1, 2)
    second.tell("now here", 1, 2)
    queue._end(first, state=JobState.DONE)
    assert Job.objects.get().state == JobState.RUNNING


def test_the_job_of_a_worker_that_was_killed_passes_on_at_once(handler):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    queue.ask("try", 1)
    queue.claim()
    Job.objects.update(owner=f"{socket.gethostname()}:{dead.pid}")

    assert queue.claim() is not None


def test_a_job_of_a_living_worker_is_left_alone(handler):
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        queue.ask("try", 1)
        queue.claim()
        Job.objects.update(owner=f"{socket.gethostname()}:{living.pid}")

        assert queue.claim() is None
    finally:
        living.communicate(b"\n")


def test_a_refusal_is_told_and_not_tried_again(handler):
    def act(work):
        raise OfficeError("名录是空的。")

    handler.act = act
    queue.ask("try", 1)
    queue.work_off()

    job = Job.objects.get()
    assert (job.state, job.problem, job.attempts) == (JobState.FAILED, "名录是空的。", 1)


def test_an_accident_is_tried_three_times(handler):
    def act(work):
        raise RuntimeError("accident")

    handler.act = act
    queue.ask("try", 1)
    for _ in range(queue.MOST_ATTEMPTS):
        queue.work_off()
        Job.objects.update(due_at=timezone.now())

    job = Job.objects.get()
    assert (job.state, len(handler.seen)) == (JobState.FAILED, queue.MOST_ATTEMPTS)
    assert "试了 3 次" in job.problem


def test_work_that_was_put_back_does_not_count_as_an_attempt(handler):
    def act(work):
        if len(handler.seen) == 1:
            raise queue.PutBackError

    handler.act = act
    queue.ask("try", 1)
    queue.work_off()

    assert (handler.seen, Job.objects.get().attempts) == (["1", "1"], 1)


def test_of_what_is_due_the_most_urgent_comes_first(handler, monkeypatch):
    kinds = {"check": Priority.RECHECK, "crawl": Priority.CRAWL, "probe": Priority.PROBE}
    for kind, priority in kinds.items():
        monkeypatch.setitem(queue.HANDLERS, kind, handler)
        monkeypatch.setitem(queue.PRIORITIES, kind, priority)
        queue.ask(kind, kind)
    queue.work_off()

    assert handler.seen == ["probe", "crawl", "check"]


def test_the_most_urgent_comes_first_out_of_more_than_are_looked_at(handler, monkeypatch):
    monkeypatch.setattr(queue, "_LOOKED_AT", 2)
    monkeypatch.setitem(queue.HANDLERS, "probe", handler)
    monkeypatch.setitem(queue.PRIORITIES, "probe", Priority.PROBE)
    monkeypatch.setitem(queue.PRIORITIES, "try", Priority.RECHECK)
    for key in ("one", "two", "three"):
        queue.ask("try", key)
    queue.ask("probe", "last")

    assert queue.claim().key == "last"


def test_of_two_workers_that_saw_the_same_job_the_faster_gets_it(handler, monkeypatch):
    queue.ask("try", "one")
    gone = []

    def meanwhile(_job, _now):
        if not gone:
            gone.append("begun")
            gone.append(queue.claim().key)
        return False

    monkeypatch.setattr(queue, "_rests", meanwhile)

    assert queue.claim() is None
    assert gone == ["begun", "one"]


def test_a_server_is_visited_by_one_job_at_a_time(handler):
    queue.ask("try", "first", hosts=["a.example.gov.cn", "b.example.gov.cn"])
    queue.ask("try", "second", hosts=["b.example.gov.cn"])
    queue.ask("try", "third", hosts=["c.example.gov.cn"])
    first, third = queue.claim(), queue.claim()

    assert (first.key, third.key) == ("first", "third")
    assert queue.claim() is None
    queue.perform(first)
    Job.objects.filter(key="second").update(due_at=timezone.now())
    second = queue.claim()
    assert second.key == "second"
    for work in (second, third):
        queue.perform(work)
    assert not HostHold.objects.exists()


def test_servers_pass_on_with_the_job_of_a_lost_worker(handler, monkeypatch):
    queue.ask("try", "first", hosts=["a.example.gov.cn"])
    queue.claim()
    again = taken_over(monkeypatch)
    queue.perform(again)

    assert handler.seen == ["first"]
    assert not HostHold.objects.exists()


def test_a_worker_that_cannot_renew_its_lease_stops_before_it_runs_out(handler, monkeypatch):
    queue.ask("try", 1)
    work = queue.claim()
    assert not work.is_over()

    monkeypatch.setattr(queue, "LEASE", dt.timedelta(0))
    assert work.is_over()
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(minutes=1))
    Job.objects.update(fence=9)
    with pytest.raises(queue.LeaseLostError):
        work.renew()
    assert work.is_over()


def test_a_process_that_was_killed_is_started_anew_and_one_that_ended_is_not(tmp_path):
    places = {name: tmp_path / name for name in ("killed", "ended")}
    write = "import os, sys; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); "
    killed = worker._Kept(
        [sys.executable, "-c", write + "import time; time.sleep(600)", str(places["killed"])]
    )
    ended = worker._Kept([sys.executable, "-c", write, str(places["ended"])])

    def pids(name):
        return places[name].read_text().split() if places[name].exists() else []

    while len(pids("killed")) < 2:
        for pid in pids("killed")[-1:]:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        time.sleep(0.1)
    ended._process.wait()
    killed.end()
    ended.end()

    assert len(pids("ended")) == 1
    assert killed._process.returncode is not None
