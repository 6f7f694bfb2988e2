"""The draft desk: texts of the unit, one text with its marks and signatures, the export."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office.desk import service
from xunwang.office.desk.exporting import export
from xunwang.office.desk.models import Manuscript
from xunwang.office.desk.policies import MANUSCRIPTS
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.proofing.policies import TERMS
from xunwang.office.proofing.service import MOST
from xunwang.office.uploads import DOCX
from xunwang.office.web.acting import actionable, try_to, written
from xunwang.office.web.downloads import named
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404


def manuscripts(request: HttpRequest) -> HttpResponse:
    page = page_of(request, visible(MANUSCRIPTS, request).select_related("made_by"))
    rows = [(one, service.state_of(one)) for one in page]
    may_write = MANUSCRIPTS.grants_to(viewer(request), Action.CHANGE)
    context = {"page": page, "rows": rows, "may_write": may_write, "most": MOST}
    if request.method != "POST":
        return render(request, "web/manuscripts.html", context)
    if not may_write:
        raise Http404
    try:
        kept = service.keep(written(request, "title"), written(request, "text"), user=viewer(request))
    except OfficeError as error:
        given = {"title": written(request, "title"), "text": written(request, "text")}
        return render(request, "web/manuscripts.html", context | given | {"refusal": str(error)}, status=400)
    return redirect("manuscript", kept.pk)


def manuscript(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(MANUSCRIPTS, request, key)
    return render(request, "web/manuscript.html", _page(request, shown))


def _page(request: HttpRequest, shown: Manuscript) -> dict[str, Any]:
    """The text with what was said of it; a change that was refused stays in its form."""
    user, state = viewer(request), service.state_of(shown)
    refused = request.method == "POST"
    return {
        "shown": shown,
        "state": state,
        "proofed": service.read(shown),
        "may_keep_terms": TERMS.grants_to(user, Action.CHANGE),
        "marks": service.secrecy_marks(shown),
        "may_sign": MANUSCRIPTS.may(user, Action.DECIDE, shown),
        "signs_next": service.may_sign_next(state, user),
        "refused": refused,
        "title": written(request, "title") if refused else shown.title,
        "text": written(request, "text") if refused else shown.text,
    }


def _change(request: HttpRequest, shown: Manuscript) -> str:
    title, text = written(request, "title"), written(request, "text")
    seen = written(request, "sha256")
    service.keep(title, text, user=viewer(request), manuscript=shown, seen=seen)
    return "文稿已修改，此前的签署和保密审查全部失效，须重新审核。"


def _sign(request: HttpRequest, shown: Manuscript) -> str:
    made = service.sign(shown, written(request, "sha256"), written(request, "opinion"), user=viewer(request))
    return f"{made.get_step_display()}已签署。"


def _secrecy(request: HttpRequest, shown: Manuscript) -> str:
    passed = written(request, "passed") != "no"
    service.check_secrecy(
        shown, written(request, "sha256"), written(request, "opinion"), user=viewer(request), passed=passed
    )
    return "保密审查已登记。" if passed else "已登记为不予公开，修改文稿后须重新审核。"


_ACTS: dict[str, tuple[Action, Callable[[HttpRequest, Manuscript], str]]] = {
    "change": (Action.CHANGE, _change),
    "sign": (Action.DECIDE, _sign),
    "secrecy": (Action.DECIDE, _secrecy),
}


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    action, perform = _ACTS[act]
    shown = actionable(MANUSCRIPTS, request, key, action)
    if not try_to(request, lambda: perform(request, shown)) and act == "change":
        shown.refresh_from_db()
        return render(request, "web/manuscript.html", _page(request, shown), status=400)
    return redirect("manuscript", key)


def manuscript_file(request: HttpRequest, key: int) -> HttpResponseBase:
    shown = actionable(MANUSCRIPTS, request, key, Action.CHANGE)
    try:
        body = export(shown, user=viewer(request))
    except OfficeError as error:
        return render(request, "web/refusal.html", {"message": str(error)}, status=409)
    return named(HttpResponse(body, content_type=DOCX), f"{shown.title}（含审核记录）.docx")
