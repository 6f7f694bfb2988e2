"""Takes the latest import of a register back, as long as nothing that came later depends on it."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, Q, QuerySet
from django.utils import timezone

from xunwang.office.bulk import room_for_many
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.importing import has_turned, mark_of_register
from xunwang.office.registry.models import ImportBatch, LifeEvent, Subject, SubjectVersion

_OWN = frozenset({"registry.subjectversion", "registry.lifeevent"})
_WORDS = {
    "campaigns.campaignsubject": "列入检查",
    "registry.subject": "有下级频道",
    "people.user": "有账号",
    "people.unit": "有下级单位",
}


def batches(unit: Unit) -> QuerySet[ImportBatch]:
    """The imports that concern the unit and all below it, latest first."""
    return ImportBatch.objects.filter(unit__path__startswith=unit.path).select_related("unit", "user")


def undo(batch: ImportBatch, *, user: User) -> None:
    """The register says again what it said before. Raises OfficeError with what depends on the import.

    What depends on it is looked for before anything is locked, and again inside when the register has changed meanwhile; whatever else came to
    refer to a new subject in between is met by the database.
    """
    mark = mark_of_register()
    _refuse(batch)
    try:
        with room_for_many(), transaction.atomic():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.undone_at or has_turned(mark):
                _refuse(batch)
            _take_back(batch)
            batch.undone_at = timezone.now()
            batch.save(update_fields=["undone_at"])
            log_action("register.undone", batch.unit, user=user, unit=batch.unit, data={"file": batch.file})
    except IntegrityError:
        raise OfficeError(f"“{batch.file}”的导入不能撤销：有的对象刚刚被其他记录引用。") from None


def _refuse(batch: ImportBatch) -> None:
    why = obstacle(batch)
    if why:
        raise OfficeError(f"“{batch.file}”的导入不能撤销：{why}")


def _take_back(batch: ImportBatch) -> None:
    written = batch.written
    _drop(_begun(batch))
    SubjectVersion.objects.filter(pk__in=written["ended"]).update(valid_to=None)
    for key, before in written["mended"].items():
        SubjectVersion.objects.filter(pk=key).update(**before)
    for model in (LifeEvent, SubjectVersion):
        _drop(model._default_manager.filter(subject__in=written["created"]))  # noqa: SLF001  # Django's own name for it
    _drop(Subject.objects.filter(pk__in=written["created"]))
    for key, unit in written["units_before"].items():
        Subject.objects.filter(pk=key).update(unit_id=unit)
    _remove_units(written["units"])


def _drop(rows: QuerySet[Any]) -> None:
    """Deletes rows of which is known what refers to them; Django's own way reads each of them first."""
    rows.order_by()._raw_delete(rows.db)  # noqa: SLF001  # Django's own name for it


def _begun(batch: ImportBatch) -> QuerySet[SubjectVersion]:
    """The new versions of subjects that were there before. Older imports noted all new ones by their keys."""
    if "begun" not in batch.written:
        return SubjectVersion.objects.filter(pk__in=batch.written["new"])
    return SubjectVersion.objects.filter(subject__in=batch.written["begun"], valid_from=batch.on)


def obstacle(batch: ImportBatch) -> str | None:
    """What depends on the import, in one sentence; none when it can be taken back."""
    if batch.undone_at:
        return "已经撤销过了。"
    if not batch.written:
        return "这次导入没有留下可以撤销的记录。"
    later = _later(batch).first()
    if later:
        return f"之后又导入过“{later.file}”，请先撤销那一次。"
    created, touched = batch.written["created"], _touched(batch)
    turn = LifeEvent.objects.filter(subject__in=touched, at__gt=batch.at).select_related("subject").first()
    if turn:
        return f"“{turn.subject}”在导入之后又登记了{turn.get_kind_display()}。"
    used = Subject.objects.filter(pk__in=touched, inspections__campaign__created_at__gt=batch.at).first()
    if used:
        return f"“{used}”在导入之后已列入检查。"
    ours = {*created, *batch.written["units_before"]}
    return _user_of(Subject, created, _OWN) or _user_of(Unit, batch.written["units"], frozenset(), ours)


def _later(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """Later imports of the same register, whichever unit of the same branch made them."""
    path = batch.unit.path
    branch = Q(unit__path__startswith=path) | Q(unit__path__in=batch.unit.paths_above())
    return ImportBatch.objects.filter(branch, kind=batch.kind, undone_at=None, pk__gt=batch.pk)


def _touched(batch: ImportBatch) -> set[Any]:
    mended = SubjectVersion.objects.filter(pk__in=map(int, batch.written["mended"]))
    parts = (_begun(batch), mended)
    told = {key for rows in parts for key in rows.order_by().values_list("subject_id", flat=True)}
    return told | {uuid.UUID(key) for key in batch.written["created"]}


def _user_of(
    model: type[Model], keys: Iterable[Any], own: frozenset[str], but: Iterable[Any] = ()
) -> str | None:
    """Who uses one of the rows, as a sentence; `own` kinds of row and subjects in `but` do not count."""
    wanted = list(keys)
    for relation in model._meta.related_objects if wanted else ():  # noqa: SLF001  # Django's own way to what refers
        label = relation.related_model._meta.label_lower  # noqa: SLF001
        if label in own or label == "registry.subjectversion":
            continue
        name = relation.field.name
        rows = relation.related_model._default_manager.filter(**{f"{name}__in": wanted})  # noqa: SLF001
        if label == "registry.subject":
            rows = rows.exclude(pk__in=but)
        found = rows.first()
        if found:
            return f"“{getattr(found, name)}”已{_WORDS.get(label, '被其他记录引用')}。"
    return None


def _remove_units(keys: list[int]) -> None:
    try:
        for unit in Unit.objects.filter(pk__in=keys).order_by("-path"):
            unit.delete()
    except ProtectedError as error:
        raise OfficeError(
            f"这次导入建立的单位已被使用（{len(error.protected_objects)} 处），不能撤销。"
        ) from None
