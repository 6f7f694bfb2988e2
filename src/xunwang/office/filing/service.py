"""A filing on its way: the unit files, each level passes it on, approves it or sends it back; approval writes the register."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.filing.models import Filing, FilingState, FilingStep, Matter, StepKind
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.rectify.calendars import due, year_confirmed
from xunwang.office.registry import life
from xunwang.office.registry.identity import twin
from xunwang.office.registry.limits import FILING_WORKDAYS
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import open_version


class Told(Record, frozen=True):
    """What a unit says of a turn; `fields` are those of a version, for an opening or a change."""

    matter: Matter
    kind: SubjectKind
    on: dt.date
    reason: str
    subject: Subject | None = None
    fields: dict[str, Any] | None = None
    until: dt.date | None = None
    proof: str = ""


@transaction.atomic
def file(told: Told, *, user: User) -> Filing:
    """Raises OfficeError."""
    name = _checked(told, user.unit)
    filing = Filing(unit=user.unit, matter=told.matter, subject=told.subject, subject_kind=told.kind)
    filing.filed_on = clock.today()
    _write(filing, told, name)
    filing.holder = _above(user.unit)
    filing.save()
    _step(filing, StepKind.FILED, user, told.reason)
    log_action("filing.filed", filing, user=user, data=_said(filing))
    return filing


def _write(filing: Filing, told: Told, name: str) -> None:
    filing.name, filing.reason = name, told.reason
    fields = told.fields or {}
    filing.said = _plain(fields)
    if told.matter is Matter.CHANGE and told.subject:
        filing.was = _plain(_before(open_version(told.subject, told.on), fields))
    filing.on, filing.until = told.on, told.until
    filing.proof = told.proof or filing.proof
    filing.due_on, filing.due_provisional = due(told.on, FILING_WORKDAYS, first_day_counts=False)


def _checked(told: Told, unit: Unit, but: Filing | None = None) -> str:
    """The name that the filing goes under."""
    if not told.reason:
        raise OfficeError("请写明事由。")
    if told.matter is Matter.OPENING:
        assert told.fields is not None
        other = twin(told.kind, told.fields)
        if other:
            raise OfficeError(f"名录中已有“{other.name}”（{other.unit}），标识、地址或账号相同，请核对。")
        return str(told.fields["name"])
    if told.subject is None or told.subject.unit_id != unit.pk:
        raise OfficeError("只能为本单位负责的网站、账号报备。")
    current = open_version(told.subject, told.on)
    same = Filing.objects.filter(
        subject=told.subject, matter=told.matter, state__in=[FilingState.WAITING, FilingState.RETURNED]
    )
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise OfficeError(f"“{current.name}”的{told.matter.label}报备正在办理，请不要重复申报。")
    if told.matter is Matter.URGENT and (told.until is None or told.until < told.on):
        raise OfficeError("请填写关停至哪一天，应不早于关停日期。")
    if told.matter is Matter.CHANGE and not _before(current, told.fields or {}):
        raise OfficeError("内容没有变化，不需要报备。")
    return current.name


def _before(current: SubjectVersion, fields: dict[str, Any]) -> dict[str, Any]:
    """What the register says now of the fields that would change."""
    values = {name: getattr(current, name) for name in fields}
    return {name: value for name, value in values.items() if value != fields[name]}


def _above(unit: Unit) -> Unit:
    """The next superior; the top of a tree decides for itself."""
    return Unit.objects.above(unit).last() or unit


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in fields.items()
    }


def fields_of(filing: Filing) -> dict[str, Any]:
    """What was filed, as a version takes it."""
    said = dict(filing.said)
    if said.get("filed_on"):
        said["filed_on"] = dt.date.fromisoformat(said["filed_on"])
    return said


def _step(filing: Filing, kind: StepKind, user: User | None, text: str) -> None:
    unit = user.unit if user else filing.unit
    FilingStep.objects.create(filing=filing, unit=unit, user=user, at=clock.now(), kind=kind, text=text[:500])


def _said(filing: Filing) -> dict[str, Any]:
    return {"kind": filing.get_matter_display(), "on": filing.on.isoformat(), "unit": filing.holder.name}


@transaction.atomic
def file_again(filing: Filing, told: Told, *, user: User) -> None:
    """With what was asked for, after it was sent back; the day of the first filing stays."""
    if filing.state != FilingState.RETURNED:
        raise OfficeError("只有退回补正的报备可以重新申报。")
    _write(filing, told, _checked(told, user.unit, filing))
    filing.state, filing.holder = FilingState.WAITING, _above(filing.unit)
    filing.save()
    _step(filing, StepKind.FILED, user, told.reason)
    log_action("filing.filed", filing, user=user, data=_said(filing))


@transaction.atomic
def pass_on(filing: Filing, text: str, *, user: User) -> None:
    """Agreed here, and the next superior decides."""
    above = Unit.objects.above(filing.holder).last()
    if above is None:
        raise OfficeError(f"“{filing.holder}”没有上级，请直接办结。")
    _step(filing, StepKind.PASSED, user, text)
    filing.holder = above
    filing.save(update_fields=["holder"])
    log_action("filing.passed", filing, user=user, data=_said(filing))


@transaction.atomic
def send_back(filing: Filing, text: str, *, user: User) -> None:
    if not text:
        raise OfficeError("退回补正需要写明要补正什么。")
    filing.state = FilingState.RETURNED
    filing.save(update_fields=["state"])
    _step(filing, StepKind.RETURNED, user, text)
    log_action("filing.returned", filing, user=user, data={"reason": text[:200]})


@transaction.atomic
def withdraw(filing: Filing, text: str, *, user: User) -> None:
    filing.state = FilingState.WITHDRAWN
    filing.save(update_fields=["state"])
    _step(filing, StepKind.WITHDRAWN, user, text)
    log_action("filing.withdrawn", filing, user=user)


@transaction.atomic
def approve(filing: Filing, text: str, *, user: User) -> None:
    """The register says from the filing's day on what was filed. Raises OfficeError when it cannot."""
    turn = life.Turn(filing.on, filing.filed_on, filing.reason[:500])
    filing.subject = _entered(filing, turn, user)
    filing.state = FilingState.APPROVED
    filing.save(update_fields=["subject", "state"])
    _step(filing, StepKind.APPROVED, user, text)
    log_action("filing.approved", filing, user=user, data=_said(filing))


def _entered(filing: Filing, turn: life.Turn, user: User) -> Subject:
    if filing.matter == Matter.OPENING:
        kind = SubjectKind(filing.subject_kind)
        return life.open_new(kind, filing.unit, turn, user=user, **fields_of(filing))
    subject = filing.subject
    assert subject is not None
    if filing.matter == Matter.CHANGE:
        life.change(subject, turn, user=user, **_altered(filing, open_version(subject, filing.on)))
    elif filing.matter == Matter.URGENT:
        assert filing.until is not None
        life.suspend(subject, filing.until, turn, user=user)
    else:
        life.close(subject, turn, user=user)
    return subject


def _altered(filing: Filing, current: SubjectVersion) -> dict[str, Any]:
    """What a change makes of the register, which may say something new of what the unit left alone since it filed."""
    return {
        name: value if name in filing.was else getattr(current, name)
        for name, value in fields_of(filing).items()
    }


@receiver(year_confirmed)
def _count_again(**_: object) -> None:
    """The days of filings that are still open follow the calendar."""
    for filing in Filing.objects.filter(state__in=[FilingState.WAITING, FilingState.RETURNED]):
        filing.due_on, filing.due_provisional = due(filing.on, FILING_WORKDAYS, first_day_counts=False)
        filing.save(update_fields=["due_on", "due_provisional"])


@ends_before_closing
def _still_open(unit: Unit) -> str:
    """What the unit filed itself, and what lies with it to be decided."""
    waiting = Q(state=FilingState.WAITING, holder=unit)
    own = Q(unit=unit, state__in=[FilingState.WAITING, FilingState.RETURNED])
    number = Filing.objects.filter(waiting | own).count()
    return f"未办结的备案 {number} 件" if number else ""
