"""Publishing statistics of an inspection: by website, by unit, by column; a catalogue held against one website."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.errors import OfficeError
from xunwang.office.numerals import whole
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.publishing.catalogue import State
from xunwang.office.publishing.counting import ask_to_count, columns_of, covered, places_of, uncounted
from xunwang.office.publishing.exporting import export
from xunwang.office.publishing.figures import Column, by_named_unit, by_site, one_item
from xunwang.office.publishing.handing_in import differences
from xunwang.office.publishing.models import Catalogue, PublishedColumn, StatedTotal
from xunwang.office.publishing.policies import CATALOGUES, PUBLISHED, STATED
from xunwang.office.publishing.service import explain, keep_catalogue, state
from xunwang.office.publishing.stated import KINDS, Stated, read_stated
from xunwang.office.registry.sheet import Problem
from xunwang.office.uploads import scratch, shown_name
from xunwang.office.web.acting import actionable, back, number, try_to, written
from xunwang.office.web.periods import period_of
from xunwang.office.web.viewing import key_asked, viewer, visible, visible_or_404

_SHOWN = 500
_TOLD = 20
"""Problems of a spreadsheet that are told one by one."""


def publishing(request: HttpRequest) -> HttpResponse:
    """`?campaign=`, else the newest."""
    campaigns = visible(CAMPAIGNS, request)
    asked = key_asked(request, "campaign")
    shown = campaigns.first() if asked is None else campaigns.filter(pk=asked).first()
    context: dict[str, Any] = {"campaigns": campaigns[:100], "campaign": shown}
    if shown is not None:
        context |= _counted(request, shown) | {
            "may_count": CAMPAIGNS.may(viewer(request), Action.CHANGE, shown),
            "may_state": STATED.grants_to(viewer(request), Action.CHANGE),
            "kinds": KINDS,
        }
    return render(request, "web/publishing.html", context)


def _counted(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    first, last, wrong = period_of(request, (campaign.period_start, campaign.period_end), "检查周期")
    columns = _columns(request, campaign)
    sites = by_site(columns, first, last)
    places, single = places_of(UNITS.visible(viewer(request))), one_item(columns)
    return {
        "first": first,
        "last": last,
        "wrong": wrong,
        "columns": columns,
        "sites": sites,
        "silent": [one for one in sites if one.silent],
        "named": by_named_unit(columns, places, first, last),
        "single": single[:_SHOWN],
        "single_more": len(single[_SHOWN:]),
        "waiting": len(uncounted(campaign)),
        "listed": campaign.subjects.filter(pk__in=_seen(request, campaign))
        .select_related("unit")
        .order_by("pk"),
        "stated": [
            pair for pair in differences(campaign, columns) if pair[1].counted is not None or pair[1].unread
        ],
        "catalogues": _catalogues(request, campaign),
    }


def _seen(request: HttpRequest, campaign: Campaign) -> QuerySet[PublishedColumn, Any]:
    return visible(PUBLISHED, request).filter(subject__campaign=campaign).values("subject")


def _catalogues(request: HttpRequest, campaign: Campaign) -> list[tuple[CampaignSubject, Catalogue]]:
    """The websites of the campaign that have a catalogue, with it."""
    kept = {one.subject_id: one for one in visible(CATALOGUES, request)}
    rows = campaign.subjects.filter(pk__in=_seen(request, campaign), subject__in=list(kept))
    return [(row, kept[row.subject_id]) for row in rows]


def _columns(request: HttpRequest, campaign: Campaign) -> list[Column]:
    rows = visible(PUBLISHED, request).filter(subject__campaign=campaign)
    return columns_of(rows.select_related("subject", "subject__unit"))


@require_POST
def count(request: HttpRequest, key: int) -> HttpResponse:
    campaign = actionable(CAMPAIGNS, request, key, Action.CHANGE)

    def act() -> str:
        ask_to_count(campaign)
        return "统计已开始，稍后刷新本页看结果。"

    try_to(request, act)
    return redirect(f"{reverse('publishing')}?campaign={campaign.pk}")


def publishing_export(request: HttpRequest, key: int) -> HttpResponseBase:
    campaign = visible_or_404(CAMPAIGNS, request, key)
    counted = _counted(request, campaign)
    first, last = counted["first"], counted["last"]
    with scratch() as folder:
        path = folder / "publishing.xlsx"
        pairs = ((column, column.within(first, last)) for column in counted["columns"])
        export(path, counted["sites"], counted["named"], pairs)
        opened = path.open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"信息发布统计{first}至{last}.xlsx")


def catalogue(request: HttpRequest, key: int) -> HttpResponse:
    """The kept catalogue of a website (`?site=`) at the campaign's monitoring point; POST takes a new one in."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    if request.method == "POST":
        row = _site(request, campaign, written(request, "site"))
        if not CATALOGUES.grants_to(viewer(request), Action.CHANGE):
            raise PermissionDenied
        done = try_to(request, lambda: _take_catalogue(request, row))
        shown = f"{reverse('publishing_catalogue', args=[key])}?site={row.pk}"
        return redirect(shown if done else f"{reverse('publishing')}?campaign={campaign.pk}")
    row = _site(request, campaign, request.GET.get("site", ""))
    kept = get_object_or_404(visible(CATALOGUES, request), subject=row.subject_id)
    rows = covered(row, kept)
    counts = [(state.value, sum(one.state is state for one in rows)) for state in State]
    context = {
        "campaign": campaign,
        "site": row.name,
        "kept": kept,
        "rows": rows,
        "counts": counts,
        "sheets": len({one.entry.sheet for one in rows}) > 1,
    }
    return render(request, "web/catalogue.html", context)


def _site(request: HttpRequest, campaign: Campaign, asked: str) -> CampaignSubject:
    """A counted website of the campaign that this person may see."""
    return get_object_or_404(campaign.subjects.filter(pk__in=_seen(request, campaign)), pk=whole(asked))


def _take_catalogue(request: HttpRequest, row: CampaignSubject) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择目录表格。")
    with scratch() as folder:
        path = folder / "catalogue.xlsx"
        path.write_bytes(upload.read())
        kept, problems = keep_catalogue(row.subject, path, shown_name(upload.name or ""), by=viewer(request))
    ask_to_count(row.campaign)
    _tell(request, problems)
    left_out = f"，{len(problems)} 行没有存入" if problems else ""
    return f"已存入“{row.name}”的公开目录，共 {len(kept.entries)} 项{left_out}；正在逐项核对，稍后刷新本页看结果。"


def _tell(request: HttpRequest, problems: Sequence[Problem]) -> None:
    for one in problems[:_TOLD]:
        messages.error(request, str(one))
    if len(problems) > _TOLD:
        messages.error(request, f"另有 {len(problems) - _TOLD} 行也有问题，没有逐行列出。")


@require_POST
def state_numbers(request: HttpRequest, key: int) -> HttpResponse:
    """Takes stated numbers in: a spreadsheet, or one by hand."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    if not STATED.grants_to(viewer(request), Action.CHANGE):
        raise PermissionDenied
    try_to(request, lambda: _stated(request, campaign))
    return redirect(f"{reverse('publishing')}?campaign={campaign.pk}#stated")


def _stated(request: HttpRequest, campaign: Campaign) -> str:
    upload, period = request.FILES.get("file"), (campaign.period_start, campaign.period_end)
    problems: list[Problem] = []
    if upload is None:
        rows = [_by_hand(request, campaign, period)]
    else:
        with scratch() as folder:
            path = folder / "stated.xlsx"
            path.write_bytes(upload.read())
            rows, problems = read_stated(path, *period)
    kept, unknown = state(rows, by=viewer(request))
    _tell(request, [*problems, *unknown])
    left_out = sum(one.severity == "error" for one in (*problems, *unknown))
    return f"已登记上报数 {kept} 条，不能登记 {left_out} 条。"


def _by_hand(request: HttpRequest, campaign: Campaign, period: tuple[dt.date, dt.date]) -> Stated:
    kind = written(request, "kind")
    if kind not in KINDS:
        raise OfficeError("请从列表中选择类别。")
    told = number(request, "number", "上报数")
    site, source = _site(request, campaign, written(request, "site")), written(request, "source")[:200]
    return Stated(site.name, told, *period, kind=kind, source=source, key=str(site.subject_id))


@require_POST
def explain_number(request: HttpRequest, key: int) -> HttpResponse:
    """Says why a unit states another number than was counted."""
    total = actionable(STATED, request, key, Action.CHANGE)
    try_to(request, lambda: _explained(request, total))
    return redirect(back(request, reverse("publishing")))


def _explained(request: HttpRequest, total: StatedTotal) -> str:
    explain(total, written(request, "reason"), by=viewer(request))
    return "已登记差异原因。"
