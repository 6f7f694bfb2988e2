"""The series of the watch: visits go in as they come, and come out agreed, without planned closures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, ProbeFact, Record
from xunwang.office.watch.closed import closures_of
from xunwang.office.watch.models import AgreedDay, WatchedDay

_JUDGED_DAYS = 30
"""How far back a judgement may find its week."""
_VISITS = 2_000
"""The most visits kept of a row: one a minute, and some."""
OF_SUBJECT = "/"
"""A target's id is that of its subject, with more behind this sign where the subject has several addresses."""


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    """A visit within its row: seconds after midnight, how it went, milliseconds or the error."""

    second: int
    state: door.State
    milliseconds: float | None
    error: str | None


class Visited(Record, frozen=True):
    """One visit of an address of a subject; `address` is the network address that answered."""

    subject: UUID
    url: str
    visit: door.Visit
    address: str = ""


class _Place(msgspec.Struct, frozen=True, order=True):
    """Where visits are kept together."""

    subject: UUID
    home: str
    day: dt.date


_PACKED = msgspec.msgpack.Decoder(list[_Mark])


def visited(probe: door.Probe) -> Visited:
    """What is kept of a probe whose target belongs to a subject."""
    subject = UUID(probe.target.partition(OF_SUBJECT)[0])
    visit = door.Visit(probe.at, probe.point, probe.state, probe.milliseconds, probe.error)
    return Visited(subject, probe.url, visit, probe.look.address or "")


def keep(visits: Iterable[Visited]) -> None:
    """Writes down visits; all of them or none. A visit that is known already stays one."""
    places: dict[_Place, dict[str, list[Visited]]] = defaultdict(lambda: defaultdict(list))
    for one in visits:
        day = one.visit.at.astimezone(SHANGHAI).date()
        places[_Place(one.subject, one.url, day)][one.visit.point].append(one)
    with transaction.atomic():
        closed = closures_of({place.subject for place in places})
        for place in sorted(places):
            for point, together in sorted(places[place].items()):
                _add(place, point, together)
            _settle(place, closed.get(place.subject, ()))


def _add(place: _Place, point: str, visits: Sequence[Visited]) -> None:
    key = {"subject_id": place.subject, "home": place.home, "point": point, "day": place.day}
    row = WatchedDay.objects.select_for_update().filter(**key).first() or WatchedDay(**key, visits=b"")
    known = {mark.second: mark for mark in (_PACKED.decode(row.visits) if row.visits else ())}
    for one in visits:
        mark = _mark(one.visit)
        known.setdefault(mark.second, mark)
        row.address = one.address or row.address
    kept = sorted(known.values(), key=lambda mark: mark.second)[:_VISITS]
    row.visits = msgspec.msgpack.encode(kept)
    row.opened = sum(mark.state is door.State.OPEN for mark in kept)
    row.down = sum(mark.state is door.State.DOWN for mark in kept)
    row.save()


def _mark(visit: door.Visit) -> _Mark:
    local = visit.at.astimezone(SHANGHAI)
    second = local.hour * 3600 + local.minute * 60 + local.second
    return _Mark(second, visit.state, visit.milliseconds, visit.error)


def _settle(place: _Place, closed: Sequence[door.Closure]) -> None:
    """Counts the day of an address anew."""
    rows = WatchedDay.objects.filter(subject_id=place.subject, home=place.home, day=place.day)
    visits = [visit for row in rows for visit in visits_of(row)]
    agreed = door.agree(visits, closed, minutes=slot_minutes())
    tail = _tail(agreed.visits)
    since = tail[0].at if tail else None
    points = {
        visit.point for visit in visits if since and visit.at >= since and visit.state is door.State.DOWN
    }
    AgreedDay.objects.update_or_create(
        subject_id=place.subject,
        home=place.home,
        day=place.day,
        defaults={
            "counted": agreed.counted,
            "failed": agreed.failed,
            "untold": agreed.untold,
            "closed": agreed.closed,
            "last_at": agreed.visits[-1].at if agreed.visits else None,
            "tail": len(tail),
            "tail_since": since,
            "tail_points": len(points),
        },
    )


def _tail(visits: Sequence[door.Visit]) -> Sequence[door.Visit]:
    """The failed visits at the end."""
    count = len(visits)
    while count and visits[count - 1].state is door.State.DOWN:
        count -= 1
    return visits[count:]


@transaction.atomic
def count_again(subject: UUID, first: dt.date, last: dt.date) -> None:
    """Counts the days anew after a closure came or went."""
    days = WatchedDay.objects.filter(subject_id=subject, day__range=(first, last)).order_by()
    closed = closures_of([subject]).get(subject, ())
    for home, day in days.values_list("home", "day").distinct():
        _settle(_Place(subject, home, day), closed)


def slot_minutes() -> int:
    """How long a slot is: the office's own interval."""
    return settings.WATCH_MINUTES or 60


def visits_of(row: WatchedDay) -> list[door.Visit]:
    """The visits of a row, in time order."""
    midnight = dt.datetime.combine(row.day, dt.time(), SHANGHAI)
    return [
        door.Visit(
            midnight + dt.timedelta(seconds=mark.second), row.point, mark.state, mark.milliseconds, mark.error
        )
        for mark in _PACKED.decode(row.visits)
    ]


def tally(rows: Iterable[WatchedDay], closed: Sequence[door.Closure]) -> door.Tally:
    """What the rows of one address say after the points agreed."""
    visits = [visit for row in rows for visit in visits_of(row)]
    return door.agree(visits, closed, minutes=slot_minutes())


def facts_for(subject: UUID, home: str, as_of: dt.date) -> tuple[ProbeFact, ...]:
    """The visits of the address that a judgement of the day may count; none when it was not watched."""
    first = as_of - dt.timedelta(days=_JUDGED_DAYS)
    rows = WatchedDay.objects.filter(subject_id=subject, home=home, day__range=(first, as_of))
    return door.probe_facts(tally(rows, closures_of([subject]).get(subject, ())), home)
