"""A register's spreadsheet -> subjects and their versions.

What a piece of the rows changes is worked out before its transaction begins, for others wait while it lasts; should the register have changed meanwhile, it
is worked out anew. A sheet of one piece goes in at once; of a longer one the register tells that it is underway, and it goes out again when it does not
come to its end.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from django.db import DatabaseError, transaction
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.bulk import room_for_many
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.fields import RegisterKind
from xunwang.office.registry.models import ImportBatch, ImportPiece, Underway
from xunwang.office.registry.planning import Piece, Plan
from xunwang.office.registry.service import refuse_far
from xunwang.office.registry.sheet import Problem, Register, RegisterRow, read_register
from xunwang.office.registry.turning import has_turned
from xunwang.office.registry.undoing import give_up, refuse_underway, settle
from xunwang.office.turns import in_turn, let_others

PIECE = 1_000
"""Rows that are written in one transaction."""


class ImportReport(msgspec.Struct, frozen=True):
    """`read` rows of the sheet are created, changed, unchanged, or named by an error in `problems`. Of the columns `aside` nothing is read."""

    kind: RegisterKind
    read: int
    created: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]
    aside: tuple[str, ...] = ()

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
    refuse_far(on)
    settle()
    refuse_underway()
    plan = Plan(kind, unit, on, create_units=create_units)
    file, now = (shown_as or path.name)[:200], clock.now()
    batch = ImportBatch(unit=unit, kind=kind, on=on, file=file, user=user, at=now)
    with room_for_many():
        _Writing(batch, plan, register).write()
    return _report(register, kind, plan)


def preview(path: Path, kind: RegisterKind, unit: Unit, on: dt.date, *, create_units: bool) -> ImportReport:
    """The report that the import would give now; nothing is written. Raises OfficeError."""
    register = read_register(path, kind=kind)
    if register.unusable:
        return _report(register, kind)
    refuse_far(on)
    settle()
    refuse_underway()
    plan = Plan(kind, unit, on, create_units=create_units)
    plan.adopt(plan.piece(register.rows))
    return _report(register, kind, plan)


class _Writing:
    """Writes an import piece by piece. What was written goes out again when a later piece cannot be written."""

    def __init__(self, batch: ImportBatch, plan: Plan, register: Register) -> None:
        self._batch, self._plan, self._register = batch, plan, register

    def write(self) -> None:
        rows = self._register.rows
        try:
            for start in range(0, max(len(rows), 1), PIECE):
                self._write(rows[start : start + PIECE], so_far=min(start + PIECE, len(rows)))
        except BaseException:
            if self._batch.pk:
                with suppress(DatabaseError, OfficeError):  # then `settle` does it
                    give_up(self._batch)
            raise

    def _write(self, rows: Sequence[RegisterRow], *, so_far: int) -> None:
        piece = self._plan.piece(rows)
        if piece.changes or so_far == len(self._register.rows):
            if self._batch.pk:
                let_others()
            while not self._has_written(
                piece, so_far
            ):  # once more only when somebody else got on with something
                self._plan.renew(piece)
                piece = self._plan.piece(rows)
        self._plan.adopt(piece)

    def _has_written(self, piece: Piece, so_far: int) -> bool:
        """False when the register has changed since the piece was worked out."""
        with transaction.atomic():
            in_turn("register")
            self._refuse_others()
            if has_turned(self._plan.mark):
                return False
            piece.write()
            self._tell(piece, so_far)
            ImportPiece.objects.create(batch=self._batch, written=piece.written())
        return True

    def _refuse_others(self) -> None:
        """Raises OfficeError when another import is underway, or when this one was taken for lost and is being taken back."""
        if self._batch.pk is None:
            refuse_underway()
        elif not ImportBatch.objects.filter(pk=self._batch.pk, underway=Underway.WRITING).exists():
            raise OfficeError(f"“{self._batch.file}”的导入中断过，已由系统撤回，请重新导入。")

    def _tell(self, piece: Piece, so_far: int) -> None:
        """The import as far as it is, and in the trail its beginning and its end."""
        batch, total = self._batch, len(self._register.rows)
        is_new, batch.heard_at = batch.pk is None, timezone.now()
        if so_far < total:
            batch.underway, batch.result = Underway.WRITING, f"正在导入：已写入 {so_far} 行，共 {total} 行。"
        else:
            batch.underway, batch.result = (
                "",
                str(_report(self._register, self._plan.kind, self._plan, piece)),
            )
        batch.save()
        said = {"file": batch.file, "on": batch.on.isoformat()}
        if not batch.underway:
            self._log("register.imported", said | {"result": batch.result})
        elif is_new:
            self._log("import.begun", said)

    def _log(self, action: str, said: dict[str, Any]) -> None:
        log_action(action, self._batch.unit, user=self._batch.user, unit=self._batch.unit, data=said)


def _report(register: Register, kind: RegisterKind, *parts: Plan | Piece) -> ImportReport:
    tally = sum((part.tally for part in parts), Counter[str]())
    problems = (*register.problems, *(problem for part in parts for problem in part.problems))
    created, changed, unchanged = (tally[name] for name in ("created", "changed", "unchanged"))
    return ImportReport(kind, register.read, created, changed, unchanged, problems, register.aside)
