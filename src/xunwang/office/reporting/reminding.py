"""Units are reminded of reports that they owe, as of tickets: before the deadline, after it, and while nobody has looked."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Coalesce

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.messages.models import Occasion
from xunwang.office.messages.service import reachable, tell_once, with_link
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import AuditEntry, Unit, User
from xunwang.office.rectify.calendars import calendar
from xunwang.office.rectify.models import ReminderKind
from xunwang.office.rectify.reminders import Due, due_reminders, is_time
from xunwang.office.rectify.reminding import MOST_BY_HAND
from xunwang.office.rectify.rhythms import rhythms
from xunwang.office.reporting.models import Addressee, ReportRequest, Standing

OWED = frozenset({Standing.WAITING, Standing.MISSING, Standing.RETURNED})
"""How an addressee stands who still has to hand something in."""
LONGEST_LATE = dt.timedelta(days=180)
"""Nobody is reminded of a request whose deadline passed longer ago."""


@repeats("remind_reports", dt.timedelta(minutes=30))
def _tick(work: Work) -> None:
    del work
    remind_all(clock.now())


def remind_all(now: dt.datetime) -> int:
    """Tells what is due at the moment; gives the number of new occasions."""
    local, known = clock.local(now), calendar()
    if not is_time(local, known):
        return 0
    today = local.date()
    rows = Addressee.objects.alias(due=Coalesce("again_by", "request__due_on"))
    rows = rows.filter(due__gte=today - LONGEST_LATE)
    rows = rows.select_related("request__unit", "unit").prefetch_related("submissions")
    told, rhythm_of = 0, rhythms()
    for one in rows:
        if one.standing(today) in OWED:
            asked = one.request
            read = one.seen_at is not None
            rhythm = rhythm_of(asked.unit)
            due = due_reminders(asked.issued_on, one.due_on, today, read=read, calendar=known, rhythm=rhythm)
            told += sum(_tell(one, which) for which in due)
    return told


@transaction.atomic
def remind_now(asked: ReportRequest, *, user: User) -> tuple[int, int]:
    """A person presses everybody who still owes a report: how many, and how many of them have a channel. Raises OfficeError."""
    today = clock.today()
    rows = asked.addressees.select_related("request__unit", "unit").prefetch_related("submissions")
    owing = [one for one in rows if one.standing(today) in OWED]
    if not owing:
        raise OfficeError("所有单位都已报送，不用催办。")
    day = f"request:{asked.pk}:{today}:"
    number = 1 + AuditEntry.objects.filter(action="report.pressed", data__occasion__startswith=day).count()
    if number > MOST_BY_HAND:
        raise OfficeError(f"今天已催办 {MOST_BY_HAND} 次，请改用电话联系。")
    for one in owing:
        text = (
            f"{one.unit}：{asked.unit}要求报送的“{asked.title}”，截止日 {one.due_on}，尚未收到，请尽快报送。"
        )
        _say(one, one.unit, f"report:{one.pk}:hand:{day}{number}", text)
    reached = sum(reachable(one.unit) for one in owing)
    said = {"subjects": len(owing), "reached": reached, "occasion": f"{day}{number}"}
    log_action("report.pressed", asked, user=user, unit=asked.unit, data=said)
    return len(owing), reached


def last_reminders(addressees: Iterable[Addressee]) -> dict[int, Occasion]:
    """The newest reminder of each addressee, by its number."""
    units = {one.unit_id: one.pk for one in addressees}
    last = {}
    for occasion in Occasion.objects.filter(topic="report.due", unit__in=units):
        owing = units[occasion.unit_id]
        if occasion.key.startswith(f"report:{owing}:"):
            last[owing] = occasion
    return last


def _tell(owing: Addressee, due: Due) -> bool:
    """Whether it was new; the unit that asked hears of the late one as well."""
    key = f"report:{owing.pk}:{owing.due_on}:{due.key}"
    new = _say(owing, owing.unit, key, _text(owing, due))
    if new and due.kind is ReminderKind.ESCALATED:
        _say(owing, owing.request.unit, f"{key}:above", _text(owing, due))
    return new


def _say(owing: Addressee, unit: Unit, key: str, text: str) -> bool:
    text = with_link(text, "report", owing.request_id)
    return tell_once(unit, topic="report.due", key=key, title=f"材料报送：{owing.request.title}", text=text)


def _text(owing: Addressee, due: Due) -> str:
    asked = owing.request
    opening = f"{owing.unit}：{asked.unit}要求报送的“{asked.title}”"
    endings = {
        ReminderKind.NEAR: f"最迟 {owing.due_on} 报送，"
        + (f"还剩 {due.days} 个工作日。" if due.days else "今天到期。"),
        ReminderKind.UNREAD: f"下发后还没有人查看，最迟 {owing.due_on} 报送。",
        ReminderKind.LATE: f"截止日 {owing.due_on} 已过 {due.days} 个工作日，请尽快报送。",
        ReminderKind.ESCALATED: f"截止日 {owing.due_on} 已过 {due.days} 个工作日，请单位负责人督办。",
    }
    return opening + endings[due.kind]
