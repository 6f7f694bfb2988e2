"""The letterhead of a campaign's circular: what is not counted comes from people, the registered totals from the register."""

import datetime as dt
from collections import Counter

from msgspec import field

from xunwang.inspector import door
from xunwang.inspector.model import Record, SiteKind
from xunwang.office.campaigns.earlier import compared
from xunwang.office.campaigns.models import Campaign, DecisionRow
from xunwang.office.campaigns.regions import region_of
from xunwang.office.circulars.data import (
    LEVEL_UNKNOWN,
    AccountTotal,
    Basis,
    CircularHeader,
    Document,
    Notices,
)
from xunwang.office.registry.history import Counts, counts
from xunwang.office.registry.models import SubjectVersion


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
    filled: dict[str, str] = field(default_factory=dict)


def quarter(day: dt.date) -> str:
    """The words for the quarter of a day."""
    return f"第{'一二三四'[(day.month - 1) // 3]}季度"


BASIS = (Document(title="政府网站与政务新媒体检查指标", number="国办秘函〔2019〕19号"),)


def header_of(campaign: Campaign, draft: Draft, *, documents: tuple[Document, ...] = BASIS) -> CircularHeader:
    """The registered totals are those of the register at the monitoring point."""
    norm = door.norm(campaign.norm)
    websites = counts(campaign.unit, campaign.as_of, kind="website")
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
        closing=min(campaign.closing_on or draft.issued, draft.issued) if closed else None,
        registered_by_kind=_by_kind(websites),
        registered_by_level=_by_level(websites),
        registered_by_region=_by_region(campaign),
        before=compared(campaign, "before"),
        last_year=compared(campaign, "last_year"),
        accounts=_accounts(campaign),
        played=DecisionRow.objects.filter(finding__subject__campaign=campaign, played=True).exists(),
        decimals=norm.rate_decimals,
        deadline=draft.deadline,
        report_to=draft.report_to,
        notices=_notices(campaign),
        filled=draft.filled,
    )


def _notices(campaign: Campaign) -> Notices | None:
    """None before any notice was sent."""
    tickets = list(campaign.tickets.all())
    if not tickets:
        return None
    units = {ticket.unit_id for ticket in tickets}
    return Notices(len(tickets), len(units), sum(not ticket.open for ticket in tickets))


def _by_kind(websites: Counts) -> dict[SiteKind | None, int]:
    """Websites of a kind that the norm does not know stand under None."""
    known: dict[SiteKind | None, int] = {
        SiteKind(kind): number for kind, number in websites.by_site_kind.items()
    }
    others = websites.total - sum(known.values())
    return {**known, None: others} if others else known


def _by_region(campaign: Campaign) -> dict[str, int]:
    rows = SubjectVersion.objects.on(campaign.as_of).below(campaign.unit).filter(subject__kind="website")
    name = region_of(campaign.unit)
    return dict(
        Counter(name(path) for path in rows.order_by("unit__path").values_list("unit__path", flat=True))
    )


def _by_level(websites: Counts) -> dict[str, int]:
    others = websites.total - sum(websites.by_level.values())
    return {**websites.by_level, LEVEL_UNKNOWN: others} if others else websites.by_level


def _accounts(campaign: Campaign) -> tuple[AccountTotal, ...]:
    rows = SubjectVersion.objects.on(campaign.as_of).below(campaign.unit).filter(subject__kind="account")
    written = Counter(rows.values_list("platform", "type_name", "level"))
    totals: Counter[tuple[str, str]] = Counter()
    for (platform, type_name, level), number in written.items():
        known = door.account_platform(platform, type_name)
        totals[known.name if known else "其他", level] += number
    return tuple(
        AccountTotal(platform=name, registered=number, level=level or None)
        for (name, level), number in totals.most_common()
    )
