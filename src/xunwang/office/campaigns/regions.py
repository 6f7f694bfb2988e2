"""The region of a subject, as circulars break totals down: the place next below the one that inspects, as the tree stood at the monitoring point."""

import re
from collections import Counter
from collections.abc import Callable, Mapping

from django.db.models import Q, QuerySet

from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import REGION_UNKNOWN
from xunwang.office.people.models import Unit, UnitLevel
from xunwang.office.people.past import tree_on

_RANKS = (UnitLevel.NATION, UnitLevel.PROVINCE, UnitLevel.CITY, UnitLevel.COUNTY, UnitLevel.TOWNSHIP)
_ORGAN = re.compile(
    r"(?<=..)(?:(?:人民政府|政府|管理委员会|管委会|行政公署)(?:办公室|办公厅)?|(?<=街道)办事处)$"
)


def region_of(campaign: Campaign) -> Callable[[int, str], str]:
    """From the key of a unit and its path of today to the name of its region; what the owner and its own departments run is `…本级`.

    Where a register puts everything below the office of the owner's own government, places are looked for below that office.
    """
    owner, tree = campaign.unit, tree_on(campaign.as_of)
    top, then = tree.path_of(owner), tree.paths()
    rows = _near(owner, then).values_list("pk", "name", "level")
    units = {f"{key:06d}": (seat(name), level) for key, name, level in rows}
    home = seat(owner.name)

    def name(unit: int, path: str) -> str:
        path = then.get(unit, path)
        if not path.startswith(top):
            return REGION_UNKNOWN
        below = (units[key] for key in path[len(top) :].split("/")[:-1])
        place, level = next((one for one in below if one[0] != home), (home, owner.level))
        return f"{home}本级" if place == home or _is_organ(level, owner.level) else place

    return name


def in_regions(campaign: Campaign, told: Mapping[str, int]) -> dict[str, int]:
    """Numbers by region in the order of the tree, which databases do not keep in what they store as JSON.

    Earlier versions kept those of the units next below the owner, and the owner's own, under their own names.
    """
    owner, tree = campaign.unit, tree_on(campaign.as_of)
    top, then = tree.path_of(owner), tree.paths()
    region = region_of(campaign)
    known = {f"{owner.name}本级": region(owner.pk, top)}
    places = [known[f"{owner.name}本级"]]
    for name, key, path in _near(owner, then).order_by("path").values_list("name", "pk", "path"):
        places.append(region(key, path))
        if then.get(key, path) == f"{top}{key:06d}/":
            known[name] = places[-1]
    counted: Counter[str] = Counter()
    for name, number in told.items():
        counted[known.get(name, name)] += number
    order = {name: rank for rank, name in reversed(list(enumerate(places)))}
    return {name: counted[name] for name in sorted(counted, key=lambda name: order.get(name, len(places)))}


def _near(owner: Unit, then: Mapping[int, str]) -> QuerySet[Unit]:
    """The units below the owner, now or at the monitoring point."""
    return Unit.objects.filter(Q(path__startswith=owner.path) | Q(pk__in=then))


def _is_organ(level: str, owner: str) -> bool:
    """Whether a unit next below the owner is no place of its own: a department, or an organ of the owner's own rank. Departments have no places."""
    if owner == UnitLevel.DEPARTMENT:
        return False
    if level == UnitLevel.DEPARTMENT:
        return True
    return (
        level in _RANKS
        and owner in _RANKS
        and _RANKS.index(UnitLevel(level)) <= _RANKS.index(UnitLevel(owner))
    )


def seat(unit: str) -> str:
    """The place that an office of its government is named after: 清禾县 of 清禾县人民政府办公室."""
    return _ORGAN.sub("", unit)
