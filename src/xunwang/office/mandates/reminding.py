"""Units are reminded of what superiors ordered, as of tickets: before the deadline, after it, and while nobody has looked."""

import datetime as dt

from xunwang.office import clock
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.mandates.models import Mandate, MandateEventKind
from xunwang.office.messages.service import tell_once, with_link
from xunwang.office.people.models import Unit
from xunwang.office.rectify.calendars import calendar
from xunwang.office.rectify.models import ReminderKind
from xunwang.office.rectify.reminders import Due, due_reminders, is_time
from xunwang.office.rectify.rhythms import rhythms


@repeats("remind_mandates", dt.timedelta(minutes=30))
def _tick(work: Work) -> None:
    del work
    remind_all(clock.now())


def remind_all(now: dt.datetime) -> int:
    """Tells what is due at the moment; gives the number of new occasions."""
    local, known = clock.local(now), calendar()
    if not is_time(local, known):
        return 0
    told, rhythm_of = 0, rhythms()
    for mandate in Mandate.objects.filter(answered_on=None).select_related("unit", "parent__unit").iterator():
        read = mandate.parent is None or mandate.events.filter(kind=MandateEventKind.SEEN).exists()
        due = due_reminders(
            mandate.received_on,
            mandate.due_on,
            local.date(),
            read=read,
            calendar=known,
            rhythm=rhythm_of(mandate.parent.unit if mandate.parent else mandate.unit),
        )
        told += sum(_tell(mandate, one) for one in due)
    return told


def _tell(mandate: Mandate, due: Due) -> bool:
    """Whether it was new; the one who handed it down hears of a late answer as well."""
    key = f"mandate:{mandate.pk}:{mandate.due_on}:{due.key}"
    new = _say(mandate, mandate.unit, key, _text(mandate, due))
    if new and due.kind is ReminderKind.ESCALATED and mandate.parent is not None:
        _say(mandate, mandate.parent.unit, f"{key}:above", _text(mandate, due))
    return new


def _say(mandate: Mandate, unit: Unit, key: str, text: str) -> bool:
    text = with_link(text, "mandate", mandate.pk)
    return tell_once(unit, topic="mandate.due", key=key, title=f"上级交办：{mandate.title}", text=text)


def _text(mandate: Mandate, due: Due) -> str:
    opening = f"{mandate.unit}：{mandate.sender}交办的“{mandate.title}”"
    endings = {
        ReminderKind.NEAR: f"最迟 {mandate.due_on} 回复，"
        + (f"还剩 {due.days} 个工作日。" if due.days else "今天到期。"),
        ReminderKind.UNREAD: f"分办后还没有人查看，最迟 {mandate.due_on} 回复。",
        ReminderKind.LATE: f"截止日 {mandate.due_on} 已过 {due.days} 个工作日，请尽快回复。",
        ReminderKind.ESCALATED: f"截止日 {mandate.due_on} 已过 {due.days} 个工作日，请单位负责人督办。",
    }
    return opening + endings[due.kind]
