"""Figures for Prometheus: text format 0.0.4. Counts and sizes only: no name, no address, nothing of what was found."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone

from xunwang import __version__
from xunwang.inspector import door
from xunwang.office.alerts import browsers
from xunwang.office.campaigns.models import PENDING, CampaignSubject, FindingRow
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.messages.models import Message
from xunwang.office.people.models import AuditEntry, User
from xunwang.office.rectify.models import Ticket

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figure(NamedTuple):
    """One series: its name without the prefix, what it counts, its samples by label."""

    name: str
    help: str
    samples: Iterable[tuple[dict[str, str], float]]


def exposition() -> str:
    """All figures now, all of them gauges."""
    return "".join(_lines(figure) for figure in _figures())


def _lines(figure: Figure) -> str:
    name = f"xunwang_{figure.name}"
    rows = "".join(f"{name}{_labels(labels)} {value}\n" for labels, value in figure.samples)
    return f"# HELP {name} {figure.help}\n# TYPE {name} gauge\n{rows}"


def _labels(labels: dict[str, str]) -> str:
    inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _figures() -> Iterator[Figure]:
    yield Figure(
        "info", "version of the software", [({"version": __version__, "database": connection.vendor}, 1)]
    )
    yield Figure("jobs", "pieces of work by kind and state", _by(Job.objects.all(), "kind", "state"))
    yield Figure(
        "jobs_oldest_due_seconds", "how long the longest waiting piece of work is due", [({}, _oldest())]
    )
    yield Figure(
        "inspections", "subjects of campaigns by progress", _by(CampaignSubject.objects.all(), "run_state")
    )
    waiting = FindingRow.objects.filter(state__in=PENDING)
    yield Figure("findings", "findings that wait for a person, by state", _by(waiting, "state"))
    yield Figure("tickets", "tickets by state", _by(Ticket.objects.all(), "state"))
    yield Figure("messages", "sendings by state", _by(Message.objects.all(), "state"))
    yield Figure("browser_troubles", "browsers that hung, crashed or did not start within a day", _browsers())
    yield Figure("accounts", "people's accounts", [({}, User.objects.filter(is_active=True).count())])
    last = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    yield Figure("audit_entries", "number of the newest row of the trail", [({}, last)])
    usage = shutil.disk_usage(Path(settings.HOME))
    yield Figure("disk_free_bytes", "free bytes where the data folder lies", [({}, usage.free)])
    yield Figure("disk_size_bytes", "size of the disk where the data folder lies", [({}, usage.total)])


def _by(rows: QuerySet[Any], *fields: str) -> list[tuple[dict[str, str], float]]:
    counted = rows.order_by().values_list(*fields).annotate(Count("pk"))
    return [(dict(zip(fields, map(str, key), strict=True)), count) for *key, count in counted]


def _browsers() -> list[tuple[dict[str, str], float]]:
    counted = browsers.of_late(timezone.now())
    return [({"kind": kind.value}, counted.get(kind, 0)) for kind in door.Trouble]


def _oldest() -> float:
    now = timezone.now()
    due = Job.objects.filter(state=JobState.QUEUED, due_at__lte=now).aggregate(first=Min("due_at"))["first"]
    return (now - due).total_seconds() if due else 0.0
