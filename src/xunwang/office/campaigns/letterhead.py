"""The letterhead of a campaign's circular: what is not counted comes from people, the registered totals from the register."""

import datetime as dt

from msgspec import field

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.earlier import compared, told_before
from xunwang.office.campaigns.models import Campaign, DecisionRow
from xunwang.office.campaigns.registered import registered
from xunwang.office.circulars.data import Basis, CircularHeader, Document, Notices


class Draft(Record, frozen=True):
    """What a person fills in for a circular. `period` is the words for it: 第一季度."""

    issuer: str
    region: str
    period: str
    addressees: tuple[str, ...]
    issued: dt.date
    deadline: dt.date | None = None
    report_to: str | None = None
    number: str | None = None
    contact: str | None = None
    copied_to: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    filled: dict[str, str] = field(default_factory=dict)


def quarter(day: dt.date) -> str:
    """The words for the quarter of a day."""
    return f"第{'一二三四'[(day.month - 1) // 3]}季度"


BASIS = (Document(title="政府网站与政务新媒体检查指标", number="国办秘函〔2019〕19号"),)


def header_of(campaign: Campaign, draft: Draft, *, documents: tuple[Document, ...] = BASIS) -> CircularHeader:
    """The registered totals are those of the register at the monitoring point."""
    norm = door.norm(campaign.norm)
    known = registered(campaign)
    closed = campaign.subjects.exclude(verdict_at_closing="").exists()
    return CircularHeader(
        issuer=draft.issuer,
        region=draft.region,
        year=campaign.as_of.year,
        period=draft.period,
        addressees=draft.addressees,
        basis=Basis(norm=norm.title, documents=documents, sample_points=norm.sample_points),
        window=(campaign.period_start, campaign.period_end),
        as_of=campaign.as_of,
        issued=draft.issued,
        number=draft.number,
        closing=_known_until(campaign, draft) if closed else None,
        registered_by_kind=dict(known.by_kind),
        registered_by_level=known.by_level,
        registered_by_region=known.by_region,
        before=compared(campaign, "before"),
        last_year=compared(campaign, "last_year"),
        previous=told_before(campaign),
        accounts=known.accounts,
        played=DecisionRow.objects.filter(finding__subject__campaign=campaign, played=True).exists(),
        decimals=norm.rate_decimals,
        deadline=draft.deadline,
        report_to=draft.report_to,
        notices=_notices(campaign),
        contact=draft.contact,
        copied_to=draft.copied_to,
        highlights=draft.highlights,
        filled=draft.filled,
    )


def _known_until(campaign: Campaign, draft: Draft) -> dt.date:
    """The day for which the second verdict speaks: of days to come, on which the circular may be issued, nobody knows yet."""
    return min(day for day in (campaign.closing_on, draft.issued, clock.today()) if day)


def _notices(campaign: Campaign) -> Notices | None:
    """None before any notice was sent."""
    tickets = list(campaign.tickets.all())
    if not tickets:
        return None
    units = {ticket.unit_id for ticket in tickets}
    return Notices(len(tickets), len(units), sum(not ticket.open for ticket in tickets))
