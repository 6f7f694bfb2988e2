"""Who hears of what the watch sees as soon as it is seen. A part of the office registers itself when it starts."""

import datetime as dt
from collections.abc import Callable, Sequence

from xunwang.inspector import door

OfVisits = Callable[[Sequence[door.Probe], dt.datetime], None]
OfIntrusions = Callable[[door.Intrusion, dt.datetime], None]
_OF_VISITS: list[OfVisits] = []
_OF_INTRUSIONS: list[OfIntrusions] = []


def hears_of_visits(listener: OfVisits) -> OfVisits:
    """Registers who is told of visits that just ended, and of the moment."""
    if listener not in _OF_VISITS:
        _OF_VISITS.append(listener)
    return listener


def hears_of_intrusions(listener: OfIntrusions) -> OfIntrusions:
    """Registers who is told of an intrusion, and of the moment."""
    if listener not in _OF_INTRUSIONS:
        _OF_INTRUSIONS.append(listener)
    return listener


def tell_visits(probes: Sequence[door.Probe], at: dt.datetime) -> None:
    for listener in _OF_VISITS:
        listener(probes, at)


def tell_intrusion(found: door.Intrusion, at: dt.datetime) -> None:
    for listener in _OF_INTRUSIONS:
        listener(found, at)
