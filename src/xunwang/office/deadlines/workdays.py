"""Working days of the State Council calendar. Pure: which days are special is handed in."""

import datetime as dt
from collections.abc import Mapping
from itertools import count

from xunwang.inspector.model import Record

DAY = dt.timedelta(days=1)
_SATURDAY = 5


class Calendar(Record, frozen=True):
    """`special` says of single days whether they are worked; every other day goes by its weekday.

    `confirmed` are the years whose notice of the State Council is in the table; a deadline that touches another is provisional.
    """

    special: Mapping[dt.date, bool]
    confirmed: frozenset[int]

    def works(self, day: dt.date) -> bool:
        return self.special.get(day, day.weekday() < _SATURDAY)

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself when it is worked, else the first worked day after it."""
        return next(one for one in _from(day) if self.works(one))

    def sure(self, start: dt.date, end: dt.date) -> bool:
        """Whether every year from `start` to `end` is confirmed."""
        return all(year in self.confirmed for year in range(start.year, end.year + 1))


def _from(day: dt.date) -> "map[dt.date]":
    return map(lambda n: day + n * DAY, count())  # noqa: C417  # an endless generator expression reads no better


def deadline(start: dt.date, days: int, calendar: Calendar, *, first_day_counts: bool) -> dt.date:
    """The last of `days` working days. Unless the first day counts, the working day after `start` is day 1.

    With `first_day_counts` a start on a day off is carried to the next working day, which is then day 1.
    """
    if days < 1:
        raise ValueError("a deadline has at least one working day")
    day = calendar.next_working(start if first_day_counts else start + DAY)
    for _ in range(days - 1):
        day = calendar.next_working(day + DAY)
    return day


def working_days_between(start: dt.date, end: dt.date, calendar: Calendar) -> int:
    """The working days after `start` up to and including `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start, calendar)
    span = (end - start).days
    return sum(calendar.works(start + n * DAY) for n in range(1, span + 1))
