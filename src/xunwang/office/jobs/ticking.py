"""Work that comes again and again. Each kind is one job that is asked for anew when its time has come; asking twice is asking once."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

from django.db import IntegrityError
from django.db.models import DateTimeField, ExpressionWrapper, F, Value
from django.utils import timezone

from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import Handler, ask, handles, last_job, open_job

TICK = "tick"
"""The key of a repeated job: there is one of a kind."""
_AHEAD = dt.timedelta(minutes=1)
"""What was dated so far in the future was dated by a clock that has been set back since, or by one that is wrong."""
REPEATED: dict[str, dt.timedelta] = {}


def repeats(kind: str, every: dt.timedelta) -> Callable[[Handler], Handler]:
    """Registers what is done every so often. It may come late, twice, or after days without an office: it must bear that."""
    REPEATED[kind] = every
    return handles(kind)


def keep_ticking() -> None:
    """Asks for every repeated work that is not asked for yet, and drops the rows of its earlier rounds."""
    now = timezone.now()
    _date_anew(now)
    for kind, every in REPEATED.items():
        if open_job(kind, TICK):
            continue
        last = last_job(kind, TICK)
        at = min(last.created_at, now) + every if last else now
        with suppress(IntegrityError):  # another process was faster
            ask(kind, TICK, at=max(at, now))
        over = Job.objects.filter(kind=kind, key=TICK, state__in=[JobState.DONE, JobState.FAILED])
        if last:
            over.exclude(pk=last.pk).delete()


def _date_anew(now: dt.datetime) -> None:
    """What was put off by a clock that was ahead of ours waits its time from now on; otherwise it would wait for that clock as well."""
    ahead = Job.objects.filter(state=JobState.QUEUED, dated_at__gt=now + _AHEAD)
    waits = ExpressionWrapper(F("due_at") - F("dated_at") + Value(now), output_field=DateTimeField())
    ahead.update(due_at=waits, dated_at=now)
