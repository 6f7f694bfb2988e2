"""Opens, changes and closes subjects, and says what the register held on a day."""

import datetime as dt
from typing import Any

import msgspec
from django.db import transaction

from xunwang.inspector import door, model
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.fields import ACCESS_FIELDS
from xunwang.office.registry.models import REGISTER_FIELDS, Subject, SubjectVersion
from xunwang.office.registry.unentered import unentered, unentered_at

MOST_AHEAD = dt.timedelta(days=60)
"""How early a turn of the register may be entered."""


def refuse_far(on: dt.date) -> None:
    """A slip of the year would lock an entry until that day. Raises OfficeError."""
    last = clock.today() + MOST_AHEAD
    if on > last:
        raise OfficeError(f"日期 {on} 太晚：最多提前 {MOST_AHEAD.days} 天（到 {last}）登记，请核对年份。")


@transaction.atomic
def open_subject(
    kind: model.SubjectKind,
    unit: Unit,
    on: dt.date,
    *,
    user: User | None,
    parent: Subject | None = None,
    said: dict[str, Any] | None = None,
    **fields: Any,
) -> Subject:
    """A new subject, or one that people know of already, in the register from the day `on`; `fields` are those of `SubjectVersion`, `said` goes into the trail."""
    refuse_far(on)
    subject = _unentered(kind, on, fields.get("home", "")) or Subject()
    subject.kind, subject.unit, subject.parent = kind, unit, parent
    subject.save()
    SubjectVersion.objects.create(subject=subject, kind=kind, unit=unit, valid_from=on, **fields)
    log_action("subject.opened", subject, user=user, unit=unit, data={"on": on.isoformat(), **(said or {})})
    return subject


def _unentered(kind: model.SubjectKind, on: dt.date, home: str) -> Subject | None:
    known = unentered_at(home, unentered(kind))
    if known and known.ended and on < known.ended:
        raise OfficeError(f"“{known.subject}”到 {known.ended} 才注销，登记日期 {on} 应不早于该日。")
    return known.subject if known else None


@transaction.atomic
def change_subject(
    subject: Subject,
    on: dt.date,
    *,
    user: User | None,
    unit: Unit | None = None,
    said: dict[str, Any] | None = None,
    **fields: Any,
) -> SubjectVersion:
    """The register says something else from the day `on`: a rename, a move to another address or to another unit."""
    refuse_far(on)
    current = open_version(subject, on)
    if unit and unit.pk != current.unit_id and on > clock.today():
        raise OfficeError(f"划转日期 {on} 晚于今天，应在当天办理，或填写已经发生的日期。")
    version = succeed(current, on, unit=unit or current.unit, **fields)
    if version is current:
        version.save()
    else:
        current.save(update_fields=["valid_to"])
        version.save(force_insert=True)
    Subject.objects.filter(pk=subject.pk).update(unit=version.unit)
    subject.unit = version.unit
    told = {"on": on.isoformat(), **(said or {})}
    log_action("subject.changed", subject, user=user, unit=version.unit, data=told)
    return version


@transaction.atomic
def close_subject(
    subject: Subject, on: dt.date, *, user: User | None, said: dict[str, Any] | None = None
) -> None:
    """The subject is in the register no more from the day `on`; its past stays."""
    refuse_far(on)
    current = open_version(subject, on)
    if on == current.valid_from:
        raise OfficeError(f"“{current.name}”在 {on} 当天登记，不能在同一天注销；注销日期应晚于登记日期。")
    current.valid_to = on
    current.save(update_fields=["valid_to"])
    told = {"on": on.isoformat(), **(said or {})}
    log_action("subject.closed", subject, user=user, unit=current.unit, data=told)


def succeed(current: SubjectVersion, on: dt.date, *, unit: Unit, **fields: Any) -> SubjectVersion:
    """The version that follows `current` from the day `on`, unsaved; a version that began that day is itself corrected."""
    kept = {name: getattr(current, name) for name in REGISTER_FIELDS} | fields
    if on == current.valid_from:
        for name, value in kept.items():
            setattr(current, name, value)
        current.unit = unit
        return current
    current.valid_to = on
    return SubjectVersion(subject=current.subject, kind=current.kind, unit=unit, valid_from=on, **kept)


def row_on(subject: Subject, day: dt.date) -> SubjectVersion | None:
    """What the register said about the subject at the end of the day; None when it was not in it."""
    return subject.versions.on(day).select_related("unit").first()


def inspector_subject(version: SubjectVersion) -> model.Subject:
    """The register's row in the words of the inspector."""
    kind = model.SubjectKind(version.subject.kind)
    if kind in {model.SubjectKind.ACCOUNT, model.SubjectKind.APP}:
        account = door.account_subject(
            str(version.subject_id),
            version.name,
            version.platform,
            version.type_name,
            handle=version.handle or None,
            home=version.home or None,
            organiser=version.organiser or None,
            level=version.level or None,
            phone=version.phone or None,
        )
        return msgspec.structs.replace(account, kind=kind) if kind is model.SubjectKind.APP else account
    return model.Subject(
        id=str(version.subject_id),
        name=version.name,
        home=version.home,
        kind=kind,
        site_kind=model.SiteKind(version.site_kind) if version.site_kind else None,
        level=version.level or None,
        code=version.code or None,
        organiser=version.organiser or None,
        icp=version.icp or None,
        phone=version.phone or None,
        access=door.read_access(version.home, **{field: getattr(version, field) for field in ACCESS_FIELDS}),
    )


def open_version(subject: Subject, on: dt.date) -> SubjectVersion:
    """What the register says now, to be changed from the day `on`. Raises OfficeError when that cannot be."""
    current = subject.versions.filter(valid_to=None).select_related("unit", "subject").first()
    if current is None:
        raise OfficeError(f"“{subject}”已经注销，不能再变更；如重新开办，应另行登记。")
    if on < current.valid_from:
        raise OfficeError(
            f"“{current.name}”的变更日期 {on} 早于现行登记的起始日期 {current.valid_from}，应不早于该日。"
        )
    return current
