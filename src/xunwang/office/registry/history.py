"""Counts of the register for any day, and what opened, closed, was renamed or moved in between."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain, pairwise
from operator import or_
from typing import Any

import msgspec
from django.db.models import Count, DateField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value

from xunwang.inspector import door
from xunwang.inspector.door import host_of
from xunwang.inspector.model import SiteKind, SubjectKind
from xunwang.office.people.models import Unit
from xunwang.office.people.past import DAY, Tree, trees
from xunwang.office.registry.fields import LEVELS
from xunwang.office.registry.models import SubjectVersion

_RANKS = {
    name: rank
    for rank, name in enumerate((*SiteKind, *LEVELS, *(one.name for one in door.account_platforms())))
}


class Counts(msgspec.Struct, frozen=True):
    """How many subjects a unit and everything below it had at the end of a day."""

    total: int
    by_kind: dict[str, int]
    by_site_kind: dict[str, int]
    by_level: dict[str, int]
    by_platform: dict[str, int]


class Flows(msgspec.Struct, frozen=True):
    """What changed over a period. A temporary closure counts as a closing and an opening.

    A unit that moves in the tree takes what it has out of one superior's register and into that of the other. At every time: count at the end = count before the start + opened - closed + moved_in - moved_out.
    """

    opened: int = 0
    closed: int = 0
    renamed: int = 0
    readdressed: int = 0
    moved_in: int = 0
    moved_out: int = 0


def counts(unit: Unit, day: dt.date, *, kind: str | None = None) -> Counts:
    """What a unit and those below it held on a day, by kind, kind of website, level and platform."""
    rows = _of_kind(SubjectVersion.objects.held(unit, day), kind).order_by()
    found = list(
        rows.values_list("kind", "site_kind", "level", "platform", "type_name").annotate(count=Count("pk"))
    )
    by_kind, by_site_kind, by_level = (
        _tally((row[place], row[-1]) for row in found if row[place]) for place in range(3)
    )
    by_platform = _tally(
        (platform_name(platform, type_name), count) for *_, platform, type_name, count in found if platform
    )
    return Counts(sum(row[-1] for row in found), by_kind, by_site_kind, by_level, by_platform)


def with_rest(known: dict[str, int], total: int, rest: str) -> dict[str, int]:
    """The counts that are named, and under `rest` what is left of the total, so that the parts add up."""
    others = total - sum(known.values())
    return {**known, rest: others} if others else known


def platform_name(platform: str, type_name: str) -> str:
    """What people call the platform that a row of the register names."""
    known = door.account_platform(platform, type_name)
    return known.name if known else platform or "平台未登记"


def _of_kind(rows: QuerySet[SubjectVersion], kind: str | None) -> QuerySet[SubjectVersion]:
    return rows.filter(kind=kind) if kind else rows


def _tally(counted: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Counts in an order that does not hang on the rows': known words as the register lists them, then by name."""
    found: Counter[str] = Counter()
    for name, count in counted:
        found[name] += count
    return {
        name: found[name] for name in sorted(found, key=lambda name: (_RANKS.get(name, len(_RANKS)), name))
    }


class Change(msgspec.Struct, frozen=True):
    """One turn of one subject on a day, under the name of a field of `Flows`; `row` is what stood after it, else before.

    Of a subject that moved with its unit `row` stood before and after it.
    """

    day: dt.date
    what: str
    row: SubjectVersion
    before: SubjectVersion | None


def flows(unit: Unit, start: dt.date, end: dt.date, *, kind: str | None = None) -> Flows:
    """The changes of the days `start` to `end`, both included, as the unit with everything below it saw them."""
    return Changes(unit, start, end, kind).flows()


def changes(unit: Unit, start: dt.date, end: dt.date, *, kind: str | None = None) -> list[Change]:
    """Each of the changes that `flows` counts, by day."""
    asked = Changes(unit, start, end, kind)
    found = asked.read(list(asked.keys()))
    return sorted(found, key=lambda change: (change.day, change.row.name, change.what))


Key = tuple[dt.date, str, str, int, int | None]
"""Day, name, kind of change, the version after it (of a closing the one before) and the version before a turn."""


_WAS = {
    "was_pk": "pk", "was_unit": "unit", "was_path": "unit__path", "was_name": "name", "was_key": "address_key",
}  # fmt: skip
"""What is asked of the version that a new one follows: under which name, and where it stands."""


class Changes:
    """What changed in the days `start` to `end`, both included, as a unit with everything below it saw it; counted and sorted by the database."""

    def __init__(self, unit: Unit, start: dt.date, end: dt.date, kind: str | None = None) -> None:
        stood = trees(start - DAY, end)
        was = _ever(
            Q(valid_from__range=_next(tree)) & tree.below(unit, "was_path", "was_unit") for tree in stood
        )
        stays = _ever(Q(valid_from__range=_days(tree)) & tree.below(unit) for tree in stood)
        ended = _ever(Q(valid_to__range=_next(tree)) & tree.below(unit) for tree in stood)
        rows = _of_kind(SubjectVersion.objects.order_by(), kind)
        before = FilteredRelation(
            "subject__versions", condition=Q(subject__versions__valid_to=F("valid_from"))
        )
        begun = rows.filter(valid_from__range=(start, end)).annotate(before=before)
        self._begun = begun.annotate(**{name: F(f"before__{way}") for name, way in _WAS.items()})
        after = SubjectVersion.objects.filter(
            subject=OuterRef("subject"), valid_from=OuterRef("valid_to")
        ).order_by()
        self._closed = rows.filter(ended, ~Exists(after), valid_to__range=(start, end))
        self._ways = {
            "opened": stays & Q(was_pk=None),
            "renamed": stays & was & ~Q(name=F("was_name")),
            "readdressed": stays & was & ~Q(address_key=F("was_key")),
            "moved_in": stays & ~was & Q(was_pk__isnull=False),
            "moved_out": was & ~stays,
        }
        self._with_units = [
            moved for one, next_one in pairwise(stood) for moved in _with_units(rows, unit, one, next_one)
        ]

    def flows(self) -> Flows:
        begun = self._begun.aggregate(**{what: Count("pk", filter=way) for what, way in self._ways.items()})
        for _, what, moved in self._with_units:
            begun[what] += moved.count()
        return Flows(**begun, closed=self._closed.count())

    def by_group(self) -> dict[str, tuple[int, int]]:
        """Of each platform, of websites each level ("" where it is not known): how many went and how many came."""
        ways = self._ways
        come, gone = ways["opened"] | ways["moved_in"], ways["moved_out"]
        begun = self._begun.values_list("platform", "level").annotate(
            gone=Count("pk", filter=gone), come=Count("pk", filter=come)
        )
        ended = [
            (self._closed, 1),
            *((moved, int(what == "moved_out")) for _, what, moved in self._with_units),
        ]
        others = (
            rows.values_list("platform", "level").annotate(
                gone=Count("pk") * out, come=Count("pk") * (1 - out)
            )
            for rows, out in ended
        )
        found: dict[str, tuple[int, int]] = {}
        for platform, level, went, came in chain(begun, *others):
            before = found.get(platform or level, (0, 0))
            found[platform or level] = before[0] + went, before[1] + came
        return {label: pair for label, pair in found.items() if any(pair)}

    def keys(self, what: str = "") -> QuerySet[SubjectVersion, Key]:
        """All changes, or those of one kind, by day; to be sliced and then read."""
        parts = [self._keys(one) for one in ([what] if what else (*self._ways, "closed"))]
        parts += [_keys_of(*moved) for moved in self._with_units if what in {"", moved[1]}]
        together: Any = parts[0].union(*parts[1:], all=True)
        keys: QuerySet[SubjectVersion, Key] = together.order_by("day", "shown", "what")
        return keys

    def _keys(self, what: str) -> QuerySet[SubjectVersion, Key]:
        closed = what == "closed"
        rows: Any = self._closed if closed else self._begun.filter(self._ways[what])
        day, was = ("valid_to", "pk") if closed else ("valid_from", "was_pk")
        named = rows.annotate(day=F(day), shown=F("name"), what=Value(what), row=F("pk"), was=F(was))
        keys: QuerySet[SubjectVersion, Key] = named.values_list("day", "shown", "what", "row", "was")
        return keys

    def read(self, keys: Sequence[Key]) -> list[Change]:
        """The changes behind the keys, in their order."""
        wanted = {row for key in keys for row in key[3:] if row is not None}
        found = SubjectVersion.objects.select_related("unit").in_bulk(wanted)
        return [
            Change(day, what, found[row], None if was is None else found[was])
            for day, _, what, row, was in keys
        ]


Moved = tuple[dt.date, str, QuerySet[SubjectVersion]]
"""What came or went with its unit: the day, the name of the change, and what the register said before and after it."""


def _with_units(rows: QuerySet[SubjectVersion], unit: Unit, was: Tree, now: Tree) -> list[Moved]:
    """What the move of units between two trees that follow each other brought and took."""
    stayed = rows.filter(Q(valid_to=None) | Q(valid_to__gt=now.first), valid_from__lt=now.first)
    before, after = was.below(unit), now.below(unit)
    return [
        (now.first, "moved_in", stayed.filter(after & ~before)),
        (now.first, "moved_out", stayed.filter(before & ~after)),
    ]


def _keys_of(day: dt.date, what: str, moved: QuerySet[SubjectVersion]) -> Any:
    named = moved.annotate(
        day=Value(day, output_field=DateField()), shown=F("name"), what=Value(what), row=F("pk"), was=F("pk")
    )
    return named.values_list("day", "shown", "what", "row", "was")


def _days(tree: Tree) -> tuple[dt.date, dt.date]:
    return tree.first, tree.last


def _next(tree: Tree) -> tuple[dt.date, dt.date]:
    """The days on the day before which the tree stood so."""
    return tree.first + DAY, tree.last + DAY


def _ever(times: Iterable[Q]) -> Q:
    return reduce(or_, times)


class Domains(msgspec.Struct, frozen=True):
    """The hosts of the websites' addresses: how many there were before the period, and which went and came in it."""

    before: int
    gone: tuple[str, ...]
    come: tuple[str, ...]


def domains(unit: Unit, start: dt.date, end: dt.date) -> Domains:
    """Over the days `start` to `end`, both included."""
    before, after = _homes(unit, start - dt.timedelta(days=1)), _homes(unit, end)
    host = {home: host_of(home) for home in before | after}
    was, now = ({host[home] for home in homes} for homes in (before, after))
    return Domains(len(was), tuple(sorted(was - now)), tuple(sorted(now - was)))


def _homes(unit: Unit, day: dt.date) -> set[str]:
    rows = SubjectVersion.objects.held(unit, day).filter(kind=SubjectKind.WEBSITE)
    return set(rows.exclude(home="").order_by().values_list("home", flat=True))
