"""The inspections that a campaign is compared with: the one before, and the one of the same period last year."""

import datetime as dt
from collections import defaultdict
from typing import Literal

from django.db.models import Exists, OuterRef

from xunwang.inspector.model import SubjectKind, Verdict
from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.circulars.data import Earlier, Previous

NEAR = dt.timedelta(days=45)  # half a quarter: how far from the same day last year a monitoring point may lie
_MENDED = frozenset({"mended", "accepted", "below"})
_LIFTED = frozenset({"lifted"})
"""What became of the faults of notices: one that was lifted was none."""


Which = Literal["before", "last_year"]


def compared(campaign: Campaign, with_: Which) -> Earlier | None:
    """The verdicts on websites at the point of the other campaign; None where there is none that is closed."""
    other = other_campaign(campaign, with_, SubjectKind.WEBSITE.value)
    return _verdicts(other, "上一检查周期" if with_ == "before" else "去年同期") if other else None


def told_before(campaign: Campaign) -> Previous | None:
    """The websites that had notices in the period before; mended where nothing that breaks the norm is left."""
    other = other_campaign(campaign, "before", SubjectKind.WEBSITE.value)
    if other is None:
        return None
    websites = other.subjects.filter(subject__kind=SubjectKind.WEBSITE.value)
    states: dict[int, set[str]] = defaultdict(set)
    items = websites.filter(findings__ticket_items__isnull=False).order_by()
    for website, state in items.values_list("pk", "findings__ticket_items__state").distinct():
        states[website].add(state)
    told = [found - _LIFTED for found in states.values() if found - _LIFTED]
    return Previous(len(told), sum(found <= _MENDED for found in told)) if told else None


def other_campaign(campaign: Campaign, with_: Which, kind: str = "") -> Campaign | None:
    """Of the same unit and norm, closed, with verdicts on subjects of the kind (else of any that this one covers)."""
    kinds = [kind] if kind else campaign.subjects.order_by().values("subject__kind").distinct()
    judged = CampaignSubject.objects.filter(campaign=OuterRef("pk"), subject__kind__in=kinds)
    others = Campaign.objects.filter(
        Exists(judged.exclude(verdict_at_point="")),
        unit=campaign.unit,
        norm=campaign.norm,
        point_closed_at__isnull=False,
        as_of__lt=campaign.as_of,
    ).order_by("-as_of", "-pk")
    if with_ == "before":
        return others.first()
    day = _year_before(campaign.as_of)
    near = others.filter(as_of__range=(day - NEAR, day + NEAR))
    return min(near, key=lambda one: abs(one.as_of - day), default=None)


def _verdicts(campaign: Campaign, name: str) -> Earlier:
    websites = campaign.subjects.filter(subject__kind=SubjectKind.WEBSITE.value)
    passed = websites.filter(verdict_at_point=Verdict.PASS.value).count()
    return Earlier(name, passed, websites.filter(verdict_at_point=Verdict.FAIL.value).count())


def _year_before(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)
