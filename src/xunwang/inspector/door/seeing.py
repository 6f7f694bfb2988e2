"""Whether a later run saw the places of earlier faults again: of what it could not see it says neither "mended" nor "still there"."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Attempt, Fact, LinkFact, PageFact, Reach, Record
from xunwang.inspector.norms import Norm

_CAME = frozenset({Reach.OK, Reach.TOO_LARGE})
_GONE = frozenset({404, 410})
_LINKS = "dead_links"
"""The kind whose faults are links: there an answer "not found" is the fault, elsewhere it ends it."""


class Spot(Record, frozen=True):
    """The place of an earlier fault: its address, and the page that led there. `id` is the finding's."""

    id: str
    indicator: str
    url: str
    parent: str = ""


def unseen(runs: Sequence[Path], norm: Norm, spots: Collection[Spot]) -> frozenset[str]:
    """The ids of those spots that the runs (an inspection of a website and its rechecks) could not see. Raises RunError.

    A spot was seen when its address answered with its content, or said that it is gone. One that was not asked for was seen when
    nothing leads there any more: the run came to its end and read the page that led there, or found that page gone.
    """
    opened = [Run.open(run) for run in runs]
    ends = _ends(opened, {key_of(url) for spot in spots for url in (spot.url, spot.parent) if url})
    whole = opened[0].manifest.complete
    links = {rule.id for rule in norm.rules if rule.how == _LINKS}
    return frozenset(
        spot.id for spot in spots if not _saw(spot, ends, whole=whole, link=spot.indicator in links)
    )


def _saw(spot: Spot, ends: dict[str, Attempt], *, whole: bool, link: bool) -> bool:
    end = ends.get(key_of(spot.url))
    if end is not None:
        return _came(end) or (_is_gone(end) and not link)
    led = ends.get(key_of(spot.parent)) if spot.parent else None
    return whole and (led is None or _came(led) or _is_gone(led))


def _came(end: Attempt) -> bool:
    return end.reach in _CAME


def _is_gone(end: Attempt) -> bool:
    return end.reach is Reach.SOFT_404 or (end.reach is Reach.HTTP and end.status in _GONE)


def _ends(runs: Iterable[Run], keys: Collection[str]) -> dict[str, Attempt]:
    """The last attempt at each of the addresses."""
    ends: dict[str, Attempt] = {}
    for key, attempt in (told for run in runs for fact in run.each_fact() for told in _attempts(fact)):
        if key in keys and (key not in ends or ends[key].at <= attempt.at):
            ends[key] = attempt
    return ends


def _attempts(fact: Fact) -> Iterator[tuple[str, Attempt]]:
    if isinstance(fact, PageFact):
        yield fact.key, fact.attempt
    elif isinstance(fact, LinkFact) and fact.attempts:
        yield fact.key, fact.attempts[-1]
