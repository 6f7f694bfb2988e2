"""Work over which one worker after the other is lost: it is set aside, told, and keeps nothing else back."""

import datetime as dt
import socket
import subprocess
import sys

import pytest
from django.utils import timezone

from xunwang.office import vitals
from xunwang.office.alerts import machine
from xunwang.office.alerts.models import Alert
from xunwang.office.campaigns import slicing
from xunwang.office.campaigns.models import RunState
from xunwang.office.jobs import queue
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.limits.models import Tally
from xunwang.office.searching.working import SEARCH, SEARCH_RUN, look_for
from xunwang.office.selfcheck import service as selfcheck


@pytest.fixture(scope="module")
def dead():
    """The name of a process of this machine that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}:{process.pid}"


@pytest.fixture
def kind(db, monkeypatch):
    monkeypatch.setitem(queue.HANDLERS, "try", lambda work: None)
    return "try"


def lose(job, dead, *, further=None):
    """A worker claims the job, gets so far, and is killed."""
    Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(due_at=timezone.now())
    work = queue.claim()
    if work is None:
        return
    if further is not None:
        work.tell("示例站", further, None)
    Job.objects.filter(pk=work.job.pk).update(owner=dead)


def lives(job, dead, **said):
    """How many workers were lost until the job was given up, at most twenty."""
    for number in range(20):
        for _ in range(2):  # the first look puts a job that lost its worker off
            lose(job, dead, **said)
        job.refresh_from_db()
        if job.state == JobState.FAILED:
            return number
    return None


def test_work_that_loses_every_worker_is_set_aside_and_told(kind, dead, office):
    job = queue.ask(kind, 1)
    assert lives(job, dead) is not None
    assert job.attempts == queue.MOST_LOST
    assert "连续 6 次被强行终止" in job.problem

    failed = next(one for one in vitals.look() if one.name == "失败的任务")
    assert not failed.well
    assert "连续 6 次被强行终止" in failed.detail
    machine.look(timezone.now())
    machine.look(timezone.now())
    (alert,) = Alert.objects.all()
    assert (alert.unit, alert.title, alert.text) == (office.province, "1 项后台任务没有完成", job.problem)

    Job.objects.update(finished_at=timezone.now() - dt.timedelta(days=2))
    machine.look(timezone.now())
    assert Alert.objects.get().ended_at


def test_what_waits_for_work_that_is_set_aside_ends_in_words_and_may_be_asked_for_again(office, dead):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    clerk = office.user(office.county, "unit_clerk")
    check = selfcheck.ask_for(site, user=clerk)
    row = office.campaign(office.city, [site]).subjects.get()
    row.campaign.subjects.update(run_state=RunState.LOOKED, run_path="gone")
    searched = look_for(row.campaign, ["质监局"], user=clerk).runs.get()
    Job.objects.filter(kind=SEARCH).delete()

    for kept, job in ((check, Job.objects.get()), (searched, queue.ask(SEARCH_RUN, searched.pk))):
        assert lives(job, dead) is not None
        kept.refresh_from_db()
        assert (kept.state, "连续 6 次被强行终止" in kept.problem) == ("failed", True)
    again = selfcheck.ask_for(site, user=clerk)
    Job.objects.all().delete()  # as earlier versions left it
    Tally.objects.all().delete()
    selfcheck.ask_for(site, user=clerk)
    again.refresh_from_db()
    assert again.state == "failed"


def test_other_work_is_done_meanwhile(kind, dead):
    poisoned = queue.ask(kind, 1)
    for _ in range(2):
        lose(poisoned, dead)
    queue.ask(kind, 2)

    assert queue.claim().key == "2"
    assert queue.claim() is None
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.due_at > timezone.now()) == (JobState.QUEUED, True)


def test_work_that_gets_further_each_time_is_never_set_aside(kind, dead):
    job = queue.ask(kind, 1)
    for number in range(1, 2 * queue.MOST_LOST):
        for _ in range(2):
            lose(job, dead, further=number)

    job.refresh_from_db()
    assert job.state != JobState.FAILED


@pytest.fixture
def campaign(office):
    sites = [office.website(office.county, f"网站{n}", f"http://s{n}.gov.cn/") for n in range(3)]
    made = office.campaign(office.city, sites)
    made.subjects.update(run_state=RunState.WAITING)
    return made


def test_after_two_losses_each_subject_is_looked_at_alone_and_only_the_poisoned_one_fails(
    campaign, dead, monkeypatch
):
    rows = list(campaign.subjects.order_by("pk"))
    looked = []
    monkeypatch.setattr(slicing, "_look_at", lambda some, work: looked.append([row.pk for row in some]))
    job = queue.ask(slicing.SLICE, f"{campaign.pk}:{rows[0].pk}", payload={"rows": [row.pk for row in rows]})
    Job.objects.update(attempts=2)
    queue.perform(queue.claim())

    assert looked == [[rows[0].pk]]
    alone = Job.objects.filter(kind=slicing.SLICE, state=JobState.QUEUED)
    assert sorted(one.payload["rows"] for one in alone) == [[row.pk] for row in rows[1:]]
    assert {tuple(one.hosts) for one in alone} == {(f"s{n}.gov.cn",) for n in (1, 2)}

    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING,
        attempts=queue.MOST_LOST,
        owner=dead,
        lease_until=timezone.now(),
        payload={"rows": [rows[0].pk]},
    )
    queue.claim()
    states = dict(campaign.subjects.values_list("pk", "run_state"))
    assert states == {rows[0].pk: RunState.FAILED, rows[1].pk: RunState.WAITING, rows[2].pk: RunState.WAITING}
    assert "内存" in campaign.subjects.get(pk=rows[0].pk).run_problem
