"""Where the rounds of a unit miss the rule of its place."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Count

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.duty.models import PatrolRound, Shift
from xunwang.office.duty.planning import Plans, plans_of
from xunwang.office.duty.rules import DAY, Gap, gaps, rules
from xunwang.office.people.models import Unit


def began(unit: Unit) -> dt.datetime | None:
    """When the unit's duty began, with its first shift or its first round; before it nothing was missed."""
    day = Shift.objects.filter(unit=unit).order_by("day").values_list("day", flat=True).first()
    made = PatrolRound.objects.filter(unit=unit).exclude(ended_at=None).order_by("begun_at")
    moments = [made.values_list("begun_at", flat=True).first(), plans_of(unit).begin(day) if day else None]
    return min((one for one in moments if one), default=None)


def gaps_between(unit: Unit, first: dt.date, last: dt.date) -> dict[dt.date, list[Gap]]:
    """Where the unit's rounds miss its rule, day by day from midnight to midnight, as far as now; days before its duty began are left out."""
    since = began(unit)
    if since is None:
        return {}
    first = max(first, clock.local(since).date())
    return _gaps(unit, first, last, lambda _: dt.time())


def gaps_of_shift(unit: Unit, day: dt.date) -> list[Gap]:
    """The same for the 24 hours of the shift that is named after the day."""
    plans = plans_of(unit)
    return _gaps(unit, day, day, lambda one: plans.on(one).begins)[day]


def _gaps(
    unit: Unit, first: dt.date, last: dt.date, begins: Callable[[dt.date], dt.time]
) -> dict[dt.date, list[Gap]]:
    plans, known, now, since = plans_of(unit), calendar(), clock.now(), began(unit)
    rounds = _rounds(unit, first, last)
    found = {}
    for number in range((last - first).days + 1):
        day = first + number * DAY
        rule = rules()[plans.on(day).rule]
        kept = _kept(rounds, plans, day)
        found[day] = gaps(rule, kept, day, now, known, begins=begins(day), since=since)
    return found


def _rounds(unit: Unit, first: dt.date, last: dt.date) -> list[tuple[dt.datetime, bool]]:
    """When rounds ended, and whether they left websites out. A stretch of the rule may end on the day after its shift began."""
    start, end = (dt.datetime.combine(day, dt.time(), SHANGHAI) for day in (first - DAY, last + 3 * DAY))
    ended = PatrolRound.objects.filter(unit=unit, ended_at__gte=start, ended_at__lt=end)
    seen = ended.order_by("ended_at").annotate(seen=Count("looks"))
    return [
        (moment, asked is not None and count < asked)
        for moment, count, asked in seen.values_list("ended_at", "seen", "due")
        if moment
    ]


def _kept(rounds: list[tuple[dt.datetime, bool]], plans: Plans, day: dt.date) -> list[dt.datetime]:
    """The rounds that keep the rule on that day: where the place wants whole ones, only these."""
    whole = plans.on(day).whole
    return [moment for moment, partial in rounds if not (whole and partial)]
