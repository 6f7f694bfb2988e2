"""Jumps of a machine's clock: deadlines, reminders and second looks went by it, so the operator has to know."""

import datetime as dt
import logging
import socket

from django.db import transaction

from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.jobs.steady import hears_of_jumps
from xunwang.office.people.models import Unit

CLOCK = "clock"
_TOLD_FOR = dt.timedelta(days=1)
_log = logging.getLogger(__name__)


@hears_of_jumps
@transaction.atomic
def jumped(by: dt.timedelta) -> None:
    """One alert for whoever stands at the top of the tree, however many processes noticed it; another jump is another alert."""
    machine, top = socket.gethostname(), Unit.objects.order_by("path").first()
    seconds = int(by.total_seconds())
    _log.warning("the clock of %s jumped by %+d seconds", machine, seconds)
    if top is None:
        return
    way = "向前" if seconds > 0 else "向后"
    text = (
        f"服务器 {machine} 的时钟{way}跳了 {_length(abs(seconds))}。期限、提醒和次日复查按时钟进行，请校准时间（建议启用 NTP），"
        "并核对这段时间里到期的事项。"
    )
    now, key = clock.now(), f"{CLOCK}:{machine}"
    open_ones = Alert.objects.select_for_update().filter(key=key, ended_at=None)
    for alert in open_ones.exclude(text=text):
        service.end(alert, now)
    service.come_up(service.News(CLOCK, key, top, Severity.IMPORTANT, "服务器时钟跳变", text), now)


def look(now: dt.datetime) -> None:
    """The alert ends a day later by itself, by whatever clock it began."""
    for alert in Alert.objects.filter(kind=CLOCK, ended_at=None):
        if abs(now - alert.begun_at) > _TOLD_FOR:
            service.end(alert, now)


def _length(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    parts = ((days, "天"), (hours, "小时"), (rest // 60, "分钟"), (rest % 60, "秒"))
    return " ".join(f"{number} {word}" for number, word in parts if number)
