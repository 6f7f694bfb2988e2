"""What an inspection of the city found, held against what was planted in it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.stranger.making import Planted

# The program's own advice, of which the rulebook knows nothing, and what cannot be had on loopback.
LEFT_OUT = frozenset({"G-3a", "G-3b", "D-4.3b", "D-4.9", "L-14"})


@dataclass
class Said:
    """One thing that the inspection says of a website."""

    home: str
    skin: str
    indicator: str
    places: tuple[str, ...]
    certain: bool
    words: str

    def answers(self, planted: Planted) -> bool:
        """Whether this says what was planted there."""
        if planted.home != self.home or self.indicator not in planted.truth.indicators:
            return False
        return planted.where is None or any(_lies_at(place, planted.where) for place in self.places)

    def __str__(self) -> str:
        sort = "automatic" if self.certain else "candidate"
        return f"{self.indicator} ({sort}) {self.skin} {self.places[0] if self.places else self.home} {self.words}"


def _lies_at(place: str, where: str) -> bool:
    return place == where if where.startswith("http") else where in place


@dataclass
class Held:
    """How the inspection did."""

    found: list[Planted] = field(default_factory=list)
    missed: list[Planted] = field(default_factory=list)
    false: list[Said] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.false))

    @property
    def recall(self) -> float:
        return len(self.found) / max(1, len(self.found) + len(self.missed))

    @property
    def accused(self) -> list[Said]:
        """False findings that no person would look at before they count."""
        return [one for one in self.false if one.certain]

    def table(self) -> Iterable[str]:
        """A line for each indicator and for each make of website."""
        yield from self._lines(lambda planted: planted.truth.indicators[0], lambda said: said.indicator)
        yield from self._lines(lambda planted: planted.skin, lambda said: said.skin)

    def _lines(self, of_planted: Callable[[Planted], str], of_said: Callable[[Said], str]) -> Iterable[str]:
        found, missed = (Counter(map(of_planted, part)) for part in (self.found, self.missed))
        false, accused = (Counter(map(of_said, part)) for part in (self.false, self.accused))
        for name in sorted(found | missed | false):
            precision = found[name] / max(1, found[name] + false[name])
            recall = found[name] / max(1, found[name] + missed[name])
            yield (
                f"{name:14} found {found[name]:3} missed {missed[name]:3} false {false[name]:3} "
                f"(automatic {accused[name]}) precision {precision:.2f} recall {recall:.2f}"
            )


def hold(sites: Iterable[dict[str, Any]], planted: list[Planted]) -> Held:
    """`sites` as `inspect --format json` gives them."""
    held, skins = Held(), {one.home: one.skin for one in planted}
    said = [one for site in sites for one in said_of(site, skins.get(site["home"], ""))]
    faults = [one for one in planted if not one.truth.innocent]
    for fault in faults:
        if not fault.truth.optional:
            (held.found if any(one.answers(fault) for one in said) else held.missed).append(fault)
    for one in said:
        if one.indicator not in LEFT_OUT and not any(one.answers(fault) for fault in faults):
            held.false.append(one)
    return held


def said_of(site: dict[str, Any], skin: str) -> list[Said]:
    """The findings of a website, one a place, and outcomes that show none."""
    out: dict[tuple[str, str | None], Said] = {}
    for finding in site["findings"]:
        places = tuple(str(finding[key]) for key in ("url", "parent", "message") if finding.get(key))
        words = f"{finding['message']} {(finding['excerpt'] or '')[:80]}"
        said = Said(
            site["home"], skin, finding["indicator"], places, finding["certainty"] == "automatic", words
        )
        out.setdefault((finding["indicator"], finding["url"]), said)
    shown = {indicator for indicator, _ in out}
    for outcome in site["outcomes"]:
        if outcome["outcome"] == "found" and outcome["indicator"] not in shown:
            out[outcome["indicator"], None] = Said(
                site["home"], skin, outcome["indicator"], (), True, outcome["reason"] or ""
            )
    return list(out.values())
