"""What workers do for a campaign, cut into jobs that any of them can take: a few websites each, for ten minutes at a time.

A job that a worker leaves, for whatever reason, is continued by the next one from the runs' own committed state; a run that was
finished and not judged is judged. Nothing is kept by a worker that another one has taken over from.
"""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.model import is_full, is_starved
from xunwang.office import clock
from xunwang.office.campaigns import looking
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import (
    LaterError,
    LeaseLostError,
    Priority,
    PutBackError,
    Work,
    ask,
    gives_up,
    handles,
    open_job,
    outlasting,
)
from xunwang.office.looking import looking_settings
from xunwang.office.places import run_at
from xunwang.office.registry.fields import ON_PLATFORMS

SLICE, RETEST, RETEST_ONE = "look_slice", "retest", "retest_one"
BATCH = 4
ACCOUNT_BATCH = 50
_RETEST_AFTER = dt.timedelta(hours=25)
"""Links that failed for a reason that may pass count only when they still fail a day later."""
_TOLD_EVERY = 1.0  # seconds
_ONCE_MORE_AFTER = dt.timedelta(seconds=15)
"""When a run that a lost worker may still be writing is asked for again."""
_TOGETHER = 2
"""After so many attempts that got no further each subject of a slice is looked at alone."""
_TO_DO = (RunState.LOOKING, RunState.WAITING)


def under_way(campaign: Campaign) -> bool:
    """Whether any worker looks at the campaign's subjects, or is still to."""
    return bool(open_job(looking.LOOK, campaign.pk)) or _open_slices(campaign).exists()


def last_problem(campaign: Campaign) -> str:
    """Why the newest job that looked for the campaign did not end well; "" when it did."""
    last = Job.objects.filter(kind=SLICE, key__startswith=f"{campaign.pk}:").last()
    planned = Job.objects.filter(kind=looking.LOOK, key=str(campaign.pk)).last()
    return next((job.problem for job in (last, planned) if job and job.problem), "")


def _open_slices(campaign: Campaign) -> QuerySet[Job]:
    states = [JobState.QUEUED, JobState.RUNNING]
    return Job.objects.filter(kind=SLICE, key__startswith=f"{campaign.pk}:", state__in=states)


@handles(looking.LOOK, Priority.CRAWL)
def _plan(work: Work) -> None:
    """Asks for a job for every few subjects that wait; those that have one already are left to it."""
    campaign = Campaign.objects.get(pk=work.key)
    if campaign.paused:
        return
    for batch in _batches(campaign):
        hosts = [] if looking.is_account(batch[0]) else [door.host_of(row.home) for row in batch if row.home]
        rows = [row.pk for row in batch]
        ask(SLICE, f"{campaign.pk}:{rows[0]}", payload={"rows": rows}, hosts=hosts)


def _batches(campaign: Campaign) -> Iterator[list[CampaignSubject]]:
    """Websites and accounts are never looked at together."""
    given = {row for slice_ in _open_slices(campaign) for row in slice_.payload["rows"]}
    waiting = campaign.subjects.filter(run_state__in=_TO_DO).select_related("subject").order_by("pk")
    rows = [row for row in waiting if row.pk not in given]
    for accounts, size in ((False, BATCH), (True, ACCOUNT_BATCH)):
        of_kind = (row for row in rows if looking.is_account(row) is accounts)
        while batch := list(islice(of_kind, size)):
            yield batch


@handles(SLICE, Priority.CRAWL)
def _look(work: Work) -> None:
    rows = _rows(work)
    if work.job.attempts > _TOGETHER and len(rows) > 1:
        rows = _left_alone(rows, work)
    if rows and not rows[0].campaign.paused:
        _look_at(rows, work)
    campaign = Campaign.objects.get(pk=work.key.partition(":")[0])
    left = campaign.subjects.filter(pk__in=work.payload["rows"], run_state__in=_TO_DO)
    if campaign.paused:
        left.update(run_state=RunState.WAITING)
    elif left.exists():  # it was paused, and goes on by now
        ask(looking.LOOK, campaign.pk)
    elif not campaign.subjects.filter(run_state__in=_TO_DO).exists():
        ask(RETEST, campaign.pk, at=timezone.now() + _RETEST_AFTER)


def _left_alone(rows: list[CampaignSubject], work: Work) -> list[CampaignSubject]:
    """The first of the rows; the others get jobs of their own, so that one over which workers are lost keeps none back."""
    for row in rows[1:]:
        hosts = [] if looking.is_account(row) or not row.home else [door.host_of(row.home)]
        ask(SLICE, f"{row.campaign_id}:{row.pk}", payload={"rows": [row.pk]}, hosts=hosts)
    work.narrow({"rows": [rows[0].pk]})
    return rows[:1]


@gives_up(SLICE)
def _set_aside(job: Job, said: str) -> None:
    """Whoever drives the campaign reads at each subject why it was not looked at, and can ask for it again."""
    left = CampaignSubject.objects.filter(pk__in=job.payload["rows"], run_state__in=_TO_DO)
    left.update(run_state=RunState.FAILED, run_problem=said)


def _rows(work: Work) -> list[CampaignSubject]:
    """What is left to do of a slice."""
    mine = CampaignSubject.objects.filter(pk__in=work.payload["rows"], run_state__in=_TO_DO)
    return list(mine.select_related("campaign", "subject").order_by("pk"))


def _look_at(rows: Sequence[CampaignSubject], work: Work) -> None:
    campaign = rows[0].campaign
    campaign.subjects.filter(pk__in=[row.pk for row in rows]).update(run_state=RunState.LOOKING)
    fresh = [row for row in rows if looking.is_account(row) or not _judge_what_is_finished(row, work)]
    if not fresh:
        return
    watch = Watch(campaign, fresh, work)
    try:
        runs = looking.look_at(fresh, looking.runs_folder(campaign), watch, as_of=campaign.as_of)
    except door.StoppedError:
        if Campaign.objects.filter(pk=campaign.pk, paused=True).exists():
            return
        raise PutBackError from None
    except door.RunTakenError:
        raise LaterError(timezone.now() + _ONCE_MORE_AFTER) from None
    except (door.RunError, door.SettingsError, OfficeError, OSError) as error:
        if is_full(error) or is_starved(error):
            raise  # the subjects have nothing to do with it
        if len(fresh) > 1:
            for row in fresh:
                _look_at([row], work)
        else:
            _fail(fresh[0], error)
        return
    for row, run in zip(fresh, runs, strict=True):
        _judge(row, run, work)


def _judge_what_is_finished(row: CampaignSubject, work: Work) -> bool:
    run = looking.unjudged(row)
    if run is not None:
        _judge(row, run, work)
    return run is not None


def _judge(row: CampaignSubject, run: Path, work: Work) -> None:
    """Keeps the verdict, also when the database is gone for a while; not when the job is another worker's by then."""

    def act() -> None:
        row.refresh_from_db()
        judge_again(row, run=run, as_of=row.campaign.as_of, hold=work.renew)

    outlasting(act)


def _fail(row: CampaignSubject, error: Exception) -> None:
    said = f"{error}".rstrip("。")
    CampaignSubject.objects.filter(pk=row.pk).update(run_state=RunState.FAILED, run_problem=f"{said}。")


class Watch:
    """Hears how far the sites are, tells those who watch, and ends the work when it is paused, over, or another worker's."""

    def __init__(self, campaign: Campaign, batch: Sequence[CampaignSubject], work: Work) -> None:
        self._campaign, self._work = campaign, work
        self._rows = {row.name: row.pk for row in batch}
        self._told: dict[str, float] = {}

    def __call__(self, told: door.Told) -> None:
        if not told.finished and time.monotonic() - self._told.get(told.stage, 0.0) < _TOLD_EVERY:
            return
        self._told[told.stage] = time.monotonic()
        if self._is_over(told):
            self._work.interrupt()

    def _is_over(self, told: door.Told) -> bool:
        try:
            if told.stage in self._rows:
                row = CampaignSubject.objects.filter(pk=self._rows[told.stage])
                row.update(pages_done=told.done, pages_total=told.total)
            self._work.tell(told.stage, told.done, told.total)
            paused = Campaign.objects.filter(pk=self._campaign.pk, paused=True).exists()
        except LeaseLostError:
            return True
        except DatabaseError:
            connection.close()
            paused = False
        return paused or self._work.is_over()


@handles(RETEST, Priority.RECHECK)
def _retest(work: Work) -> None:
    """The second look at links, a day later, each website a job of its own; what is closed by then stays."""
    campaign = Campaign.objects.get(pk=work.key)
    if campaign.point_closed_at:
        return
    looked = campaign.subjects.filter(run_state=RunState.LOOKED, rechecks=[])
    for row in looked.exclude(subject__kind__in=ON_PLATFORMS):
        ask(RETEST_ONE, row.pk, hosts=[door.host_of(row.home)] if row.home else [])


@handles(RETEST_ONE, Priority.RECHECK)
def _retest_one(work: Work) -> None:
    row = CampaignSubject.objects.select_related("campaign").get(pk=work.key)
    if row.campaign.point_closed_at or row.run_state != RunState.LOOKED or row.rechecks:
        return
    run = run_at(row.run_path)
    try:
        settings = looking_settings()
        later = door.recheck([run], settings, keys=None, clock=clock.local_now, tell=lambda _: None)
    except door.StoppedError:
        raise PutBackError from None
    except (door.RunError, door.SettingsError) as error:
        raise OfficeError(f"{error}。") from error
    row.refresh_from_db()
    judge_again(row, run=run, rechecks=later, as_of=row.campaign.as_of, hold=work.renew)
