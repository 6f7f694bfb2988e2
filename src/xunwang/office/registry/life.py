"""The life of a subject: opened, changed, moved, merged, closed for a while, closed. Each turn is kept with its filing."""

import datetime as dt
from typing import Any

from django.db import transaction

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.identity import twin
from xunwang.office.registry.models import LifeEvent, LifeKind, Subject, SubjectVersion
from xunwang.office.registry.service import (
    change_subject,
    close_subject,
    open_subject,
    open_version,
    refuse_far,
)

_LONGEST_CLOSURE = dt.timedelta(days=366)


class Turn(Record, frozen=True):
    """When something happened, when it was filed above (None: not yet), and why."""

    on: dt.date
    filed_on: dt.date | None = None
    note: str = ""

    def told(self) -> dict[str, Any]:
        """For the trail."""
        filed = self.filed_on.isoformat() if self.filed_on else None
        return {"filed_on": filed, "text": self.note or None}


@transaction.atomic
def open_new(
    kind: SubjectKind,
    unit: Unit,
    turn: Turn,
    *,
    user: User | None,
    parent: Subject | None = None,
    **fields: Any,
) -> Subject:
    """A new subject. Raises OfficeError when the register has it already."""
    _refuse_twin(kind, fields, None)
    subject = open_subject(kind, unit, turn.on, user=user, parent=parent, said=turn.told(), **fields)
    _keep(subject, LifeKind.OPENED, turn, user)
    return subject


@transaction.atomic
def change(subject: Subject, turn: Turn, *, user: User | None, **fields: Any) -> tuple[LifeKind, ...]:
    """The register says something else of the subject; gives what that is called, nothing when all stays as it was."""
    before = open_version(subject, turn.on)
    kinds = _names(before, fields)
    if kinds:
        _refuse_twin(SubjectKind(subject.kind), fields, subject)
        change_subject(subject, turn.on, user=user, said=turn.told() | _differences(before, fields), **fields)
    for kind in kinds:
        _keep(subject, kind, turn, user)
    return kinds


def _names(before: SubjectVersion, fields: dict[str, Any]) -> tuple[LifeKind, ...]:
    changed = {name for name, value in fields.items() if getattr(before, name) != value}
    named = [LifeKind.RENAMED] if "name" in changed else []
    if "address_key" in changed:
        named.append(LifeKind.READDRESSED)
    return tuple(named) or ((LifeKind.CHANGED,) if changed else ())


def _differences(before: SubjectVersion, fields: dict[str, Any]) -> dict[str, Any]:
    """What the trail keeps of the name and the address."""
    shown = [name for name in ("name", "home") if name in fields and getattr(before, name) != fields[name]]
    if not shown:
        return {}
    was, now = (" ".join(filter(None, parts)) for parts in (
        [getattr(before, name) for name in shown], [fields[name] for name in shown])
    )  # fmt: skip
    return {"before": was, "after": now}


def _refuse_twin(kind: SubjectKind, fields: dict[str, Any], but: Subject | None) -> None:
    other = twin(kind, fields, but=but)
    if other:
        raise OfficeError(
            f"与已登记的“{other.name}”（{other.unit}）是同一对象：标识、地址或账号相同，请核对。"
        )


@transaction.atomic
def move(subject: Subject, unit: Unit, turn: Turn, *, user: User | None) -> None:
    """Another unit answers for it from that day."""
    current = open_version(subject, turn.on)
    before = current.unit
    if before.pk == unit.pk:
        raise OfficeError(f"“{subject}”现在就由“{unit}”负责，不必划转。")
    said = turn.told() | {"before": before.name, "after": unit.name}
    # a register that went on naming the former unit would move the subject back when it is imported again
    organiser = unit.name if current.organiser == before.name else current.organiser
    change_subject(subject, turn.on, user=user, unit=unit, said=said, organiser=organiser)
    _keep(subject, LifeKind.MOVED, turn, user)


@transaction.atomic
def merge(subject: Subject, into: Subject, turn: Turn, *, user: User | None) -> None:
    """The subject goes into another one: it is closed, and its channels hang on the other from now on."""
    if subject.pk == into.pk or subject.kind != into.kind:
        raise OfficeError("应并入另一个同类的对象。")
    open_version(into, turn.on)
    close_subject(subject, turn.on, user=user, said=turn.told() | {"after": str(into)})
    subject.channels.update(parent=into)
    _keep(subject, LifeKind.MERGED, turn, user, into=into)


@transaction.atomic
def suspend(subject: Subject, until: dt.date, turn: Turn, *, user: User | None) -> None:
    """Closed for a while, until the day `until` at the latest; it stays in the register."""
    open_version(subject, turn.on)
    refuse_far(turn.on)
    if until > turn.on + _LONGEST_CLOSURE:
        raise OfficeError(
            f"临时关停的结束日期 {until} 太晚：最长 {_LONGEST_CLOSURE.days} 天，长期不用的应办理关停。"
        )
    if until < turn.on:
        raise OfficeError(f"临时关停的结束日期 {until} 早于开始日期 {turn.on}，应不早于开始日期。")
    if subject.pk in suspended(turn.on):
        raise OfficeError(f"“{subject}”在 {turn.on} 已经处于临时关停，请先恢复开放。")
    _keep(subject, LifeKind.SUSPENDED, turn, user, until=until)
    told = turn.told() | {"on": turn.on.isoformat(), "until": until.isoformat()}
    log_action("subject.suspended", subject, user=user, unit=subject.unit, data=told)


@transaction.atomic
def resume(subject: Subject, turn: Turn, *, user: User | None) -> None:
    """Open again before the end that was planned."""
    if subject.pk not in suspended(turn.on):
        raise OfficeError(f"“{subject}”在 {turn.on} 没有临时关停，不必恢复。")
    _keep(subject, LifeKind.RESUMED, turn, user)
    told = turn.told() | {"on": turn.on.isoformat()}
    log_action("subject.resumed", subject, user=user, unit=subject.unit, data=told)


@transaction.atomic
def close(subject: Subject, turn: Turn, *, user: User | None) -> None:
    close_subject(subject, turn.on, user=user, said=turn.told())
    _keep(subject, LifeKind.CLOSED, turn, user)


def suspended(day: dt.date) -> set[Any]:
    """The ids of the subjects that are closed for a while on that day."""
    kinds = (LifeKind.SUSPENDED, LifeKind.RESUMED)
    last: dict[Any, tuple[str, dt.date | None]] = {}
    rows = LifeEvent.objects.filter(kind__in=kinds, on__lte=day).order_by("on", "pk")
    for key, kind, until in rows.values_list("subject_id", "kind", "until"):
        last[key] = (kind, until)
    return {
        key for key, (kind, until) in last.items() if kind == LifeKind.SUSPENDED and until and until >= day
    }


@transaction.atomic
def file(event: LifeEvent, filed_on: dt.date, *, user: User) -> None:
    """Writes down that a turn was filed above."""
    if filed_on < event.on:
        raise OfficeError(f"报备日期 {filed_on} 早于发生日期 {event.on}，应不早于该日。")
    event.filed_on = filed_on
    event.save(update_fields=["filed_on"])
    told = {"on": event.on.isoformat(), "filed_on": filed_on.isoformat()}
    log_action("subject.filed", event.subject, user=user, unit=event.subject.unit, data=told)


def _keep(subject: Subject, kind: LifeKind, turn: Turn, user: User | None, **more: Any) -> None:
    LifeEvent.objects.create(
        subject=subject,
        kind=kind,
        on=turn.on,
        filed_on=turn.filed_on,
        note=turn.note[:500],
        user=user,
        at=clock.now(),
        **more,
    )
