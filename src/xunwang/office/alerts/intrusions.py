"""What a visit found put into a home page or key page: told at once, and open until somebody acknowledges it."""

import datetime as dt
from uuid import UUID

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Severity
from xunwang.office.registry.models import Subject
from xunwang.office.watch.hearing import hears_of_intrusions

INTRUSION = "intrusion"
_TOLD_SIGNS = 5


@hears_of_intrusions
def come_up(found: door.Intrusion, at: dt.datetime) -> None:
    """One alert for a page; an intrusion of a subject that is gone by now is left out."""
    subject = (
        Subject.objects.filter(pk=UUID(found.target.id.partition("/")[0])).select_related("unit").first()
    )
    if subject is None:
        return
    title = f"{found.target.name}的页面疑似被植入内容"
    text = "；".join(dict.fromkeys(sign.why for sign in found.signs[:_TOLD_SIGNS]))
    key = f"{INTRUSION}:{subject.pk}:{clock.shown(at)}:{found.address}"[:200]
    news = service.News(
        INTRUSION,
        key,
        subject.unit,
        Severity.URGENT,
        title,
        f"{found.address}：{text}。请人工核实。",
        subject,
    )
    service.come_up(news, at)
