"""Counts of the register for any day, and what opened, closed, was renamed or moved in between."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from itertools import groupby, pairwise

import msgspec
from django.db.models import Q

from xunwang.inspector.door import host_of
from xunwang.inspector.model import SiteKind, SubjectKind
from xunwang.office.people.models import Unit
from xunwang.office.registry.fields import LEVELS, PLATFORMS
from xunwang.office.registry.models import SubjectVersion

_RANKS = {name: rank for rank, name in enumerate((*SiteKind, *LEVELS, *PLATFORMS))}


class Counts(msgspec.Struct, frozen=True):
    """How many subjects a unit and everything below it had at the end of a day."""

    total: int
    by_kind: dict[str, int]
    by_site_kind: dict[str, int]
    by_level: dict[str, int]
    by_platform: dict[str, int]


class Flows(msgspec.Struct, frozen=True):
    """What changed over a period. A temporary closure counts as a closing and an opening.

    At every time: count at the end = count before the start + opened - closed + moved_in - moved_out.
    """

    opened: int = 0
    closed: int = 0
    renamed: int = 0
    readdressed: int = 0
    moved_in: int = 0
    moved_out: int = 0


def counts(unit: Unit, day: dt.date, *, kind: str | None = None) -> Counts:
    rows = SubjectVersion.objects.on(day).below(unit)
    if kind:
        rows = rows.filter(subject__kind=kind)
    found = list(rows.values_list("subject__kind", "site_kind", "level", "platform"))
    columns = list(zip(*found, strict=True)) or [()] * 4
    by_kind, by_site_kind, by_level, by_platform = (_tally(filter(None, column)) for column in columns)
    return Counts(len(found), by_kind, by_site_kind, by_level, by_platform)


def _tally(names: Iterable[str]) -> dict[str, int]:
    """Counts in an order that does not hang on the rows': known words as the register lists them, then by name."""
    counted = Counter(names)
    return {
        name: counted[name]
        for name in sorted(counted, key=lambda name: (_RANKS.get(name, len(_RANKS)), name))
    }


class Change(msgspec.Struct, frozen=True):
    """One turn of one subject on a day, under the name of a field of `Flows`; `row` is what stood after it, else before."""

    day: dt.date
    what: str
    row: SubjectVersion
    before: SubjectVersion | None


def flows(unit: Unit, start: dt.date, end: dt.date, *, kind: str | None = None) -> Flows:
    """The changes of the days `start` to `end`, both included, as the unit with everything below it saw them."""
    return tallied(changes(unit, start, end, kind=kind))


def tallied(found: Iterable[Change]) -> Flows:
    return Flows(**Counter(change.what for change in found))


def changes(unit: Unit, start: dt.date, end: dt.date, *, kind: str | None = None) -> list[Change]:
    """Each of the changes that `flows` counts, by day."""
    touched = SubjectVersion.objects.filter(
        Q(valid_from__range=(start, end)) | Q(valid_to__range=(start, end))
    )
    if kind:
        touched = touched.filter(subject__kind=kind)
    rows = SubjectVersion.objects.filter(subject__in=touched.values("subject")).select_related("unit")
    found = []
    for _, versions in groupby(rows.order_by("subject", "valid_from"), key=lambda row: row.subject_id):
        for day, before, after in _turns(list(versions)):
            if start <= day <= end:
                row = after or before
                assert row is not None
                found += [Change(day, what, row, before) for what in _names(before, after, unit)]
    return sorted(found, key=lambda change: (change.day, change.row.name, change.what))


class Domains(msgspec.Struct, frozen=True):
    """The hosts of the websites' addresses: how many there were before the period, and which went and came in it."""

    before: int
    gone: tuple[str, ...]
    come: tuple[str, ...]


def domains(unit: Unit, start: dt.date, end: dt.date) -> Domains:
    """Over the days `start` to `end`, both included."""
    was, now = _hosts(unit, start - dt.timedelta(days=1)), _hosts(unit, end)
    return Domains(len(was), tuple(sorted(was - now)), tuple(sorted(now - was)))


def _hosts(unit: Unit, day: dt.date) -> set[str]:
    rows = SubjectVersion.objects.on(day).below(unit).filter(subject__kind=SubjectKind.WEBSITE)
    return {host_of(home) for home in rows.exclude(home="").values_list("home", flat=True)}


Turn = tuple[dt.date, SubjectVersion | None, SubjectVersion | None]


def _turns(versions: list[SubjectVersion]) -> list[Turn]:
    """Each day on which the subject began, ended or changed, with what stood before and what after."""
    turns: list[Turn] = [(versions[0].valid_from, None, versions[0])]
    for before, after in pairwise(versions):
        if before.valid_to == after.valid_from:
            turns.append((after.valid_from, before, after))
        else:
            assert before.valid_to is not None
            turns += [(before.valid_to, before, None), (after.valid_from, None, after)]
    if versions[-1].valid_to:
        turns.append((versions[-1].valid_to, versions[-1], None))
    return turns


def _names(before: SubjectVersion | None, after: SubjectVersion | None, unit: Unit) -> list[str]:
    """What one turn is called, seen from the unit."""
    was = before is not None and unit.holds(before.unit)
    stays = after is not None and unit.holds(after.unit)
    if stays and not was:
        return ["moved_in" if before else "opened"]
    if was and not stays:
        return ["moved_out" if after else "closed"]
    if before is None or after is None or not was:
        return []
    named = ["renamed"] if before.name != after.name else []
    return [*named, "readdressed"] if before.address_key != after.address_key else named
