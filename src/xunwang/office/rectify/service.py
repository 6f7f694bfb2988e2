"""Tickets from issue to closing. Every act is an event of the ticket and an entry of the trail, in one transaction."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from xunwang.inspector.model import Certainty, Ruling
from xunwang.office import clock
from xunwang.office.campaigns import ruling
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.judging import ask_to_judge_again
from xunwang.office.campaigns.models import COUNTING, Campaign, CampaignSubject, FindingRow, FindingState
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.rectify.calendars import due
from xunwang.office.rectify.models import (
    OPEN_STATES,
    OWED_STATES,
    READING,
    SETTLED,
    Appeal,
    Attachment,
    EventKind,
    ItemState,
    Ticket,
    TicketEvent,
    TicketItem,
    TicketState,
)
from xunwang.office.uploads import Kept

CHECK = "check"
"""The kind of job that looks at a ticket's subjects again."""
DUE_DAYS = 10
RETURN_DAYS = 5
"""Working days that a unit has anew when its answer did not hold: the time that checking took is not its own."""
MOST_DAYS = 250


@transaction.atomic
def issue(
    campaign: Campaign,
    *,
    user: User,
    days: int = DUE_DAYS,
    first_day_counts: bool = False,
    demand: str = "",
    advice: bool = False,
) -> list[Ticket]:
    """One ticket for every unit with something to mend that it was not told yet; findings that still wait are left out.

    What is ruled after a unit had its ticket comes on a further one, with a deadline of its own. With `advice` what the norm only advises is listed too; it costs nobody points.
    """
    if not 1 <= days <= MOST_DAYS:
        raise OfficeError(f"整改期限应为 1 到 {MOST_DAYS} 个工作日。")
    start = clock.today()
    end, provisional = due(start, days, first_day_counts=first_day_counts)
    tickets = []
    for unit, findings in owing(campaign, advice=advice).items():
        ticket = Ticket.objects.create(
            campaign=campaign,
            unit=unit,
            issued_on=start,
            asked_on=start,
            due_days=days,
            first_day_counts=first_day_counts,
            due_on=end,
            due_provisional=provisional,
            demand=demand,
            issued_by=user,
        )
        _list(ticket, findings)
        happened(ticket, EventKind.ISSUED, user, f"限 {end} 前整改并回复，共 {len(findings)} 个问题。")
        said = {"items": len(findings), "due": end.isoformat()}
        log_action("ticket.issued", ticket, user=user, unit=campaign.unit, data=said)
        tickets.append(ticket)
    return tickets


_LARGE = [
    f"subject__{name}" for name in ("row", "notes", "rechecks", "judgement_at_point", "judgement_at_closing")
]


def owing(campaign: Campaign, *, advice: bool = False) -> dict[Unit, list[FindingRow]]:
    """What each unit has to mend and was not told yet."""
    findings = _untold(_to_mend(campaign, advice=advice)).filter(subject__campaign=campaign)
    found: dict[Unit, list[FindingRow]] = defaultdict(list)
    whole = findings.select_related("subject__unit").defer(*_LARGE)
    for row in whole.order_by("subject__unit__path", "indicator", "pk"):
        found[row.subject.unit].append(row)
    return found


def owing_units(campaign: Campaign) -> int:
    """How many units `owing` tells of, without reading what they owe."""
    faulty = campaign.subjects.filter(Exists(_untold(_to_mend(campaign)).filter(subject=OuterRef("pk"))))
    return faulty.values("unit").distinct().count()


def _untold(findings: QuerySet[FindingRow]) -> QuerySet[FindingRow]:
    told = TicketItem.objects.filter(finding=OuterRef("pk")).exclude(state=ItemState.LIFTED)
    return findings.exclude(Exists(told))


def _to_mend(campaign: Campaign, *, advice: bool = False) -> QuerySet[FindingRow]:
    findings = FindingRow.objects.filter(state__in=COUNTING)
    return findings if advice else findings.exclude(indicator__in=norm_words(campaign.norm).advisory)


def _list(ticket: Ticket, findings: Sequence[FindingRow]) -> None:
    """The findings become items; what was told to be mended in an earlier campaign is marked as repeated."""
    told = _told_before(ticket, [row.finding_id for row in findings])
    TicketItem.objects.bulk_create(
        TicketItem(
            ticket=ticket,
            finding=row,
            repeated=row.finding_id in told,
            told_unit_id=_other(told.get(row.finding_id), ticket.unit_id),
        )
        for row in findings
    )
    rows = {row.subject_id for row in findings}
    CampaignSubject.objects.filter(pk__in=rows).update(notified=True)


def _told_before(ticket: Ticket, findings: Sequence[str]) -> dict[str, int]:
    """The unit whose ticket of another campaign held each finding last, by the finding's own id."""
    earlier = TicketItem.objects.filter(finding__finding_id__in=findings).exclude(
        ticket__campaign=ticket.campaign_id
    )
    held = earlier.exclude(state=ItemState.LIFTED).order_by("ticket__issued_on", "pk")
    return dict(held.values_list("finding__finding_id", "ticket__unit"))


def _other(unit: int | None, own: int) -> int | None:
    return None if unit == own else unit


def happened(ticket: Ticket, kind: EventKind, user: User | None, text: str = "") -> TicketEvent:
    """Writes down a turn of the ticket; whoever calls keeps the entry of the trail."""
    return TicketEvent.objects.create(ticket=ticket, at=clock.now(), kind=kind, user=user, text=text)


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
def note(ticket: Ticket, kind: EventKind, text: str, *, user: User) -> None:
    """A call, a talk, or a receipt that came on paper."""
    if kind not in NOTES:
        raise OfficeError("只能登记电话联系、当面沟通或签收。")
    if not text.strip():
        raise OfficeError("请写明与谁联系、说了什么。")
    happened(ticket, kind, user, text.strip())
    said = {"kind": kind.label, "text": text.strip()[:200]}
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
    if ticket.state not in OWED_STATES:
        raise OfficeError("这份整改通知现在不需要回复。")
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
def keep_check(ticket: Ticket, seen: Mapping[int, ItemState], told: Mapping[int, str] | None = None) -> None:
    """What a re-check saw of each item (by its number): all settled closes the ticket, else it goes back to the unit.

    `told` says what it saw of items where that is not what stands in the notice. While an appeal waits to be decided nothing is closed.
    """
    ticket.refresh_from_db()
    now = clock.now()
    for item in ticket.items.exclude(state__in=SETTLED):
        if item.pk in seen:
            item.state, item.checked_at = seen[item.pk], now
            item.save(update_fields=["state", "checked_at"])
            if item.finding.source:
                _follow(item.finding, mended=item.state == ItemState.MENDED)
    mended = ticket.items.filter(state__in=SETTLED).count()
    left = ticket.items.count() - mended
    anew = "".join(f"{words}。" for words in (told or {}).values())
    happened(ticket, EventKind.CHECKED, None, f"已整改 {mended} 个，未整改或未能复查 {left} 个。{anew}")
    said = {"mended": mended, "left": left}
    log_action("ticket.checked", ticket, user=None, unit=ticket.campaign.unit, data=said)
    if not left:
        _close_when_settled(ticket, None)
    elif ticket.state == TicketState.ANSWERED and not _only_unseen(ticket):
        _send_back(ticket, None, "复查发现仍有问题没有整改到位。")


def _only_unseen(ticket: Ticket) -> bool:
    """Whether all that is left could not be looked at: then people decide, and the unit is not blamed."""
    left = ticket.items.exclude(state__in=SETTLED).values_list("state", flat=True)
    return set(left) == {ItemState.UNSEEN}


def _close(ticket: Ticket, user: User | None) -> None:
    ticket.state, ticket.closed_at = TicketState.CLOSED, clock.now()
    ticket.save(update_fields=["state", "closed_at"])
    happened(ticket, EventKind.CLOSED, user, _ending(ticket))
    log_action("ticket.closed", ticket, user=user, unit=ticket.campaign.unit)


def _ending(ticket: Ticket) -> str:
    lifted = ticket.items.filter(state=ItemState.LIFTED).count()
    mended = ticket.items.count() - lifted
    if not lifted:
        return "全部问题已整改。"
    return f"{mended} 个问题已整改，{lifted} 个已撤销。" if mended else "全部问题已撤销。"


def _send_back(ticket: Ticket, user: User | None, why: str) -> None:
    """Back to the unit, with time to mend: its answer ended the clock, and the days that checking took are not its own."""
    end, provisional = due(clock.today(), RETURN_DAYS, first_day_counts=ticket.first_day_counts)
    if end > ticket.due_on:
        ticket.asked_on, ticket.due_days = clock.today(), RETURN_DAYS
        ticket.due_on, ticket.due_provisional = end, provisional
    ticket.state, ticket.closed_at = TicketState.REOPENED, None
    ticket.save()
    happened(ticket, EventKind.REOPENED, user, f"{why}限 {ticket.due_on} 前再次回复。")
    log_action("ticket.reopened", ticket, user=user, unit=ticket.campaign.unit, data={"reason": why})


@transaction.atomic
def accept(item: TicketItem, reason: str, *, user: User) -> None:
    """A person has seen that it is mended, where the machine could not look."""
    if not reason.strip():
        raise OfficeError("请写明是怎样核实的。")
    if item.state in SETTLED:
        raise OfficeError("这个问题已经办结。")
    item.state, item.checked_at = ItemState.ACCEPTED, clock.now()
    item.save(update_fields=["state", "checked_at"])
    _follow(item.finding, mended=True)
    ticket = item.ticket
    happened(ticket, EventKind.CHECKED, user, f"人工确认已整改：{item.finding.message}（{reason.strip()}）")
    said = {"reason": reason.strip(), "text": item.finding.message[:100]}
    log_action("ticket.accepted", item, user=user, unit=ticket.campaign.unit, data=said)
    _close_when_settled(ticket, user)


def _follow(finding: FindingRow, *, mended: bool) -> None:
    """The state of what no later judgement tells of follows the ticket, and the verdict follows it.

    That is what others found, and what a person looked at in the machine's place after the monitoring point.
    """
    row = finding.subject
    if not finding.source and row.campaign.point_closed_at is None:
        return
    counted = FindingState.COUNTS if finding.certainty == Certainty.AUTOMATIC else FindingState.CONFIRMED
    before, after = (COUNTING, FindingState.MENDED) if mended else ((FindingState.MENDED,), counted)
    if finding.state in before:
        finding.state = after
        finding.save(update_fields=["state"])
        if finding.source or row.judgement_at_closing:
            ask_to_judge_again(row)


def _close_when_settled(ticket: Ticket, user: User | None) -> None:
    waits = Appeal.objects.filter(item__ticket=ticket, accepted=None).exists()
    if ticket.open and not waits and not ticket.items.exclude(state__in=SETTLED).exists():
        _close(ticket, user)


@transaction.atomic
def send_back(ticket: Ticket, why: str, *, user: User) -> None:
    """Back to the unit, also after closing: its answer does not hold."""
    if not why.strip():
        raise OfficeError("退回整改需要写明原因。")
    if ticket.state in OWED_STATES:
        raise OfficeError("这份整改通知还在等单位回复，不需要退回。")
    if ticket.state == TicketState.CLOSED:
        for item in ticket.items.filter(state__in=[ItemState.MENDED, ItemState.ACCEPTED]):
            if item.finding.source or item.state == ItemState.ACCEPTED:
                _follow(item.finding, mended=False)
            item.state = ItemState.OPEN
            item.save(update_fields=["state"])
    _send_back(ticket, user, f"{why.strip().rstrip('。')}。")


@transaction.atomic
def extend(ticket: Ticket, days: int, why: str, *, user: User) -> None:
    """More working days, counted from the day of issue or of the last return, for a unit that owes an answer."""
    if not why.strip():
        raise OfficeError("延长期限需要写明原因。")
    if ticket.state not in OWED_STATES:
        raise OfficeError("这份整改通知已经回复或办结，不需要延长期限。")
    if not ticket.due_days < days <= MOST_DAYS:
        raise OfficeError(f"新的期限应多于现在的 {ticket.due_days} 个工作日，不超过 {MOST_DAYS} 个。")
    ticket.due_days = days
    ticket.due_on, ticket.due_provisional = due(
        ticket.asked_on, days, first_day_counts=ticket.first_day_counts
    )
    ticket.save(update_fields=["due_days", "due_on", "due_provisional"])
    happened(ticket, EventKind.EXTENDED, user, f"延至 {ticket.due_on}：{why.strip()}")
    said = {"due": ticket.due_on.isoformat(), "reason": why.strip()}
    log_action("ticket.extended", ticket, user=user, unit=ticket.campaign.unit, data=said)


@transaction.atomic
def appeal(item: TicketItem, text: str, *, user: User, files: Sequence[Kept] = ()) -> Appeal:
    """The unit says that the finding is wrong."""
    if not text.strip():
        raise OfficeError("申诉需要写明理由。")
    if item.state in SETTLED or not item.ticket.open:
        raise OfficeError("这个问题已经办结，不能再申诉。")
    if item.appeals.filter(accepted=None).exists():
        raise OfficeError("这个问题的申诉正在处理，请等待结果。")
    made = Appeal.objects.create(item=item, user=user, at=clock.now(), text=text.strip())
    event = happened(item.ticket, EventKind.APPEALED, user, f"{item.finding.message}：{text.strip()}")
    attach(event, files)
    said = {"reason": text.strip()[:200], "files": len(files)}
    log_action("appeal.made", item, user=user, unit=item.ticket.campaign.unit, data=said)
    return made


@transaction.atomic
def decide_appeal(made: Appeal, *, accepted: bool, reason: str, user: User) -> None:
    """Accepting lifts the finding, and verdict and score follow; either way the unit reads why."""
    if made.accepted is not None:
        raise OfficeError("这项申诉已经处理过了。")
    if not reason.strip():
        raise OfficeError("处理申诉需要写明意见。")
    made.accepted, made.reason = accepted, reason.strip()
    made.decided_by, made.decided_at = user, clock.now()
    made.save()
    item = made.item
    ticket = item.ticket
    word = "成立" if accepted else "不成立"
    happened(ticket, EventKind.APPEAL_DECIDED, user, f"{item.finding.message}：申诉{word}，{reason.strip()}")
    said = {"accepted": accepted, "reason": reason.strip()}
    log_action("appeal.decided", item, user=user, unit=ticket.campaign.unit, data=said)
    if accepted:
        ruling.decide(
            item.finding, user, Ruling.DISMISSED, at=clock.now(), reason=f"申诉成立：{reason.strip()}"
        )
        ask_to_judge_again(item.finding.subject)
    _close_when_settled(ticket, user)


@ruling.follows_ruling
def _lift(finding: FindingRow, user: User, reason: str) -> None:
    """What was ruled to weigh nothing, on appeal or in the queue, nobody has to mend."""
    items = TicketItem.objects.filter(finding=finding).exclude(state=ItemState.LIFTED)
    for item in items.select_related("ticket__campaign__unit", "finding"):
        was_open = item.state not in SETTLED
        item.state = ItemState.LIFTED
        item.save(update_fields=["state"])
        if was_open:
            happened(item.ticket, EventKind.LIFTED, user, f"{finding.message}：{reason}")
        _close_when_settled(item.ticket, user)


def never_read(tickets: Iterable[Ticket]) -> list[Ticket]:
    """Those of the tickets that nobody of their unit has opened, downloaded or signed for."""
    listed = list(tickets)
    rows = TicketEvent.objects.filter(ticket__in=listed, kind__in=READING)
    seen = set(rows.values_list("ticket_id", flat=True))
    return [ticket for ticket in listed if ticket.pk not in seen]


@ends_before_closing
def _still_open(unit: Unit) -> str:
    number = len(open_tickets(unit))
    return f"未办结的整改通知 {number} 份" if number else ""


def open_tickets(unit: Unit) -> list[Ticket]:
    """What the unit itself still owes or waits for."""
    rows = Ticket.objects.filter(unit=unit, state__in=OPEN_STATES)
    return list(rows.select_related("campaign").order_by("due_on"))
