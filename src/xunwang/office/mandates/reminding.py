"""Units are reminded of what superiors ordered, as of tickets: before the deadline, after it, and while nobody has looked."""

import datetime as dt

from xunwang.office import clock
from xunwang.office.deadlines.reminders import Due, ReminderKind
from xunwang.office.deadlines.reminding import Matter, remind
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.mandates.models import Mandate, MandateEventKind
from xunwang.office.messages.service import last_told, tell_once, with_link
from xunwang.office.people.models import Unit


@repeats("remind_mandates", dt.timedelta(minutes=30))
def _tick(work: Work) -> None:
    del work
    remind_all(clock.now())


def remind_all(now: dt.datetime) -> int:
    """Tells what is due at the moment; gives the number of new occasions."""
    open_ones = Mandate.objects.filter(answered_on=None).select_related("unit", "parent__unit")
    return remind(open_ones.iterator(), now, _matter, _tell)


def _matter(mandate: Mandate) -> Matter:
    """One without a parent came from outside of the office: whoever entered it has read it."""
    read = mandate.parent is None or mandate.events.filter(kind=MandateEventKind.SEEN).exists()
    above = mandate.parent.unit if mandate.parent else mandate.unit
    return Matter(above, mandate.received_on, mandate.due_on, read, last_told(mandate.unit, _key(mandate)))


def _tell(mandate: Mandate, due: Due) -> bool:
    """Whether it was new; the one who handed it down hears of a late answer as well."""
    key = _key(mandate) + due.key
    new = _say(mandate, mandate.unit, key, _text(mandate, due))
    if new and due.kind is ReminderKind.ESCALATED and mandate.parent is not None:
        _say(mandate, mandate.parent.unit, f"{key}:above", _text(mandate, due))
    return new


def _key(mandate: Mandate) -> str:
    return f"mandate:{mandate.pk}:{mandate.due_on}:"


def _say(mandate: Mandate, unit: Unit, key: str, text: str) -> bool:
    text = with_link(text, "mandate", mandate.pk)
    return tell_once(unit, topic="mandate.due", key=key, title=f"上级交办：{mandate.title}", text=text)


def _text(mandate: Mandate, due: Due) -> str:
    opening = f"{mandate.unit}：{mandate.sender}交办的“{mandate.title}”"
    return opening + due.words(mandate.due_on, act="回复", given="分办")
