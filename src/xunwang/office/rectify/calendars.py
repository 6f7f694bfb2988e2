"""The working calendar in the database, and the deadlines that follow it when a year is confirmed."""

import datetime as dt

from django.db import transaction
from django.dispatch import Signal

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.rectify.models import (
    OPEN_STATES,
    CalendarDay,
    CalendarYear,
    EventKind,
    Ticket,
    TicketEvent,
)
from xunwang.office.rectify.workdays import Calendar, deadline

year_confirmed = Signal()
"""Sent within the transaction after a year was taken in, for whatever else has deadlines in working days."""


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
    """Takes in the notice of a year and counts the open deadlines anew; gives the number of those that moved."""
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
    moved = _count_again()
    year_confirmed.send(CalendarYear)
    log_action("calendar.confirmed", user.unit, user=user, data={"year": year, "moved": moved})
    return moved


def _count_again() -> int:
    moved = 0
    for ticket in Ticket.objects.filter(state__in=OPEN_STATES):
        end, provisional = due(ticket.asked_on, ticket.due_days, first_day_counts=ticket.first_day_counts)
        if (end, provisional) != (ticket.due_on, ticket.due_provisional):
            if end != ticket.due_on:
                _tell_of_moving(ticket, end)
                moved += 1
            ticket.due_on, ticket.due_provisional = end, provisional
            ticket.save(update_fields=["due_on", "due_provisional"])
    return moved


def _tell_of_moving(ticket: Ticket, end: dt.date) -> None:
    """Nobody extended it, so its history says why the day is another."""
    text = f"放假安排有变，截止日由 {ticket.due_on} 改为 {end}。"
    TicketEvent.objects.create(ticket=ticket, at=clock.now(), kind=EventKind.RECOUNTED, text=text)
