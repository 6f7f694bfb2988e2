"""Work that comes again and again. Each kind is one job that is asked for anew when its time has come; asking twice is asking once."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from django.db import IntegrityError
from django.utils import timezone

from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import Handler, ask, handles, last_job, open_job

TICK = "tick"
"""The key of a repeated job: there is one of a kind."""
REPEATED: dict[str, dt.timedelta] = {}


def repeats(kind: str, every: dt.timedelta) -> Callable[[Handler], Handler]:
    """Registers what is done every so often. It may come late, twice, or after days without an office: it must bear that."""
    REPEATED[kind] = every
    return handles(kind)


def keep_ticking() -> None:
    """Asks for every repeated work that is not asked for yet, and drops the rows of its earlier rounds."""
    for kind, every in REPEATED.items():
        if open_job(kind, TICK):
            continue
        last = last_job(kind, TICK)
        due = last.created_at + every if last else timezone.now()
        with suppress(IntegrityError):  # another process was faster
            ask(kind, TICK, at=max(due, timezone.now()))
        over = Job.objects.filter(kind=kind, key=TICK, state__in=[JobState.DONE, JobState.FAILED])
        if last:
            over.exclude(pk=last.pk).delete()
