"""The tree of units as it stood on past days: what is counted of a day is counted under the superiors of that day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Max, Q, QuerySet

from xunwang.office import clock
from xunwang.office.people.models import FormerPath, Unit

DAY = dt.timedelta(days=1)


class Tree:
    """Where the units stood at the end of every day from `first` to `last`."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        elsewhere = FormerPath.objects.filter(Q(since=None) | Q(since__lte=first), until__gt=first)
        self._elsewhere = elsewhere if elsewhere.exists() else None

    def path_of(self, unit: Unit) -> str:
        then = self._elsewhere and self._elsewhere.filter(unit=unit).first()
        return then.path if then else unit.path

    def below(self, unit: Unit, path: str = "unit__path", key: str = "unit") -> Q:
        """What belongs to the unit or anything below it, of rows with the unit `key` that stands at `path` now."""
        top = self.path_of(unit)
        here = Q((f"{path}__startswith", top))
        if self._elsewhere is None:
            return here
        came = self._elsewhere.filter(path__startswith=top)
        return (here & ~Q((f"{key}__in", _units(self._elsewhere)))) | Q((f"{key}__in", _units(came)))

    def paths(self) -> dict[int, str]:
        """Where those units stood that stand elsewhere now."""
        return {} if self._elsewhere is None else dict(self._elsewhere.values_list("unit", "path"))


def _units(rows: QuerySet[FormerPath]) -> QuerySet[FormerPath, int]:
    return rows.order_by().values_list("unit", flat=True)


def tree_on(day: dt.date) -> Tree:
    return Tree(day, day)


def trees(first: dt.date, last: dt.date) -> list[Tree]:
    """The tree as it stood in a period, from one move of a unit to the next; a single one where nothing moved."""
    moves = FormerPath.objects.filter(until__gt=first, until__lte=last).order_by("until").distinct()
    days = list(moves.values_list("until", flat=True))
    return [
        Tree(begins, ends)
        for begins, ends in zip([first, *days], [*(day - DAY for day in days), last], strict=True)
    ]


def remember(moved: Iterable[Unit]) -> None:
    """Keeps where the units stood until yesterday, before they move today; of several moves on one day the first says that."""
    units, today = list(moved), clock.today()
    known = FormerPath.objects.filter(unit__in=units).order_by()
    since = dict(known.values_list("unit").annotate(since=Max("until")))
    FormerPath.objects.bulk_create(
        FormerPath(unit=unit, path=unit.path, since=since.get(unit.pk), until=today)
        for unit in units
        if since.get(unit.pk) != today
    )
