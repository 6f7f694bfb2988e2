"""The tables that a unit keeps for the proofreader: shown with those of its superiors, one line or a whole table at a time."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.proofing import terms as service
from xunwang.office.proofing.models import TermKind
from xunwang.office.proofing.policies import TERMS
from xunwang.office.uploads import MOST_BYTES, scratch, shown_name
from xunwang.office.web.acting import actionable, day, optional_day, try_to, written
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible

_GIVEN = ("text", "right")
"""What a link from a proofread draft fills in."""


def terms(request: HttpRequest) -> HttpResponse:
    """`?kind=office&q=张`; one kind at a time."""
    user = viewer(request)
    kind = _kind(request.GET.get("kind", TermKind.WORD))
    asked = request.GET.get("q", "").strip()
    with one_moment():
        rows = visible(TERMS, request).filter(kind=kind).select_related("unit", "user")
        if asked:
            rows = rows.filter(Q(text__icontains=asked) | Q(title__icontains=asked))
        context = {
            "kind": kind,
            "kinds": TermKind,
            "q": asked,
            "page": page_of(request, rows),
            "may_keep": TERMS.grants_to(user, Action.CHANGE),
            "unit": user.unit,
            "given": {name: request.GET.get(name, "")[:100] for name in _GIVEN},
        }
        return render(request, "web/terms.html", context)


@require_POST
def add(request: HttpRequest, kind: str) -> HttpResponse:
    user, of = viewer(request), _kind(kind)
    if not TERMS.grants_to(user, Action.CHANGE):
        raise PermissionDenied

    def take() -> str:
        added = service.add(of, _lines(request, of), user=user)
        known = f"，{added.known} 行原来就有" if added.known else ""
        return f"“{of.label}”登记 {added.new} 行{known}，从下一次校对和检查起算数。"

    try_to(request, take)
    return redirect(f"{reverse('terms')}?kind={of}")


@require_POST
def remove(request: HttpRequest, key: int) -> HttpResponse:
    found = actionable(TERMS, request, key, Action.CHANGE)
    kind, said = found.kind, str(found)
    service.remove(found, user=viewer(request))
    try_to(request, lambda: f"已删除“{said}”，从下一次校对和检查起不再算数。")
    return redirect(f"{reverse('terms')}?kind={kind}")


def _kind(text: str) -> TermKind:
    if text not in TermKind.values:
        raise Http404
    return TermKind(text)


def _lines(request: HttpRequest, kind: TermKind) -> list[service.Line]:
    """A table where one was chosen, else what stands in the form. Raises OfficeError."""
    upload = request.FILES.get("file")
    if upload is not None:
        if (upload.size or 0) > MOST_BYTES:
            raise OfficeError(f"表格超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
        with scratch() as folder:
            place = folder / shown_name(upload.name or "")
            place.write_bytes(upload.read())
            return service.read_table(kind, place)
    if kind in {TermKind.WORD, TermKind.LOST}:
        return service.words_of(written(request, "words"))
    if not written(request, "text"):
        raise OfficeError("请填写“姓名”。" if kind is TermKind.OFFICE else "请填写“文字”。")
    if kind is TermKind.OFFICE:
        since, until = (
            optional_day(request, name, label)
            for name, label in (("since", "任职日期"), ("until", "离任日期"))
        )
        held = service.Line(
            written(request, "text"), title=written(request, "title"), since=since, until=until
        )
        return [held]
    decided = service.Line(
        written(request, "text"),
        right=written(request, "right"),
        until=day(request, "until", "有效期至"),
        reason=written(request, "reason")[:300],
        person=viewer(request).shown_name,
    )
    return [decided]
