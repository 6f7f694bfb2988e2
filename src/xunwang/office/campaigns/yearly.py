"""What a unit did in the year of a campaign, as tables for its annual reports."""

import datetime as dt

from django.db.models import Count, Q

from xunwang.inspector.model import SubjectKind, Verdict
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable, Notices, chinese_date
from xunwang.office.registry.history import Change, changes

_WEBSITE = Q(subjects__subject__kind=SubjectKind.WEBSITE.value)
_VERDICTS = (Verdict.PASS, Verdict.FAIL, Verdict.UNDECIDED)


def tables_of_year(campaign: Campaign) -> tuple[GivenTable, ...]:
    """The year's inspections up to the campaign's monitoring point, and the websites that opened and closed in it."""
    start = dt.date(campaign.as_of.year, 1, 1)
    found = changes(campaign.unit, start, campaign.as_of, kind=SubjectKind.WEBSITE.value)
    return (
        _inspections(campaign, start),
        _turns("sites_opened", f"{start.year}年新开设网站", found, "opened"),
        _turns("sites_closed", f"{start.year}年关停注销网站", found, "closed"),
    )


def notices_of_year(campaign: Campaign) -> Notices | None:
    """Of all inspections of the unit, as they stand today; None before any notice was sent in the year."""
    asked = Campaign.objects.filter(unit=campaign.unit, tickets__issued_on__year=campaign.as_of.year)
    told = asked.aggregate(
        sent=Count("tickets"),
        units=Count("tickets__unit", distinct=True),
        closed=Count("tickets", Q(tickets__closed_at__isnull=False)),
    )
    return Notices(**told, on=clock.today()) if told["sent"] else None


def _inspections(campaign: Campaign, start: dt.date) -> GivenTable:
    done = Campaign.objects.filter(
        unit=campaign.unit, point_closed_at__isnull=False, as_of__range=(start, campaign.as_of)
    )
    counted = done.order_by("as_of", "pk").annotate(
        **{
            one.value: Count("subjects", _WEBSITE & Q(subjects__verdict_at_point=one.value))
            for one in _VERDICTS
        }
    )
    rows = tuple(
        (one.name, chinese_date(one.as_of), sum(verdicts), *verdicts)
        for one in counted
        if any(verdicts := [getattr(one, verdict.value) for verdict in _VERDICTS])
    )
    columns = ("检查", "监测时间点", "检查网站数", "合格网站数", "不合格网站数", "暂不作结论网站数")
    return GivenTable("inspections", f"{start.year}年度检查情况", columns, rows, sums=columns[2:])


def _turns(key: str, title: str, found: list[Change], what: str) -> GivenTable:
    rows = tuple(
        (change.row.name, change.row.unit.name, chinese_date(change.day))
        for change in found
        if change.what == what
    )
    return GivenTable(key, title, ("网站名称", "单位", "日期"), rows)
