"""Columns and accounts on their way to the end of their period, told before the line.

Of a website the newest run tells, of an account the newest of its run and its nightly standing, which knows every post since.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from uuid import UUID

import msgspec
from django.conf import settings

from xunwang.inspector import door
from xunwang.inspector.model import Nearing, Record
from xunwang.office import clock
from xunwang.office.accounts.models import Standing
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.campaigns.models import CampaignSubject, RunState
from xunwang.office.duty.models import MachineLook
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.places import run_at
from xunwang.office.registry.models import Subject, SubjectVersion

FRESHNESS = "freshness"
_OLDEST = dt.timedelta(days=100)
"""A run older than a quarter says nothing of today."""
_NIGHT = dt.timedelta(days=1)


class Seen(Record, frozen=True):
    """The newest run of a subject: of a campaign or of the machine's patrol."""

    subject: Subject
    run_path: str
    norm: str
    day: dt.date


@repeats("alerts.freshness", every=dt.timedelta(hours=12))
def _look(_work: Work) -> None:
    look(clock.now())


def look(now: dt.datetime) -> None:
    """Judges the newest run of every subject as of today and keeps the warnings; those that passed end."""
    today = clock.local(now).date()
    standings = _standings(today)
    seen = [one for one in _newest(today) if not _is_older(one, standings)]
    runs = (one for run in seen for one in _news(run, today))
    news = {one.key: one for one in chain(runs, _of_standings(standings.values(), today))}
    for one in news.values():
        service.come_up(one, now)
    for alert in Alert.objects.filter(kind=FRESHNESS, ended_at=None).exclude(key__in=list(news)):
        service.end(alert, now)


def _standings(today: dt.date) -> dict[UUID, Standing]:
    rows = Standing.objects.filter(day__gte=today - _NIGHT).select_related("subject__unit")
    return {row.subject_id: row for row in rows}


def _is_older(seen: Seen, standings: Mapping[UUID, Standing]) -> bool:
    standing = standings.get(seen.subject.pk)
    return standing is not None and standing.day >= seen.day


def _of_standings(standings: Iterable[Standing], today: dt.date) -> Iterator[service.News]:
    told = [row for row in standings if row.near]
    versions = SubjectVersion.objects.on(today).filter(subject__in=[row.subject_id for row in told])
    names = dict(versions.values_list("subject_id", "name"))
    for row in told:
        for near in msgspec.convert(row.near, list[Nearing]):
            if row.subject_id in names and near.due is not None and near.due > today:
                yield _one(row.subject, names[row.subject_id], near)


def _newest(today: dt.date) -> Iterable[Seen]:
    found: dict[UUID, Seen] = {}
    rows = CampaignSubject.objects.filter(run_state=RunState.LOOKED, campaign__as_of__gte=today - _OLDEST)
    for row in (
        rows.exclude(run_path="")
        .select_related("campaign", "subject__unit")
        .order_by("campaign__as_of", "pk")
    ):
        found[row.subject_id] = Seen(row.subject, row.run_path, row.campaign.norm, row.campaign.as_of)
    looks = MachineLook.objects.filter(day__gte=today - _OLDEST).exclude(run_path="")
    for one in looks.select_related("subject__unit").order_by("day"):
        before = found.get(one.subject_id)
        if before is None or before.day <= one.day:
            found[one.subject_id] = Seen(one.subject, one.run_path, settings.PATROL_NORM, one.day)
    return found.values()


def _news(seen: Seen, today: dt.date) -> Iterator[service.News]:
    try:
        (judged,) = door.judge([run_at(seen.run_path)], door.norm(seen.norm), as_of=today)
    except (door.RunError, door.NormError):
        return
    for near in judged.judgement.warnings:
        if near.due is not None and near.due > today:
            yield _one(seen.subject, judged.judgement.subject.name, near)


def _one(subject: Subject, name: str, near: Nearing) -> service.News:
    key = f"{FRESHNESS}:{subject.pk}:{near.indicator}:{near.threshold}:{near.url or ''}"[:200]
    title = f"{name}已过更新期限的{near.threshold}"
    return service.News(FRESHNESS, key, subject.unit, Severity.NOTICE, title, f"{near.message}。", subject)
