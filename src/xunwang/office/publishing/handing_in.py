"""What the publishing statistics tell a circular: items by website, columns of units, catalogues, and what units state of it."""

from uuid import UUID

from django.db.models import QuerySet

from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.circulars.data import GivenTable
from xunwang.office.people.models import Unit
from xunwang.office.publishing.catalogue import State
from xunwang.office.publishing.counting import columns_of, covered, places_of
from xunwang.office.publishing.figures import Column, by_named_unit, by_site
from xunwang.office.publishing.models import Catalogue, PublishedColumn, StatedTotal
from xunwang.office.publishing.stated import Compared, Stated, compared

_CHECKED = "查清事项"
_UNTOLD = (State.UNREAD, State.UNSURE, State.NOT_DUE)
"""What these say of an entry is nothing: it stands outside the rate."""


@hands_in
def publishing(campaign: Campaign) -> GivenTable | None:
    """The campaign's table of what its websites published in its period, a row a website; None where nothing was counted."""
    counted = by_site(_columns(campaign), campaign.period_start, campaign.period_end)
    if not counted:
        return None
    return GivenTable(
        key="publishing",
        title="政府网站信息发布情况",
        columns=("网站", "单位", "发布条数", "栏目数", "未能读取的栏目数"),
        rows=tuple((one.site, one.unit, one.total, one.columns, one.unread) for one in counted),
        sums=("发布条数", "栏目数", "未能读取的栏目数"),
        note="按检查时栏目列表里写明的日期统计；同一条信息在几个栏目里出现的只计一次；未能读取的栏目不计入发布条数。",
    )


@hands_in
def openness_columns(campaign: Campaign) -> GivenTable | None:
    """The columns that carry the name of a unit, township or village below the campaign's."""
    places = places_of(Unit.objects.subtree(campaign.unit))
    counted = by_named_unit(_columns(campaign), places, campaign.period_start, campaign.period_end)
    if not counted:
        return None
    return GivenTable(
        key="openness_columns",
        title="单位公开栏目情况",
        columns=("层级", "单位", "栏目数", "公开条数", "本期公开条数", "未能读取的栏目数"),
        rows=tuple(
            (one.level, one.unit, one.columns, one.items, one.in_period, one.unread) for one in counted
        ),
        sums=("栏目数", "公开条数", "本期公开条数", "未能读取的栏目数"),
        note="栏目名称中写明单位名称的，计入该单位；同一层级里没有这样的栏目的单位也列出。",
    )


@hands_in
def catalogues(campaign: Campaign) -> GivenTable | None:
    """How much of the catalogue each website follows at the monitoring point."""
    kept = {one.subject_id: one for one in Catalogue.objects.filter(subject__in=_subjects(campaign))}
    rows = []
    for subject in campaign.subjects.filter(subject__in=list(kept)).select_related("unit", "campaign"):
        found = covered(subject, kept[subject.subject_id])
        counts = [sum(one.state is state for one in found) for state in State]
        checked = sum(one.state not in _UNTOLD for one in found)
        if found:
            rows.append((subject.name, subject.unit.name, len(found), *counts, checked, None))
    if not rows:
        return None
    return GivenTable(
        key="catalogue",
        title="公开目录落实情况",
        columns=("网站", "单位", "目录事项", *(state.value for state in State), _CHECKED, "公开率"),
        rows=tuple(rows),
        sums=("目录事项", *(state.value for state in State), _CHECKED),
        rates=(("公开率", State.PUBLISHED.value, _CHECKED),),
        note="截至监测时间点；逾期指超过截止日期才公开、至今没有公开或超过更新周期没有更新；待人工核对指栏目有内容、标题和附件没有写明这一事项；公开率＝已公开÷查清事项，未能检查、待人工核对和未到期的事项不计入。",
    )


@hands_in
def stated_totals(campaign: Campaign) -> GivenTable | None:
    """What units state of the campaign's period beside what was counted."""
    found = [
        one
        for one in differences(campaign, _columns(campaign))
        if one[1].counted is not None or one[1].unread
    ]
    if not found:
        return None
    rows = ((one.stated.site, one.stated.kind or "合计", one.stated.number, one.counted, one.difference, total.reason or one.hint or None) for total, one in found)  # fmt: skip
    return GivenTable(
        key="stated",
        title="上报数与统计数对照",
        columns=("网站", "类别", "上报数", "统计数", "相差", "原因"),
        rows=tuple(rows),
        note="统计数按检查时栏目列表里写明的日期计算。",
    )


def differences(campaign: Campaign, columns: list[Column]) -> list[tuple[StatedTotal, Compared]]:
    """What is stated of the campaign's websites for days inside its period, each with what was counted."""
    names = dict(campaign.subjects.values_list("subject_id", "name"))
    rows = StatedTotal.objects.filter(
        subject__in=_subjects(campaign), first__gte=campaign.period_start, last__lte=campaign.period_end
    )
    totals = sorted(rows, key=lambda one: (names[one.subject_id], one.first, one.last, one.kind))
    stated = [
        Stated(
            names[one.subject_id],
            one.number,
            one.first,
            one.last,
            one.kind,
            one.source,
            key=str(one.subject_id),
        )
        for one in totals
    ]
    return list(zip(totals, compared(stated, columns), strict=True))


def _subjects(campaign: Campaign) -> QuerySet[CampaignSubject, UUID]:
    return campaign.subjects.values_list("subject", flat=True)


def _columns(campaign: Campaign) -> list[Column]:
    rows = PublishedColumn.objects.filter(subject__campaign=campaign)
    return columns_of(rows.select_related("subject", "subject__unit"))
