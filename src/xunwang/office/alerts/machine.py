"""Work of the machine itself that came to nothing: whoever stands at the top of the tree hears of it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.jobs.queue import given_up
from xunwang.office.people.models import Unit

WORK = "work"
_TOLD_FOR = dt.timedelta(days=1)


def look(now: dt.datetime) -> None:
    """One alert as long as anything was given up within a day, with the newest reason; it ends by itself."""
    failed = given_up(timezone.now() - _TOLD_FOR)  # jobs are kept by the real clock
    last, top = failed.last(), Unit.objects.order_by("path").first()
    with transaction.atomic():
        if last is not None and top is not None:
            title = f"{failed.count()} 项后台任务没有完成"
            service.come_up(service.News(WORK, WORK, top, Severity.IMPORTANT, title, last.problem), now)
            return
        for alert in Alert.objects.filter(key=WORK, ended_at=None):
            service.end(alert, now, service.RECOVERED)
