"""The region of a subject, as circulars break totals down: the unit next below the one that inspects, as the tree stood at the monitoring point."""

from collections.abc import Callable

from django.db.models import Q

from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import REGION_UNKNOWN
from xunwang.office.people.models import Unit
from xunwang.office.people.past import tree_on


def region_of(campaign: Campaign) -> Callable[[int, str], str]:
    """From the key of a unit and its path of today to the name of its region; the owner's own is `…本级`."""
    owner, tree = campaign.unit, tree_on(campaign.as_of)
    top, then = tree.path_of(owner), tree.paths()
    near = Unit.objects.filter(Q(path__startswith=owner.path) | Q(pk__in=then))
    names = {f"{key:06d}": name for key, name in near.values_list("pk", "name")}

    def name(unit: int, path: str) -> str:
        path = then.get(unit, path)
        if not path.startswith(top):
            return REGION_UNKNOWN
        first = path[len(top) :].partition("/")[0]
        return names[first] if first else f"{owner.name}本级"

    return name
