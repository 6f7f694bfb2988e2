"""Asks for work, claims it, does it. A worker asks the database for one due row and takes it by a conditional update."""

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.turns import in_turn

LEASE = dt.timedelta(seconds=60)
MOST_ATTEMPTS = 3
_OPEN = (JobState.QUEUED, JobState.RUNNING)
_log = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Somebody else has taken the job over: write nothing more."""


class PutBackError(Exception):
    """The work was interrupted and can go on later from where it stands."""


class LaterError(Exception):
    """It did not work out this time and is worth another try at `at`."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(at)
        self.at = at


class Work:
    """A claimed job in the hands of its worker."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.key = job.key
        self.payload: dict[str, Any] = job.payload

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Where the work stands, for those who watch. Raises LeaseLostError."""
        self._write(stage=stage[:300], done=done, total=total)

    def renew(self) -> None:
        self._write()

    def _write(self, **fields: Any) -> None:
        mine = Job.objects.filter(pk=self.job.pk, fence=self.job.fence, state=JobState.RUNNING)
        if not mine.update(lease_until=timezone.now() + LEASE, **fields):
            raise LeaseLostError(str(self.job))


Handler = Callable[[Work], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Registers what does the work of a kind."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def ask(
    kind: str, key: object, *, at: dt.datetime | None = None, payload: dict[str, Any] | None = None
) -> Job:
    """Asks for a piece of work; one that waits already is enough, one that runs is done once more afterwards."""
    with transaction.atomic():
        in_turn(f"job {kind} {key}")
        waiting = Job.objects.select_for_update().filter(kind=kind, key=str(key), state__in=_OPEN).first()
        if waiting is None:
            due = at or timezone.now()
            return Job.objects.create(kind=kind, key=str(key), due_at=due, payload=payload or {})
        if waiting.state == JobState.RUNNING:
            waiting.again = True
            waiting.save(update_fields=["again"])
        return waiting


def open_job(kind: str, key: object) -> Job | None:
    return Job.objects.filter(kind=kind, key=str(key), state__in=_OPEN).first()


def last_job(kind: str, key: object) -> Job | None:
    return Job.objects.filter(kind=kind, key=str(key)).last()


def me() -> str:
    """The process, as leases name it."""
    return f"{socket.gethostname()}:{os.getpid()}"


def claim() -> Work | None:
    """The next due job, now ours; none when there is nothing to do or somebody was faster."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED, due_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    job = Job.objects.filter(free, kind__in=HANDLERS).order_by("due_at", "pk").first() or _orphan()
    if job is None:
        return None
    taken = Job.objects.filter(pk=job.pk, fence=job.fence, state=job.state).update(
        state=JobState.RUNNING,
        owner=me(),
        lease_until=now + LEASE,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        again=False,
        problem="",
    )
    if not taken:
        return None
    job.refresh_from_db()
    return Work(job)


def _orphan() -> Job | None:
    """A job whose worker on this machine is no more: its lease need not run out first."""
    host = socket.gethostname()
    running = Job.objects.filter(
        state=JobState.RUNNING, kind__in=HANDLERS, owner__startswith=f"{host}:"
    ).exclude(owner=me())
    return next((job for job in running if not Path(f"/proc/{job.owner.rpartition(':')[2]}").exists()), None)


def perform(work: Work) -> None:
    """Does one claimed job to its end, and writes down how it ended."""
    try:
        with _kept_alive(work):
            HANDLERS[work.job.kind](work)
    except LeaseLostError:
        _log.warning("job %s was taken over", work.job)
    except PutBackError:
        _end(work, state=JobState.QUEUED, attempts=F("attempts") - 1)
    except LaterError as later:
        _end(work, state=JobState.QUEUED, due_at=later.at, attempts=0)
    except OfficeError as error:
        _end(work, state=JobState.FAILED, problem=str(error), finished_at=timezone.now())
    except Exception:  # noqa: BLE001  # whatever a handler trips over, the worker and the row go on
        _log.exception("job %s failed", work.job)
        _give_up_or_try_again(work)
    else:
        _finish(work)


def _finish(work: Work) -> None:
    with transaction.atomic():
        again = Job.objects.select_for_update().get(pk=work.job.pk).again
        if again:
            _end(work, state=JobState.QUEUED, again=False, attempts=0)
        else:
            _end(work, state=JobState.DONE, finished_at=timezone.now())


def _give_up_or_try_again(work: Work) -> None:
    if work.job.attempts >= MOST_ATTEMPTS:
        said = f"试了 {MOST_ATTEMPTS} 次都没有完成，原因见服务器的运行日志；请告诉管理员。"
        _end(work, state=JobState.FAILED, problem=said, finished_at=timezone.now())
    else:
        later = timezone.now() + dt.timedelta(seconds=10 * work.job.attempts)
        _end(work, state=JobState.QUEUED, due_at=later)


def _end(work: Work, **fields: Any) -> None:
    Job.objects.filter(pk=work.job.pk, fence=work.job.fence).update(owner="", lease_until=None, **fields)


@contextmanager
def _kept_alive(work: Work) -> Iterator[None]:
    """Renews the lease from a thread of its own. Inside a transaction of a test there is nobody to renew it for."""
    if connection.in_atomic_block:
        yield
        return
    over = threading.Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 4):
            with suppress(DatabaseError, LeaseLostError):
                work.renew()
        close_old_connections()
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
