"""The working calendar in the database. Who has deadlines in working days counts them anew when a year is confirmed."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from xunwang.office.deadlines.models import CalendarDay, CalendarYear
from xunwang.office.deadlines.workdays import Calendar, deadline
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

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


@transaction.atomic
def confirm_year(year: int, off: set[dt.date], worked: set[dt.date], *, source: str, user: User) -> int:
    """Takes in the notice of a year and has the open deadlines counted anew; gives the number of tickets whose day moved. Raises OfficeError."""
    wrong = sorted(day for day in off | worked if day.year != year)
    if wrong:
        raise OfficeError(f"日期 {wrong[0]} 不在 {year} 年，请核对放假通知的年份。")
    both = sorted(off & worked)
    if both:
        raise OfficeError(f"日期 {both[0]} 同时列为放假和上班，请核对。")
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.bulk_create(
        [
            *(CalendarDay(day=day, works=False, note="放假") for day in sorted(off)),
            *(CalendarDay(day=day, works=True, note="调休上班") for day in sorted(worked)),
        ]
    )
    CalendarYear.objects.update_or_create(year=year, defaults={"confirmed": True, "source": source})
    told: list[tuple[Any, Any]] = year_confirmed.send(CalendarYear)
    moved = sum(tickets or 0 for _, tickets in told)
    log_action("calendar.confirmed", user.unit, user=user, data={"year": year, "moved": moved})
    return moved
