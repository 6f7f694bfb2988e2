"""How a ticket ends: what re-checks and people saw of its items, closing, and going back to the unit."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from xunwang.inspector.model import Certainty
from xunwang.office import clock
from xunwang.office.campaigns.judging import ask_to_judge_again
from xunwang.office.campaigns.models import COUNTING, Campaign, FindingRow, FindingState
from xunwang.office.deadlines.calendars import due
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.rectify.models import (
    DONE,
    OWED_STATES,
    SETTLED,
    Appeal,
    EventKind,
    ItemState,
    Ticket,
    TicketItem,
    TicketState,
)
from xunwang.office.rectify.service import happened, hold

RETURN_DAYS = 5
"""Working days that a unit has anew when its answer did not hold: the time that checking took is not its own."""


@transaction.atomic
def keep_check(ticket: Ticket, seen: Mapping[int, ItemState], told: Mapping[int, str] | None = None) -> None:
    """What a re-check saw of each item (by its number): all settled closes the ticket, else it goes back to the unit.

    `told` says what it saw of items where that is not what stands in the notice. While an appeal waits to be decided nothing is closed.
    """
    hold(ticket)
    now = clock.now()
    for item in ticket.items.exclude(state__in=SETTLED):
        if item.pk in seen:
            item.state, item.checked_at = seen[item.pk], now
            item.save(update_fields=["state", "checked_at"])
            if item.finding.source:
                _follow(item.finding, mended=item.state == ItemState.MENDED)
    left = ticket.items.exclude(state__in=SETTLED).count()
    anew = "".join(f"{words}。" for words in (told or {}).values())
    happened(ticket, EventKind.CHECKED, None, f"{_told(ticket)}。{anew}")
    said = {"mended": ticket.items.filter(state__in=DONE).count(), "left": left}
    log_action("ticket.checked", ticket, user=None, unit=ticket.campaign.unit, data=said)
    if not left:
        close_when_settled(ticket, None)
    elif ticket.state == TicketState.ANSWERED and not _only_unseen(ticket):
        _send_back(ticket, None, "复查发现仍有问题没有整改到位。")


def _only_unseen(ticket: Ticket) -> bool:
    """Whether all that is left could not be looked at: then people decide, and the unit is not blamed."""
    left = ticket.items.exclude(state__in=SETTLED).values_list("state", flat=True)
    return set(left) == {ItemState.UNSEEN}


@transaction.atomic
def accept(item: TicketItem, reason: str, *, user: User) -> None:
    """A person has seen that it is mended, where the machine could not look."""
    if not reason.strip():
        raise OfficeError("请写明是怎样核实的。")
    hold(item.ticket)
    item.refresh_from_db(fields=["state"])
    if item.state in SETTLED:
        raise OfficeError("这个问题已经办结。")
    item.state, item.checked_at = ItemState.ACCEPTED, clock.now()
    item.save(update_fields=["state", "checked_at"])
    _follow(item.finding, mended=True)
    ticket = item.ticket
    happened(ticket, EventKind.CHECKED, user, f"人工确认已整改：{item.finding.message}（{reason.strip()}）")
    said = {"reason": reason.strip(), "text": item.finding.message[:100]}
    log_action("ticket.accepted", item, user=user, unit=ticket.campaign.unit, data=said)
    close_when_settled(ticket, user)


def before_closing(campaign: Campaign, day: dt.date) -> bool:
    """Whether what is mended on the day counts for the verdict at the closing."""
    return campaign.closing_on is None or day <= campaign.closing_on


def _follow(finding: FindingRow, *, mended: bool) -> None:
    """The state of what no later judgement tells of follows the ticket, and the verdict follows it.

    That is what others found, and what a person looked at in the machine's place after the monitoring point; what is mended after
    the closing date was not mended at the closing.
    """
    row = finding.subject
    closed = row.campaign.point_closed_at is not None
    if not finding.source and not closed:
        return
    if mended and closed and not before_closing(row.campaign, clock.today()):
        return
    counted = FindingState.COUNTS if finding.certainty == Certainty.AUTOMATIC else FindingState.CONFIRMED
    before, after = (COUNTING, FindingState.MENDED) if mended else ((FindingState.MENDED,), counted)
    if finding.state in before:
        finding.state = after
        finding.save(update_fields=["state"])
        if finding.source or row.judgement_at_closing:
            ask_to_judge_again(row)


def close_when_settled(ticket: Ticket, user: User | None) -> None:
    """Nothing is left to mend and nothing to decide."""
    waits = Appeal.objects.filter(item__ticket=ticket, accepted=None).exists()
    if ticket.open and not waits and not ticket.items.exclude(state__in=SETTLED).exists():
        _close(ticket, user)


def _close(ticket: Ticket, user: User | None) -> None:
    ticket.state, ticket.closed_at = TicketState.CLOSED, clock.now()
    ticket.save(update_fields=["state", "closed_at"])
    happened(ticket, EventKind.CLOSED, user, _ending(ticket))
    log_action("ticket.closed", ticket, user=user, unit=ticket.campaign.unit)


def _ending(ticket: Ticket) -> str:
    states = set(ticket.items.values_list("state", flat=True))
    if states <= {ItemState.MENDED, ItemState.ACCEPTED}:
        return "全部问题已整改。"
    return "全部问题已撤销。" if states == {ItemState.LIFTED} else f"{_told(ticket)}。"


_TOLD = {
    "已整改 {} 个": (ItemState.MENDED, ItemState.ACCEPTED),
    "所属指标余下处数低于标准、按已整改计 {} 个": (ItemState.BELOW,),
    "已撤销 {} 个": (ItemState.LIFTED,),
    "未整改或未能复查 {} 个": (ItemState.OPEN, ItemState.STILL, ItemState.UNSEEN),
}


def _told(ticket: Ticket) -> str:
    """How many problems stand how."""
    states = Counter(ticket.items.values_list("state", flat=True))
    counts = {words: sum(states[state] for state in group) for words, group in _TOLD.items()}
    return "，".join(words.format(count) for words, count in counts.items() if count)


@transaction.atomic
def send_back(ticket: Ticket, why: str, *, user: User) -> None:
    """Back to the unit, also after closing: its answer does not hold."""
    if not why.strip():
        raise OfficeError("退回整改需要写明原因。")
    hold(ticket)
    if ticket.state in OWED_STATES:
        raise OfficeError("这份整改通知还在等单位回复，不需要退回。")
    if ticket.state == TicketState.CLOSED:
        for item in ticket.items.filter(state__in=DONE):
            if item.finding.source or item.state == ItemState.ACCEPTED:
                _follow(item.finding, mended=False)
            item.state = ItemState.OPEN
            item.save(update_fields=["state"])
    _send_back(ticket, user, f"{why.strip().rstrip('。')}。")


def _send_back(ticket: Ticket, user: User | None, why: str) -> None:
    """Back to the unit, with time to mend: its answer ended the clock, and the days that checking took are not its own."""
    end, provisional = due(clock.today(), RETURN_DAYS, first_day_counts=ticket.first_day_counts)
    if end > ticket.due_on:
        ticket.asked_on, ticket.due_days = clock.today(), RETURN_DAYS
        ticket.due_on, ticket.due_provisional = end, provisional
    ticket.state, ticket.closed_at = TicketState.REOPENED, None
    ticket.save()
    happened(ticket, EventKind.REOPENED, user, f"{why}最迟 {ticket.due_on} 再次回复。")
    log_action("ticket.reopened", ticket, user=user, unit=ticket.campaign.unit, data={"reason": why})
