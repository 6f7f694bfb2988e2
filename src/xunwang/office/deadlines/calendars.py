"""The working calendar in the database. Who has deadlines in working days counts them anew when a year is confirmed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal

from xunwang.office.deadlines.models import CalendarDay, CalendarYear
from xunwang.office.deadlines.workdays import Calendar, deadline
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

_NEXT = "（次年通知）"
year_confirmed = Signal()
"""Sent within the transaction after a year was taken in. A receiver that gives a number moved so many deadlines of tickets."""


def calendar() -> Calendar:
    """The calendar as it stands now."""
    special = dict(CalendarDay.objects.values_list("day", "works"))
    confirmed = CalendarYear.objects.filter(confirmed=True).values_list("year", flat=True)
    return Calendar(special, frozenset(confirmed))


def due(start: dt.date, days: int, *, first_day_counts: bool) -> tuple[dt.date, bool]:
    """The deadline, and whether it is provisional."""
    known = calendar()
    end = deadline(start, days, known, first_day_counts=first_day_counts)
    return end, not known.sure(start, end)


def named_by(year: int) -> QuerySet[CalendarDay]:
    """The days that the notice of the year names, those of the December before included."""
    own = Q(day__year=year) & ~Q(note__endswith=_NEXT)
    return CalendarDay.objects.filter(own | Q(day__year=year - 1, note__endswith=_NEXT))


@transaction.atomic
def confirm_year(year: int, off: set[dt.date], worked: set[dt.date], *, source: str, user: User) -> int:
    """Takes in the notice of a year and has the open deadlines counted anew; gives the number of tickets whose day moved. Raises OfficeError.

    A notice may name days of the December before, on which the holiday of New Year begins or for which is worked.
    """
    wrong = sorted(
        day for day in off | worked if day.year != year and (day.year, day.month) != (year - 1, 12)
    )
    if wrong:
        raise OfficeError(f"日期 {wrong[0]} 不在 {year} 年，请核对放假通知的年份。")
    both = sorted(off & worked)
    if both:
        raise OfficeError(f"日期 {both[0]} 同时列为放假和上班，请核对。")
    named_by(year).delete()
    CalendarDay.objects.filter(day__in=off | worked).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, works=works, note=f"{note}{'' if day.year == year else _NEXT}")
        for days, works, note in ((off, False, "放假"), (worked, True, "调休上班"))
        for day in sorted(days)
    )
    CalendarYear.objects.update_or_create(year=year, defaults={"confirmed": True, "source": source})
    told: list[tuple[Any, Any]] = year_confirmed.send(CalendarYear)
    moved = sum(tickets or 0 for _, tickets in told)
    log_action("calendar.confirmed", user.unit, user=user, data={"year": year, "moved": moved})
    return moved
