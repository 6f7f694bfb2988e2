"""Words looked for in the archives of a campaign, and the pages that show them."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.searching.models import ArchiveSearch, SearchState
from xunwang.office.searching.policies import FOUND_PAGES, SEARCHED_RUNS, SEARCHES
from xunwang.office.searching.working import look_for
from xunwang.office.web.acting import actionable, refuse, written
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import viewer, visible, visible_or_404

_A_PAGE = 50
_SHOWN = 50


def searches(request: HttpRequest, key: int) -> HttpResponse:
    """The searches of a campaign; POST asks for a new one."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    words = ""
    if request.method == "POST":
        actionable(CAMPAIGNS, request, key, Action.CHANGE)
        words = written(request, "words")
        try:
            made = look_for(campaign, words.splitlines(), user=viewer(request))
        except OfficeError as error:
            refuse(request, error)
        else:
            return redirect("archive_search", made.pk)
    done = Count("runs", filter=~Q(runs__state=SearchState.WAITING))
    found = visible(SEARCHES, request).filter(campaign=campaign)
    counted = found.annotate(all=Count("runs"), done=done, pages=Sum("runs__pages"), hits=Sum("runs__found"))
    context = {
        "campaign": campaign,
        "words": words,
        "searches": counted.select_related("user")[:_SHOWN],
        "may_search": CAMPAIGNS.may(viewer(request), Action.CHANGE, campaign),
    }
    return render(request, "web/archive_searches.html", context)


def archive_search(request: HttpRequest, key: int) -> HttpResponse:
    with one_moment():
        search = visible_or_404(SEARCHES, request, key)
        return render(request, "web/archive_search.html", _found(request, search))


def _found(request: HttpRequest, search: ArchiveSearch) -> dict[str, Any]:
    runs = visible(SEARCHED_RUNS, request).filter(search=search).select_related("row")
    hits = visible(FOUND_PAGES, request).filter(run__search=search).select_related("run__row")
    return {
        "search": search,
        "campaign": search.campaign,
        "states": runs.aggregate(
            all=Count("pk"),
            waiting=Count("pk", filter=Q(state=SearchState.WAITING)),
            sites=Count("pk", filter=Q(found__gt=0)),
            pages_read=Sum("pages"),
            pages_found=Sum("found"),
        ),
        "failed": runs.filter(state=SearchState.FAILED)[:_SHOWN],
        "page": Paginator(hits.order_by("pk"), _A_PAGE).get_page(request.GET.get("page")),
    }
