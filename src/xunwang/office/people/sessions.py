"""Sessions in the database that are put off, with each use, to the whole of their age; written only when that moves their end by a hundredth of it.

A session without use ends `XUNWANG_SESSION_HOURS` after its last use, up to a hundredth sooner; and a page that changes nothing writes nothing.
"""

import datetime as dt

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats


class SessionStore(db.SessionStore):
    """The store that SESSION_ENGINE names."""

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # unknown to the stubs
        if row is not None:
            left = (row.expire_date - timezone.now()).total_seconds()
            age = settings.SESSION_COOKIE_AGE
            self.modified = self.modified or not age * 0.99 <= left <= age
        return row


@repeats("sessions", dt.timedelta(hours=6))
def _forget(work: Work) -> None:
    """Django leaves the rows of sessions that are over where they are, with what was written in refused forms.

    Those that last longer than any was begun by a clock that has been set back since, and end a whole age from now.
    """
    del work
    SessionStore.clear_expired()
    latest = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    Session.objects.filter(expire_date__gt=latest).update(expire_date=latest)
