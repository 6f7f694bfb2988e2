"""The lists on which tickets stand, as conditions: pages show them, and the home page counts them."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q

from xunwang.office.rectify.models import (
    OPEN_STATES,
    OWED_STATES,
    READING,
    Appeal,
    TicketEvent,
    TicketItem,
    TicketState,
)


def lists(today: dt.date) -> dict[str, Q]:
    """By name. *Unread*: nobody of the unit has opened, downloaded or signed for what it still owes an answer to."""
    owed = Q(state__in=OWED_STATES)
    read = TicketEvent.objects.filter(ticket=OuterRef("pk"), kind__in=READING)
    return {
        "open": Q(state__in=OPEN_STATES),
        "issued": Q(state=TicketState.ISSUED),
        "reopened": Q(state=TicketState.REOPENED),
        "overdue": owed & Q(due_on__lt=today),
        "unread": owed & Q(~Exists(read)),
        "answered": Q(state=TicketState.ANSWERED),
        "appeals": Q(pk__in=Appeal.objects.filter(accepted=None).values("item__ticket")),
        "repeated": Q(pk__in=TicketItem.objects.filter(repeated=True).values("ticket")),
        "closed": Q(state=TicketState.CLOSED),
        "all": Q(pk__isnull=False),
    }
