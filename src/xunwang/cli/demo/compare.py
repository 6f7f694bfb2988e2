"""Holds what was found against what was planted."""

from collections.abc import Iterable

from xunwang.inspector.door import key_of
from xunwang.inspector.model import Judgement, OutcomeKind, Record
from xunwang_demo.model import City, Plant

# A fault of a template shows on every page made by it: the truth names one such page, the finding may name another.
# Both sides agree on the mark or tag that is wrong.
_MARKS_AND_TAGS = frozenset({"D-4.2", "D-4.7"})
_ERROR_ENTRY = "D-4.4"
_SIX = "D-4.9"
# Told of a sample of pages: which of them shows it is chance.
_OF_THE_SITE = frozenset({"L-2", "D-4.3b", "D-1.7", "D-1.8", "D-2.6"})


class Seen(Record, frozen=True):
    """One finding or plant, reduced to what both sides can say about a place."""

    site: str
    indicator: str
    place: str

    def __str__(self) -> str:
        return f"{self.site} {self.indicator} {self.place}"


class Comparison(Record, frozen=True):
    """`left_out`: planted, but only a browser or IPv6 could show it and there was none. `unbuilt`: no indicator looks for it yet."""

    planted: int
    found: int
    matched: int
    missed: tuple[Seen, ...]
    false: tuple[Seen, ...]
    left_out: int
    unbuilt: int

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.matched / self.planted if self.planted else 1.0

    @property
    def exact(self) -> bool:
        return not self.missed and not self.false


def compare(city: City, judgements: Iterable[Judgement], *, browser: bool) -> Comparison:
    """Every built plant must be found, and nothing else may be, by the indicators that the truth speaks of."""
    built = [plant for plant in city.truth if plant.built]
    judged = list(judgements)
    no_six = {
        key_of(judgement.subject.home)
        for judgement in judged
        for outcome in judgement.outcomes
        if outcome.indicator == _SIX and outcome.outcome is OutcomeKind.UNCHECKED
    }
    expected = {
        place_of_plant(plant)
        for plant in built
        if (browser or not plant.needs_browser) and not (plant.needs_six and key_of(plant.site) in no_six)
    }
    optional = {place_of_plant(plant) for plant in built} - expected
    spoken_of = {plant.indicator for plant in built}
    seen = {
        place_of_finding(judgement.subject.home, finding.indicator, finding.locator, finding.url)
        for judgement in judged
        for finding in judgement.findings
        if finding.indicator in spoken_of
    }
    seen -= optional
    return Comparison(
        planted=len(expected),
        found=len(seen),
        matched=len(expected & seen),
        missed=tuple(sorted(expected - seen, key=repr)),
        false=tuple(sorted(seen - expected, key=repr)),
        left_out=len(optional),
        unbuilt=sum(not plant.built for plant in city.truth),
    )


def place_of_plant(plant: Plant) -> Seen:
    place = plant.detail if plant.indicator in _MARKS_AND_TAGS else key_of(plant.address)
    return _placed(plant.site, plant.indicator, place)


def place_of_finding(home: str, indicator: str, locator: str, url: str) -> Seen:
    return _placed(
        home, indicator, locator.rsplit(":", maxsplit=1)[-1] if indicator in _MARKS_AND_TAGS else key_of(url)
    )


def _placed(home: str, indicator: str, place: str) -> Seen:
    where = "error_entry" if indicator == _ERROR_ENTRY else "" if indicator in _OF_THE_SITE else place
    return Seen(site=key_of(home), indicator=indicator, place=where)
