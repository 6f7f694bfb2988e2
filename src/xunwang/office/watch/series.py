"""The series of the watch: visits go in as they come, and come out agreed, without planned closures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, ProbeFact
from xunwang.office.watch.models import PlannedClosure, WatchedDay

_JUDGED_DAYS = 30
"""How far back a judgement may find its week."""
_VISITS = 2_000
"""The most visits kept of a row: one a minute, and some."""


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    """A visit within its row: seconds after midnight, how it went, milliseconds or the error."""

    second: int
    state: door.State
    milliseconds: float | None
    error: str | None


_PACKED = msgspec.msgpack.Decoder(list[_Mark])


def keep(probes: Iterable[door.Probe]) -> None:
    """Writes down visits whose target is the id of a subject; all of them or none."""
    rows: dict[tuple[str, str, str, dt.date], list[door.Probe]] = defaultdict(list)
    for probe in probes:
        day = probe.at.astimezone(SHANGHAI).date()
        rows[probe.target, probe.url, probe.point, day].append(probe)
    with transaction.atomic():
        for (subject, home, point, day), together in sorted(rows.items()):
            _add(UUID(subject), home, point, day, [_mark(probe) for probe in together])


def _add(subject: UUID, home: str, point: str, day: dt.date, marks: Sequence[_Mark]) -> None:
    key = {"subject_id": subject, "home": home, "point": point, "day": day}
    row = WatchedDay.objects.select_for_update().filter(**key).first() or WatchedDay(**key, visits=b"")
    before = _PACKED.decode(row.visits) if row.visits else []
    kept = sorted([*before, *marks], key=lambda mark: mark.second)[:_VISITS]
    row.visits = msgspec.msgpack.encode(kept)
    row.opened = sum(mark.state is door.State.OPEN for mark in kept)
    row.down = sum(mark.state is door.State.DOWN for mark in kept)
    row.save()


def _mark(probe: door.Probe) -> _Mark:
    local = probe.at.astimezone(SHANGHAI)
    second = local.hour * 3600 + local.minute * 60 + local.second
    return _Mark(second, probe.state, probe.milliseconds, probe.error)


def visits_of(row: WatchedDay) -> list[door.Visit]:
    """The visits of a row, in time order."""
    midnight = dt.datetime.combine(row.day, dt.time(), SHANGHAI)
    return [
        door.Visit(
            midnight + dt.timedelta(seconds=mark.second), row.point, mark.state, mark.milliseconds, mark.error
        )
        for mark in _PACKED.decode(row.visits)
    ]


def tally(rows: Iterable[WatchedDay], closures: Iterable[PlannedClosure]) -> door.Tally:
    """What the rows of one subject say after the points agreed. The slots are as long as the office's own interval."""
    closed = [door.Closure(one.start, one.end) for one in closures]
    visits = [visit for row in rows for visit in visits_of(row)]
    return door.agree(visits, closed, minutes=settings.WATCH_MINUTES or 60)


def facts_for(subject: UUID, home: str, as_of: dt.date) -> tuple[ProbeFact, ...]:
    """The visits of the address that a judgement of the day may count; none when it was not watched."""
    first = as_of - dt.timedelta(days=_JUDGED_DAYS)
    rows = WatchedDay.objects.filter(subject_id=subject, home=home, day__range=(first, as_of))
    closures = PlannedClosure.objects.filter(subject_id=subject, withdrawn=False)
    return door.probe_facts(tally(rows, closures), home)
