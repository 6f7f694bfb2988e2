"""Items that several columns hold: each belongs to one of them, and counts for no other."""

import datetime as dt
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from xunwang.inspector.survey.cards import Holders, Item
from xunwang.inspector.survey.groups import Group

_BITS = 1 << 24
# The items of a large site are a million, their days a few thousand.
date_of = lru_cache(maxsize=8_192)(dt.date.fromordinal)


class Shared:
    """The items that several of the groups hold, with the places of these."""

    def __init__(self, groups: Sequence[Group], holders: Holders) -> None:
        self._holders = holders
        several = met_twice(key for group in groups for key in set(group.keys))
        places: dict[int, set[str]] = {}
        for group in groups if several else ():
            for key in several.intersection(group.keys):
                places.setdefault(key, set()).add(group.place)
        self._places = {key: held for key, held in places.items() if len(held) > 1}

    def days_of_others(self, group: Group) -> tuple[dt.date, ...]:
        """The days of the items of a group that another column owns: the one in whose folder they lie, else the first by address."""
        mine = {key for key in group.keys if group.place in self._places.get(key, ())}
        entries = group.entries if mine else {}
        days = [
            entries[key].day
            for key in mine
            if entries[key].day and self._owner(entries[key], self._places[key]) != group.place
        ]
        return tuple(map(date_of, sorted(days, reverse=True)))

    def _owner(self, item: Item, places: AbstractSet[str]) -> str:
        around = set(self._holders.around(item.holder))
        return min(
            places, key=lambda place: (place not in around, -len(place) if place in around else 0, place)
        )


def met_twice(keys: Iterable[int]) -> set[int]:
    """Keys that came by more than once and a few others, in little memory: a large site has a million items, nearly all in one column."""
    bits = bytearray(_BITS >> 3)
    several = set()
    for key in keys:
        place, bit = divmod(key % _BITS, 8)
        if bits[place] >> bit & 1:
            several.add(key)
        else:
            bits[place] |= 1 << bit
    return several
