"""Reminds units of their tickets: every working day in office hours, over the unit's channels, each occasion once, all of it recorded."""

import datetime as dt

from django.db import transaction

from xunwang.office import clock
from xunwang.office.deadlines.reminders import MOST_BY_HAND, Due, ReminderKind
from xunwang.office.deadlines.reminding import Matter, remind
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.messages import service as messages
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.models import (
    OWED_STATES,
    READING,
    SETTLED,
    EventKind,
    Reminder,
    Ticket,
    TicketEvent,
)
from xunwang.office.rectify.service import hold


@repeats("remind", dt.timedelta(minutes=30))
def _tick(work: Work) -> None:
    del work
    remind_all(clock.now())


def remind_all(now: dt.datetime) -> int:
    """Sends what is due at the moment; gives the number of reminders."""
    owed = Ticket.objects.filter(state__in=OWED_STATES).select_related("unit", "campaign__unit")
    return remind(owed.iterator(), now, _matter, _once)


def _matter(ticket: Ticket) -> Matter:
    read = ticket.events.filter(kind__in=READING).exists()
    own = ticket.reminders.exclude(kind=ReminderKind.BY_HAND)
    last = own.filter(key__startswith=f"{ticket.due_on}:").last()
    return Matter(ticket.campaign.unit, ticket.issued_on, ticket.due_on, read, last.at if last else None)


@transaction.atomic
def _once(ticket: Ticket, due: Due) -> bool:
    """Whether the reminder was new. The deadline is part of its key: after an extension it is due anew."""
    key = f"{ticket.due_on}:{due.key}"
    reminder, new = Reminder.objects.get_or_create(
        ticket=ticket, key=key, defaults={"kind": due.kind, "at": clock.now()}
    )
    if new:
        _send(reminder, _text(ticket, due), ticket.unit)
        if due.kind is ReminderKind.ESCALATED:
            told = f"{ticket.unit}的整改通知“{ticket.campaign}”已逾期 {due.days} 个工作日，已提请该单位负责人督办。"
            _tell(reminder, ticket.campaign.unit, told)
    return new


@transaction.atomic
def remind_now(ticket: Ticket, text: str, *, user: User) -> int:
    """A person reminds the unit in own words; gives the number of channels. Raises OfficeError."""
    hold(ticket)
    if ticket.state not in OWED_STATES:
        raise OfficeError("这份整改通知现在不需要单位回复，不用提醒。")
    if not messages.reachable(ticket.unit):
        raise OfficeError(
            f"{ticket.unit}没有消息渠道，提醒发不出去；请先在“消息渠道”里新增，或电话联系后登记。"
        )
    today = ticket.reminders.filter(kind=ReminderKind.BY_HAND, key__startswith=f"{clock.today()}:").count()
    if today >= MOST_BY_HAND:
        raise OfficeError(f"这份整改通知今天已提醒 {MOST_BY_HAND} 次，请改用电话联系。")
    reminder = Reminder.objects.create(
        ticket=ticket, key=f"{clock.today()}:hand:{today + 1}", kind=ReminderKind.BY_HAND, at=clock.now()
    )
    words = text.strip() or asked_again(ticket)
    return _send(reminder, f"{words}（整改通知：{ticket.campaign}）", ticket.unit, user=user)


def asked_again(ticket: Ticket) -> str:
    """What a person's reminder says where the person says nothing."""
    if ticket.overdue(clock.today()):
        return f"截止日 {ticket.due_on} 已过，请尽快整改并回复。"
    return f"请最迟 {ticket.due_on} 整改并回复。"


def _send(reminder: Reminder, text: str, unit: Unit, *, user: User | None = None) -> int:
    ticket = reminder.ticket
    reached = _tell(reminder, unit, text)
    how = f"已发往 {reached} 个渠道" if reached else "单位没有消息渠道，没有发出，请电话联系"
    kind = EventKind.ESCALATED if reminder.kind == ReminderKind.ESCALATED else EventKind.REMINDED
    TicketEvent.objects.create(ticket=ticket, at=reminder.at, kind=kind, user=user, text=f"{text}（{how}）")
    reminder.reached = reached
    reminder.save(update_fields=["reached"])
    said = {"kind": reminder.get_kind_display(), "reached": reached}
    action = "ticket.escalated" if kind == EventKind.ESCALATED else "ticket.reminded"
    log_action(action, ticket, user=user, unit=ticket.campaign.unit, data=said)
    return reached


def _tell(reminder: Reminder, unit: Unit, text: str) -> int:
    ticket = reminder.ticket
    title = f"{reminder.get_kind_display()}：{ticket.campaign}"
    key = f"ticket:{ticket.pk}:{reminder.key}"
    text = messages.with_link(text, "ticket", ticket.pk)
    return len(messages.send(unit, topic=f"ticket.{reminder.kind}", key=key, title=title, text=text))


def _text(ticket: Ticket, due: Due) -> str:
    left = ticket.items.exclude(state__in=SETTLED).count()
    opening = f"{ticket.unit}：整改通知“{ticket.campaign}”共 {left} 个问题待整改，"
    return opening + due.words(ticket.due_on, act="回复", urged="整改并回复")
