"""Columns and accounts on their way to the end of their period, told before the line: from what the newest run of each saw."""

import datetime as dt
from collections.abc import Iterator

from xunwang.inspector import door
from xunwang.inspector.model import Nearing
from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.campaigns.models import CampaignSubject, RunState
from xunwang.office.places import run_at

FRESHNESS = "freshness"
_OLDEST = dt.timedelta(days=100)
"""A run older than a quarter says nothing of today."""


def look(now: dt.datetime) -> None:
    """Judges the newest run of every subject as of today and keeps the warnings; those that passed end."""
    today = clock.local(now).date()
    news = {one.key: one for row in _newest(today) for one in _news(row, today)}
    for one in news.values():
        service.come_up(one, now)
    for alert in Alert.objects.filter(kind=FRESHNESS, ended_at=None).exclude(key__in=list(news)):
        service.end(alert, now)


def _newest(today: dt.date) -> Iterator[CampaignSubject]:
    rows = CampaignSubject.objects.filter(run_state=RunState.LOOKED, campaign__as_of__gte=today - _OLDEST)
    seen = set()
    for row in (
        rows.select_related("campaign", "subject__unit").order_by("-campaign__as_of", "-pk").iterator()
    ):
        if row.subject_id not in seen:
            seen.add(row.subject_id)
            yield row


def _news(row: CampaignSubject, today: dt.date) -> Iterator[service.News]:
    try:
        (judged,) = door.judge([run_at(row.run_path)], door.norm(row.campaign.norm), as_of=today)
    except (door.RunError, door.NormError):
        return
    for near in judged.judgement.warnings:
        if near.due is not None and near.due > today:
            yield _one(row, near)


def _one(row: CampaignSubject, near: Nearing) -> service.News:
    key = f"{FRESHNESS}:{row.subject_id}:{near.indicator}:{near.threshold}:{near.url or ''}"[:200]
    title = f"{row.name}已过更新期限的{near.threshold}"
    return service.News(
        FRESHNESS, key, row.subject.unit, Severity.NOTICE, title, f"{near.message}。", row.subject
    )
