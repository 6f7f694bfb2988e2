"""Mandates from the day they come in to the reply upwards. Every act is an event of the mandate and an entry of the trail."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.deadlines.calendars import due, year_confirmed
from xunwang.office.errors import OfficeError
from xunwang.office.mandates.models import Mandate, MandateEvent, MandateEventKind, MandateFile
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.rectify.models import Ticket
from xunwang.office.turns import in_turn
from xunwang.office.uploads import Kept

MOST_DAYS = 250


class Told(Record, frozen=True):
    """What the document from above says."""

    sender: str
    number: str
    title: str
    demand: str
    received_on: dt.date
    due_days: int
    first_day_counts: bool = False


@transaction.atomic
def receive(told: Told, *, user: User, tickets: Sequence[Ticket] = (), files: Sequence[Kept] = ()) -> Mandate:
    """Enters what came from above for the user's own unit. Raises OfficeError."""
    if not told.sender.strip():
        raise OfficeError("请填写交办单位，例如“省政府办公厅”。")
    if told.received_on > clock.today():
        raise OfficeError(f"收到日期 {told.received_on} 在今天之后，请核对。")
    _refuse_twice(told, user.unit)
    made = _make(told, user.unit, user=user)
    made.tickets.set(tickets)
    _attach(
        _happened(made, MandateEventKind.RECEIVED, user, f"{told.sender}交办，最迟 {made.due_on} 回复。"),
        files,
    )
    said = {"due": made.due_on.isoformat(), "files": len(files)}
    log_action("mandate.received", made, user=user, data=said)
    return made


def _refuse_twice(told: Told, unit: Unit) -> None:
    """A form that was sent twice, or by two people who had the same document before them."""
    in_turn(f"mandates of {unit.pk}")
    same = Mandate.objects.filter(
        unit=unit,
        parent=None,
        sender=told.sender.strip(),
        number=told.number.strip(),
        title=told.title.strip(),
    )
    if same.filter(received_on=told.received_on, answered_on=None).exists():
        raise OfficeError(
            f"{told.sender.strip()}的“{told.title.strip()}”（{told.received_on} 收到）已经登记，见“上级交办”列表；"
            "同一来文里的另一件事，请写不同的事项名称。"
        )


def _make(told: Told, unit: Unit, *, user: User, parent: Mandate | None = None) -> Mandate:
    if not told.title.strip():
        raise OfficeError("请填写交办的事项。")
    if not 1 <= told.due_days <= MOST_DAYS:
        raise OfficeError(f"办理期限应为 1 到 {MOST_DAYS} 个工作日。")
    end, provisional = due(told.received_on, told.due_days, first_day_counts=told.first_day_counts)
    return Mandate.objects.create(
        parent=parent,
        unit=unit,
        sender=told.sender.strip(),
        number=told.number.strip(),
        title=told.title.strip(),
        demand=told.demand.strip(),
        received_on=told.received_on,
        due_days=told.due_days,
        first_day_counts=told.first_day_counts,
        due_on=end,
        due_provisional=provisional,
        made_by=user,
    )


@transaction.atomic
def hand_down(
    mandate: Mandate,
    units: Sequence[Unit],
    days: int,
    demand: str,
    *,
    user: User,
    with_letter: bool = False,
) -> list[Mandate]:
    """A part for every unit, counted from today; the tickets of a unit and of those below go with its part, on demand the documents as well. Raises OfficeError.

    Nobody below gets more time than the unit itself has, unless its own deadline has passed already.
    """
    if not units:
        raise OfficeError("请至少选择一个分办单位。")
    _must_be_open(mandate)
    told = Told(
        mandate.unit.name, mandate.number, mandate.title, demand or mandate.demand, clock.today(), days
    )
    letter = list(letters(mandate)) if with_letter else []
    made = [_part(mandate, unit, told, user, letter) for unit in units]
    names = "、".join(part.unit.name for part in made)
    _happened(mandate, MandateEventKind.HANDED, user, f"分办 {names}，最迟 {made[0].due_on} 回复。")
    said = {"due": made[0].due_on.isoformat(), "subjects": len(made)}
    log_action("mandate.handed_down", mandate, user=user, data=said)
    return made


def letters(mandate: Mandate) -> QuerySet[MandateFile]:
    """The documents with which it came."""
    return MandateFile.objects.filter(event__mandate=mandate, event__kind=MandateEventKind.RECEIVED)


def _part(mandate: Mandate, unit: Unit, told: Told, user: User, letter: Sequence[MandateFile]) -> Mandate:
    if unit.pk == mandate.unit_id or not mandate.unit.holds(unit):
        raise OfficeError(f"只能分办给下级单位，“{unit}”不是{mandate.unit}的下级。")
    if mandate.parts.filter(unit=unit).exists():
        raise OfficeError(f"这件事项已经分办给“{unit}”，不需要再分办。")
    part = _make(told, unit, user=user, parent=mandate)
    if mandate.due_on >= clock.today() and part.due_on > mandate.due_on:
        raise OfficeError(
            f"分办的截止日 {part.due_on} 晚于本级截止日 {mandate.due_on}，请减少分办的工作日数。"
        )
    part.tickets.set(mandate.tickets.filter(unit__path__startswith=unit.path))
    _attach(
        _happened(part, MandateEventKind.RECEIVED, user, f"{told.sender}交办，最迟 {part.due_on} 回复。"),
        letter,
    )
    return part


@transaction.atomic
def see(mandate: Mandate, user: User) -> None:
    """Somebody of the unit opened it for the first time."""
    if user.unit_id != mandate.unit_id or mandate.made_by_id == user.pk:
        return
    if not mandate.events.filter(kind=MandateEventKind.SEEN, user=user).exists():
        _happened(mandate, MandateEventKind.SEEN, user)
        log_action("mandate.seen", mandate, user=user)


@transaction.atomic
def answer(
    mandate: Mandate,
    text: str,
    *,
    user: User,
    files: Sequence[Kept] = (),
    on: dt.date | None = None,
    without_silent: bool = False,
) -> None:
    """The reply upwards. While parts of it are open it is refused, unless the user says that it goes without them."""
    _must_be_open(mandate)
    if not text.strip():
        raise OfficeError("请填写办理情况。")
    silent = [part.unit.name for part in mandate.parts.filter(answered_on=None).select_related("unit")]
    if silent and not without_silent:
        raise OfficeError(
            f"还有 {len(silent)} 个单位没有回复（{'、'.join(silent[:5])}）。"
            "系统会自动提醒，也可电话催办；确需先行回复的，勾选“不等未回复的单位”。"
        )
    mandate.answer, mandate.answered_on, mandate.answered_by = text.strip(), on or clock.today(), user
    mandate.save(update_fields=["answer", "answered_on", "answered_by"])
    event = _happened(mandate, MandateEventKind.ANSWERED, user, text.strip())
    _attach(event, files)
    log_action("mandate.answered", mandate, user=user, unit=mandate.unit, data={"files": len(files)})


@transaction.atomic
def attach_report(mandate: Mandate, report: Kept) -> None:
    """Keeps the written report with the reply it belongs to."""
    event = mandate.events.filter(kind=MandateEventKind.ANSWERED).last()
    if event is None:
        raise OfficeError("这件事项还没有回复，没有报告可存。")
    _attach(event, [report])


@transaction.atomic
def send_back(mandate: Mandate, why: str, *, user: User) -> MandateEvent:
    """The reply of a unit below does not do. Raises OfficeError."""
    if not why.strip():
        raise OfficeError("请写明退回的原因。")
    _hold(mandate)
    if mandate.open:
        raise OfficeError("这件事项还没有回复，不需要退回。")
    mandate.answered_on = None
    mandate.save(update_fields=["answered_on"])
    event = _happened(mandate, MandateEventKind.RETURNED, user, why.strip())
    log_action("mandate.returned", mandate, user=user, unit=mandate.unit, data={"reason": why.strip()[:200]})
    return event


@transaction.atomic
def move_deadline(mandate: Mandate, days: int, why: str, *, user: User) -> None:
    """Another number of working days, as whoever ordered it agreed to. Raises OfficeError."""
    _must_be_open(mandate)
    if not why.strip():
        raise OfficeError("调整期限需要写明依据。")
    if not 1 <= days <= MOST_DAYS:
        raise OfficeError(f"办理期限应为 1 到 {MOST_DAYS} 个工作日。")
    mandate.due_days = days
    _count(mandate)
    _happened(mandate, MandateEventKind.EXTENDED, user, f"改为 {mandate.due_on}：{why.strip()}")
    said = {"due": mandate.due_on.isoformat(), "reason": why.strip()[:200]}
    log_action("mandate.extended", mandate, user=user, unit=mandate.unit, data=said)


def _hold(mandate: Mandate) -> None:
    """The mandate as it stands now, and nobody else changes it until the transaction ends."""
    mandate.refresh_from_db(from_queryset=Mandate.objects.select_for_update())


def _must_be_open(mandate: Mandate) -> None:
    _hold(mandate)
    if not mandate.open:
        raise OfficeError(f"这件事项已于 {mandate.answered_on} 回复。")


def _count(mandate: Mandate) -> None:
    mandate.due_on, mandate.due_provisional = due(
        mandate.received_on, mandate.due_days, first_day_counts=mandate.first_day_counts
    )
    mandate.save(update_fields=["due_days", "due_on", "due_provisional"])


@receiver(year_confirmed)
def count_again(**_: object) -> None:
    """The open ones follow the calendar."""
    for mandate in Mandate.objects.filter(answered_on=None):
        _count(mandate)


def _happened(mandate: Mandate, kind: MandateEventKind, user: User, text: str = "") -> MandateEvent:
    return MandateEvent.objects.create(mandate=mandate, at=clock.now(), kind=kind, user=user, text=text)


def _attach(event: MandateEvent, files: Sequence[Kept | MandateFile]) -> None:
    MandateFile.objects.bulk_create(
        MandateFile(
            event=event, name=file.name, kind=file.kind, path=file.path, size=file.size, sha256=file.sha256
        )
        for file in files
    )


def owed(unit: Unit) -> QuerySet[Mandate]:
    """What the unit itself has to answer, the most pressing first."""
    return Mandate.objects.filter(unit=unit, answered_on=None).order_by("due_on", "pk")


@ends_before_closing
def _still_open(unit: Unit) -> str:
    number = Mandate.objects.filter(unit=unit, answered_on=None).count()
    return f"未办结的交办事项 {number} 件" if number else ""
