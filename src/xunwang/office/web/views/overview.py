"""The overview with its charts, the big screen, and the findings behind a bar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import FindingRow, without_judgements
from xunwang.office.campaigns.policies import CAMPAIGNS, FINDINGS
from xunwang.office.campaigns.weighing import Listed, broken
from xunwang.office.web.overview import overview as figures_of
from xunwang.office.web.reading import one_moment
from xunwang.office.web.screen import screen as screen_of
from xunwang.office.web.viewing import in_order, lean_page, unit_asked, viewer, visible, visible_or_404

REFRESH = 120
"""Seconds after which the big screen shows itself anew."""


def overview(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    with one_moment():
        shown = figures_of(viewer(request), today, unit_asked(request))
        return render(request, "web/overview.html", {"shown": shown, "today": today})


def screen(request: HttpRequest) -> HttpResponse:
    """For a wall: no menu, large, all of it on one screen; renews itself within the page."""
    with one_moment():
        context: dict[str, Any] = {
            "shown": screen_of(viewer(request), clock.today()),
            "at": timezone.localtime(clock.now()),
            "every": REFRESH,
        }
        return render(request, "web/screen.html", context)


def findings_of(request: HttpRequest, key: int) -> HttpResponse:
    """The findings of one indicator in a campaign, each with the way to its subject and its evidence."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    indicator = request.GET.get("indicator", "").strip()
    visible(FINDINGS, request)
    rows = Listed(viewer(request), campaign, indicator)
    words = norm_words(campaign.norm)
    context = {
        "campaign": campaign,
        "indicator": indicator,
        "name": words.indicators.get(indicator, indicator),
        "words": words,
        "broken": sorted(broken(viewer(request), campaign), key=lambda one: (-one.subjects, one.indicator)),
        "page": lean_page(request, rows, _whole),
    }
    return render(request, "web/findings_of.html", context)


def _whole(found: list[FindingRow]) -> list[FindingRow]:
    """The findings of a page with their subjects and units."""
    rows = FindingRow.objects.select_related("subject__unit")
    return in_order(without_judgements(rows, "subject__"), [one.pk for one in found])
