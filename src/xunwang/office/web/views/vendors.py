"""Finding lists of other vendors: read with a preview by row, taken into the review, shown with what became of each row, taken back."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.uploads import Kept, keep_table, place_of
from xunwang.office.vendors import service
from xunwang.office.vendors.columns import COLUMNS
from xunwang.office.vendors.policies import FINDING_LISTS
from xunwang.office.vendors.table import ReadSheet
from xunwang.office.web.acting import actionable, refuse, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404

_SALT = "xunwang.vendors"
_HOURS = 2
MOST_SHOWN = 500


def finding_lists(request: HttpRequest, key: int) -> HttpResponse:
    """What was taken in for the campaign, and the form; a table is looked at first and taken in by its sealed ticket."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    if request.method != "POST":
        return render(request, "web/finding_lists.html", _page(request, campaign))
    if not CAMPAIGNS.may(viewer(request), Action.CHANGE, campaign):
        raise PermissionDenied
    try:
        return _read(request, campaign)
    except OfficeError as error:
        refuse(request, error)
        return render(request, "web/finding_lists.html", _page(request, campaign), status=400)


def _page(request: HttpRequest, campaign: Campaign) -> dict[str, Any]:
    lists = visible(FINDING_LISTS, request).filter(campaign=campaign).select_related("user")
    return {
        "campaign": campaign,
        "may_take": CAMPAIGNS.may(viewer(request), Action.CHANGE, campaign),
        "lists": lists,
        "vendor": written(request, "vendor"),
        "fields": [(one.name, one.header, written(request, f"named-{one.name}")) for one in COLUMNS],
    }


def _read(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    kept, reading = _ticketed(request, campaign) if written(request, "ticket") else _uploaded(request)
    place = place_of(kept.path)
    if place is None:
        raise OfficeError("预览已过期，请重新选择表格。")
    if written(request, "act") == "take":
        made = service.take_in(campaign, kept, place, reading, user=viewer(request))
        messages.success(request, f"已把 {made.taken} 条线索列入审核队列，认定属实之前不影响任何结论。")
        return redirect("finding_list", made.pk)
    intake = service.preview(campaign, place, reading)
    words = norm_words(campaign.norm).indicators
    said = [
        viewer(request).pk,
        campaign.pk,
        kept.path,
        kept.name,
        kept.size,
        kept.sha256,
        reading.vendor,
        reading.named,
    ]
    context = _page(request, campaign) | {
        "intake": intake,
        "name": kept.name,
        "kinds": list(enumerate(intake.indicators.items())),
        "sheets": [(sheet, _understood(sheet)) for sheet in intake.table.sheets],
        "words": words,
        "untold": service.UNTOLD,
        "several": sum(not sheet.aside for sheet in intake.table.sheets) > 1,
        "choices": words.items(),
        "rows": intake.seen[:MOST_SHOWN],
        "problems": intake.problems,
        "ticket": signing.dumps(said, salt=_SALT),
    }
    return render(request, "web/finding_lists.html", context)


def _understood(sheet: ReadSheet) -> list[tuple[str, str]]:
    """Each header that was taken, and what for."""
    called = {one.name: one.header for one in COLUMNS}
    return [(header, called[name]) for name, header in sheet.columns.items()]


def _uploaded(request: HttpRequest) -> tuple[Kept, service.Reading]:
    upload, vendor = request.FILES.get("file"), written(request, "vendor")[:100]
    if upload is None:
        raise OfficeError("请选择检查机构给的表格。")
    if not vendor:
        raise OfficeError("请填写检查机构，它会写在每条线索的来源里。")
    named = {one.name: text for one in COLUMNS if (text := written(request, f"named-{one.name}")[:60])}
    return keep_table(upload, f"vendors/{viewer(request).pk}"), service.Reading(vendor, named)


def _ticketed(request: HttpRequest, campaign: Campaign) -> tuple[Kept, service.Reading]:
    """What was previewed, with the indicators that the person chose since: neither file nor campaign can have been exchanged."""
    try:
        said = signing.loads(written(request, "ticket"), salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        raise OfficeError("预览已过期，请重新选择表格。") from None
    owner, of, path, name, size, sha256, vendor, named = said
    if (owner, of) != (viewer(request).pk, campaign.pk):
        raise OfficeError("预览已过期，请重新选择表格。")
    numbers = [field.removeprefix("kind-") for field in request.POST if field.startswith("kind-")]
    chosen = {written(request, f"kind-{one}"): written(request, f"indicator-{one}") for one in numbers}
    return Kept(name, "table", path, size, sha256), service.Reading(vendor, named, chosen)


def finding_list(request: HttpRequest, key: int) -> HttpResponse:
    with one_moment():
        shown = visible_or_404(FINDING_LISTS, request, key)
        context = {
            "list": shown,
            "page": page_of(request, shown.rows.select_related("finding__subject")),
            "words": norm_words(shown.campaign.norm).indicators,
            "may_undo": FINDING_LISTS.may(viewer(request), Action.CHANGE, shown),
        }
        return render(request, "web/finding_list.html", context)


@require_POST
def undo(request: HttpRequest, key: int) -> HttpResponse:
    found = actionable(FINDING_LISTS, request, key, Action.CHANGE)
    try_to(request, lambda: f"已撤销，从审核队列移除 {service.undo(found, user=viewer(request))} 条。")
    return redirect("finding_list", found.pk)


def file(request: HttpRequest, key: int) -> HttpResponseBase:
    """The table as it came."""
    shown = visible_or_404(FINDING_LISTS, request, key)
    return download(shown.path, shown.file)
