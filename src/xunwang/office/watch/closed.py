"""When sites were closed with permission: by a planned closure, or for a while by the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from uuid import UUID

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.office.registry.models import LifeEvent, LifeKind
from xunwang.office.watch.models import PlannedClosure

_DAY = dt.timedelta(days=1)


def closures_of(subjects: Iterable[UUID]) -> dict[UUID, list[door.Closure]]:
    """The times in which visits of the subjects are not counted; nothing for those that were never closed."""
    keys = list(subjects)
    found: dict[UUID, list[door.Closure]] = defaultdict(list)
    for one in PlannedClosure.objects.filter(subject__in=keys, withdrawn=False):
        found[one.subject_id].append(door.Closure(one.start, one.end))
    turns: dict[UUID, list[LifeEvent]] = defaultdict(list)
    kinds = (LifeKind.SUSPENDED, LifeKind.RESUMED)
    for event in LifeEvent.objects.filter(subject__in=keys, kind__in=kinds).order_by("on", "pk"):
        turns[event.subject_id].append(event)
    for subject, events in turns.items():
        found[subject] += _suspensions(events)
    return found


def _suspensions(events: Sequence[LifeEvent]) -> list[door.Closure]:
    """Each lasts to the end of the day it was planned until, or to the day on which the site was opened again."""
    ended = []
    for event, following in pairwise([*events, None]):
        if event is None or event.kind != LifeKind.SUSPENDED or event.until is None:
            continue
        end = event.until + _DAY
        if following is not None:
            end = min(end, following.on)
        if end > event.on:
            ended.append(door.Closure(_midnight(event.on), _midnight(end)))
    return ended


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), SHANGHAI)
