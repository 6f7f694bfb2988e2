"""How often the websites have to be looked at, and where that was missed. Pure; the rules are data (`rules.yaml`)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

import msgspec
import yaml

from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office.rectify.workdays import Calendar

DAY = dt.timedelta(days=1)


class Rule(Record, frozen=True):
    """Either `gap_minutes` or the stretches of the days, as `rules.yaml` says."""

    id: str
    name: str
    gap_minutes: int = 0
    working_days: tuple[tuple[str, str], ...] = ()
    days_off: tuple[tuple[str, str], ...] = ()


class Gap(Record, frozen=True):
    """A time in which a round was missed."""

    start: dt.datetime
    end: dt.datetime


@cache
def rules() -> dict[str, Rule]:
    """The rules by id, in the order of the file."""
    text = resources.files(__package__).joinpath("rules.yaml").read_text("utf-8")
    return {rule.id: rule for rule in msgspec.convert(yaml.safe_load(text), list[Rule])}


def gaps(
    rule: Rule, rounds: Sequence[dt.datetime], day: dt.date, until: dt.datetime, calendar: Calendar
) -> list[Gap]:
    """Where the day (midnight to midnight, Asia/Shanghai) misses rounds, as far as `until`.

    `rounds` in any order; for a rule of gaps they should reach back before the day, so that the first gap is told right.
    """
    if rule.gap_minutes:
        return list(_too_long(rule, sorted(rounds), day, until))
    return list(_without(rule, rounds, day, until, calendar))


def _too_long(rule: Rule, rounds: Sequence[dt.datetime], day: dt.date, until: dt.datetime) -> Iterator[Gap]:
    start = dt.datetime.combine(day, dt.time(), SHANGHAI)
    end = min(start + DAY, until)
    allowed = dt.timedelta(minutes=rule.gap_minutes)
    last = max((one for one in rounds if one < start), default=start)
    for moment in [*(one for one in rounds if start <= one < end), end]:
        if moment - last > allowed and moment > start:
            yield Gap(max(last, start), moment)
        last = moment


def _without(
    rule: Rule, rounds: Sequence[dt.datetime], day: dt.date, until: dt.datetime, calendar: Calendar
) -> Iterator[Gap]:
    for begin, finish in rule.working_days if calendar.works(day) else rule.days_off:
        start, end = (
            dt.datetime.combine(day, dt.time.fromisoformat(one), SHANGHAI) for one in (begin, finish)
        )
        if end <= until and not any(start <= one < end for one in rounds):
            yield Gap(start, end)
