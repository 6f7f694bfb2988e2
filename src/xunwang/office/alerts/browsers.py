"""Browsers of the workers that hang, crash or do not start: what only a script fills then stays unread, so the operator has to know."""

import datetime as dt
import logging
import socket
from collections import Counter

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from xunwang.inspector import door
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, BrowserTrouble, Severity
from xunwang.office.looking import rows_from_the_loop
from xunwang.office.people.models import Unit

BROWSER = "browser"
MANY = 3
"""So many within a day are no accident of one page any more."""
ADVICE = "请在出问题的服务器上运行 xunwang doctor，检查内存是否够用、Chromium 是否完好，必要时重装；修好一天后不再提示"
_DAY, _KEPT = dt.timedelta(days=1), dt.timedelta(days=30)
_WORDS = {
    door.Trouble.HUNG: "没有响应被强行结束",
    door.Trouble.CRASHED: "意外退出",
    door.Trouble.UNSTARTED: "没有启动",
}
_log = logging.getLogger(__name__)


@door.hears_of_browsers
def heard(trouble: door.Trouble) -> None:
    """Counts it. A page is being looked at meanwhile: a database that is gone must not end that."""
    try:
        with rows_from_the_loop():
            count(trouble, socket.gethostname(), timezone.now())
    except DatabaseError as error:
        _log.warning("could not count that a browser failed: %s", error)
        connection.close()


@transaction.atomic
def count(trouble: door.Trouble, machine: str, now: dt.datetime) -> None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    said = {"machine": machine[:100], "kind": trouble.value, "hour": hour}
    row, _ = BrowserTrouble.objects.get_or_create(**said, defaults={"last_at": now})
    BrowserTrouble.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=now)


def of_late(now: dt.datetime) -> Counter[door.Trouble]:
    """What failed how often within a day, on all machines."""
    rows = BrowserTrouble.objects.filter(hour__gt=now - _DAY, hour__lte=now + _DAY).order_by()
    return Counter(
        {door.Trouble(kind): times for kind, times in rows.values_list("kind").annotate(Sum("count"))}
    )


def fails(counted: Counter[door.Trouble]) -> bool:
    return counted.total() >= MANY


def in_words(counted: Counter[door.Trouble]) -> str:
    return "、".join(f"{_WORDS[kind]} {counted[kind]} 次" for kind in door.Trouble if counted[kind])


def look(now: dt.datetime) -> None:
    """One alert for whoever stands at the top of the tree, with today's count; it ends by itself."""
    BrowserTrouble.objects.filter(hour__lt=timezone.now() - _KEPT).delete()
    counted, top = of_late(timezone.now()), Unit.objects.order_by("path").first()
    if top is not None and fails(counted):
        machines = BrowserTrouble.objects.filter(hour__gt=timezone.now() - _DAY).values_list(
            "machine", flat=True
        )
        text = f"服务器 {'、'.join(sorted(set(machines)))} 的浏览器最近一天{in_words(counted)}。由脚本填充的栏目和页脚因此可能记为“未能检查”；{ADVICE}。"
        service.come_up(
            service.News(BROWSER, BROWSER, top, Severity.IMPORTANT, "检查用的浏览器失灵", text), now
        )
        return
    for alert in Alert.objects.filter(key=BROWSER, ended_at=None):
        service.end(alert, now, service.RECOVERED)
