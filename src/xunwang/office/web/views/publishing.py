"""Publishing statistics of an inspection: by website, by unit, by column; a catalogue held against one website."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.publishing.catalogue import State, coverage, read_catalogue
from xunwang.office.publishing.counting import ask_to_count, columns_of, uncounted
from xunwang.office.publishing.exporting import export
from xunwang.office.publishing.figures import Column, by_named_unit, by_site, one_item
from xunwang.office.publishing.policies import PUBLISHED
from xunwang.office.uploads import scratch
from xunwang.office.web.acting import actionable, try_to, written
from xunwang.office.web.periods import period_of
from xunwang.office.web.viewing import viewer, visible, visible_or_404


def publishing(request: HttpRequest) -> HttpResponse:
    """`?campaign=`, else the newest."""
    campaigns = visible(CAMPAIGNS, request)
    asked = request.GET.get("campaign", "")
    shown = (
        campaigns.filter(pk=int(asked)).first() if asked.isascii() and asked.isdigit() else campaigns.first()
    )
    context: dict[str, Any] = {"campaigns": campaigns[:100], "campaign": shown}
    if shown is not None:
        context |= _counted(request, shown) | {
            "may_count": CAMPAIGNS.may(viewer(request), Action.CHANGE, shown)
        }
    return render(request, "web/publishing.html", context)


def _counted(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    first, last, wrong = period_of(request)
    columns = _columns(request, campaign)
    sites = by_site(columns, first, last)
    levels = {unit.name: unit.get_level_display() for unit in UNITS.visible(viewer(request))}
    return {
        "first": first,
        "last": last,
        "wrong": wrong,
        "columns": columns,
        "sites": sites,
        "silent": [one for one in sites if one.silent],
        "named": by_named_unit(columns, levels, first, last),
        "single": one_item(columns)[:500],
        "waiting": len(uncounted(campaign)),
    }


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


@require_POST
def catalogue(request: HttpRequest, key: int) -> HttpResponse:
    """What of an uploaded catalogue the chosen website shows at the campaign's monitoring point; nothing is kept."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    upload, site = request.FILES.get("file"), written(request, "site")
    columns = [column for column in _columns(request, campaign) if column.site == site]
    try:
        if upload is None or not columns:
            raise OfficeError("请选择一个已统计的网站和目录表格。")  # noqa: TRY301  # said beside what else may be wrong
        with scratch() as folder:
            path = folder / "catalogue.xlsx"
            path.write_bytes(upload.read())
            rows = coverage(read_catalogue(path), columns, campaign.as_of)
    except OfficeError as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('publishing')}?campaign={campaign.pk}")
    counts = [(state.value, sum(one.state is state for one in rows)) for state in State]
    context = {"campaign": campaign, "site": site, "rows": rows, "counts": counts}
    return render(request, "web/catalogue.html", context)
