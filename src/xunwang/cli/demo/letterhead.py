"""The letterhead of 示例市's circular: everything in it that is not counted."""

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from xunwang.inspector.door import Norm
from xunwang.inspector.model import SiteKind
from xunwang.office.circulars.data import LEVEL_UNKNOWN, AccountTotal, Basis, CircularHeader, Document

if TYPE_CHECKING:
    from xunwang.office.campaigns.models import Campaign
    from xunwang.office.registry.history import Counts


def letterhead(campaign: "Campaign", norm: Norm) -> CircularHeader:
    """Issued ten days after the monitoring point; the registered totals are those of the register at the point."""
    from xunwang.office.registry.history import counts  # noqa: PLC0415  # Django must be set up first

    websites = counts(campaign.unit, campaign.as_of, kind="website")
    return CircularHeader(
        issuer=f"{campaign.unit.name}人民政府办公室",
        region=campaign.unit.name,
        year=campaign.as_of.year,
        period="第一季度",
        addressees=("各县（区）人民政府", "市政府各部门、各直属机构"),
        basis=Basis(
            norm=norm.title,
            documents=(Document(title="政府网站与政务新媒体检查指标", number="国办秘函〔2019〕19号"),),
            sample_points=norm.sample_points,
        ),
        window=(campaign.period_start, campaign.period_end),
        as_of=campaign.as_of,
        issued=campaign.as_of + dt.timedelta(days=10),
        registered_by_kind=_by_kind(websites),
        registered_by_level=_by_level(websites),
        accounts=_accounts(campaign),
        played=True,
        decimals=norm.rate_decimals,
        deadline=campaign.as_of + dt.timedelta(days=20),
        report_to=f"{campaign.unit.name}人民政府办公室",
    )


def _by_kind(websites: "Counts") -> dict[SiteKind | None, int]:
    """Websites of a kind that the norm does not know stand under None."""
    known: dict[SiteKind | None, int] = {
        SiteKind(kind): number for kind, number in websites.by_site_kind.items()
    }
    others = websites.total - sum(known.values())
    return {**known, None: others} if others else known


def _by_level(websites: "Counts") -> dict[str, int]:
    others = websites.total - sum(websites.by_level.values())
    return {**websites.by_level, LEVEL_UNKNOWN: others} if others else websites.by_level


def _accounts(campaign: "Campaign") -> tuple[AccountTotal, ...]:
    from xunwang.office.registry.models import SubjectVersion  # noqa: PLC0415  # Django must be set up first

    rows = SubjectVersion.objects.on(campaign.as_of).below(campaign.unit).filter(subject__kind="account")
    platforms = Counter(rows.values_list("platform", flat=True))
    return tuple(AccountTotal(platform=name, registered=number) for name, number in platforms.most_common())
