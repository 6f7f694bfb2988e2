"""One wrong word over all sites is one job."""

from collections.abc import Iterable

import msgspec

from xunwang.inspector.model import Record
from xunwang.inspector.proof.suspicion import Kind, Suspicion, Tier

HABIT_PAGES = 5


class Sighting(Record, frozen=True):
    """A suspicion, where it was seen."""

    site: str
    url: str
    suspicion: Suspicion


class Job(Record, frozen=True):
    """Everywhere that `found` stands for `right`; sure if it is sure anywhere."""

    found: str
    right: str
    tier: Tier
    sites: tuple[str, ...]
    sightings: tuple[Sighting, ...]


def without_habits(sightings: Iterable[Sighting]) -> list[Sighting]:
    """A spelling that a site keeps on many pages is meant so, or a matter of its template: no longer sure."""
    seen = list(sightings)
    pages: dict[tuple[str, str, tuple[str, ...]], set[str]] = {}
    for one in seen:
        pages.setdefault(_wording(one), set()).add(one.url)
    return [_doubted(one) if len(pages[_wording(one)]) >= HABIT_PAGES else one for one in seen]


def _wording(one: Sighting) -> tuple[str, str, tuple[str, ...]]:
    return one.site, one.suspicion.found, one.suspicion.suggest


def _doubted(one: Sighting) -> Sighting:
    if one.suspicion.kind is not Kind.SPELLING:
        return one
    return msgspec.structs.replace(one, suspicion=msgspec.structs.replace(one.suspicion, tier=Tier.SUSPECTED))


def jobs(sightings: Iterable[Sighting]) -> list[Job]:
    """Grouped by (wrong, right) over all sites; what stands on most sites first."""
    groups: dict[tuple[str, str], list[Sighting]] = {}
    for sighting in sightings:
        suspicion = sighting.suspicion
        key = (suspicion.found, suspicion.suggest[0] if suspicion.suggest else "")
        groups.setdefault(key, []).append(sighting)
    made = [_job(found, right, group) for (found, right), group in groups.items()]
    return sorted(made, key=lambda job: (-len(job.sites), -len(job.sightings), job.found, job.right))


def _job(found: str, right: str, group: list[Sighting]) -> Job:
    sure = any(sighting.suspicion.tier is Tier.SURE for sighting in group)
    return Job(
        found,
        right,
        Tier.SURE if sure else Tier.SUSPECTED,
        tuple(dict.fromkeys(sighting.site for sighting in group)),
        tuple(group),
    )
