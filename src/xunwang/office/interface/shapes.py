"""Rows of the office in the shapes of the interface."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, CampaignSubject, CircularVersion, FindingRow
from xunwang.office.campaigns.summing import Summary
from xunwang.office.campaigns.weighing import costs
from xunwang.office.circulars.readback import Part
from xunwang.office.interface import schemas
from xunwang.office.people.models import Unit
from xunwang.office.rectify.models import Ticket, TicketEvent, TicketItem
from xunwang.office.registry.importing import ImportReport
from xunwang.office.registry.models import SubjectVersion

_SUBJECT = (
    "name", "home", "code", "site_kind", "level", "organiser", "icp", "police", "phone", "division", "hosts", "platform", "handle",
    "filed_on", "valid_from", "valid_to",
)  # fmt: skip
_CAMPAIGN = (
    "id", "name", "period_start", "period_end", "norm", "as_of", "closing_on", "released", "point_closed_at",
)  # fmt: skip
_VERDICT = (
    "id", "name", "home", "verdict_at_point", "verdict_at_closing", "score_at_point", "score_at_closing", "score_complete",
    "sample_points", "judged_as_of", "notes",
)  # fmt: skip
_FINDING = (
    "id", "indicator", "url", "parent", "message", "excerpt", "value", "threshold", "certainty", "state", "first_seen", "last_seen",
    "evidence_sha256",
)  # fmt: skip
_OUTCOME = ("when", "indicator", "outcome", "reason", "value", "threshold", "points")
_TICKET = (
    "id",
    "code",
    "state",
    "issued_on",
    "due_on",
    "due_provisional",
    "demand",
    "answered_at",
    "closed_at",
)
_CIRCULAR = ("id", "number", "layout", "returned", "made_at", "sealed_at", "seal")
_SUMMARY = ("total", "passed", "failed", "undecided", "unjudged", "pass_rate")


def _same(row: Model | Summary, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def unit(row: Unit) -> schemas.UnitOut:
    return schemas.UnitOut(id=row.pk, name=row.name, level=row.level)


def _register_row(row: SubjectVersion) -> dict[str, Any]:
    return _same(row, _SUBJECT) | {
        "id": row.subject_id,
        "kind": row.subject.kind,
        "type": row.type_name,
        "parent": row.subject.parent_id,
        "unit": unit(row.unit),
    }


def subject(row: SubjectVersion) -> schemas.SubjectOut:
    return schemas.SubjectOut(**_register_row(row))


def account(row: SubjectVersion) -> schemas.AccountOut:
    """With `last_post` and `last_seen` as the query annotated them."""
    return schemas.AccountOut(**_register_row(row), **_same(row, ("last_post", "last_seen")))


def campaign(row: Campaign) -> schemas.CampaignOut:
    return schemas.CampaignOut(**_same(row, _CAMPAIGN), unit=unit(row.unit))


def campaign_detail(row: Campaign, point: Summary, closing: Summary) -> schemas.CampaignDetail:
    return schemas.CampaignDetail(
        **_same(row, _CAMPAIGN),
        unit=unit(row.unit),
        at_point=schemas.SummaryOut(**_same(point, _SUMMARY)),
        at_closing=schemas.SummaryOut(**_same(closing, _SUMMARY)),
    )


def _judged(row: CampaignSubject) -> dict[str, Any]:
    return _same(row, _VERDICT) | {
        "campaign": row.campaign_id,
        "subject": row.subject_id,
        "unit": unit(row.unit),
    }


def verdict(row: CampaignSubject) -> schemas.VerdictOut:
    return schemas.VerdictOut(**_judged(row))


def verdict_detail(row: CampaignSubject) -> schemas.VerdictDetail:
    outcomes = [schemas.OutcomeOut(**_same(one, _OUTCOME)) for one in row.outcomes.all()]
    return schemas.VerdictDetail(**_judged(row), outcomes=outcomes)


def circular(row: CircularVersion) -> schemas.CircularOut:
    return schemas.CircularOut(**_same(row, _CIRCULAR), campaign=row.campaign_id)


def circular_detail(
    row: CircularVersion, parts: Iterable[Part], figures: Mapping[str, str]
) -> schemas.CircularDetail:
    return schemas.CircularDetail(
        **_same(row, _CIRCULAR),
        campaign=row.campaign_id,
        statements=[
            schemas.StatementOut(look=one.look, text=one.text, rows=[list(cells) for cells in one.rows])
            for one in parts
        ],
        figures=[schemas.FigureOut(name=name, value=value) for name, value in figures.items()],
        files=[
            schemas.CircularFileOut(kind=one.kind, name=one.label, sha256=one.sha256)
            for one in row.files.all()
        ],
    )


def imported(report: ImportReport, *, written: bool) -> schemas.RegisterOut:
    counts = {name: getattr(report, name) for name in ("read", "created", "changed", "unchanged", "rejected")}
    problems = [
        schemas.RowProblem(row=one.row, column=one.column, severity=one.severity, message=one.message)
        for one in report.problems
    ]
    return schemas.RegisterOut(written=written, **counts, problems=problems)


def finding(row: FindingRow) -> schemas.FindingOut:
    return schemas.FindingOut(
        **_same(row, _FINDING),
        finding=row.finding_id,
        campaign=row.subject.campaign_id,
        verdict=row.subject_id,
        subject=row.subject.subject_id,
        subject_name=row.subject.name,
        weighed=costs(row, row.subject.campaign),
    )


def _notice(row: Ticket) -> dict[str, Any]:
    return _same(row, _TICKET) | {
        "campaign": row.campaign_id,
        "unit": unit(row.unit),
        "overdue": row.overdue(clock.today()),
    }


def ticket(row: Ticket) -> schemas.TicketOut:
    return schemas.TicketOut(**_notice(row))


def ticket_detail(row: Ticket) -> schemas.TicketDetail:
    items = row.items.select_related("finding__subject__campaign")
    events = row.events.select_related("user")
    return schemas.TicketDetail(
        **_notice(row), items=[_item(one) for one in items], events=[_event(one) for one in events]
    )


def _item(row: TicketItem) -> schemas.ItemOut:
    return schemas.ItemOut(**_same(row, ("id", "state", "answer", "repeated")), finding=finding(row.finding))


def _event(row: TicketEvent) -> schemas.EventOut:
    who = row.user.shown_name if row.user else None
    return schemas.EventOut(at=row.at, kind=row.kind, who=who, text=row.told)
