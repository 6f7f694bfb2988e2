"""What a campaign found becomes tickets: one for every unit with something to mend that it was not told yet."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from xunwang.office import clock
from xunwang.office.campaigns.models import COUNTING, Campaign, CampaignSubject, FindingRow
from xunwang.office.campaigns.weighing import costing
from xunwang.office.deadlines.calendars import due
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.models import EventKind, ItemState, Ticket, TicketItem
from xunwang.office.rectify.service import MOST_DAYS, happened

DUE_DAYS = 10


@transaction.atomic
def issue(
    campaign: Campaign,
    *,
    user: User,
    days: int = DUE_DAYS,
    first_day_counts: bool = False,
    demand: str = "",
    advice: bool = False,
) -> list[Ticket]:
    """One ticket for every unit with something to mend that it was not told yet; findings that still wait are left out.

    What is ruled after a unit had its ticket comes on a further one, with a deadline of its own. With `advice` what the norm only advises is listed too; it costs nobody points.
    """
    if not 1 <= days <= MOST_DAYS:
        raise OfficeError(f"整改期限应为 1 到 {MOST_DAYS} 个工作日。")
    Campaign.objects.select_for_update().get(
        pk=campaign.pk
    )  # told once, also when two tell at the same moment
    start = clock.today()
    end, provisional = due(start, days, first_day_counts=first_day_counts)
    tickets = []
    for unit, findings in owing(campaign, advice=advice).items():
        ticket = Ticket.objects.create(
            campaign=campaign,
            unit=unit,
            issued_on=start,
            asked_on=start,
            due_days=days,
            first_day_counts=first_day_counts,
            due_on=end,
            due_provisional=provisional,
            demand=demand,
            issued_by=user,
        )
        _list(ticket, findings)
        happened(ticket, EventKind.ISSUED, user, f"最迟 {end} 整改并回复，共 {len(findings)} 个问题。")
        said = {"items": len(findings), "due": end.isoformat()}
        log_action("ticket.issued", ticket, user=user, unit=campaign.unit, data=said)
        tickets.append(ticket)
    return tickets


_LARGE = [
    f"subject__{name}" for name in ("row", "notes", "rechecks", "judgement_at_point", "judgement_at_closing")
]


def owing(campaign: Campaign, *, advice: bool = False) -> dict[Unit, list[FindingRow]]:
    """What each unit has to mend and was not told yet."""
    findings = _untold(_to_mend(campaign, advice=advice)).filter(subject__campaign=campaign)
    found: dict[Unit, list[FindingRow]] = defaultdict(list)
    whole = findings.select_related("subject__unit").defer(*_LARGE)
    for row in whole.order_by("subject__unit__path", "indicator", "pk"):
        found[row.subject.unit].append(row)
    return found


def owing_units(campaign: Campaign) -> int:
    """How many units `owing` tells of, without reading what they owe."""
    faulty = campaign.subjects.filter(Exists(_untold(_to_mend(campaign)).filter(subject=OuterRef("pk"))))
    return faulty.values("unit").distinct().count()


def _untold(findings: QuerySet[FindingRow]) -> QuerySet[FindingRow]:
    told = TicketItem.objects.filter(finding=OuterRef("pk")).exclude(state=ItemState.LIFTED)
    return findings.exclude(Exists(told))


def _to_mend(campaign: Campaign, *, advice: bool = False) -> QuerySet[FindingRow]:
    findings = FindingRow.objects.filter(state__in=COUNTING)
    return findings if advice else costing(findings, campaign)


def _list(ticket: Ticket, findings: Sequence[FindingRow]) -> None:
    """The findings become items; what was told to be mended in an earlier campaign is marked as repeated."""
    told = _told_before(ticket, [row.finding_id for row in findings])
    TicketItem.objects.bulk_create(
        TicketItem(
            ticket=ticket,
            finding=row,
            repeated=row.finding_id in told,
            told_unit_id=_other(told.get(row.finding_id), ticket.unit_id),
        )
        for row in findings
    )
    rows = {row.subject_id for row in findings}
    CampaignSubject.objects.filter(pk__in=rows).update(notified=True)


def _told_before(ticket: Ticket, findings: Sequence[str]) -> dict[str, int]:
    """The unit whose ticket of another campaign held each finding last, by the finding's own id."""
    earlier = TicketItem.objects.filter(finding__finding_id__in=findings).exclude(
        ticket__campaign=ticket.campaign_id
    )
    held = earlier.exclude(state=ItemState.LIFTED).order_by("ticket__issued_on", "pk")
    return dict(held.values_list("finding__finding_id", "ticket__unit"))


def _other(unit: int | None, own: int) -> int | None:
    return None if unit == own else unit
