"""An account over time: on which days it published, how long it was silent, which days nobody has seen."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office.accounts.models import Look, Post
from xunwang.office.registry.models import Subject

Span = tuple[dt.date, dt.date]


class Day(Record, frozen=True):
    """`posts` None: nobody saw whether anything was published; `outside`: of the month before or after, or not here yet."""

    date: dt.date
    posts: int | None
    outside: bool = False


class Month(Record, frozen=True):
    first: dt.date
    weeks: tuple[tuple[Day, ...], ...]
    posts: int


class Rhythm(Record, frozen=True):
    """Between two days, both included. `longest_gap` and `silent` in days, None where not all of the time was seen."""

    posts: int
    original: int
    told_original: int
    last: dt.date | None
    silent: int | None
    longest_gap: int | None
    active_days: int


def months_of(subject: Subject, last: dt.date, count: int) -> list[Month]:
    """The months up to that of `last`, newest first."""
    firsts = [_months_before(last, back) for back in range(count)]
    counted = days_of(subject.posts.all(), firsts[-1], last)
    spans = seen_spans(subject.looks.all())
    return [_month(first, last, counted, spans) for first in firsts]


def days_of(posts: QuerySet[Post], first: dt.date, last: dt.date) -> Counter[dt.date]:
    """Posts a day of one account; what several ways in showed counts once."""
    rows = posts.filter(day__gte=first, day__lte=last).order_by()
    told = rows.values_list("day", "title", "key", "way", "url")
    return door.counted_once(
        door.ToldPost(day, title, key, way, addressed=bool(url)) for day, title, key, way, url in told if day
    )


def seen_spans(looks: Iterable[Look]) -> list[Span]:
    """From which day to which every post would have been seen, put together and in order."""
    single = sorted(
        (_whole_day(look.complete_since), look.seen.astimezone(SHANGHAI).date())
        for look in looks
        if look.complete_since is not None and not look.unread
    )
    merged: list[Span] = []
    for since, until in single:
        if merged and since <= merged[-1][1] + dt.timedelta(days=1):
            merged[-1] = merged[-1][0], max(until, merged[-1][1])
        elif since <= until:
            merged.append((since, until))
    return merged


def _whole_day(moment: dt.datetime) -> dt.date:
    local = moment.astimezone(SHANGHAI)
    return local.date() if local.time() == dt.time() else local.date() + dt.timedelta(days=1)


def is_seen(spans: Iterable[Span], first: dt.date, last: dt.date) -> bool:
    return any(since <= first and last <= until for since, until in spans)


def rhythm_of(subject: Subject, first: dt.date, last: dt.date) -> Rhythm:
    """How an account published from `first` to `last`, both included. Silence and gaps in days, None where the looks do not cover them."""
    posts = subject.posts.filter(day__gte=first, day__lte=last)
    days = days_of(subject.posts.all(), first, last)
    told = posts.exclude(original=None)
    newest = subject.posts.filter(day__lte=last).order_by("-day").values_list("day", flat=True).first()
    spans = seen_spans(subject.looks.all())
    since = newest + dt.timedelta(days=1) if newest else None
    return Rhythm(
        posts=sum(days.values()),
        original=told.filter(original=True).count(),
        told_original=told.count(),
        last=newest,
        silent=(last - newest).days
        if newest and (newest == last or is_seen(spans, since or last, last))
        else None,
        longest_gap=longest_gap(days, first, last) if is_seen(spans, first, last) else None,
        active_days=len(days),
    )


def longest_gap(days: Iterable[dt.date], first: dt.date, last: dt.date) -> int:
    """The most days in a row without a post, between two days, both included."""
    longest, before = 0, first - dt.timedelta(days=1)
    for day in [*sorted(days), last + dt.timedelta(days=1)]:
        longest, before = max(longest, (day - before).days - 1), day
    return longest


def _months_before(day: dt.date, count: int) -> dt.date:
    months = day.year * 12 + day.month - 1 - count
    return dt.date(months // 12, months % 12 + 1, 1)


def _month(first: dt.date, last: dt.date, counted: Counter[dt.date], spans: list[Span]) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    made = tuple(tuple(_day(day, first, last, counted, spans) for day in week) for week in weeks)
    return Month(first, made, sum(day.posts or 0 for week in made for day in week if not day.outside))


def _day(day: dt.date, first: dt.date, last: dt.date, counted: Counter[dt.date], spans: list[Span]) -> Day:
    if day.month != first.month or day > last:
        return Day(day, None, outside=True)
    return Day(day, counted[day] if day in counted or is_seen(spans, day, day) else None)
