"""The series of the watch: visits go in as they come, and come out agreed, without planned closures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, ProbeFact, Record
from xunwang.office.turns import in_turn
from xunwang.office.watch.closed import closures_of
from xunwang.office.watch.models import AgreedDay, WatchedDay

JUDGED_DAYS = 30
"""How far back a judgement may find its week."""
_VISITS = 2_000
"""The most visits kept of a row: one a minute, and some."""
OF_SUBJECT = "/"
"""A target's id is that of its subject, with more behind this sign where the subject has several addresses."""


class _Mark(msgspec.Struct, frozen=True, array_like=True):
    """A visit within its row: seconds after midnight, how it went, milliseconds or the error.

    `parts`: milliseconds for name, connection, TLS, first byte and body. `six`: how it went over IPv6, None where the site has none.
    """

    second: int
    state: door.State
    milliseconds: float | None
    error: str | None
    parts: tuple[int, int, int, int, int] | None = None
    six: door.State | None = None


class Visited(Record, frozen=True):
    """One visit of an address of a subject; `address` is the network address that answered, `parts` are those of `_Mark`."""

    subject: UUID
    url: str
    visit: door.Visit
    address: str = ""
    parts: tuple[int, int, int, int, int] | None = None


class Parts(Record, frozen=True):
    """A visit that opened, part by part, in whole milliseconds; `six` says how it went over IPv6."""

    at: dt.datetime
    point: str
    dns: int
    connect: int
    tls: int
    first_byte: int
    body: int
    six: door.State | None


class _Place(msgspec.Struct, frozen=True, order=True):
    """Where visits are kept together."""

    subject: UUID
    home: str
    day: dt.date


_PACKED = msgspec.msgpack.Decoder(list[_Mark])
_AT_ONCE = 500


def visited(probe: door.Probe) -> Visited:
    """What is kept of a probe whose target belongs to a subject."""
    subject = UUID(probe.target.partition(OF_SUBJECT)[0])
    six = probe.six.state if probe.six and not (probe.own_fault or probe.unwitnessed) else None
    visit = door.Visit(probe.at, probe.point, probe.state, probe.milliseconds, probe.error, six)
    spent = probe.look.timing
    parts = (
        round(spent.dns),
        round(spent.connect),
        round(spent.tls),
        round(spent.first_byte),
        round(spent.body),
    )
    return Visited(subject, probe.url, visit, probe.look.address or "", parts if visit.milliseconds else None)


def keep(visits: Iterable[Visited]) -> None:
    """Writes down visits; all of them or none. A visit that is known already stays one."""
    places: dict[_Place, dict[str, list[Visited]]] = defaultdict(lambda: defaultdict(list))
    for one in visits:
        day = one.visit.at.astimezone(SHANGHAI).date()
        places[_Place(one.subject, one.url, day)][one.visit.point].append(one)
    ordered = sorted(places)
    with transaction.atomic():
        in_turn("watched days")
        for start in range(0, len(ordered), _AT_ONCE):
            _keep_together({place: places[place] for place in ordered[start : start + _AT_ONCE]})


def _keep_together(places: Mapping[_Place, Mapping[str, Sequence[Visited]]]) -> None:
    subjects, days = {place.subject for place in places}, {place.day for place in places}
    known = _rows(subjects, days)
    for place, by_point in places.items():
        rows = known[place]
        for point, together in by_point.items():
            if point not in rows:
                rows[point] = WatchedDay(
                    subject_id=place.subject, home=place.home, point=point, day=place.day, visits=b""
                )
            _add(rows[point], together)
    changed = [known[place][point] for place in places for point in places[place]]
    WatchedDay.objects.bulk_create(
        changed,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["subject", "day", "point", "home"],
        update_fields=["visits", "opened", "down", "address"],
    )
    closed = closures_of(subjects)
    _settle({place: known[place].values() for place in places}, closed)


def _rows(subjects: set[UUID], days: set[dt.date]) -> dict[_Place, dict[str, WatchedDay]]:
    """The rows of the subjects and days by place and point."""
    found: dict[_Place, dict[str, WatchedDay]] = defaultdict(dict)
    for row in WatchedDay.objects.filter(subject__in=subjects, day__in=days).order_by():
        row.pk = None
        found[_Place(row.subject_id, row.home, row.day)][row.point] = row
    return found


def _add(row: WatchedDay, visits: Sequence[Visited]) -> None:
    known = {mark.second: mark for mark in (_PACKED.decode(row.visits) if row.visits else ())}
    for one in visits:
        mark = _mark(one)
        known.setdefault(mark.second, mark)
        row.address = one.address or row.address
    kept = sorted(known.values(), key=lambda mark: mark.second)[:_VISITS]
    row.visits = msgspec.msgpack.encode(kept)
    row.opened = sum(mark.state is door.State.OPEN for mark in kept)
    row.down = sum(mark.state is door.State.DOWN for mark in kept)


def _mark(one: Visited) -> _Mark:
    visit = one.visit
    local = visit.at.astimezone(SHANGHAI)
    second = local.hour * 3600 + local.minute * 60 + local.second
    return _Mark(second, visit.state, visit.milliseconds, visit.error, one.parts, visit.six)


def _settle(
    places: Mapping[_Place, Iterable[WatchedDay]], closed: Mapping[UUID, Sequence[door.Closure]]
) -> None:
    """Counts the days of addresses anew, from all their points."""
    AgreedDay.objects.bulk_create(
        [_agreed(place, rows, closed.get(place.subject, ())) for place, rows in places.items()],
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["subject", "home", "day"],
        update_fields=[
            "counted",
            "failed",
            "untold",
            "closed",
            "last_at",
            "tail",
            "tail_since",
            "tail_points",
        ],
    )


def _agreed(place: _Place, rows: Iterable[WatchedDay], closed: Sequence[door.Closure]) -> AgreedDay:
    visits = [visit for row in rows for visit in visits_of(row)]
    agreed = door.agree(visits, closed, minutes=slot_minutes())
    tail = _tail(agreed.visits)
    since = tail[0].at if tail else None
    points = {
        visit.point for visit in visits if since and visit.at >= since and visit.state is door.State.DOWN
    }
    return AgreedDay(
        subject_id=place.subject,
        home=place.home,
        day=place.day,
        counted=agreed.counted,
        failed=agreed.failed,
        untold=agreed.untold,
        closed=agreed.closed,
        last_at=agreed.visits[-1].at if agreed.visits else None,
        tail=len(tail),
        tail_since=since,
        tail_points=len(points),
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
    in_turn("watched days")
    days = {first + dt.timedelta(days=number) for number in range((last - first).days + 1)}
    found = _rows({subject}, days)
    _settle({place: rows.values() for place, rows in found.items()}, closures_of([subject]))


def slot_minutes() -> int:
    """How long a slot is: the office's own interval."""
    return settings.WATCH_MINUTES or 60


def visits_of(row: WatchedDay) -> list[door.Visit]:
    """The visits of a row, in time order."""
    midnight = dt.datetime.combine(row.day, dt.time(), SHANGHAI)
    return [
        door.Visit(
            midnight + dt.timedelta(seconds=mark.second),
            row.point,
            mark.state,
            mark.milliseconds,
            mark.error,
            mark.six,
        )
        for mark in _PACKED.decode(row.visits)
    ]


def parts_of(row: WatchedDay) -> list[Parts]:
    """The visits of a row whose parts were timed, in time order."""
    midnight = dt.datetime.combine(row.day, dt.time(), SHANGHAI)
    return [
        Parts(midnight + dt.timedelta(seconds=mark.second), row.point, *mark.parts, six=mark.six)
        for mark in _PACKED.decode(row.visits)
        if mark.parts
    ]


def thinned(visits: bytes) -> bytes:
    """Packed visits without their parts: when each was, how it went, its whole milliseconds."""
    marks = (
        _Mark(
            mark.second,
            mark.state,
            None if mark.milliseconds is None else round(mark.milliseconds),
            mark.error,
        )
        for mark in _PACKED.decode(visits)
    )
    return msgspec.msgpack.encode(list(marks))


def tally(rows: Iterable[WatchedDay], closed: Sequence[door.Closure]) -> door.Tally:
    """What the rows of one address say after the points agreed."""
    visits = [visit for row in rows for visit in visits_of(row)]
    return door.agree(visits, closed, minutes=slot_minutes())


def facts_for(subject: UUID, home: str, as_of: dt.date) -> tuple[ProbeFact, ...]:
    """The visits of the address that a judgement of the day may count; none when it was not watched."""
    first = as_of - dt.timedelta(days=JUDGED_DAYS)
    rows = WatchedDay.objects.filter(subject_id=subject, home=home, day__range=(first, as_of))
    return door.probe_facts(tally(rows, closures_of([subject]).get(subject, ())), home)
