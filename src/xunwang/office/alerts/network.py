"""The watcher's own network: while it is down nothing is counted, and somebody has to know that nobody watches."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.alerts.outages import common
from xunwang.office.people.models import Unit
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch.hearing import hears_of_visits

NETWORK = "network"


@hears_of_visits
def look(probes: Iterable[door.Probe], now: dt.datetime) -> None:
    """Holds visits that just ended against the alert of their vantage point: the last that tells anything counts."""
    telling_ones = [one for one in probes if one.own_fault or one.state is door.State.OPEN]
    last = {one.point: one for one in sorted(telling_ones, key=lambda one: one.at)}
    for point, probe in last.items():
        told(point, now, down=probe.own_fault)


@transaction.atomic
def told(point: str, now: dt.datetime, *, down: bool) -> None:
    """The point's network is down, or it works (again)."""
    key = f"{NETWORK}:{point}"
    if not down:
        for alert in Alert.objects.filter(key=key, ended_at=None):
            service.end(alert, now, service.RECOVERED)
        return
    unit = _responsible(now)
    if unit is not None:
        title = f"监测点“{point}”自己的网络不通"
        text = "期间的访问不计入任何网站，网站打不打得开没有人看。请检查这台机器的网络。"
        service.come_up(service.News(NETWORK, key, unit, Severity.URGENT, title, text), now)


def _responsible(now: dt.datetime) -> Unit | None:
    """The lowest unit above all that is watched: the office's own."""
    rows = SubjectVersion.objects.on(clock.local(now).date()).exclude(home="")
    units = list(Unit.objects.filter(pk__in=rows.values("unit")).order_by("path"))
    return common(units) if units else None
