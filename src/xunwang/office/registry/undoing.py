"""Takes the latest import of a register back, as long as nothing that came later depends on it, and what is left of one that broke off."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, ProtectedError, Q, QuerySet
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.bulk import room_for_many
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import ImportBatch, LifeEvent, Subject, SubjectVersion, Underway
from xunwang.office.registry.turning import has_turned, mark_of_register
from xunwang.office.turns import in_turn, let_others

Written = dict[str, Any]
"""What a piece wrote, as `Piece.written` tells it."""
_SILENT = dt.timedelta(minutes=1)
"""Of an import that is underway something is heard with every piece, a second apart or less."""

_OWN = frozenset({"registry.subjectversion", "registry.lifeevent"})
_WORDS = {
    "campaigns.campaignsubject": "列入检查",
    "registry.subject": "有下级频道",
    "people.user": "有账号",
    "people.unit": "有下级单位",
    "people.formerpath": "调整过隶属",
}


def batches(unit: Unit) -> QuerySet[ImportBatch]:
    """The imports that concern the unit and all below it, latest first."""
    return ImportBatch.objects.filter(unit__path__startswith=unit.path).select_related("unit", "user")


def refuse_underway() -> None:
    """What needs the register whole waits while an import goes in or out. Raises OfficeError."""
    batch = underway()
    if batch:
        said = batch.get_underway_display()
        raise OfficeError(f"{said}“{batch.file}”，名录此刻只有一部分，请几分钟后再试。")


def undo(batch: ImportBatch, *, user: User) -> None:
    """The register says again what it said before. Raises OfficeError with what depends on the import.

    What depends on it is looked for before anything is locked, and again when the register has changed meanwhile; whatever else came to
    refer to a new subject in between is met by the database.
    """
    settle()
    refuse_underway()
    is_over = None
    with room_for_many():
        while is_over is None:  # once more only when somebody else got on with something
            is_over = _start(batch, user)
        _go_on(batch, user, is_over=is_over)


def settle() -> None:
    """Brings an import to an end that nobody is at any more: what it wrote goes out again. What stands in the way of that is told with its result."""
    batch = underway()
    if batch is None or abs(timezone.now() - (batch.heard_at or batch.at)) < _SILENT:
        return
    with suppress(OfficeError), room_for_many():
        if batch.underway == Underway.WRITING:
            give_up(batch)
        else:
            _go_on(batch, None, is_over=False)


def give_up(batch: ImportBatch) -> None:
    """Takes back what an import wrote that does not come to its end; where something depends on that already, it stays, and is told."""
    why = obstacle(batch)
    with transaction.atomic():
        mine = ImportBatch.objects.filter(pk=batch.pk, underway=Underway.WRITING)
        if not mine.exists():
            return
        if why:
            said = f"导入中断，只写入了一部分，不能自动撤回：{why}再导入一次同一文件可以补全。"
            _end(batch, said, "register.imported", None)
            return
        mine.update(underway=Underway.TAKING_BACK, heard_at=timezone.now())
    _go_on(batch, None, is_over=False)


def underway() -> ImportBatch | None:
    """The import that goes in or out now, piece by piece. There is one at a time."""
    return ImportBatch.objects.exclude(underway="").first()


def _start(batch: ImportBatch, user: User) -> bool | None:
    """Takes the last piece back; whether that was all, None when the register changed since it was looked at."""
    mark = mark_of_register()
    _refuse(batch)
    with _met_by_the_database(batch), transaction.atomic():
        in_turn("register")
        refuse_underway()
        if has_turned(mark):
            return None
        now = timezone.now()
        ImportBatch.objects.filter(pk=batch.pk).update(underway=Underway.TAKING_BACK, heard_at=now)
        return _step(batch, user)


def _go_on(batch: ImportBatch, user: User | None, *, is_over: bool) -> None:
    """Takes one piece after the other back. What is met on the way ends it: what is left can be taken back later."""
    try:
        with _met_by_the_database(batch):
            while not is_over:
                let_others()
                is_over = _step(batch, user)
    except OfficeError as error:
        with transaction.atomic():
            _end(batch, f"只撤销了一部分：{error}", "register.imported", user)
        raise


@contextmanager
def _met_by_the_database(batch: ImportBatch) -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise OfficeError(f"“{batch.file}”的导入不能撤销：有的对象刚刚被其他记录引用。") from None


@transaction.atomic
def _step(batch: ImportBatch, user: User | None) -> bool:
    """Takes the last piece back that is left; whether that was all. Several may be at it: each step is done once."""
    in_turn("register")
    mine = ImportBatch.objects.filter(pk=batch.pk, underway=Underway.TAKING_BACK)
    if not mine.exists():
        return True
    left = list(batch.pieces.order_by("-pk")[:2])
    if left:
        _take_back(left[0].written, batch.on)
        left[0].delete()
    if len(left) > 1:
        mine.update(heard_at=timezone.now())
        return False
    mine.update(underway="", undone_at=clock.now())
    log_action("register.undone", batch.unit, user=user, unit=batch.unit, data={"file": batch.file})
    return True


def _end(batch: ImportBatch, result: str, action: str, user: User | None) -> None:
    """The import is underway no more, and this came of it."""
    ImportBatch.objects.filter(pk=batch.pk).update(underway="", result=result[:200])
    said = {"file": batch.file, "result": result}
    log_action(action, batch.unit, user=user, unit=batch.unit, data=said)


def _refuse(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    why = obstacle(batch)
    if why:
        raise OfficeError(f"“{batch.file}”的导入不能撤销：{why}")


def _take_back(written: Written, on: dt.date) -> None:
    _drop(_begun(written, on))
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


def _begun(written: Written, on: dt.date) -> QuerySet[SubjectVersion]:
    """The new versions of subjects that were there before. Older imports noted all new ones by their keys."""
    if "begun" not in written:
        return SubjectVersion.objects.filter(pk__in=written["new"])
    return SubjectVersion.objects.filter(subject__in=written["begun"], valid_from=on)


def obstacle(batch: ImportBatch) -> str | None:
    """What depends on the import, in one sentence; none when it can be taken back."""
    if batch.undone_at:
        return "已经撤销过了。"
    pieces = [piece.written for piece in batch.pieces.all()]
    if not pieces:
        return "这次导入没有留下可以撤销的记录。"
    later = _later(batch).first()
    if later:
        return f"之后又导入过“{later.file}”，请先撤销那一次。"
    created = [key for piece in pieces for key in piece["created"]]
    touched = {key for piece in pieces for key in _touched(piece, batch.on)}
    turn = LifeEvent.objects.filter(subject__in=touched, at__gt=batch.at).select_related("subject").first()
    if turn:
        return f"“{turn.subject}”在导入之后又登记了{turn.get_kind_display()}。"
    used = Subject.objects.filter(pk__in=touched, inspections__campaign__created_at__gt=batch.at).first()
    if used:
        return f"“{used}”在导入之后已列入检查。"
    units = [key for piece in pieces for key in piece["units"]]
    ours = {*created, *(key for piece in pieces for key in piece["units_before"])}
    return _user_of(Subject, created, _OWN) or _user_of(Unit, units, frozenset(), ours)


def _later(batch: ImportBatch) -> QuerySet[ImportBatch]:
    """Later imports of the same register, whichever unit of the same branch made them."""
    path = batch.unit.path
    branch = Q(unit__path__startswith=path) | Q(unit__path__in=batch.unit.paths_above())
    return ImportBatch.objects.filter(branch, kind=batch.kind, undone_at=None, pk__gt=batch.pk)


def _touched(written: Written, on: dt.date) -> set[uuid.UUID]:
    mended = SubjectVersion.objects.filter(pk__in=map(int, written["mended"]))
    parts = (_begun(written, on), mended)
    told = {key for rows in parts for key in rows.order_by().values_list("subject_id", flat=True)}
    return told | {uuid.UUID(key) for key in written["created"]}


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
