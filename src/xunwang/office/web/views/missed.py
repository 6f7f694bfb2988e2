"""The errors that the machine had missed: what has to be found, trying again, and all of it as a zip."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.feedback import cases
from xunwang.office.feedback.models import CaseState
from xunwang.office.feedback.policies import CASES
from xunwang.office.people.policy import Action
from xunwang.office.web.acting import actionable, try_to, written
from xunwang.office.web.downloads import named
from xunwang.office.web.viewing import page_of, viewer, visible


def missed_cases(request: HttpRequest) -> HttpResponse:
    rows = visible(CASES, request).select_related("report", "report__unit")
    counts = [(label, rows.filter(state=value).count()) for value, label in CaseState.choices]
    may_change = CASES.grants_to(viewer(request), Action.CHANGE)
    context = {"page": page_of(request, rows), "counts": counts, "may_change": may_change}
    return render(request, "web/missed_cases.html", context)


@require_POST
def change(request: HttpRequest, key: int) -> HttpResponse:
    case = actionable(CASES, request, key, Action.CHANGE)

    def act() -> str:
        cases.change(case, written(request, "indicator"), written(request, "expected"), by=viewer(request))
        saved = request.FILES.get("page")
        if saved is not None:
            cases.hand_in_page(case, saved.read(cases.MOST_PAGE_BYTES + 1), by=viewer(request))
        return f"已保存，复测结果：{cases.try_again(case).label}。"

    try_to(request, act)
    return redirect("missed_cases")


@require_POST
def try_all(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not CASES.grants_to(user, Action.CHANGE):
        raise PermissionDenied

    def act() -> str:
        cases.ask_again(user.unit)
        return "复测已开始，稍后刷新本页看结果。"

    try_to(request, act)
    return redirect("missed_cases")


def export(request: HttpRequest) -> HttpResponseBase:
    rows = visible(CASES, request).select_related("report")
    packed = HttpResponse(cases.packed(list(rows)), content_type="application/zip")
    return named(packed, f"漏报用例{clock.today()}.zip")
