"""Tells whoever owes something what is due, in office hours of working days, by the rhythm of the unit that asked."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.deadlines.reminders import Due, due_reminders, is_time
from xunwang.office.deadlines.rhythms import rhythms
from xunwang.office.people.models import Unit

T = TypeVar("T")


class Matter(Record, frozen=True):
    """What is owed: who asked for it, the days between which it is to be done, whether anybody has looked at it, when it was last told."""

    asked_by: Unit
    issued_on: dt.date
    due_on: dt.date
    read: bool
    told_at: dt.datetime | None


def remind(
    owed: Iterable[T], now: dt.datetime, matter_of: Callable[[T], Matter], tell: Callable[[T, Due], bool]
) -> int:
    """Has `tell` tell each what is due at the moment, one thing a day; gives how many reminders it says were new."""
    local, known = clock.local(now), calendar()
    if not is_time(local, known):
        return 0
    told, rhythm_of = 0, rhythms()
    for one in owed:
        matter = matter_of(one)
        if matter.told_at and clock.local(matter.told_at).date() == local.date():
            continue
        due = due_reminders(
            matter.issued_on,
            matter.due_on,
            local.date(),
            read=matter.read,
            calendar=known,
            rhythm=rhythm_of(matter.asked_by),
        )
        told += any(tell(one, reminder) for reminder in due)
    return told
