"""When whom to visit: a day is cut into slots, and every target is visited once in each, spread out and with jitter."""

import asyncio
import datetime as dt
import zlib
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from random import Random

from xunwang.inspector.model import SHANGHAI, Reach, Record
from xunwang.inspector.watch.model import Probe, State, Target
from xunwang.inspector.watch.prober import Prober
from xunwang.inspector.watch.witness import Witness

_DAY = dt.timedelta(days=1)
_JITTER = 0.1  # of a slot, to either side of a target's own place in it
_CATCHING_UP = dt.timedelta(seconds=0.2)  # between visits whose time has passed
_LATE = dt.timedelta(minutes=1)  # more than it takes to begin a visit

ASKED_VISITS = 20
"""The visits a day that the norm asks for at least."""


class Slot(Record, frozen=True):
    """A stretch of a day in Asia/Shanghai. Slots of one length are the same for every vantage point."""

    start: dt.datetime
    length: dt.timedelta

    @property
    def end(self) -> dt.datetime:
        return self.start + self.length


def slot_at(moment: dt.datetime, minutes: int) -> Slot:
    """The slot of `minutes` in which the moment lies; the last of a day ends at midnight."""
    local = moment.astimezone(SHANGHAI)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    number = int((local - midnight) / dt.timedelta(minutes=minutes))
    start = midnight + number * dt.timedelta(minutes=minutes)
    end = min(start + dt.timedelta(minutes=minutes), midnight + _DAY)
    return Slot(start, end - start)


def plan(targets: Sequence[Target], slot: Slot, seed: str) -> list[tuple[dt.datetime, Target]]:
    """When each target is visited in the slot: at its own place, shifted a little each time; in order of time."""
    seconds = slot.length.total_seconds()
    timed = [(slot.start + dt.timedelta(seconds=_place(one, slot, seed) * seconds), one) for one in targets]
    return sorted(timed, key=lambda pair: (pair[0], pair[1].id))


def caught_up(
    planned: Sequence[tuple[dt.datetime, Target]], now: dt.datetime, end: dt.datetime
) -> list[tuple[dt.datetime, Target]]:
    """The plan of a slot that ends at `end` and is under way: what is past comes one after the other from now on.

    All at once they would be a load of our own making on websites that share a server, and be told as down for it.
    """
    late = [target for when, target in planned if when < now]
    gap = min(_CATCHING_UP, max(end - now, dt.timedelta()) / (len(late) or 1))
    waiting = [(now + number * gap, target) for number, target in enumerate(late)]
    return sorted([*waiting, *planned[len(late) :]], key=lambda pair: (pair[0], pair[1].id))


def _place(target: Target, slot: Slot, seed: str) -> float:
    own = zlib.crc32(target.id.encode()) / 2**32
    shift = Random(f"{seed}/{slot.start.isoformat()}/{target.id}").uniform(-_JITTER, _JITTER)  # noqa: S311  # spacing, no secret
    return min(max(own * (1 - 2 * _JITTER) + _JITTER + shift, 0.0), 0.999)


class Timeline:
    """A clock that is moved instead of waited for: days are played in seconds."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def __call__(self) -> dt.datetime:
        return self.at


class Rounds:
    """Visits the targets slot by slot. With a `Timeline` for clock nothing waits: visits end before time moves on."""

    def __init__(
        self, prober: Prober, targets: Sequence[Target], *, minutes: int, anchors: Sequence[Target] = ()
    ) -> None:
        self._prober, self._targets, self._minutes = prober, targets, minutes
        self._witness = Witness(prober, anchors, targets)
        self._due: deque[tuple[dt.datetime, Target]] = deque()
        self._slot: Slot | None = None  # the last that was planned
        self._under_way: set[asyncio.Task[None]] = set()
        self._ended: list[Probe] = []
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """Nothing new is begun, and `until` comes back at once; to be called inside the loop."""
        self._stop.set()

    async def until(self, moment: dt.datetime) -> list[Probe]:
        """Starts every visit whose time comes before `moment`, and gives those that have ended since the last call.

        A clock that is set back meanwhile ends the wait: it may be days until it says `moment`.
        """
        begun = self._prober.clock()
        while not self._stop.is_set() and (due := self._next(moment)) is not None:
            await self._wait_until(due[0])
            if self._stop.is_set():
                break
            task = asyncio.create_task(self._one(due[1]))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            if self._prober.clock() < begun:
                return self._taken()
        await self._wait_until(moment)
        return self._taken()

    async def finish(self) -> list[Probe]:
        """Waits for the visits under way and gives what has ended."""
        await self._settle()
        return self._taken()

    def _next(self, before: dt.datetime) -> tuple[dt.datetime, Target] | None:
        """The next visit that is due; the slot under way is planned first. Slots that were slept through are gone."""
        now = self._prober.clock()
        self._keep_step(now)
        while not self._due:
            current = slot_at(now, self._minutes).start
            start = max(self._slot.end, current) if self._slot else current
            if start >= before or not self._targets:
                return None
            self._slot = slot_at(start, self._minutes)
            planned = plan(self._targets, self._slot, self._prober.point)
            self._due.extend(caught_up(planned, now, self._slot.end))
        return self._due.popleft() if self._due[0][0] < before else None

    def _keep_step(self, now: dt.datetime) -> None:
        """Holds the plan against the clock, which may have been set: what it says of another time is forgotten, what is late in this slot is spread out."""
        if self._slot is None:
            return
        is_late = bool(self._due) and self._due[0][0] < now - _LATE
        if self._slot.start > slot_at(now, self._minutes).end or (is_late and self._slot.end <= now):
            self._due.clear()
            self._slot = None
        elif is_late:
            self._due = deque(caught_up(self._due, now, self._slot.end))

    async def _wait_until(self, moment: dt.datetime) -> None:
        clock = self._prober.clock
        if isinstance(clock, Timeline):
            await self._settle()
            clock.at = max(clock.at, moment)
        elif (left := (moment - clock()).total_seconds()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), left)

    async def _settle(self) -> None:
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _taken(self) -> list[Probe]:
        ended, self._ended = self._ended, []
        return ended

    async def _one(self, target: Target) -> None:
        probe = await self._prober.probe(target)
        self._witness.saw(probe)
        # an error page came through our network
        unheard = probe.state is State.DOWN and probe.look.reach is not Reach.HTTP
        self._ended.append(await self._witness.heard(probe) if unheard else probe)
