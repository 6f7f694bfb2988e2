"""The inspections that a campaign is compared with: the one before, and the one of the same period last year."""

import datetime as dt
from typing import Literal

from xunwang.inspector.model import Verdict
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import Earlier

NEAR = dt.timedelta(days=45)  # half a quarter: how far from the same day last year a monitoring point may lie


Which = Literal["before", "last_year"]


def compared(campaign: Campaign, with_: Which) -> Earlier | None:
    """The verdicts at the point of the other campaign of the same unit and norm; None where there is none that is closed."""
    other = other_campaign(campaign, with_)
    return _verdicts(other, "上一检查周期" if with_ == "before" else "去年同期") if other else None


def other_campaign(campaign: Campaign, with_: Which) -> Campaign | None:
    others = Campaign.objects.filter(
        unit=campaign.unit, norm=campaign.norm, point_closed_at__isnull=False, as_of__lt=campaign.as_of
    )
    if with_ == "last_year":
        day = _year_before(campaign.as_of)
        others = others.filter(as_of__range=(day - NEAR, day + NEAR))
    return others.order_by("-as_of", "-pk").first()


def _verdicts(campaign: Campaign, name: str) -> Earlier:
    websites = campaign.subjects.filter(subject__kind="website")
    passed = websites.filter(verdict_at_point=Verdict.PASS.value).count()
    return Earlier(name, passed, websites.filter(verdict_at_point=Verdict.FAIL.value).count())


def _year_before(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)
