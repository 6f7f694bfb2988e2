"""A filing on its way: the unit files, each level passes it on, approves it or sends it back; approval writes the register."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.deadlines.calendars import due, year_confirmed
from xunwang.office.errors import OfficeError
from xunwang.office.filing.models import OPEN_STATES, Filing, FilingState, FilingStep, Matter, StepKind
from xunwang.office.messages.service import tell_once, with_link
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.registry import life
from xunwang.office.registry.identity import alike, twin
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
    Unit.objects.select_for_update().get(
        pk=user.unit_id
    )  # the same thing filed twice at once is seen by the second
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
    filing.due_on, filing.due_provisional = _days_from(told.on)


def _checked(told: Told, unit: Unit, but: Filing | None = None) -> str:
    """The name that the filing goes under."""
    if not told.reason:
        raise OfficeError("请写明事由。")
    if told.matter is Matter.OPENING:
        assert told.fields is not None
        other = twin(told.kind, told.fields)
        if other:
            raise OfficeError(f"名录中已有“{other.name}”（{other.unit}），标识、地址或账号相同，请核对。")
        _refuse_second_opening(told, but)
        return str(told.fields["name"])
    if told.subject is None or told.subject.unit_id != unit.pk:
        raise OfficeError("只能为本单位负责的网站、账号报备。")
    current = open_version(told.subject, told.on)
    same = Filing.objects.filter(subject=told.subject, matter=told.matter, state__in=OPEN_STATES)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise OfficeError(f"“{current.name}”的{told.matter.label}报备正在办理，请不要重复申报。")
    if told.matter is Matter.URGENT and (told.until is None or told.until < told.on):
        raise OfficeError("请填写关停至哪一天，应不早于关停日期。")
    if told.matter is Matter.CHANGE and not _before(current, told.fields or {}):
        raise OfficeError("内容没有变化，不需要报备。")
    return current.name


def _refuse_second_opening(told: Told, but: Filing | None) -> None:
    """Raises OfficeError where somebody filed the opening of the same thing already."""
    assert told.fields is not None
    same = alike(told.fields, within="said__")
    if same is None:
        return
    found = Filing.objects.filter(same, matter=Matter.OPENING, subject_kind=told.kind, state__in=OPEN_STATES)
    other = (found.exclude(pk=but.pk) if but else found).select_related("unit").first()
    if other:
        raise OfficeError(
            f"“{other.name}”（{other.unit}）的开办报备正在办理，标识、地址或账号相同，请不要重复申报。"
        )


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


def _step(filing: Filing, kind: StepKind, user: User, text: str) -> FilingStep:
    return FilingStep.objects.create(
        filing=filing, unit=user.unit, user=user, at=clock.now(), kind=kind, text=text[:500]
    )


def _said(filing: Filing) -> dict[str, Any]:
    return {"kind": filing.get_matter_display(), "on": filing.on.isoformat(), "unit": filing.holder.name}


def _hold(filing: Filing) -> None:
    """The filing as it stands now, and nobody else changes it until the transaction ends: what a page showed may be over."""
    filing.refresh_from_db(from_queryset=Filing.objects.select_for_update())


def _hold_to_decide(filing: Filing, user: User) -> None:
    """Raises OfficeError where somebody decided meanwhile."""
    _hold(filing)
    if filing.state != FilingState.WAITING or filing.holder_id != user.unit_id:
        raise OfficeError(f"这份报备已经有人办理，现在是“{filing.state_words}”，没有重复办理。")


@transaction.atomic
def file_again(filing: Filing, told: Told, *, user: User) -> None:
    """With what was asked for, after it was sent back; the day of the first filing stays."""
    _hold(filing)
    if filing.state != FilingState.RETURNED:
        raise OfficeError("只有退回补正的报备可以重新申报。")
    before = filing.on
    _write(filing, told, _checked(told, user.unit, filing))
    filing.state, filing.holder = FilingState.WAITING, _above(filing.unit)
    filing.save()
    filing.steps.filter(due_on__isnull=False, met_on=None).update(met_on=clock.today())
    moved = f"{filing.get_matter_display()}日期由 {before} 改为 {filing.on}。" if filing.on != before else ""
    _step(filing, StepKind.FILED, user, f"{moved}{told.reason}")
    log_action("filing.filed", filing, user=user, data=_said(filing))


@transaction.atomic
def pass_on(filing: Filing, text: str, *, user: User) -> None:
    """Agreed here, and the next superior decides."""
    _hold_to_decide(filing, user)
    above = Unit.objects.above(filing.holder).last()
    if above is None:
        raise OfficeError(f"“{filing.holder}”没有上级，请直接办结。")
    _step(filing, StepKind.PASSED, user, text)
    filing.holder = above
    filing.save(update_fields=["holder"])
    log_action("filing.passed", filing, user=user, data=_said(filing))


@transaction.atomic
def send_back(filing: Filing, text: str, *, user: User) -> None:
    """The unit has to file again, and the days to do so are counted anew; it hears of it at once."""
    if not text:
        raise OfficeError("退回补正需要写明要补正什么。")
    _hold_to_decide(filing, user)
    filing.state = FilingState.RETURNED
    filing.save(update_fields=["state"])
    step = _step(filing, StepKind.RETURNED, user, text)
    step.due_on, step.due_provisional = _days_from(clock.today())
    step.save(update_fields=["due_on", "due_provisional"])
    log_action(
        "filing.returned", filing, user=user, data={"reason": text[:200], "due": step.due_on.isoformat()}
    )
    told = f"{user.unit}退回“{filing}”报备：{step.text}\n最迟 {step.due_on} 补正后重新申报。"
    tell_once(
        filing.unit,
        topic="filing.returned",
        key=f"filing:{filing.pk}:{step.pk}",
        title=f"报备退回补正：{filing.name}",
        text=with_link(told, "filing", filing.pk),
    )


def _days_from(start: dt.date) -> tuple[dt.date, bool]:
    """The last day to file what happened on a day, and whether it is provisional."""
    return due(start, FILING_WORKDAYS, first_day_counts=False)


@transaction.atomic
def withdraw(filing: Filing, text: str, *, user: User) -> None:
    """The unit takes its own filing back, with why. Raises OfficeError once it is settled."""
    _hold(filing)
    if not filing.open:
        raise OfficeError(f"这份报备现在是“{filing.state_words}”，不能撤回。")
    filing.state = FilingState.WITHDRAWN
    filing.save(update_fields=["state"])
    _step(filing, StepKind.WITHDRAWN, user, text)
    log_action("filing.withdrawn", filing, user=user)


@transaction.atomic
def approve(filing: Filing, text: str, *, user: User) -> None:
    """The register says from the filing's day on what was filed. Raises OfficeError when it cannot."""
    _hold_to_decide(filing, user)
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
    """The days of filings that are still open follow the calendar, and so do those of returns that wait for the unit."""
    for filing in Filing.objects.filter(state__in=OPEN_STATES):
        filing.due_on, filing.due_provisional = _days_from(filing.on)
        filing.save(update_fields=["due_on", "due_provisional"])
    for step in FilingStep.objects.filter(
        filing__state=FilingState.RETURNED, due_on__isnull=False, met_on=None
    ):
        step.due_on, step.due_provisional = _days_from(timezone.localdate(step.at))
        step.save(update_fields=["due_on", "due_provisional"])


@ends_before_closing
def _still_open(unit: Unit) -> str:
    """What the unit filed itself, and what lies with it to be decided."""
    waiting = Q(state=FilingState.WAITING, holder=unit)
    own = Q(unit=unit, state__in=OPEN_STATES)
    number = Filing.objects.filter(waiting | own).count()
    return f"未办结的备案 {number} 件" if number else ""
