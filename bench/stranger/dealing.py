"""Which fault goes to which website."""

import random

from bench.stranger.model import Site
from bench.stranger.planting import KINDS, Kind, Truth

# What departments do not have; see `DEPARTMENT_SKIPS`.
OF_PORTALS = frozenset({"blank", "plan", "topic", "overview"})


def deal(
    rng: random.Random, sites: list[Site], times: int, *, others: bool = False
) -> tuple[list[str], list[tuple[Site, Truth]]]:
    """Deals every kind in so many of its ways, to the least burdened websites and to another make each time.

    `others`: what other authors would plant, instead. Returns the kinds that found no room, and what was planted.
    """
    load, crowded = dict.fromkeys(map(id, sites), 0), []
    todo: dict[int, list[tuple[int, int]]] = {id(site): [] for site in sites}
    dealt = [number for number, kind in enumerate(KINDS) if ("other_" in kind.make.__module__) == others]
    for number in sorted(dealt, key=lambda number: -len(KINDS[number].needs)):
        kind, makes = KINDS[number], set()
        for way in rng.sample(range(kind.ways), min(times, kind.ways)):
            able = [site for site in sites if _fits(kind, site)]
            if not able:
                crowded.append(kind.make.__name__)
                continue
            site = min(able, key=lambda one: (one.skin in makes, load[id(one)] + rng.random() * 2))
            makes.add(site.skin)
            site.taken |= kind.needs
            load[id(site)] += 1
            todo[id(site)].append((number, way))
    planted = []
    for site in sites:
        for number, way in sorted(todo[id(site)]):
            planted += [(site, truth) for truth in KINDS[number].make(site, way)]
    return crowded, planted


def _fits(kind: Kind, site: Site) -> bool:
    if kind.needs & site.taken or (not site.portal and kind.needs & OF_PORTALS):
        return False
    return kind.portal is None or kind.portal == site.portal
