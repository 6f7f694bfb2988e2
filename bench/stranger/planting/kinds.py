"""Faults, and innocent look-alikes beside them, each with what the rulebook says of it.

A kind is a function of a website that changes it and returns what an inspector should say; `@fault` and `@near` name the
parts of a website it touches, so that no two kinds spoil one another. Most kinds are planted in one of several ways.
"""

from collections.abc import Callable
from dataclasses import dataclass

from bench.stranger.model import Item, Site
from bench.stranger.skins import SKINS


@dataclass(frozen=True)
class Truth:
    """`indicators`: any of them will do. `where`: part of the address, None for the website. `innocent`: none of them may be said there."""

    indicators: tuple[str, ...]
    where: str | None
    what: str
    innocent: bool = False
    optional: bool = False  # may be said, need not


Plant = Callable[[Site, int], list[Truth]]


@dataclass(frozen=True)
class Kind:
    make: Plant
    needs: frozenset[str]
    innocent: bool
    portal: bool | None  # None: both
    ways: int


KINDS: list[Kind] = []
Noted = Callable[[Plant], Plant]


def fault(needs: str, portal: bool | None = True, innocent: bool = False, ways: int = 3) -> Noted:
    def note(make: Plant) -> Plant:
        KINDS.append(Kind(make, frozenset(needs.split()), innocent, portal, ways))
        return make

    return note


def near(needs: str, portal: bool | None = True, ways: int = 3) -> Noted:
    return fault(needs, portal, innocent=True, ways=ways)


def yes(indicators: str, where: str | None, what: str, optional: bool = False) -> Truth:
    return Truth(tuple(indicators.split()), where, what, optional=optional)


def no(indicators: str, where: str | None, what: str) -> Truth:
    return Truth(tuple(indicators.split()), where, what, innocent=True)


def address(site: Site, key: str, i: Item | None = None) -> str:
    """Where a column or an article will lie once everything is planted, as a reference."""
    return f"@{key}:{i.number}" if i else f"@{key}"


def resolve(site: Site, where: str | None) -> str | None:
    if not where or where[0] != "@":
        return where
    k, (key, _, number) = SKINS[site.skin], where[1:].partition(":")
    c = site.columns[key]
    path = (
        k.item_path(site, c, next(i for i in c.items if str(i.number) == number))
        if number
        else k.column_path(site, c)
    )
    return site.home.rstrip("/") + path


def age(site: Site, key: str, newest: float) -> None:
    """Shift a column so that its newest item is so many days old."""
    c = site.columns[key]
    shift = max(i.when for i in c.items) - site.at(newest)
    for i in c.items:
        i.when -= shift


def pick(site: Site, *keys: str) -> tuple[str, Item]:
    """An article nobody has touched yet."""
    pool = [
        (k, i)
        for k in keys
        if k in site.columns
        for i in site.columns[k].items
        if not i.raw and not i.after and ("item", i.number) not in site.taken
    ]
    key, i = site.rng.choice(pool)
    site.taken.add(("item", i.number))
    return key, i


def called(site: Site, key: str, name: str, indicators: str) -> list[Truth]:
    """A column bears another name, which is as good."""
    site.columns[key].name = name
    return [no(indicators, None, name)]


def says(site: Site, key: str, i: Item, words: str, indicators: str) -> list[Truth]:
    """An article has one more sentence, an innocent one."""
    i.body.append(words)
    return [no(indicators, address(site, key, i), words)]


QUIET = ("bm", "xz", "tz", "xm", "yj", "sp", "jy", "jk", "bd")


def drop(site: Site, key: str) -> None:
    c = site.columns.pop(key)
    gone = {f"item:{key}:{i.number}" for i in c.items}
    for other in site.columns.values():
        for i in other.items:
            i.links = [(t, a) for t, a in i.links if a not in gone]
