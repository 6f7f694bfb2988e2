"""When a unit is reminded of what it owes, and in which words: before the deadline, after it, while nobody has looked. Pure."""

import datetime as dt
from enum import StrEnum

from xunwang.inspector.model import Record
from xunwang.office.deadlines.workdays import Calendar, working_days_between

HOURS = range(9, 18)
"""The hours of the day in which people are reminded."""
MOST_BY_HAND = 3
"""Reminders of one matter that people send on one day."""


class ReminderKind(StrEnum):
    """Why a unit is reminded: the deadline is near, nobody has looked, it is over, its leader is asked; or a person presses."""

    NEAR = "near"
    UNREAD = "unread"
    LATE = "late"
    ESCALATED = "escalated"
    BY_HAND = "by_hand"


class Rhythm(Record, frozen=True):
    """On which working days people are reminded.

    `before`: days before the deadline, nearest first; on the day itself they are reminded in any case. `unread_after`: days after the
    issue on which somebody must have looked. An overdue ticket is reminded of `every` so many days; from `escalated_after` days after
    the deadline on the leader is asked.
    """

    before: tuple[int, ...] = (1, 3)
    unread_after: int = 2
    every: int = 3
    escalated_after: int = 3


USUAL = Rhythm()


class Due(Record, frozen=True):
    """A reminder that is due.

    `step` tells repeated ones of a kind apart; `days` are the working days to or since the deadline; `unseen`: somebody should have
    looked by now and nobody has.
    """

    kind: ReminderKind
    step: int
    days: int
    unseen: bool = False

    @property
    def key(self) -> str:
        return f"{self.kind.value}:{self.step}"

    def words(self, due_on: dt.date, *, act: str, urged: str | None = None, given: str = "下发") -> str:
        """The sentence that tells it: until when to `act`, what is `urged` once that is over, how the matter was `given` out."""
        over = f"截止日 {due_on} 已过 {self.days} 个工作日，"
        unseen = f"{given}后还没有人查看，" if self.unseen else ""
        left = f"还剩 {self.days} 个工作日。" if self.days else "今天是最后一个工作日。"
        before = f"{unseen}最迟 {due_on} {act}，{left}"
        return {
            ReminderKind.NEAR: before,
            ReminderKind.UNREAD: before,
            ReminderKind.LATE: f"{over}请尽快{urged or act}。",
            ReminderKind.ESCALATED: f"{over}请单位负责人督办。",
        }[self.kind]


def is_time(local: dt.datetime, calendar: Calendar) -> bool:
    """Whether people are at work at the moment, as the clocks of Asia/Shanghai show it."""
    return calendar.works(local.date()) and local.hour in HOURS


def due_reminders(
    issued_on: dt.date,
    due_on: dt.date,
    today: dt.date,
    *,
    read: bool,
    calendar: Calendar,
    rhythm: Rhythm = USUAL,
) -> list[Due]:
    """What is due today, the most pressing first, and no earlier stage that was slept over: an office that was off for a week sends the newest.

    Before the deadline that is one at most: who has not looked at what is nearly over is told both in one sentence.
    """
    left = working_days_between(today, due_on, calendar)
    if today > due_on:
        return _late(-left, rhythm)
    since = working_days_between(issued_on, today, calendar)
    unseen_for = since - rhythm.unread_after
    unseen = not read and unseen_for >= 0
    near = next((days for days in (0, *rhythm.before) if left <= days), None)
    if near is not None and not (unseen and unseen_for < min(near - left, since)):
        return [Due(ReminderKind.NEAR, near, left, unseen)]
    return [Due(ReminderKind.UNREAD, 1, left, unseen)] if unseen else []


def _late(days: int, rhythm: Rhythm) -> list[Due]:
    """That the leader is asked comes first, and stands for the reminder that would fall on the same day."""
    steps = max(0, days - 1) // rhythm.every
    late = Due(ReminderKind.LATE, 1 + steps, days)
    if days < rhythm.escalated_after:
        return [late]
    escalated = Due(ReminderKind.ESCALATED, 1, days)
    return [escalated] if 1 + steps * rhythm.every == rhythm.escalated_after else [escalated, late]
