"""The letterhead of 示例市's circulars: what a person would fill in."""

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from xunwang.inspector.door import Norm
from xunwang.office.circulars.data import CircularHeader

if TYPE_CHECKING:
    from xunwang.office.campaigns.models import Campaign


def letterhead(
    campaign: "Campaign", norm: Norm, *, period: str = "第一季度", activity: str = "检查"
) -> CircularHeader:
    """Issued ten days after the monitoring point; the registered totals are those of the register at the point."""
    from xunwang.office.campaigns.letterhead import Draft, header_of  # noqa: PLC0415  # Django must be set up first

    issuer = f"{campaign.unit.name}人民政府办公室"
    draft = Draft(
        issuer=issuer,
        region=campaign.unit.name,
        period=period,
        addressees=("各县（区）人民政府", "市政府各部门、各直属机构"),
        issued=campaign.as_of + dt.timedelta(days=10),
        deadline=campaign.as_of + dt.timedelta(days=20),
        report_to=issuer,
    )
    header = header_of(campaign, draft)
    return msgspec.structs.replace(
        header, activity=activity, played=True, basis=msgspec.structs.replace(header.basis, norm=norm.title)
    )
