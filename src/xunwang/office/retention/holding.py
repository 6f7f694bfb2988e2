"""What holds an archive of an inspection beyond its period: whatever somebody may still have to prove with it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from xunwang.inspector.model import Record
from xunwang.office import clock, periods
from xunwang.office.campaigns.models import (
    COUNTING,
    PENDING,
    Campaign,
    CampaignSubject,
    CircularVersion,
    FindingRow,
    FindingState,
    RunState,
)
from xunwang.office.rectify.models import OPEN_STATES, Appeal, Ticket, TicketState
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.searching.models import SearchedRun, SearchState

UNSETTLED = "监测时间点还没有定稿"
PUBLISHED = "通报正在公开"
DRAFTED = "通报已起草，还没有封存"
SEALED = "封存的通报以它为依据，永久保留"
WORKING = "正在检查或查找归档"
TICKET = "整改通知还没有办结"
_NEWEST = "这是名录里的该对象最近一次检查"


class Hold(Record, frozen=True):
    """How a campaign stands: when the last thing of it was settled, when its circular was sealed, and what holds every archive that its results rest on."""

    settled: dt.date | None
    sealed: dt.date | None
    holds: tuple[str, ...]


def holds_of(campaigns: Iterable[Campaign]) -> dict[int, Hold]:
    """How each stands, by its number; while its point is open nothing of it is settled."""
    rows = Campaign.objects.filter(pk__in=[one.pk for one in campaigns]).annotate(**_asked())
    found = rows.values("pk", "point_closed_at", *_asked())
    return {row["pk"]: _hold(row) for row in found}


def _asked() -> dict[str, Exists | Subquery]:
    versions = CircularVersion.objects.filter(campaign=OuterRef("pk"))
    tickets = Ticket.objects.filter(campaign=OuterRef("pk"), closed_at__isnull=False)
    appeals = Appeal.objects.filter(item__ticket__campaign=OuterRef("pk"), decided_at__isnull=False)
    busy = CampaignSubject.objects.filter(run_state__in=[RunState.WAITING, RunState.LOOKING])
    sought = SearchedRun.objects.filter(search__campaign=OuterRef("pk"), state=SearchState.WAITING)
    return {
        "sealed": _last(versions.exclude(seal=""), "sealed_at"),
        "drafted": Exists(versions),
        "public": Exists(versions.exclude(public_key="")),
        "mended": _last(tickets, "closed_at"),
        "decided": _last(appeals, "decided_at"),
        "looking": Exists(busy.filter(campaign=OuterRef("pk"))),
        "searching": Exists(sought),
    }


def _last(rows: QuerySet[Any], moment: str) -> Subquery:
    return Subquery(rows.order_by(f"-{moment}").values(moment)[:1])


def _hold(row: dict[str, Any]) -> Hold:
    said = {
        UNSETTLED: row["point_closed_at"] is None,
        PUBLISHED: row["public"],
        DRAFTED: row["drafted"] and not row["sealed"],
        SEALED: row["sealed"] and periods.kept(periods.CIRCULARS) == periods.FOR_GOOD,
        WORKING: row["looking"] or row["searching"],
    }
    moments = (row["point_closed_at"], row["mended"], row["decided"])
    settled = max(clock.local(one).date() for one in moments if one) if row["point_closed_at"] else None
    sealed = clock.local(row["sealed"]).date() if row["sealed"] else None
    return Hold(settled, sealed, tuple(words for words, holds in said.items() if holds))


def of_subjects(campaign: Campaign) -> dict[int, list[str]]:
    """What holds the archives of single subjects, by the number of their row."""
    held = defaultdict[int, list[str]](list)
    for said, keys in _held(campaign):
        for key in set(keys):
            held[key].append(said)
    return held


def _held(campaign: Campaign) -> Iterator[tuple[str, Iterable[int]]]:
    findings = FindingRow.objects.filter(subject__campaign=campaign)
    owed = findings.filter(state__in=COUNTING).exclude(ticket_items__ticket__state=TicketState.CLOSED)
    excused = findings.filter(state=FindingState.EXCUSED, decisions__excused_until__gte=clock.today())
    for said, rows in (
        ("有问题等待认定", findings.filter(state__in=PENDING)),
        ("认定的问题没有办结整改", owed),
        ("免予计算还没有到期", excused),
        (TICKET, findings.filter(ticket_items__ticket__state__in=OPEN_STATES)),
        (
            "申诉还没有处理",
            findings.filter(Q(ticket_items__appeals__isnull=False, ticket_items__appeals__accepted=None)),
        ),
    ):
        yield said, rows.order_by().values_list("subject_id", flat=True)
    yield _NEWEST, _newest(campaign).values_list("pk", flat=True)


def _newest(campaign: Campaign) -> QuerySet[CampaignSubject]:
    """Rows whose archive is the newest of a subject that is in the register: lists, warnings and error reports go by it."""
    of_it = CampaignSubject.objects.filter(subject=OuterRef("subject")).exclude(run_path="")
    last = Subquery(of_it.order_by("-campaign__as_of", "-pk").values("pk")[:1])
    there = SubjectVersion.objects.on(clock.today()).values("subject")
    return campaign.subjects.filter(subject__in=there).annotate(last=last).filter(pk=F("last"))


def open_ticket(number: int) -> bool:
    return Ticket.objects.filter(pk=number, state__in=OPEN_STATES).exists()
