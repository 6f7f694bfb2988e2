"""The deadlines of open tickets follow the working calendar."""

import datetime as dt

from django.dispatch import receiver

from xunwang.office import clock
from xunwang.office.deadlines.calendars import due, year_confirmed
from xunwang.office.rectify.models import OPEN_STATES, EventKind, Ticket, TicketEvent


@receiver(year_confirmed)
def _count_again(**_: object) -> int:
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
