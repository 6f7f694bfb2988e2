"""Which rhythm of reminders holds for what a unit asks: its own, else that of the nearest unit above that has one."""

from collections.abc import Callable, Collection

from django.db import transaction

from xunwang.office.deadlines.models import ReminderRhythm
from xunwang.office.deadlines.reminders import USUAL, Rhythm
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User

MOST_BEFORE, LONGEST = 5, 30
"""Reminders before a deadline, and working days that any of the rhythm's numbers may be."""


def rhythms() -> Callable[[Unit], Rhythm]:
    """What holds for each unit as the tables stand now; read once for many questions."""
    known = {
        row.unit.path: Rhythm(tuple(row.before), row.unread_after, row.every, row.escalated_after)
        for row in ReminderRhythm.objects.select_related("unit")
    }

    def of(unit: Unit) -> Rhythm:
        near = [unit.path, *reversed(unit.paths_above())]
        return next((known[path] for path in near if path in known), USUAL)

    return of


@transaction.atomic
def set_rhythm(
    unit: Unit, before: Collection[int], unread_after: int, every: int, escalated_after: int, *, user: User
) -> Rhythm:
    """Raises OfficeError."""
    days = sorted(set(before))
    if not 1 <= len(days) <= MOST_BEFORE:
        raise OfficeError(f"“到期前”应填 1 至 {MOST_BEFORE} 个不同的天数，例如 3、1。")
    for label, number in (
        *(("到期前", day) for day in days),
        ("未查看", unread_after),
        ("逾期后每隔", every),
        ("提请督办", escalated_after),
    ):
        if not 1 <= number <= LONGEST:
            raise OfficeError(f"“{label}”应为 1 至 {LONGEST} 个工作日，实际为 {number}。")
    values = {
        "before": days,
        "unread_after": unread_after,
        "every": every,
        "escalated_after": escalated_after,
    }
    row, _ = ReminderRhythm.objects.update_or_create(unit=unit, defaults=values)
    rhythm = Rhythm(tuple(days), unread_after, every, escalated_after)
    log_action("reminders.set", row, user=user, unit=unit, data={"text": described(rhythm)})
    return rhythm


def described(rhythm: Rhythm) -> str:
    before = "、".join(str(day) for day in reversed(rhythm.before))
    return (
        f"到期前 {before} 个工作日和当天各提醒一次；下发 {rhythm.unread_after} 个工作日还没有人查看的提醒一次；"
        f"逾期后每 {rhythm.every} 个工作日提醒一次，逾期 {rhythm.escalated_after} 个工作日提请单位负责人督办。"
    )
