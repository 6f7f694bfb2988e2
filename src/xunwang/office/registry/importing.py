"""A register's spreadsheet -> subjects and their versions, in one transaction.

What the rows change is worked out before that transaction begins, for others wait while it lasts; should the register have changed meanwhile, it is
worked out anew inside.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from xunwang.inspector.model import SubjectKind
from xunwang.office.bulk import adapted, insert_adapted, room_for_many, update_adapted
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import AuditEntry, Unit, UnitLevel, User, add_units
from xunwang.office.registry.fields import RegisterKind
from xunwang.office.registry.models import REGISTER_FIELDS, ImportBatch, Subject, SubjectVersion
from xunwang.office.registry.service import succeed
from xunwang.office.registry.sheet import Problem, Register, RegisterRow, read_register
from xunwang.office.turns import in_turn

_LEVELS = {
    "国家": UnitLevel.NATION,
    "省": UnitLevel.PROVINCE,
    "市": UnitLevel.CITY,
    "县": UnitLevel.COUNTY,
    "区": UnitLevel.COUNTY,
    "园区": UnitLevel.PARK,
    "乡": UnitLevel.TOWNSHIP,
    "村": UnitLevel.VILLAGE,
    "部门": UnitLevel.DEPARTMENT,
}


class ImportReport(msgspec.Struct, frozen=True):
    """`read` rows of the sheet are created, changed, unchanged, or named by an error in `problems`."""

    kind: RegisterKind
    read: int
    created: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]

    @property
    def rejected(self) -> int:
        return self.read - self.created - self.changed - self.unchanged

    @property
    def unusable(self) -> Problem | None:
        """Why nothing was imported at all."""
        return next((item for item in self.problems if item.severity == "error" and item.row is None), None)

    def __str__(self) -> str:
        counted = f"共 {self.read} 行：新增 {self.created}，变更 {self.changed}，未变 {self.unchanged}"
        return f"{counted}，未导入 {self.rejected}。"


def import_register(
    path: Path,
    kind: RegisterKind,
    unit: Unit,
    user: User | None,
    on: dt.date,
    *,
    create_units: bool = False,
    shown_as: str | None = None,
) -> ImportReport:
    """Takes the rows into the register of `unit` as they hold from the day `on`.

    A row meets its subject by identification code, else by address (accounts: platform with handle, else with name). What a
    row leaves empty stays as it was. A row belongs to the unit that its organiser names in the subtree; `create_units` makes
    those that are missing. The same file a second time changes nothing. `shown_as` is the name of the file for the trail.
    """
    register = read_register(path, kind=kind)
    if register.unusable:
        return _report(register, kind)

    def planned() -> _Importer:
        return _planned(register, kind, unit, on, create_units=create_units)

    mark = mark_of_register()
    importer = planned()
    with room_for_many(), transaction.atomic():
        in_turn("register")
        if has_turned(mark):
            importer = planned()
        report = _report(register, kind, importer)
        importer.write()
        said = {"file": shown_as or path.name, "on": on.isoformat(), "result": str(report)}
        ImportBatch.objects.create(
            unit=unit,
            kind=kind,
            on=on,
            file=said["file"][:200],
            result=said["result"],
            written=importer.written(),
            user=user,
            at=timezone.now(),
        )
        log_action("register.imported", unit, user=user, unit=unit, data=said)
    return report


def preview(path: Path, kind: RegisterKind, unit: Unit, on: dt.date, *, create_units: bool) -> ImportReport:
    """The report that the import would give now; nothing is written."""
    register = read_register(path, kind=kind)
    if register.unusable:
        return _report(register, kind)
    return _report(register, kind, _planned(register, kind, unit, on, create_units=create_units))


def _planned(
    register: Register, kind: RegisterKind, unit: Unit, on: dt.date, *, create_units: bool
) -> "_Importer":
    importer = _Importer(kind, unit, on, create_units=create_units)
    for row in register.rows:
        importer.take(row)
    importer.prepare()
    return importer


def _report(register: Register, kind: RegisterKind, importer: "_Importer | None" = None) -> ImportReport:
    tally = importer.tally if importer else dict.fromkeys(("created", "changed", "unchanged"), 0)
    problems = (*register.problems, *(importer.problems if importer else ()))
    return ImportReport(kind, register.read, **tally, problems=problems)


_SAID = ("unit", "valid_from", "valid_to", *REGISTER_FIELDS)
"""What is written of a version besides what stays as long as it."""


class _Importer:
    """Collects what the rows change: `take` each, `prepare`, and in a transaction `write`."""

    def __init__(self, kind: RegisterKind, unit: Unit, on: dt.date, *, create_units: bool) -> None:
        self.kind, self.unit, self.on, self.create_units = kind, unit, on, create_units
        self.units = {below.name: below for below in Unit.objects.subtree(unit).order_by("-path")}
        self.known = _latest_by_identity(kind)
        self.tally = {"created": 0, "changed": 0, "unchanged": 0}
        self.problems: list[Problem] = []
        self.taken: dict[uuid.UUID, int] = {}
        self.subjects: list[Subject] = []
        self.new: list[SubjectVersion] = []
        self.ended: list[SubjectVersion] = []
        self.mended: list[SubjectVersion] = []
        self.moved: list[tuple[Subject, Unit]] = []
        self.made_units: list[Unit] = []
        self.before: dict[int, dict[str, Any]] = {}
        self.units_before: dict[str, int] = {}

    def take(self, row: RegisterRow) -> None:
        met = [self.known[mark] for mark in _marks_of_row(row) if mark in self.known]
        if not met:
            self._open(Subject(kind=SubjectKind(self.kind), unit=self._unit_of(row, self.unit)), row)
            return
        current = met[0]
        refusal = self._refusal(met)
        if refusal:
            self.problems.append(Problem(refusal, row=row.row))
            return
        self.taken[current.subject_id] = row.row
        if current.valid_to:
            self._open(current.subject, row)
        else:
            self._compare(current, row)

    def _open(self, subject: Subject, row: RegisterRow) -> None:
        unit = self._unit_of(row, subject.unit)
        if subject._state.adding:  # noqa: SLF001  # Django's own word for not yet saved
            self.subjects.append(subject)
        elif subject.unit_id != unit.pk:
            self._move(subject, unit)
        self.new.append(
            SubjectVersion(subject=subject, kind=self.kind, unit=unit, valid_from=self.on, **_fields(row))
        )
        self.tally["created"] += 1

    def _compare(self, current: SubjectVersion, row: RegisterRow) -> None:
        unit, fields = self._unit_of(row, current.unit), _fields(row)
        if unit.pk == current.unit_id and all(
            getattr(current, name) == value for name, value in fields.items()
        ):
            self.tally["unchanged"] += 1
            return
        if unit.pk != current.unit_id:
            self._move(current.subject, unit)
        before = _standing(current)
        version = succeed(current, self.on, unit=unit, **fields)
        if version is current:
            self.mended.append(version)
            self.before[version.pk] = before
        else:
            self.ended.append(current)
            self.new.append(version)
        self.tally["changed"] += 1

    def _refusal(self, met: list[SubjectVersion]) -> str | None:
        current = met[0]
        other = next(
            (row for row in met[1:] if row.subject_id != current.subject_id and row.valid_to is None), None
        )
        if other:
            return f"同时像是已登记的“{current.name}”和“{other.name}”，请核对标识和地址后只留一个。"
        if not self.unit.holds(current.unit):
            return f"“{current.name}”已在“{self.unit}”范围之外登记，不能由本单位导入，请与登记单位核对。"
        if current.subject_id in self.taken:
            row = self.taken[current.subject_id]
            return f"与第 {row} 行都像是已登记的“{current.name}”，同一对象只登记一次，请核对后删去一行。"
        newest = current.valid_to or current.valid_from
        if self.on < newest:
            return f"“{current.name}”在 {newest} 已有登记变动，导入日期 {self.on} 应不早于该日。"
        return None

    def _unit_of(self, row: RegisterRow, otherwise: Unit) -> Unit:
        if row.organiser is None:
            return otherwise
        if row.organiser not in self.units and self.create_units:
            made = Unit(name=row.organiser, level=_unit_level(row.level))
            self.units[row.organiser] = made
            self.made_units.append(made)
        return self.units.get(row.organiser, otherwise)

    def _move(self, subject: Subject, unit: Unit) -> None:
        self.moved.append((subject, unit))
        self.units_before[str(subject.pk)] = subject.unit_id

    def written(self) -> dict[str, Any]:
        """After `write`: what has to be taken back when the import is undone. Of `begun` subjects that is what they say from the day on."""
        created = {subject.pk for subject in self.subjects}
        return {
            "created": [str(key) for key in created],
            "begun": [str(one.subject_id) for one in self.new if one.subject_id not in created],
            "ended": [version.pk for version in self.ended],
            "mended": {str(key): before for key, before in self.before.items()},
            "units_before": self.units_before,
            "units": [unit.pk for unit in self.made_units],
        }

    def prepare(self) -> None:
        """Puts everything as the database wants it, but for the unit: a new one has its key only when it is written."""
        self.subjects.sort(key=lambda one: one.pk.int)  # an index takes neighbours much faster
        self.new.sort(key=lambda one: one.subject_id.int)
        new = ([one.pk, one.kind, one.parent_id] for one in self.subjects)
        self._subjects = list(adapted(Subject, ("id", "kind", "parent"), new))
        said = ([one.subject_id, one.kind, *_values(one)] for one in self.new)
        self._new = list(adapted(SubjectVersion, ("subject", "kind", *_SAID[1:]), said))
        mended = ([*_values(one), one.pk] for one in self.mended)
        self._mended = list(adapted(SubjectVersion, (*_SAID[1:], "id"), mended))

    def write(self) -> None:
        add_units(self.made_units, self.unit)
        insert_adapted(Subject, ("unit", "id", "kind", "parent"), _with_units(self.subjects, self._subjects))
        ended = ([self.on, version.pk] for version in self.ended)
        update_adapted(SubjectVersion, ["valid_to"], adapted(SubjectVersion, ["valid_to", "id"], ended))
        update_adapted(SubjectVersion, _SAID, _with_units(self.mended, self._mended))
        insert_adapted(
            SubjectVersion, ("unit", "subject", "kind", *_SAID[1:]), _with_units(self.new, self._new)
        )
        keys = adapted(Subject, ["id"], ([subject.pk] for subject, _ in self.moved))
        update_adapted(
            Subject, ["unit"], ((unit.pk, *key) for (_, unit), key in zip(self.moved, keys, strict=True))
        )


def _values(version: SubjectVersion) -> list[Any]:
    return [getattr(version, name) for name in _SAID[1:]]


def _with_units(
    rows: Iterable[Subject | SubjectVersion], told: Iterable[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    return ((row.unit.pk, *one) for row, one in zip(rows, told, strict=True))


_TURNS = Q(action__startswith="unit.") | Q(action__startswith="subject.") | Q(action__startswith="register.")


def mark_of_register() -> int:
    """A mark of what the trail says of the register so far."""
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def has_turned(mark: int) -> bool:
    """Whether the register or the tree of units changed since: every such act stands in the trail."""
    return AuditEntry.objects.filter(_TURNS, pk__gt=mark).exists()


Mark = tuple[str, str]


def _latest_by_identity(kind: RegisterKind) -> dict[Mark, SubjectVersion]:
    rows = SubjectVersion.objects.filter(kind=kind).select_related("subject", "subject__unit", "unit")
    latest = {row.subject_id: row for row in rows.order_by("valid_from")}
    return {mark: row for row in latest.values() for mark in _marks_of_version(row)}


def _marks_of_row(row: RegisterRow) -> list[Mark]:
    if row.platform is None:
        return _marks(("code", row.code), ("key", row.key))
    return _marks((f"{row.platform} handle", row.handle), (f"{row.platform} name", row.name))


def _marks_of_version(row: SubjectVersion) -> list[Mark]:
    if not row.platform:
        return _marks(("code", row.code), ("key", row.address_key))
    return _marks((f"{row.platform} handle", row.handle), (f"{row.platform} name", row.name))


def _marks(*marks: tuple[str, str | None]) -> list[Mark]:
    return [(name, value) for name, value in marks if value]


def _fields(row: RegisterRow) -> dict[str, object]:
    """What the row says, under the names of the register."""
    said = {name: getattr(row, name, None) for name in REGISTER_FIELDS} | {"address_key": row.key}
    return {name: value for name, value in said.items() if value is not None}


def _standing(version: SubjectVersion) -> dict[str, Any]:
    """What the version says before it is corrected, ready for JSON."""
    said = {name: getattr(version, name) for name in REGISTER_FIELDS}
    filed = version.filed_on.isoformat() if version.filed_on else None
    return said | {"filed_on": filed, "unit_id": version.unit_id}


def _unit_level(level: str | None) -> UnitLevel:
    """The level of a new unit, told from the register's words."""
    return next(
        (kind for word, kind in reversed(_LEVELS.items()) if level and word in level), UnitLevel.DEPARTMENT
    )
