"""The overview with its charts, the big screen, and the findings behind a bar."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office import clock
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import COUNTING, FindingRow, without_judgements
from xunwang.office.campaigns.policies import CAMPAIGNS, FINDINGS
from xunwang.office.web.overview import overview as figures_of
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, unit_asked, viewer, visible, visible_or_404

REFRESH = 120
"""Seconds after which the big screen shows itself anew."""


def overview(request: HttpRequest) -> HttpResponse:
    return _shown(request, "web/overview.html")


def screen(request: HttpRequest) -> HttpResponse:
    """The overview for a wall: no menu, large, renews itself."""
    answer = _shown(request, "web/screen.html")
    answer["Refresh"] = str(REFRESH)
    return answer


def _shown(request: HttpRequest, template: str) -> HttpResponse:
    today = clock.today()
    with one_moment():
        shown = figures_of(viewer(request), today, unit_asked(request))
        return render(request, template, {"shown": shown, "today": today})


def findings_of(request: HttpRequest, key: int) -> HttpResponse:
    """The findings of one indicator in a campaign, each with the way to its subject and its evidence."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    indicator = request.GET.get("indicator", "").strip()
    rows = visible(FINDINGS, request).filter(subject__campaign=campaign, at_point=True, state__in=COUNTING)
    if indicator:
        rows = rows.filter(indicator=indicator)
    words = norm_words(campaign.norm)
    context = {
        "campaign": campaign,
        "indicator": indicator,
        "name": words.indicators.get(indicator, indicator),
        "words": words,
        "page": page_of(request, _listed(rows)),
    }
    return render(request, "web/findings_of.html", context)


def _listed(rows: QuerySet[FindingRow]) -> QuerySet[FindingRow]:
    ordered = rows.select_related("subject__unit").order_by("subject__pk", "pk")
    return without_judgements(ordered, "subject__")
