"""What the days of an address add up to: the share of a week against the lines of the norm, and how it is now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office.watch.models import AgreedDay
from xunwang.office.watch.series import JUDGED_DAYS, slot_minutes

VETO, WARNING = Decimal(5), Decimal(3)
"""Per cent of visits that fail: the line of W-V2, and from where a website is warned."""
DAYS = 7
_SILENT_SLOTS = 3
DOWN_SLOTS = 2
"""So many slots in a row have to fail before a site is called down."""

Key = tuple[UUID, str]
"""A subject and one of its addresses."""


class Now(StrEnum):
    """How an address is at this moment. FAILING: its last slot failed, which one more look has to confirm."""

    OPEN = "正常"
    FAILING = "复核中"
    DOWN = "打不开"
    CLOSED = "计划关停"
    UNTOLD = "未能核实"
    UNSEEN = "尚未监测"


class Sum(Record, frozen=True):
    """Days of one address added up."""

    counted: int = 0
    failed: int = 0
    untold: int = 0
    closed: int = 0

    @property
    def share(self) -> Decimal | None:
        """Per cent of the counted visits that failed; None when none counted."""
        return Decimal(100 * self.failed) / self.counted if self.counted else None

    @property
    def opened(self) -> Decimal | None:
        """Per cent of the counted visits that opened."""
        return None if self.share is None else 100 - self.share


class Week(Sum, frozen=True):
    """What the norm says of an address: its last full week, which ends with the day `last`; empty while there is none.

    A week is full when each of its days has the visits that W-V2 asks for. It may lie as far back as a judgement may look: then
    it still condemns, and says nothing good of today any more (`old`).
    """

    last: dt.date | None = None
    old: bool = False

    @property
    def first(self) -> dt.date | None:
        return self.last and week(self.last)[0]

    @property
    def tone(self) -> str:
        if self.share is None:
            return "none"
        if self.share >= WARNING:
            return "bad" if self.share >= VETO else "open"
        return "none" if self.old else "good"

    @property
    def words(self) -> str:
        return {"bad": "达到否决线", "open": "预警", "good": "正常", "none": "探测不足"}[self.tone]


class Held(Record, frozen=True):
    """An address on a day: its last seven days as they are, and the week that the norm goes by."""

    recent: Sum = Sum()
    week: Week = Week()
    seen: bool = False

    @property
    def tone(self) -> str:
        return self.week.tone

    @property
    def words(self) -> str:
        """Without any visit that counts nothing is concluded, and why there was none is said."""
        if not self.seen:
            return "尚未监测"
        nobody_could_tell = not self.recent.counted and (self.recent.untold or self.recent.closed)
        return "未能核实" if self.tone == "none" and nobody_could_tell else self.week.words


def added(days: Iterable[AgreedDay]) -> Sum:
    """The days of one address as one sum."""
    total = Sum()
    for day in days:
        total = Sum(
            total.counted + day.counted,
            total.failed + day.failed,
            total.untold + day.untold,
            total.closed + day.closed,
        )
    return total


def week(today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last of the days that count on `today`."""
    return today - dt.timedelta(days=DAYS - 1), today


def days_of(subjects: Iterable[UUID], first: dt.date, last: dt.date) -> Mapping[Key, list[AgreedDay]]:
    """The days of all addresses of the subjects, the oldest first."""
    found: dict[Key, list[AgreedDay]] = defaultdict(list)
    rows = AgreedDay.objects.filter(subject__in=list(subjects), day__range=(first, last))
    for row in rows.order_by("day"):
        found[row.subject_id, row.home].append(row)
    return found


def weeks_of(subjects: Iterable[UUID], today: dt.date) -> dict[Key, Week]:
    """The weeks of all addresses of the subjects, as far back as a judgement may look."""
    return {key: one.week for key, one in held_of(subjects, today).items()}


def held_of(subjects: Iterable[UUID], today: dt.date) -> dict[Key, Held]:
    """How all addresses of the subjects stand; the days before the last eight are read only where these hold no full week."""
    back, subjects = dt.timedelta(days=DAYS), list(subjects)
    found = {key: _held(days, today) for key, days in days_of(subjects, today - back, today).items()}
    lacking = {key[0] for key, one in found.items() if one.week.last is None}
    unseen = set(subjects) - {subject for subject, _ in found}
    asked = lacking | unseen
    earlier = days_of(asked, today - dt.timedelta(days=JUDGED_DAYS), today) if asked else {}
    return found | {key: _held(days, today) for key, days in earlier.items()}


def _held(days: Sequence[AgreedDay], today: dt.date) -> Held:
    first, _ = week(today)
    return Held(added(day for day in days if first <= day.day), _week(days, today), seen=True)


def _week(days: Sequence[AgreedDay], today: dt.date) -> Week:
    full = {day.day for day in days if day.counted >= door.ASKED_VISITS}
    ends = (day for day in full if all(day - dt.timedelta(days=number) in full for number in range(DAYS)))
    last = max(ends, default=None)
    if last is None:
        return Week()
    first, end = week(last)
    total = added(day for day in days if first <= day.day <= end)
    old = today - last > dt.timedelta(days=1)
    return Week(total.counted, total.failed, total.untold, total.closed, last, old)


def down_since(days: list[AgreedDay]) -> dt.datetime | None:
    """Since when the address is called down; None while it is not. `days` end with the latest."""
    slots, since = 0, None
    for day in reversed(days):
        if day.tail:
            slots, since = slots + day.tail, day.tail_since
        if day.counted > day.tail:
            break
    return since if slots >= DOWN_SLOTS else None


def now_of(days: list[AgreedDay], moment: dt.datetime, *, closed: bool) -> Now:
    """How the address is, from its last days; `closed`: a closure is in force."""
    if closed:
        return Now.CLOSED
    last = next((day.last_at for day in reversed(days) if day.last_at), None)
    if last is None:
        return Now.UNTOLD if days else Now.UNSEEN
    if moment - last > dt.timedelta(minutes=_SILENT_SLOTS * slot_minutes()):
        return Now.UNTOLD
    if down_since(days):
        return Now.DOWN
    return Now.FAILING if days[-1].tail else Now.OPEN
