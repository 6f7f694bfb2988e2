"""What accounts published day by day, counted: a row an account and month, so that figures over ten thousand accounts take a moment.

What several ways in show under the same title on the same day counts once. A row packs 31 days of five numbers: posts, those with pictures, original
ones, those of which is told whether they are, those of which is told whether they have pictures.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from xunwang.office.accounts.models import Post, PublishedMonth
from xunwang.office.bulk import insert_rows

DAYS, NUMBERS = 31, 5
POSTS, PICTURED, OWN, TOLD, PICTURES_TOLD = range(NUMBERS)
_NUMBER = np.dtype("<u2")
_MOST = 65_535
_SUBJECTS = 500

Counts = np.ndarray[Any, np.dtype[Any]]
"""Accounts × days of the month × numbers."""
Published = list[tuple[dt.date, list[Any], Counts]]
"""Month by month: its first day, the accounts, and what they published on its days within a period; other days are 0."""
Key = tuple[Any, dt.date]

# The database counts as `door.counted_once` does: of what several ways in show under one title on one day, the way that shows most.
_COUNTED = """
SELECT subject_id, day, SUM(posts), SUM(pictured), SUM(own), SUM(told), SUM(pictures_told) FROM (
    SELECT subject_id, day, MAX(posts) AS posts, MAX(pictured) AS pictured, MAX(own) AS own, MAX(told) AS told, MAX(pictures_told) AS pictures_told FROM (
        SELECT subject_id, day, COALESCE(NULLIF(folded, ''), title) AS name,
            CASE WHEN way = '' THEN 1 ELSE COUNT(*) END AS posts,
            CASE WHEN way = '' THEN MAX({pictured}) ELSE SUM({pictured}) END AS pictured,
            CASE WHEN way = '' THEN MAX({own}) ELSE SUM({own}) END AS own,
            CASE WHEN way = '' THEN MAX({told}) ELSE SUM({told}) END AS told,
            CASE WHEN way = '' THEN MAX({pictures_told}) ELSE SUM({pictures_told}) END AS pictures_told
        FROM accounts_post WHERE subject_id IN ({subjects}) AND day >= %s AND day <= %s
        GROUP BY subject_id, day, name, way, CASE WHEN way <> '' AND url <> '' THEN 1 ELSE 0 END
    ) AS ways GROUP BY subject_id, day, name
) AS titles GROUP BY subject_id, day"""

_TOLD = {
    "pictured": "CASE WHEN pictures > 0 THEN 1 ELSE 0 END",
    "own": "CASE WHEN original THEN 1 ELSE 0 END",
    "told": "CASE WHEN original IS NULL THEN 0 ELSE 1 END",
    "pictures_told": "CASE WHEN pictures IS NULL THEN 0 ELSE 1 END",
}


def recount(subjects: Collection[Any], days: Collection[dt.date]) -> None:
    """Counts the posts of these accounts anew, in the months from the first to the last of the days."""
    if not subjects or not days:
        return
    first, last = _month(min(days)), _last_day(max(days))
    every = sorted(subjects, key=str)
    for start in range(0, len(every), _SUBJECTS):
        some = every[start : start + _SUBJECTS]
        PublishedMonth.objects.filter(subject__in=some, month__gte=first, month__lte=last).delete()
        packed = _packed(_count(some, first, last))
        insert_rows(PublishedMonth, ("subject", "month", "counts"), packed)


def _count(subjects: Collection[Any], first: dt.date, last: dt.date) -> Iterator[tuple[Any, ...]]:
    key, day = Post._meta.get_field("subject"), connection.ops.adapt_datefield_value  # noqa: SLF001  # the documented door to fields
    prepared = [key.get_db_prep_value(one, connection) for one in subjects]
    marks = ", ".join(["%s"] * len(prepared))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED.format(subjects=marks, **_TOLD), [*prepared, day(first), day(last)])
        yield from cursor.fetchall()


def _packed(counted: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, dt.date, bytes]]:
    months: dict[Key, Counts] = defaultdict(lambda: np.zeros((DAYS, NUMBERS), _NUMBER))
    for subject, written, *numbers in counted:
        day = written if isinstance(written, dt.date) else dt.date.fromisoformat(str(written))
        months[subject, _month(day)][day.day - 1] = [min(int(number), _MOST) for number in numbers]
    return ((subject, month, counts.tobytes()) for (subject, month), counts in months.items())


def months_between(
    rows: QuerySet[PublishedMonth], first: dt.date, last: dt.date
) -> Iterator[tuple[dt.date, list[Any], Counts]]:
    """As in `Published`."""
    wanted = rows.filter(month__gte=_month(first), month__lte=last).order_by("month")
    by_month: dict[dt.date, list[tuple[Any, bytes]]] = defaultdict(list)
    subject_of = cache(
        uuid.UUID
    )  # an account comes once a month, and making its key costs as much as all the rest of the row
    keyed = wanted.annotate(key=Cast("subject_id", CharField()))
    for key, month, packed in keyed.values_list("key", "month", "counts").iterator():
        by_month[month].append((subject_of(key), bytes(packed)))
    for month, own in by_month.items():
        read = np.frombuffer(b"".join(packed for _, packed in own), _NUMBER).reshape(-1, DAYS, NUMBERS)
        counts = read.astype(np.int32)
        counts[:, : max((first - month).days, 0)] = 0
        counts[:, (last - month).days + 1 :] = 0
        yield month, [subject for subject, _ in own], counts


def last_days(rows: QuerySet[PublishedMonth], last: dt.date) -> dict[Any, dt.date]:
    """Subject id -> the last day up to `last` on which it published."""
    found: dict[Any, dt.date] = {}
    for month, subjects, counts in months_between(rows, dt.date.min, last):
        for subject, days in zip(subjects, counts[:, :, POSTS], strict=True):
            if days.any():
                found[subject] = month + dt.timedelta(days=int(np.flatnonzero(days)[-1]))
    return found


def days_published(
    rows: QuerySet[PublishedMonth], first: dt.date, last: dt.date
) -> dict[Any, dict[dt.date, int]]:
    """Subject id -> day -> number of posts, days without any left out."""
    found: dict[Any, dict[dt.date, int]] = defaultdict(dict)
    for month, subjects, counts in months_between(rows, first, last):
        for row, place in zip(*np.nonzero(counts[:, :, POSTS]), strict=True):
            day = month + dt.timedelta(days=int(place))
            found[subjects[row]][day] = int(counts[row, place, POSTS])
    return found


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _last_day(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
