"""Who inspects whom in a cross inspection: never one's own, evenly, and the same for the same seed. Pure."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from xunwang.inspector.model import Record


class Place(Record, frozen=True):
    """A subject to inspect; `owner` is the path in the tree of the unit that answers for it."""

    id: str
    owner: str


class Duty(Record, frozen=True):
    """`inspector` (a unit's path) inspects the place; `second` is the blind check beside somebody else's."""

    place: str
    inspector: str
    second: bool = False


def may_inspect(inspector: str, owner: str, host: str) -> bool:
    """Not what is one's own or one's subordinates', nor what a superior answers for, unless that is the `host` of the inspection."""
    return not owner.startswith(inspector) and (owner == host or not inspector.startswith(owner))


def assign(
    places: Sequence[Place], inspectors: Sequence[str], seed: str, *, host: str, percent: Decimal
) -> list[Duty]:
    """A duty for every place that somebody may inspect, and a second one for `percent` of those with two such units.

    Places with little choice come first, and each goes to the unit with the fewest duties; lots drawn from the seed decide among equals.
    """
    free = {place.id: [one for one in inspectors if may_inspect(one, place.owner, host)] for place in places}
    ordered = sorted((key for key in free if free[key]), key=lambda key: (len(free[key]), lot(seed, key)))
    loads: Counter[str] = Counter()
    first = {key: _take(free[key], loads, seed, key) for key in ordered}
    twice = [key for key in ordered if len(free[key]) > 1]
    wanted = int((percent * len(twice) / 100).to_integral_value(ROUND_CEILING))
    chosen = sorted(twice, key=lambda key: lot(seed, f"second {key}"))[:wanted]
    second = {key: _take([one for one in free[key] if one != first[key]], loads, seed, key) for key in chosen}
    return [
        *(Duty(key, unit) for key, unit in sorted(first.items())),
        *(Duty(key, unit, second=True) for key, unit in sorted(second.items())),
    ]


def _take(free: Sequence[str], loads: Counter[str], seed: str, key: str) -> str:
    unit = min(free, key=lambda one: (loads[one], lot(seed, f"{key} {one}")))
    loads[unit] += 1
    return unit


def lot(seed: str, key: str) -> str:
    """What decides among equals: by nobody's will, and the same whenever it is asked."""
    return hashlib.sha256(f"{seed}\x1f{key}".encode()).hexdigest()
