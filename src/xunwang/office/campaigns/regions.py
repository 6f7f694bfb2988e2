"""The region of a subject, as circulars break totals down: the unit next below the one that inspects."""

from collections.abc import Callable

from xunwang.office.people.models import Unit


def region_of(owner: Unit) -> Callable[[str], str]:
    """From the path of a unit in the owner's subtree to the name of its region; the owner's own is `…本级`."""
    below = {unit.path: unit.name for unit in Unit.objects.subtree(owner)}

    def name(path: str) -> str:
        first = path[len(owner.path) :].partition("/")[0]
        return below[f"{owner.path}{first}/"] if first else f"{owner.name}本级"

    return name
