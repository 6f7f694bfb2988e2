"""What the rows of a register's spreadsheet change, worked out piece by piece before anything is locked."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from xunwang.inspector import door
from xunwang.inspector.model import SubjectKind
from xunwang.office.bulk import adapted, insert_adapted, update_adapted
from xunwang.office.people.models import Unit, UnitLevel, add_units
from xunwang.office.registry.fields import RegisterKind
from xunwang.office.registry.models import REGISTER_FIELDS, Subject, SubjectVersion
from xunwang.office.registry.service import succeed
from xunwang.office.registry.sheet import Problem, RegisterRow
from xunwang.office.registry.turning import mark_of_register, turned
from xunwang.office.registry.unentered import Unentered, unentered, unentered_at
from xunwang.office.registry.values import RowError, parse_address

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


_SAID = ("unit", "valid_from", "valid_to", *REGISTER_FIELDS)
"""What is written of a version besides what stays as long as it."""


Mark = tuple[str, str]
"""What a row may meet its subject by, and its kind."""


class Plan:
    """Works out what the rows change, piece by piece, from what the register says at `mark`; holds what came of the pieces so far."""

    def __init__(self, kind: RegisterKind, unit: Unit, on: dt.date, *, create_units: bool) -> None:
        self.kind, self.unit, self.on, self.create_units = kind, unit, on, create_units
        self.tally, self.problems, self.taken = Counter[str](), list[Problem](), dict[uuid.UUID, int]()
        self.mark: int
        self.units: dict[str, list[Unit]]
        self.known: dict[Mark, SubjectVersion]
        self.unentered: dict[str, Unentered]
        self.sites: dict[str, set[Subject]]
        self._read()

    def piece(self, rows: Sequence[RegisterRow]) -> "Piece":
        piece = Piece(self)
        for row in rows:
            piece.take(row)
        piece.prepare()
        return piece

    def adopt(self, piece: "Piece") -> None:
        """The piece counts; the next ones follow it."""
        self.tally += piece.tally
        self.problems += piece.problems
        self.taken |= piece.taken

    def renew(self, given_up: "Piece") -> None:
        """The register as it is now, in the place of what the piece was worked out from."""
        now, change = mark_of_register(), turned(self.mark)
        if change.more:
            self._read()
            return
        self.mark, self.unentered, self.sites = now, unentered(SubjectKind(self.kind)), self._sites()
        for unit in given_up.made_units:
            del self.units[unit.name]
        anew = change.subjects | set(given_up.taken)
        kept = {mark: row for mark, row in self.known.items() if row.subject_id not in anew}
        self.known = kept | _latest_by_identity(self.kind, subject__in=anew)

    def _read(self) -> None:
        self.mark = mark_of_register()
        self.units = {}
        for below in Unit.objects.subtree(self.unit).filter(valid_to=None):
            self.units.setdefault(below.name, []).append(below)
        self.known = _latest_by_identity(self.kind)
        self.unentered, self.sites = unentered(SubjectKind(self.kind)), self._sites()

    def _sites(self) -> dict[str, set[Subject]]:
        """For channels the websites to which they may belong, by everything that a sheet may call them."""
        found: dict[str, set[Subject]] = {}
        if self.kind == "channel":
            rows = SubjectVersion.objects.below(self.unit).filter(kind="website", valid_to=None)
            for row in rows.select_related("subject__unit"):
                for called in filter(None, (row.name, row.code, row.address_key)):
                    found.setdefault(called, set()).add(row.subject)
        return found

    def sites_called(self, text: str) -> set[Subject]:
        """The websites that a sheet may mean."""
        try:
            key = door.key_of(parse_address(text)[0])
        except RowError:
            key = ""
        return self.sites.get(text, set()) | self.sites.get(key, set())


class Piece:
    """Collects what some rows change: `take` each, `prepare`, and in a transaction `write`."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self.unit, self.on = plan, plan.unit, plan.on
        self.tally, self.problems, self.taken = Counter[str](), list[Problem](), dict[uuid.UUID, int]()
        self.subjects: list[Subject] = []
        self.new: list[SubjectVersion] = []
        self.ended: list[SubjectVersion] = []
        self.mended: list[SubjectVersion] = []
        self.moved: list[tuple[Subject, Unit]] = []
        self.made_units: list[Unit] = []
        self.before: dict[int, dict[str, Any]] = {}
        self.units_before: dict[str, int] = {}

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.mended)

    def take(self, row: RegisterRow) -> None:
        met = [self._plan.known[mark] for mark in _marks_of_row(row) if mark in self._plan.known]
        if not met:
            self._open_new(row)
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

    def _open_new(self, row: RegisterRow) -> None:
        site = self._site_of(row)
        if row.parent and site is None:
            return
        known = unentered_at(row.home or "", self._plan.unentered)
        if known is None or self._row_of(known.subject) is not None:
            unit = site.unit if site else self.unit
            self._open(Subject(kind=SubjectKind(self._plan.kind), unit=unit, parent=site), row)
        elif known.ended and self.on < known.ended:
            self.problems.append(Problem(_too_early(str(known.subject), known.ended, self.on), row=row.row))
        else:
            self.taken[known.subject.pk] = row.row
            self._open(known.subject, row)

    def _site_of(self, row: RegisterRow) -> Subject | None:
        """The one website that the row of a channel means; where there is none or several, that is told."""
        if row.parent is None:
            return None
        sites = self._plan.sites_called(row.parent)
        if len(sites) != 1:
            said = f"所属网站“{row.parent}”在名录中{'不止一个' if sites else '没有'}，请写已登记网站的标识码或首页地址。"
            self.problems.append(Problem(said, row=row.row))
            return None
        return next(iter(sites))

    def _open(self, subject: Subject, row: RegisterRow) -> None:
        unit = self._unit_of(row, subject.unit if self.unit.holds(subject.unit) else self.unit)
        if subject._state.adding:  # noqa: SLF001  # Django's own word for not yet saved
            subject.unit = unit
            self.subjects.append(subject)
            self.taken[subject.pk] = row.row
        elif subject.unit_id != unit.pk:
            self._move(subject, unit)
        self.new.append(
            SubjectVersion(
                subject=subject, kind=self._plan.kind, unit=unit, valid_from=self.on, **_fields(row)
            )
        )
        self.tally["created"] += 1

    def _compare(self, current: SubjectVersion, row: RegisterRow) -> None:
        self._compare_site(current, row)
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

    def _compare_site(self, current: SubjectVersion, row: RegisterRow) -> None:
        """A channel stays with the website under which it was entered; a sheet that says otherwise is told."""
        if row.parent and current.subject.parent not in self._plan.sites_called(row.parent):
            said = f"“{current.name}”登记在“{current.subject.parent}”之下，表中写的是“{row.parent}”；所属网站没有改。"
            self.problems.append(Problem(said, "warning", row=row.row))

    def _refusal(self, met: list[SubjectVersion]) -> str | None:
        current = met[0]
        other = next(
            (row for row in met[1:] if row.subject_id != current.subject_id and row.valid_to is None), None
        )
        if other:
            return f"同时像是已登记的“{current.name}”和“{other.name}”，请核对标识和地址后只留一个。"
        if not self.unit.holds(current.unit):
            return f"“{current.name}”已在“{self.unit}”范围之外登记，不能由本单位导入，请与登记单位核对。"
        row = self._row_of(current.subject)
        if row:
            return f"与第 {row} 行都像是已登记的“{current.name}”，同一对象只登记一次，请核对后删去一行。"
        newest = current.valid_to or current.valid_from
        if self.on < newest:
            return _too_early(current.name, newest, self.on)
        return None

    def _row_of(self, subject: Subject) -> int | None:
        """The row of the sheet that is this subject already."""
        return self.taken.get(subject.pk) or self._plan.taken.get(subject.pk)

    def _unit_of(self, row: RegisterRow, otherwise: Unit) -> Unit:
        """The unit that the organiser names; several counties may have one of the same name, and then nobody is moved on a guess."""
        if row.organiser is None or row.organiser == otherwise.name:
            return otherwise
        named = self._plan.units.get(row.organiser, [])
        if not named and self._plan.create_units:
            named = [Unit(name=row.organiser, level=_unit_level(row.level))]
            self._plan.units[row.organiser] = named
            self.made_units += named
        if len(named) > 1:
            self.problems.append(_of_many(row, otherwise, len(named)))
        return named[0] if len(named) == 1 else otherwise

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
        """What was prepared, in the transaction that the caller has begun."""
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


def _latest_by_identity(kind: RegisterKind, **only: Any) -> dict[Mark, SubjectVersion]:
    rows = SubjectVersion.objects.filter(kind=kind, **only).select_related(
        "subject__unit", "subject__parent", "unit"
    )
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


def _too_early(name: str, newest: dt.date, on: dt.date) -> str:
    return f"“{name}”在 {newest} 已有登记变动，导入日期 {on} 应不早于该日。"


def _of_many(row: RegisterRow, unit: Unit, number: int) -> Problem:
    said = f"主办单位“{row.organiser}”有 {number} 个同名单位，看不出是哪一个，归“{unit}”；请核对，不对的在名录中划转。"
    return Problem(said, "warning", row=row.row)


def _unit_level(level: str | None) -> UnitLevel:
    """The level of a new unit, told from the register's words."""
    return next(
        (kind for word, kind in reversed(_LEVELS.items()) if level and word in level), UnitLevel.DEPARTMENT
    )
