"""How often the websites have to be looked at, and where that was missed. Pure; the rules are data (`rules.yaml`)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec

from xunwang.inspector.model import SHANGHAI, Record, read_yaml
from xunwang.office.deadlines.workdays import Calendar

DAY = dt.timedelta(days=1)


class Rule(Record, frozen=True):
    """Either `gap_minutes` or the stretches of the days, as `rules.yaml` says."""

    id: str
    name: str
    gap_minutes: int = 0
    working_days: tuple[tuple[str, str], ...] = ()
    days_off: tuple[tuple[str, str], ...] = ()


class Gap(Record, frozen=True):
    """A time without a round that is longer than the rule allows.

    `missed` counts the stretches of the rule in it that had no round at all (twelve a day for every two hours); 0: the next round was late only.
    A gap that was too long before the day began is the day's own only as far as it misses stretches of it.
    """

    start: dt.datetime
    end: dt.datetime
    missed: int = 1


@cache
def rules() -> dict[str, Rule]:
    """The rules by id, in the order of the file."""
    text = resources.files(__package__).joinpath("rules.yaml").read_text("utf-8")
    return {rule.id: rule for rule in msgspec.convert(read_yaml(text), list[Rule])}


def gaps(
    rule: Rule,
    rounds: Sequence[dt.datetime],
    day: dt.date,
    until: dt.datetime,
    calendar: Calendar,
    *,
    begins: dt.time = dt.time(),
    since: dt.datetime | None = None,
) -> list[Gap]:
    """Where the 24 hours from `begins` of the day (Asia/Shanghai; midnight, or when a shift begins) miss rounds, as far as `until`.

    `rounds` in any order; for a rule of gaps they should reach back before the day, so that the first gap is told right.
    Before `since` nobody kept watch: nothing was missed.
    """
    start = dt.datetime.combine(day, begins, SHANGHAI)
    kept = max(since or start, start)
    if rule.gap_minutes:
        return list(_too_long(rule, sorted(rounds), start, kept, until))
    return [gap for gap in _without(rule, rounds, start, until, calendar) if gap.start >= kept]


def missed_and_late(found: Iterable[Gap]) -> tuple[int, int]:
    """How many rounds were missed, and how many were late only."""
    counts = [gap.missed for gap in found]
    return sum(counts), counts.count(0)


def _too_long(
    rule: Rule, rounds: Sequence[dt.datetime], start: dt.datetime, kept: dt.datetime, until: dt.datetime
) -> Iterator[Gap]:
    end = min(start + DAY, until)
    allowed = dt.timedelta(minutes=rule.gap_minutes)
    empty = _empty(allowed, rounds, start)
    last = max((one for one in rounds if one < kept), default=kept)
    for moment in [*(one for one in rounds if kept <= one < end), end]:
        if moment - last > allowed and moment > kept:
            since = max(last, kept)
            missed = sum(since <= one and other <= moment for one, other in empty)
            told_before = kept - last > allowed
            if missed or not told_before:
                yield Gap(since, moment, missed)
        last = moment


def _empty(
    allowed: dt.timedelta, rounds: Sequence[dt.datetime], start: dt.datetime
) -> list[tuple[dt.datetime, dt.datetime]]:
    """The stretches of the 24 hours, each as long as the rule allows, in which no round ended."""
    inside = [moment for moment in rounds if start <= moment < start + DAY]
    begins = [start + number * allowed for number in range(-(-DAY // allowed))]
    stretches = [(one, min(one + allowed, start + DAY)) for one in begins]
    return [(one, other) for one, other in stretches if not any(one <= moment < other for moment in inside)]


def _without(
    rule: Rule, rounds: Sequence[dt.datetime], start: dt.datetime, until: dt.datetime, calendar: Calendar
) -> Iterator[Gap]:
    for day in (start.date(), start.date() + DAY):
        for stretch in rule.working_days if calendar.works(day) else rule.days_off:
            begin, finish = (
                dt.datetime.combine(day, dt.time.fromisoformat(one), SHANGHAI) for one in stretch
            )
            in_time = start <= begin < start + DAY and finish <= until
            if in_time and not any(begin <= one < finish for one in rounds):
                yield Gap(begin, finish)
