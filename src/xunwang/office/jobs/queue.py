"""Asks for work, claims it, does it. A worker asks the database for one due row and takes it by a conditional update."""

import datetime as dt
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from xunwang.inspector.model import is_full, is_starved
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import holding, waking
from xunwang.office.jobs.leases import Sight
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.turns import in_turn

LEASE = dt.timedelta(seconds=60)
SLICE = dt.timedelta(minutes=10)
"""Work that can go on later is put back after this time, so that what is more urgent never waits longer."""
MOST_ATTEMPTS = 3
MOST_LOST = 6
"""So many workers may be lost over one piece of work that gets no further; more than attempts, since most are lost for reasons of their own."""
_PAUSE = dt.timedelta(seconds=10)
"""Between two attempts, the longer the more there were: others come first meanwhile."""
_GIVEN_UP = 0.75
"""The share of a lease after which a worker that cannot renew it stops: before anybody else can take the job over."""
_HOST_AGAIN = dt.timedelta(seconds=15)
"""When a job whose server is being visited by another one is looked at again."""
_SPACE_AGAIN = dt.timedelta(minutes=1)
"""When work that found the disk full is taken up again."""
_LOOKED_AT = 20  # due jobs looked at before giving up for this time
_OPEN = (JobState.QUEUED, JobState.RUNNING)
_NO_SPACE = "磁盘空间不足，工作暂停；腾出空间后会自动继续，已完成的部分都在。"
_SIGHT = Sight()
_log = logging.getLogger(__name__)


class Priority(IntEnum):
    """Of what is due the highest comes first."""

    RECHECK = -10
    CRAWL = 0
    SOON = 10  # short work that people wait for
    PROBE = 20


class LeaseLostError(Exception):
    """Somebody else has taken the job over: write nothing more."""


class PutBackError(Exception):
    """The work was interrupted and can go on later from where it stands."""


class LaterError(Exception):
    """It did not work out this time and is worth another try at `at`; `said` tells those who wait why."""

    def __init__(self, at: dt.datetime, said: str = "") -> None:
        super().__init__(at, said)
        self.at, self.said = at, said


class UnfitError(Exception):
    """Our own process is short of memory or open files; another one goes on."""


class Work:
    """A claimed job in the hands of its worker."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.key = job.key
        self.payload: dict[str, Any] = job.payload
        self._begun = self._renewed = time.monotonic()
        self._lost = self._interrupted = False
        self._furthest = job.done

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Where the work stands, for those who watch; whoever gets further than those before has the first attempt again. Raises LeaseLostError."""
        fields: dict[str, Any] = {"stage": stage[:300], "done": done, "total": total}
        if done > self._furthest and self.job.attempts > 1:
            self.job.attempts = fields["attempts"] = 1
        self._write(**fields)

    def narrow(self, payload: dict[str, Any]) -> None:
        """From now on the job is this and no more. Raises LeaseLostError."""
        self._write(payload=payload)
        self.payload = self.job.payload = payload

    def renew(self) -> None:
        """Keeps the job for another lease; inside a transaction nobody else can claim it before that ends. Raises LeaseLostError."""
        self._write()

    def is_over(self) -> bool:
        """Whether this worker has to stop: its slice of time is used up, or it may no more count on being the only one."""
        now = time.monotonic()
        unsure = now - self._renewed > LEASE.total_seconds() * _GIVEN_UP
        return self._lost or unsure or now - self._begun > SLICE.total_seconds()

    def interrupt(self) -> None:
        """Ends the looking under way as Ctrl-C does, so that every site commits what it has. Once: a second Ctrl-C would end the process."""
        if not self._interrupted:
            self._interrupted = True
            signal.raise_signal(signal.SIGINT)

    def _write(self, **fields: Any) -> None:
        mine = Job.objects.filter(pk=self.job.pk, fence=self.job.fence, state=JobState.RUNNING)
        begun = time.monotonic()
        if not mine.update(lease_until=timezone.now() + LEASE, **fields):
            self._lost = True
            raise LeaseLostError(str(self.job))
        self._renewed = begun


Handler = Callable[[Work], None]
HANDLERS: dict[str, Handler] = {}
GIVING_UP: dict[str, Callable[[Job, str], None]] = {}
"""What else is to be done when a job of the kind is given up: it gets the job, and why in words."""
PRIORITIES: dict[str, Priority] = {}


def handles(kind: str, priority: Priority = Priority.SOON) -> Callable[[Handler], Handler]:
    """Registers what does the work of a kind, and how urgent it is."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind], PRIORITIES[kind] = handler, priority
        return handler

    return register


def gives_up(kind: str) -> Callable[[Callable[[Job, str], None]], Callable[[Job, str], None]]:
    """Registers what is told to whom when a job of the kind is given up."""

    def register(act: Callable[[Job, str], None]) -> Callable[[Job, str], None]:
        GIVING_UP[kind] = act
        return act

    return register


def given_up(since: dt.datetime) -> QuerySet[Job]:
    """The jobs that came to nothing because they failed, or lost their worker, again and again."""
    return Job.objects.filter(state=JobState.FAILED, attempts__gte=MOST_ATTEMPTS, finished_at__gte=since)


def ask(
    kind: str,
    key: object,
    *,
    at: dt.datetime | None = None,
    payload: dict[str, Any] | None = None,
    hosts: Iterable[str] = (),
) -> Job:
    """Asks for a piece of work; one that waits already is enough, one that runs is done once more afterwards."""
    with transaction.atomic():
        in_turn(f"job {kind} {key}")
        waiting = Job.objects.select_for_update().filter(kind=kind, key=str(key), state__in=_OPEN).first()
        if waiting is None:
            job = Job.objects.create(
                kind=kind,
                key=str(key),
                **dated(at or timezone.now()),
                payload=payload or {},
                priority=PRIORITIES.get(kind, Priority.SOON),
                hosts=sorted(set(hosts)),
            )
            waking.wake(job)
            return job
        if waiting.state == JobState.RUNNING:
            waiting.again = True
            waiting.save(update_fields=["again"])
        return waiting


def dated(at: dt.datetime) -> dict[str, dt.datetime]:
    """The fields that say when a job is due, and when that was said."""
    return {"due_at": at, "dated_at": timezone.now()}


def open_job(kind: str, key: object) -> Job | None:
    """The job on a thing that waits or is under way."""
    return Job.objects.filter(kind=kind, key=str(key), state__in=_OPEN).first()


def last_job(kind: str, key: object) -> Job | None:
    """The newest job on a thing, however it ended."""
    return Job.objects.filter(kind=kind, key=str(key)).last()


def me() -> str:
    """The process, as leases name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def claim() -> Work | None:
    """The most urgent due job, now ours; none when there is nothing to do."""
    now = timezone.now()
    known = Job.objects.filter(kind__in=HANDLERS)
    waiting = known.filter(state=JobState.QUEUED, due_at__lte=now).order_by("-priority", "due_at", "pk")
    running = list(known.filter(state=JobState.RUNNING))
    left = {*_SIGHT.run_out(running, LEASE), *filter(_is_orphan, running)}
    due = sorted(chain(waiting[:_LOOKED_AT], left), key=lambda job: (-job.priority, job.due_at, job.pk))
    return next((Work(job) for job in due if not _rests(job, now) and _take(job, now)), None)


def _rests(job: Job, now: dt.datetime) -> bool:
    """Whether a job is left alone after it lost one worker after the other: for a while, in the end for good."""
    if job.state != JobState.RUNNING or job.attempts < 2:
        return False
    lost = Work(job)
    if job.attempts < MOST_LOST:
        _end(lost, state=JobState.QUEUED, **dated(now + _PAUSE * job.attempts))
    else:
        said = f"工作进程在这项任务上连续 {job.attempts} 次被强行终止，没有进展，多半是内存不够；任务已搁置，不影响其他任务，请告诉管理员。"
        _log.error("job %s was set aside: %d workers were lost over it", job, job.attempts)
        _give_up(lost, said)
    return True


def _take(job: Job, now: dt.datetime) -> bool:
    """Makes the job ours, unless somebody was faster or another job visits its servers."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, fence=job.fence, state=job.state)
        if not mine.exists():
            return False
        if not holding.hold(job):
            mine.update(**dated(now + _HOST_AGAIN))
            return False
        taken = mine.update(
            state=JobState.RUNNING,
            owner=me(),
            lease_until=now + LEASE,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            again=False,
            problem="",
        )
        if not taken:
            transaction.set_rollback(True)
            return False
    job.refresh_from_db()
    return True


def _is_orphan(job: Job) -> bool:
    """Whether its worker was a process of this machine that is no more: its lease need not run out first."""
    host, _, process = job.owner.rpartition(":")
    return host == socket.gethostname() and not Path(f"/proc/{process}").exists()


def perform(work: Work) -> None:
    """Does one claimed job to its end, and writes down how it ended. Raises when this process is fit for no work any more."""
    try:
        with _troubles_of_our_own(), _kept_alive(work):
            HANDLERS[work.job.kind](work)
    except LeaseLostError:
        _log.warning("job %s was taken over", work.job)
    except PutBackError:
        _end(work, state=JobState.QUEUED, attempts=F("attempts") - 1)
    except LaterError as later:
        _end(work, state=JobState.QUEUED, attempts=0, problem=later.said, **dated(later.at))
    except UnfitError:
        raise  # the job is taken up like that of a worker that was killed
    except OfficeError as error:
        _end(work, state=JobState.FAILED, problem=str(error), finished_at=timezone.now())
    except Exception:  # noqa: BLE001  # whatever a handler trips over, the worker and the row go on
        _log.exception("job %s failed", work.job)
        _give_up_or_try_again(work)
    else:
        _finish(work)


@contextmanager
def _troubles_of_our_own() -> Iterator[None]:
    """What goes wrong because the disk is full or the process starved is no attempt that failed: the work has nothing to do with it."""
    try:
        yield
    except (LeaseLostError, PutBackError, LaterError):
        raise
    except Exception as error:
        if is_full(error):
            _log.warning("the disk is full: %s", error)
            raise LaterError(timezone.now() + _SPACE_AGAIN, _NO_SPACE) from error
        if is_starved(error):
            _log.exception("short of memory or open files: this process ends, another one goes on")
            raise UnfitError from error
        raise


def _finish(work: Work) -> None:
    with transaction.atomic():
        again = Job.objects.select_for_update().get(pk=work.job.pk).again
        if again:
            _end(work, state=JobState.QUEUED, again=False, attempts=0)
        else:
            _end(work, state=JobState.DONE, finished_at=timezone.now())


def _give_up_or_try_again(work: Work) -> None:
    if work.job.attempts >= MOST_ATTEMPTS:
        _give_up(work, f"试了 {MOST_ATTEMPTS} 次都没有完成，原因见服务器的运行日志；请告诉管理员。")
    else:
        _end(work, state=JobState.QUEUED, **dated(timezone.now() + _PAUSE * work.job.attempts))


def _give_up(work: Work, said: str) -> None:
    with transaction.atomic():
        if _end(work, state=JobState.FAILED, problem=said, finished_at=timezone.now()):
            act = GIVING_UP.get(work.job.kind)
            if act is not None:
                act(work.job, said)


def _end(work: Work, **fields: Any) -> bool:
    """Writes how the job ended, unless somebody else has it by now."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=work.job.pk, fence=work.job.fence)
        was_ours = bool(mine.update(owner="", lease_until=None, **fields))
        if was_ours:
            holding.let_go(work.job)
        return was_ours


def outlasting(act: Callable[[], None], *, pause: float = 2.0, longest: float = 900.0) -> None:
    """Does what must not be lost because the database is gone for a while: tries until it is back, at most `longest` seconds."""
    given_up = time.monotonic() + longest
    while True:
        try:
            act()
        except DatabaseError:
            if connection.in_atomic_block or time.monotonic() > given_up:
                raise
            connection.close()
            time.sleep(pause)
        else:
            return


@contextmanager
def _kept_alive(work: Work) -> Iterator[None]:
    """Renews the lease from a thread of its own. Inside a transaction of a test there is nobody to renew it for."""
    if connection.in_atomic_block:
        yield
        return
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            try:
                work.renew()
            except DatabaseError:
                connection.close()  # the next one may be whole again
            except LeaseLostError:
                break
        connection.close()

    thread = threading.Thread(target=renew, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def work_off() -> int:
    """Does everything that is due, in this process; gives the number of jobs done."""
    count = 0
    while (work := claim()) is not None:
        perform(work)
        count += 1
    return count
