"""A week of availability probes before the monitoring point: one site fails the outage rule, one stays just below."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from xunwang_demo.model import City

HEADER = ("time", "home", "milliseconds", "error")
DAYS = 7
PER_DAY = 20
SPACING = timedelta(minutes=72)
FAILING = (12, 45, 46, 47, 48, 90, 121)
NEARLY_FAILING = (5, 60, 61, 84, 110, 122)
"""The visits of the week that fail, by number: one stretch of each is long enough to be called an outage."""
NEARLY_SLOW = 14_900
_ERRORS = ("", "timeout", "", "refused", "", "dns", "")
_ZONE = ZoneInfo("Asia/Shanghai")


def write(city: City, path: Path | str) -> None:
    """CSV with time, home, milliseconds (whole, empty after an error) and error (empty when the site opened).

    A probe slower than 15 s or ended by an error is a failure (W-V2): 7 of 140 for the outage, 6 for the look-alike.
    """
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(city))


def rows(city: City) -> Iterator[tuple[str, str, str, str]]:
    for site in city.sites:
        for number, answer in week(city, site.home):
            yield moment(city, number).isoformat(), site.home, *answer


def moment(city: City, number: int) -> datetime:
    """When a visit happens; 0 is the first of the week, those before it have negative numbers."""
    first = datetime.combine(city.as_of - timedelta(days=DAYS - 1), time(0, 20), _ZONE)
    return first + SPACING * number


def week(city: City, home: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Milliseconds and error of each visit of the week, by its number."""
    slots = {city.outage: FAILING, city.near_outage: NEARLY_FAILING}.get(home, ())
    failed = dict(zip(slots, _ERRORS, strict=False))
    rng = Random(f"{city.seed}/probes/{home}")
    for number in range(DAYS * PER_DAY):
        yield number, _probe(rng, failed.get(number), near=home == city.near_outage)


def _probe(rng: Random, failure: str | None, *, near: bool) -> tuple[str, str]:
    """Milliseconds and error of one visit; `failure` is None for a visit that opened, '' for one that was too slow."""
    if failure is None:
        return (str(NEARLY_SLOW if near and rng.random() < 0.2 else rng.randint(90, 2600)), "")
    return (str(rng.randint(15_200, 29_000)), "") if not failure else ("", failure)
