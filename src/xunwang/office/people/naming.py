"""Units told apart where several have one name: the bureaus of two counties, the villages of two townships."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from xunwang.office.people.models import Unit

_SIGNS = re.compile(r"[\s/／、,，>＞—·-]+")


class UnitNames:
    """Some units with the names of all above them; `find` reads a name as people write it."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = list(units)
        paths = {path for unit in self.units for path in unit.paths_above()}
        self._above = {unit.path: unit.name for unit in Unit.objects.filter(path__in=paths)}
        self._written: dict[str, list[Unit]] = {}
        for unit in self.units:
            for text in {unit.name, *(f"{name}{unit.name}" for name in self.names_above(unit))}:
                self._written.setdefault(_SIGNS.sub("", text), []).append(unit)

    def names_above(self, unit: Unit) -> list[str]:
        """From the top down."""
        return [self._above[path] for path in unit.paths_above() if path in self._above]

    def find(self, written: str) -> Sequence[Unit]:
        """Every unit of that name, with or without the name of one above it before it."""
        return self._written.get(_SIGNS.sub("", written), ()) if written else ()

    def label(self, unit: Unit) -> str:
        """The name, after that of the nearest unit above that tells it from all others of the name."""
        alike = [one for one in self.find(unit.name) if one.name == unit.name]
        if len(alike) < 2:
            return unit.name
        often = Counter(name for one in alike for name in set(self.names_above(one)))
        own = self.names_above(unit)
        nearest = next((name for name in reversed(own) if often[name] == 1), "".join(own[-1:]))
        return f"{nearest}{unit.name}"


def labels(units: Iterable[Unit]) -> dict[int, str]:
    """Key of each unit -> a name that no other of them has."""
    names = UnitNames(units)
    return {unit.pk: names.label(unit) for unit in names.units}


def ambiguous(written: str, found: Sequence[Unit], names: UnitNames) -> str:
    """What to say where a name means several units."""
    told = "、".join(names.label(one) for one in found[:3])
    return f"有 {len(found)} 个单位叫“{written}”，不知是哪一个，请写明上级单位，例如“{told}”。"
