"""Several vantage points, one word: in each slot a site is down only when nobody who could look saw it open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from xunwang.inspector.model import ProbeFact, Record
from xunwang.inspector.watch.model import State
from xunwang.inspector.watch.rounds import slot_at


class Visit(Record, frozen=True):
    """What is kept of one visit: `milliseconds` where it opened, else `error` and the state it counts as."""

    at: dt.datetime
    point: str
    state: State
    milliseconds: float | None = None
    error: str | None = None
    six: State | None = None


class Closure(Record, frozen=True):
    """A time in which the site was closed by plan, with proof: visits in [start, end) are not counted."""

    start: dt.datetime
    end: dt.datetime


class Tally(Record, frozen=True):
    """Visits of a stretch of time after the points agreed: counted, failed among them, slots in which nobody could tell, visits during closures."""

    visits: tuple[Visit, ...]
    untold: int = 0
    closed: int = 0

    @property
    def counted(self) -> int:
        return len(self.visits)

    @property
    def failed(self) -> int:
        return sum(visit.state is State.DOWN for visit in self.visits)


def agree(visits: Iterable[Visit], closures: Sequence[Closure] = (), *, minutes: int) -> Tally:
    """One visit a slot. Slots in which nobody could tell count on neither side."""
    slots: dict[dt.datetime, list[Visit]] = defaultdict(list)
    closed = 0
    for visit in visits:
        if any(one.start <= visit.at < one.end for one in closures):
            closed += 1
        else:
            slots[slot_at(visit.at, minutes).start].append(visit)
    agreed = [_word(together) for _, together in sorted(slots.items())]
    kept = tuple(visit for visit in agreed if visit is not None)
    return Tally(kept, untold=len(agreed) - len(kept), closed=closed)


def _word(together: list[Visit]) -> Visit | None:
    for state in (State.OPEN, State.DOWN):
        found = [visit for visit in together if visit.state is state]
        if found:
            return min(found, key=lambda visit: (visit.at, visit.point))
    return None


def called_down(visits: Iterable[Visit], *, minutes: int, in_a_row: int = 2) -> dt.datetime | None:
    """Since when the site is down: the first of the last slots that are all down, at least `in_a_row`; None while it is not."""
    last = agree(visits, minutes=minutes).visits
    since: list[Visit] = []
    for visit in reversed(last):
        if visit.state is not State.DOWN:
            break
        since.append(visit)
    return since[-1].at if len(since) >= in_a_row else None


def probe_facts(tally: Tally, home: str) -> tuple[ProbeFact, ...]:
    """The visits as W-V2 counts them."""
    return tuple(
        ProbeFact(
            at=visit.at,
            home=home,
            milliseconds=visit.milliseconds if visit.state is State.OPEN else None,
            error=None if visit.state is State.OPEN else visit.error,
        )
        for visit in tally.visits
    )
