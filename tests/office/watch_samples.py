"""Visits without a network: what a week of looks would have written down."""

import datetime as dt

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.office.watch import series

OPEN, DOWN, UNCLEAR = door.State.OPEN, door.State.DOWN, door.State.UNCLEAR


def at(day, slot, minutes=72):
    """The middle of a slot of the day."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI) + dt.timedelta(minutes=(slot + 0.5) * minutes)


def visits(subject, home, moments, *, point="本机", address="192.0.2.7"):
    """Visits at the moments, each with its state."""
    return [
        series.Visited(
            subject.pk,
            home,
            door.Visit(
                moment, point, state, 120.0 if state is OPEN else None, None if state is OPEN else "timeout"
            ),
            address if state is OPEN else "",
        )
        for moment, state in moments
    ]


def week_of(last, *, failed=0, unclear=0):
    """Seven days of twenty slots; the first `failed` of every week fail, the next `unclear` say nothing."""
    states = [DOWN] * failed + [UNCLEAR] * unclear
    states += [OPEN] * (140 - len(states))
    moments = [at(last - dt.timedelta(days=6 - n // 20), n % 20) for n in range(140)]
    return list(zip(moments, states, strict=True))
