"""A repeatable draw: the same candidates and the same seed give the same sample, on any machine. Pure."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable
from decimal import ROUND_CEILING, Decimal

from xunwang.inspector.model import Record


class Candidate(Record, frozen=True):
    """`stratum` is what shares are kept over; `last_drawn` when it was last looked at; `failed`: not passed last time."""

    id: str
    stratum: tuple[str, ...]
    last_drawn: dt.date | None = None
    failed: bool = False


def draw(candidates: Iterable[Candidate], percent: Decimal, seed: str) -> list[str]:
    """Ids of the sample, in the order of the candidates' ids.

    Of every stratum the given share (0-100 per cent, rounded up, so that no stratum is left out); who failed last time is always in
    and counts towards the share. The rest goes to those never drawn, then to those drawn longest ago; the seed decides among equals.
    """
    if not 0 < percent <= 100:
        raise ValueError("the share must lie above 0 and not above 100 per cent")
    strata: dict[Hashable, list[Candidate]] = defaultdict(list)
    for one in candidates:
        strata[one.stratum].append(one)
    drawn: list[str] = []
    for members in strata.values():
        wanted = int((percent * len(members) / 100).to_integral_value(ROUND_CEILING))
        ordered = sorted(members, key=lambda one: _rank(one, seed))
        failed = sum(one.failed for one in members)
        drawn += [one.id for one in ordered[: max(wanted, failed)]]
    return sorted(drawn)


def _rank(one: Candidate, seed: str) -> tuple[bool, dt.date, str]:
    lot = hashlib.sha256(f"{seed}\x1f{one.id}".encode()).hexdigest()
    return not one.failed, one.last_drawn or dt.date.min, lot
