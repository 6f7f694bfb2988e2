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
FAILURES = 7
NEAR_FAILURES = 6
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
    failing = {city.outage: FAILURES, city.near_outage: NEAR_FAILURES}
    first = datetime.combine(city.as_of - timedelta(days=DAYS - 1), time(0, 20), _ZONE)
    for site in city.sites:
        rng = Random(f"{city.seed}/probes/{site.host}")
        failed = dict(
            zip(rng.sample(range(DAYS * PER_DAY), failing.get(site.home, 0)), _ERRORS, strict=False)
        )
        for number in range(DAYS * PER_DAY):
            moment = (first + SPACING * number).isoformat()
            yield moment, site.home, *_probe(rng, failed.get(number), near=site.home == city.near_outage)


def _probe(rng: Random, failure: str | None, *, near: bool) -> tuple[str, str]:
    """Milliseconds and error of one visit; `failure` is None for a visit that opened, '' for one that was too slow."""
    if failure is None:
        return (str(NEARLY_SLOW if near and rng.random() < 0.2 else rng.randint(90, 2600)), "")
    return (str(rng.randint(15_200, 29_000)), "") if not failure else ("", failure)
