"""The turns of a subject's life with the limits that run from them, counted in the working days of the calendar."""

import datetime as dt
from collections.abc import Sequence

from xunwang.inspector.model import Record
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.deadlines.workdays import deadline
from xunwang.office.registry.limits import FILING_WORKDAYS, Limit, of_closure, of_end, of_new_address
from xunwang.office.registry.models import LifeEvent, LifeKind


class Dated(Record, frozen=True):
    """A turn, the last day on which it could be filed in time, and its other limits. `provisional`: the calendar is not confirmed."""

    event: LifeEvent
    due: dt.date
    provisional: bool
    limits: tuple[Limit, ...]

    @property
    def late(self) -> bool:
        """Filed, but after the limit."""
        return self.event.filed_on is not None and self.event.filed_on > self.due


def dated(events: Sequence[LifeEvent]) -> list[Dated]:
    """The turns of one subject, which come oldest first, newest first."""
    known = calendar()
    told = []
    for place, event in enumerate(events):
        due = deadline(event.on, FILING_WORKDAYS, known, first_day_counts=False)
        limits = _limits(event, events[:place])
        told.append(Dated(event, due, not known.sure(event.on, due), limits))
    return told[::-1]


def _limits(event: LifeEvent, earlier: Sequence[LifeEvent]) -> tuple[Limit, ...]:
    if event.kind == LifeKind.SUSPENDED and event.until:
        starts = [one.on for one in earlier if one.kind == LifeKind.SUSPENDED]
        return tuple(of_closure(event.on, event.until, starts))
    if event.kind == LifeKind.READDRESSED:
        return tuple(of_new_address(event.on))
    if event.kind in {LifeKind.CLOSED, LifeKind.MERGED}:
        return tuple(of_end(event.on))
    return ()
