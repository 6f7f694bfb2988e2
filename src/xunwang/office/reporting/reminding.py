"""Units are reminded of reports that they owe, as of tickets: before the deadline, after it, and while nobody has looked."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Coalesce

from xunwang.office import clock
from xunwang.office.deadlines.reminders import MOST_BY_HAND, Due, ReminderKind
from xunwang.office.deadlines.reminding import Matter, remind
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.messages.models import Occasion
from xunwang.office.messages.service import last_told, reachable, tell_once, with_link
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import AuditEntry, Unit, User
from xunwang.office.reporting.models import Addressee, ReportRequest, SubmissionState

OWED = frozenset({SubmissionState.WAITING, SubmissionState.MISSING, SubmissionState.RETURNED})
"""How an addressee stands who still has to hand something in."""
LONGEST_LATE = dt.timedelta(days=180)
"""Nobody is reminded of a request whose deadline passed longer ago."""


@repeats("remind_reports", dt.timedelta(minutes=30))
def _tick(work: Work) -> None:
    del work
    remind_all(clock.now())


def remind_all(now: dt.datetime) -> int:
    """Tells what is due at the moment; gives the number of new occasions."""
    today = clock.local(now).date()
    rows = Addressee.objects.alias(due=Coalesce("again_by", "request__due_on"))
    rows = rows.filter(due__gte=today - LONGEST_LATE)
    rows = rows.select_related("request__unit", "unit").prefetch_related("submissions")
    return remind((one for one in rows if one.state(today) in OWED), now, _matter, _tell)


def _matter(owing: Addressee) -> Matter:
    asked, seen = owing.request, owing.seen_at is not None
    return Matter(asked.unit, asked.issued_on, owing.due_on, seen, last_told(owing.unit, _key(owing)))


@transaction.atomic
def remind_now(asked: ReportRequest, *, user: User) -> tuple[int, int]:
    """A person presses everybody who still owes a report: how many, and how many of them have a channel. Raises OfficeError."""
    today = clock.today()
    rows = asked.addressees.select_related("request__unit", "unit").prefetch_related("submissions")
    owing = [one for one in rows if one.state(today) in OWED]
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
    key = _key(owing) + due.key
    new = _say(owing, owing.unit, key, _text(owing, due))
    if new and due.kind is ReminderKind.ESCALATED:
        _say(owing, owing.request.unit, f"{key}:above", _text(owing, due))
    return new


def _key(owing: Addressee) -> str:
    return f"report:{owing.pk}:{owing.due_on}:"


def _say(owing: Addressee, unit: Unit, key: str, text: str) -> bool:
    text = with_link(text, "report", owing.request_id)
    return tell_once(unit, topic="report.due", key=key, title=f"材料报送：{owing.request.title}", text=text)


def _text(owing: Addressee, due: Due) -> str:
    asked = owing.request
    opening = f"{owing.unit}：{asked.unit}要求报送的“{asked.title}”"
    return opening + due.words(owing.due_on, act="报送")
