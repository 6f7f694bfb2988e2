"""Vantage points that hand in no more: an outage is called by those that are left, and somebody has to know."""

import datetime as dt

from django.db import transaction

from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.watch.models import VantagePoint

SILENCE = "point"
_LEAST, _MOST = dt.timedelta(hours=2), dt.timedelta(days=3)
_UNKNOWN = dt.timedelta(days=1)
"""The patience with a point that handed in once only, or never since it was added."""
_TIMES = 3


@transaction.atomic
def look(now: dt.datetime) -> None:
    """Tells, once, of each point in use that is silent three times as long as it was between the last two times."""
    silent = [
        point
        for point in VantagePoint.objects.filter(active=True).select_related("unit")
        if abs(now - (point.handed_at or point.added_at)) > patience(point)
    ]
    keys = [f"{SILENCE}:{point.pk}" for point in silent]
    for point, key in zip(silent, keys, strict=True):
        title = f"监测点“{point.name}”{'没有再' if point.handed_at else '还没有'}交来结果"
        last = (
            f"最近一次交来是 {clock.shown(point.handed_at)}" if point.handed_at else "登记以来一次也没有交来"
        )
        text = f"{last}。这段时间网站打不打得开少一处看；请检查那台机器和它的网络，不再使用的请在“监测点”页停用。"
        service.come_up(service.News(SILENCE, key, point.unit, Severity.IMPORTANT, title, text), now)
    for alert in Alert.objects.filter(kind=SILENCE, ended_at=None).exclude(key__in=keys):
        service.end(alert, now, service.RECOVERED)


def patience(point: VantagePoint) -> dt.timedelta:
    if point.rhythm is None:
        return _UNKNOWN
    return min(max(_TIMES * point.rhythm, _LEAST), _MOST)
