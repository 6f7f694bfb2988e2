"""What a unit did in the year of a campaign, as tables for its annual reports."""

import datetime as dt

from django.db.models import Count, Q

from xunwang.inspector.model import SubjectKind, Verdict
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable, chinese_date
from xunwang.office.registry.history import Change, changes

_WEBSITE = Q(subjects__subject__kind=SubjectKind.WEBSITE.value)
_FAILED = Q(subjects__verdict_at_point=Verdict.FAIL.value)
_UNDECIDED = Q(subjects__verdict_at_point=Verdict.UNDECIDED.value)


def tables_of_year(campaign: Campaign) -> tuple[GivenTable, ...]:
    """The year's inspections up to the campaign's monitoring point, and the websites that opened and closed in it."""
    start = dt.date(campaign.as_of.year, 1, 1)
    found = changes(campaign.unit, start, campaign.as_of, kind=SubjectKind.WEBSITE.value)
    return (
        _inspections(campaign, start),
        _turns("sites_opened", "新开设网站", found, "opened"),
        _turns("sites_closed", "关停注销网站", found, "closed"),
    )


def _inspections(campaign: Campaign, start: dt.date) -> GivenTable:
    done = Campaign.objects.filter(
        unit=campaign.unit, point_closed_at__isnull=False, as_of__range=(start, campaign.as_of)
    )
    counted = done.order_by("as_of", "pk").annotate(
        sites=Count("subjects", _WEBSITE),
        failed=Count("subjects", _WEBSITE & _FAILED),
        undecided=Count("subjects", _WEBSITE & _UNDECIDED),
    )
    rows = tuple(
        (
            one.name,
            chinese_date(one.as_of),
            one.sites,
            one.sites - one.failed - one.undecided,
            one.failed,
            one.undecided,
        )
        for one in counted
    )
    columns = ("检查", "监测时间点", "检查网站数", "合格网站数", "不合格网站数", "暂不作结论网站数")
    return GivenTable("inspections", "年度检查情况", columns, rows, sums=columns[2:])


def _turns(key: str, title: str, found: list[Change], what: str) -> GivenTable:
    rows = tuple(
        (change.row.name, change.row.unit.name, chinese_date(change.day))
        for change in found
        if change.what == what
    )
    return GivenTable(key, title, ("网站名称", "单位", "日期"), rows)
