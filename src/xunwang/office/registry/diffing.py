"""The register beside an export of another system, such as the national reporting systems: who is missing where, and what differs."""

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office.people.models import Unit
from xunwang.office.registry.diary import Difference
from xunwang.office.registry.fields import FIELDS, RegisterKind
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.sheet import Problem, RegisterRow, read_register

_NOT_COMPARED = frozenset({"remark", "hosts", "robots_authorised", "rates"})
"""What is this office's own matter."""
_HOME_FILE = re.compile(r"(?<=/)(?:index|default|main)\.[a-z]{3,5}$", re.IGNORECASE)


class Pair(Record, frozen=True):
    """The same thing in both, with what they say otherwise."""

    version: SubjectVersion
    row: RegisterRow
    differences: tuple[Difference, ...]


class Comparison(Record, frozen=True):
    """`here` are entries that the other system lacks, `there` its rows that the register lacks; `same` counts equal pairs.

    `problems` are rows of the table that could not be read; with `unusable` none could.
    """

    here: tuple[SubjectVersion, ...] = ()
    there: tuple[RegisterRow, ...] = ()
    different: tuple[Pair, ...] = ()
    same: int = 0
    problems: tuple[Problem, ...] = ()
    unusable: Problem | None = None


def compare(
    path: Path, kind: RegisterKind, unit: Unit, on: dt.date, *, named: dict[str, str] | None = None
) -> Comparison:
    """The unit's register of the day beside the table. `named` maps fields to the table's own headers, where they differ."""
    table = read_register(path, kind=kind, named=named)
    if table.unusable:
        return Comparison(problems=table.problems, unusable=table.unusable)
    rows = SubjectVersion.objects.held(unit, on).filter(kind=kind)
    versions = list(rows.select_related("unit").order_by("unit__path", "name", "pk"))
    return paired(versions, table.rows, kind, table.errors)


def paired(
    versions: Iterable[SubjectVersion],
    rows: Iterable[RegisterRow],
    kind: RegisterKind,
    problems: tuple[Problem, ...] = (),
) -> Comparison:
    """Two entries are the same thing by the first mark that both have: code, address; handle or name on a platform."""
    left = {version.pk: version for version in versions}
    known = {mark: version.pk for version in reversed(left.values()) for mark in _marks_of(version, kind)}
    there: list[RegisterRow] = []
    pairs: list[Pair] = []
    for row in rows:
        key = next((known[mark] for mark in _marks(row, kind) if known.get(mark) in left), None)
        if key is None:
            there.append(row)
        else:
            version = left.pop(key)
            pairs.append(Pair(version, row, _differences(version, row, kind)))
    different = tuple(pair for pair in pairs if pair.differences)
    return Comparison(tuple(left.values()), tuple(there), different, len(pairs) - len(different), problems)


Mark = tuple[str, ...]


def _marks(row: RegisterRow, kind: RegisterKind) -> list[Mark]:
    if kind == "website":
        return [(name, value) for name, value in (("code", row.code), ("key", _front(row.key))) if value]
    return _on_platform(row.platform or "", row.type_name or "", row.handle or "", row.name)


def _marks_of(version: SubjectVersion, kind: RegisterKind) -> list[Mark]:
    if kind == "website":
        said = (("code", version.code), ("key", _front(version.address_key)))
        return [(name, value) for name, value in said if value]
    return _on_platform(version.platform, version.type_name, version.handle, version.name)


def _front(key: str | None) -> str:
    """Two systems seldom write the file name of a home page alike: both lead to the same page."""
    return _HOME_FILE.sub("", key or "")


def _on_platform(platform: str, type_name: str, handle: str, name: str) -> list[Mark]:
    known = door.account_platform(platform, type_name)
    where = known.name if known else platform
    return [*([("handle", where, handle)] if handle else []), ("name", where, name)]


def _differences(version: SubjectVersion, row: RegisterRow, kind: RegisterKind) -> tuple[Difference, ...]:
    """Of the fields in which the table says something."""
    found = []
    for field in FIELDS[kind]:
        theirs = getattr(row, field.name)
        if theirs is None or field.name in _NOT_COMPARED or _agree(version, row, field.name):
            continue
        ours = getattr(version, field.name)
        found.append(Difference(field.header, "" if ours is None else str(ours), str(theirs)))
    return tuple(found)


def _agree(version: SubjectVersion, row: RegisterRow, name: str) -> bool:
    """An address agrees by what it leads to, a platform by what it is called."""
    if name == "home":
        return _front(version.address_key) == _front(row.key)
    if name == "platform":
        ours = door.account_platform(version.platform, version.type_name)
        theirs = door.account_platform(row.platform or "", row.type_name or "")
        return ours == theirs if ours and theirs else version.platform == row.platform
    return bool(getattr(version, name) == getattr(row, name))
