"""A ticket between its issue and its end: read, noted, answered, extended.

Every act is an event of the ticket and an entry of the trail, in one transaction.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar, due
from xunwang.office.deadlines.workdays import working_days_between
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.messages import service as messages
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.rectify.models import (
    OPEN_STATES,
    OWED_STATES,
    SETTLED,
    Attachment,
    EventKind,
    Ticket,
    TicketEvent,
    TicketState,
)
from xunwang.office.uploads import Kept

CHECK = "check"
"""The kind of job that looks at a ticket's subjects again."""
MOST_DAYS = 250


_TOLD = (EventKind.ISSUED, EventKind.REOPENED, EventKind.EXTENDED, EventKind.APPEAL_DECIDED)
"""What others do and the unit has to hear of at once."""


def happened(ticket: Ticket, kind: EventKind, user: User | None, text: str = "") -> TicketEvent:
    """Writes down a turn of the ticket and tells the unit; whoever calls keeps the entry of the trail."""
    event = TicketEvent.objects.create(ticket=ticket, at=clock.now(), kind=kind, user=user, text=text)
    if kind in _TOLD:
        messages.tell_once(
            ticket.unit,
            topic=f"ticket.{kind}",
            key=f"ticket:{ticket.pk}:event:{event.pk}",
            title=f"整改通知{kind.label}：{ticket.campaign}",
            text=messages.with_link(f"{ticket.unit}：{text}", "ticket", ticket.pk),
        )
    return event


def hold(ticket: Ticket) -> None:
    """The ticket as it stands now, and nobody else changes it until the transaction ends: what a page showed may be over."""
    ticket.refresh_from_db(from_queryset=Ticket.objects.select_for_update())


@transaction.atomic
def read(ticket: Ticket, user: User, kind: EventKind = EventKind.OPENED, text: str = "") -> None:
    """Keeps that somebody of the unit opened or downloaded the ticket; opening counts once a day and person."""
    if user.unit_id != ticket.unit_id:
        return
    same = ticket.events.filter(kind=kind, user=user, text=text)
    if any(timezone.localdate(event.at) == clock.today() for event in same):
        return
    happened(ticket, kind, user, text)
    log_action("ticket.read", ticket, user=user, unit=ticket.campaign.unit, data={"kind": kind.label})


NOTES = (EventKind.PHONE, EventKind.TALK, EventKind.RECEIPT)


@transaction.atomic
def note(ticket: Ticket, kind: EventKind, text: str, on: dt.date, *, user: User) -> None:
    """A call, a talk, or a receipt that came on paper, and the day of it."""
    if kind not in NOTES:
        raise OfficeError("只能登记电话联系、当面沟通或签收。")
    if not text.strip():
        raise OfficeError("请写明与谁联系、说了什么。")
    if not ticket.issued_on <= on <= clock.today():
        raise OfficeError(f"发生日期 {on} 应不早于下发日期 {ticket.issued_on}，不晚于今天。")
    event = happened(ticket, kind, user, text.strip())
    event.on = on
    event.save(update_fields=["on"])
    said = {"kind": kind.label, "text": text.strip()[:200], "on": on.isoformat()}
    log_action("ticket.noted", ticket, user=user, unit=ticket.campaign.unit, data=said)


@transaction.atomic
def answer(
    ticket: Ticket,
    answers: Mapping[int, str],
    text: str,
    *,
    user: User,
    files: Sequence[Kept] = (),
    on: dt.date | None = None,
) -> None:
    """The unit's reply: what was done about each item (by its number), and the report. A re-check is asked for at once.

    `on` is the day on which a reply on paper came: whether it was in time does not hang on who types it in.
    """
    hold(ticket)
    if ticket.state not in OWED_STATES:
        raise OfficeError("这份整改通知现在不需要回复：已经回复或办结，见下面的“经过”。")
    if on and not ticket.asked_on <= on <= clock.today():
        raise OfficeError(f"收到日期 {on} 应不早于要求回复的 {ticket.asked_on}，不晚于今天。")
    owed = ticket.items.exclude(state__in=SETTLED)
    missing = [item for item in owed if not answers.get(item.pk, "").strip()]
    if missing:
        raise OfficeError(f"还有 {len(missing)} 个问题没有填写整改情况，例如“{missing[0].finding.message}”。")
    for item in owed:
        item.answer = answers[item.pk].strip()
        item.save(update_fields=["answer"])
    ticket.was_late = ticket.was_late or ticket.overdue(on or clock.today())
    ticket.state = TicketState.ANSWERED
    ticket.answered_at = ticket.answered_at or (clock.noon(on) if on else clock.now())
    ticket.save(update_fields=["state", "answered_at", "was_late"])
    attach(happened(ticket, EventKind.ANSWERED, user, text.strip()), files)
    log_action("ticket.answered", ticket, user=user, unit=ticket.campaign.unit, data={"files": len(files)})
    ask(CHECK, ticket.pk)


def attach(event: TicketEvent, files: Sequence[Kept]) -> list[Attachment]:
    """The files of a reply or an appeal, which lie on the disk already, beside its event."""
    return Attachment.objects.bulk_create(
        Attachment(
            ticket=event.ticket,
            event=event,
            name=file.name,
            kind=file.kind,
            path=file.path,
            size=file.size,
            sha256=file.sha256,
        )
        for file in files
    )


@transaction.atomic
def ask_for_check(ticket: Ticket, *, user: User) -> None:
    """Looks at the ticket's subjects again, answered or not."""
    if not ticket.open:
        raise OfficeError("这份整改通知已经办结，不需要复查。")
    ask(CHECK, ticket.pk)
    log_action("ticket.checked", ticket, user=user, unit=ticket.campaign.unit, data={"kind": "人工提出复查"})


@transaction.atomic
def extend(ticket: Ticket, days: int, why: str, *, user: User) -> None:
    """More working days, counted from the day of issue or of the last return, for a unit that owes an answer."""
    if not why.strip():
        raise OfficeError("延长期限需要写明原因。")
    hold(ticket)
    if ticket.state not in OWED_STATES:
        raise OfficeError("这份整改通知已经回复或办结，不需要延长期限。")
    if not ticket.due_days < days <= MOST_DAYS:
        raise OfficeError(f"新的期限应多于现在的 {ticket.due_days} 个工作日，不超过 {MOST_DAYS} 个。")
    end, provisional = due(ticket.asked_on, days, first_day_counts=ticket.first_day_counts)
    if end < clock.today():
        raise OfficeError(
            f"期限从 {ticket.asked_on} 起算，{days} 个工作日到 {end}，已经过去。"
            f"要延到今天以后，请填多于 {working_days_between(ticket.asked_on, clock.today(), calendar())} 的数。"
        )
    ticket.due_days, ticket.due_on, ticket.due_provisional = days, end, provisional
    ticket.save(update_fields=["due_days", "due_on", "due_provisional"])
    happened(ticket, EventKind.EXTENDED, user, f"延至 {ticket.due_on}：{why.strip()}")
    said = {"due": ticket.due_on.isoformat(), "reason": why.strip()}
    log_action("ticket.extended", ticket, user=user, unit=ticket.campaign.unit, data=said)


@ends_before_closing
def _still_open(unit: Unit) -> str:
    number = len(open_tickets(unit))
    return f"未办结的整改通知 {number} 份" if number else ""


def open_tickets(unit: Unit) -> list[Ticket]:
    """What the unit itself still owes or waits for."""
    rows = Ticket.objects.filter(unit=unit, state__in=OPEN_STATES)
    return list(rows.select_related("campaign").order_by("due_on"))
