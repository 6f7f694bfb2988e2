"""Filings: what units report about their websites and accounts, and what each level does with it."""

import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.filing import service
from xunwang.office.filing.form import items, paper, title
from xunwang.office.filing.models import OPEN_STATES, Filing, FilingState, Matter
from xunwang.office.filing.policies import FILINGS
from xunwang.office.numerals import whole
from xunwang.office.people.models import Unit, User
from xunwang.office.people.policy import Action
from xunwang.office.registry.entry import form_of, read_entry, written_entry
from xunwang.office.registry.fields import FIELDS
from xunwang.office.registry.models import KIND_LABELS, Subject
from xunwang.office.uploads import DOCX
from xunwang.office.web.acting import actionable, day, kept_files, refuse, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404
from xunwang.office.web.views.entry import form_rows

_OPENABLE = (SubjectKind.WEBSITE, SubjectKind.ACCOUNT, SubjectKind.APP)
_LISTS = (
    ("mine", "待本单位审核"),
    ("own", "本单位申报"),
    ("open", "办理中"),
    ("late", "迟报"),
    ("all", "全部"),
)


def filings(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    rows = visible(FILINGS, request).select_related("unit", "holder")
    which = request.GET.get("list") or ("mine" if FILINGS.grants_to(user, Action.DECIDE) else "own")
    counted = [(name, label, rows.filter(_of(name, user)).count()) for name, label in _LISTS]
    context = {
        "page": page_of(request, rows.filter(_of(which, user)).prefetch_related("steps")),
        "which": which,
        "lists": counted,
        "may_file": FILINGS.grants_to(user, Action.ANSWER),
        "kinds": [(kind.value, KIND_LABELS[kind]) for kind in _OPENABLE],
    }
    return render(request, "web/filings.html", context)


def _of(which: str, user: User) -> Q:
    chosen = {
        "mine": Q(state=FilingState.WAITING, holder=user.unit),
        "own": Q(unit=user.unit),
        "open": Q(state__in=OPEN_STATES),
        "late": Q(pk__in=Filing.objects.late(clock.today()).values("pk")),
    }
    return chosen.get(which, Q())


class Asked(Record, frozen=True):
    """What the form is about."""

    matter: Matter
    kind: SubjectKind
    subject: Subject | None
    again: Filing | None = None


def new_filing(request: HttpRequest) -> HttpResponse:
    """The form: an opening, or a turn of something the unit answers for; `again` corrects what was sent back."""
    user = viewer(request)
    if not FILINGS.grants_to(user, Action.ANSWER):
        raise PermissionDenied
    asked = _asked(request, user)
    if request.method == "POST":
        try:
            filing = _filed(request, user, asked)
        except OfficeError as error:
            refuse(request, error)
            page = _form(asked, request.POST.dict())
            return render(request, "web/new_filing.html", page, status=400)
        messages.success(request, f"已报备，等待“{filing.holder}”审核。")
        return redirect("filing", filing.pk)
    return render(request, "web/new_filing.html", _form(asked, None))


def _asked(request: HttpRequest, user: User) -> Asked:
    given = request.POST if request.method == "POST" else request.GET
    again = whole(given.get("again", ""))
    if again is not None:
        filing = actionable(FILINGS, request, again, Action.ANSWER)
        return Asked(Matter(filing.matter), SubjectKind(filing.subject_kind), filing.subject, filing)
    matter = given.get("matter", "")
    if matter not in Matter.values:
        raise Http404
    if matter == Matter.OPENING:
        kind = given.get("kind", "")
        return Asked(Matter.OPENING, SubjectKind(kind) if kind in _OPENABLE else SubjectKind.WEBSITE, None)
    try:
        subject = Subject.objects.filter(unit=user.unit, pk=uuid.UUID(given.get("subject", ""))).first()
    except ValueError:
        subject = None
    if subject is None:
        raise Http404
    return Asked(Matter(matter), SubjectKind(subject.kind), subject)


def _form(asked: Asked, sent: dict[str, str] | None) -> dict[str, Any]:
    given = sent if sent is not None else _given(asked)
    return {
        "asked": asked,
        "kind_label": KIND_LABELS[asked.kind],
        "with_fields": asked.matter in {Matter.OPENING, Matter.CHANGE},
        "form": form_rows(asked.kind, given),
        "given": given,
        "today": clock.today(),
    }


def _given(asked: Asked) -> dict[str, str]:
    """What the form shows at first: what was filed before, else what the register says."""
    if asked.again:
        said = {name: "" if value is None else str(value) for name, value in asked.again.said.items()}
        until = asked.again.until.isoformat() if asked.again.until else ""
        return said | {"on": asked.again.on.isoformat(), "until": until, "reason": asked.again.reason}
    current = asked.subject.versions.filter(valid_to=None).first() if asked.subject else None
    return written_entry(form_of(asked.kind), current) if current else {}


def _filed(request: HttpRequest, user: User, asked: Asked) -> Filing:
    fields = None
    if asked.matter in {Matter.OPENING, Matter.CHANGE}:
        form = form_of(asked.kind)
        fields, notes = read_entry(form, {field.name: written(request, field.name) for field in FIELDS[form]})
        for note in notes:
            messages.warning(request, note)
    proof = kept_files(request, "proof", f"filing/{user.unit_id}/{user.pk}")
    told = service.Told(
        asked.matter,
        asked.kind,
        day(request, "on", f"{asked.matter.label}日期"),
        written(request, "reason")[:2000],
        asked.subject,
        fields,
        day(request, "until", "关停至") if asked.matter is Matter.URGENT else None,
        proof[0].path if proof else "",
    )
    if asked.again is None:
        return service.file(told, user=user)
    service.file_again(asked.again, told, user=user)
    return asked.again


def filing(request: HttpRequest, key: int) -> HttpResponse:
    with one_moment():
        shown = visible_or_404(FILINGS, request, key)
        user = viewer(request)
        context = {
            "filing": shown,
            "title": title(shown),
            "items": items(shown),
            "steps": list(shown.steps.select_related("unit", "user")),
            "may_answer": FILINGS.may(user, Action.ANSWER, shown),
            "may_decide": FILINGS.may(user, Action.DECIDE, shown),
            "above": Unit.objects.above(shown.holder).last(),
            "today": clock.today(),
        }
        return render(request, "web/filing.html", context)


def _approve(request: HttpRequest, found: Filing) -> str:
    service.approve(found, written(request, "text"), user=viewer(request))
    return "已办结，名录已更新。"


def _pass(request: HttpRequest, found: Filing) -> str:
    service.pass_on(found, written(request, "text"), user=viewer(request))
    return f"已上报“{found.holder}”。"


def _return(request: HttpRequest, found: Filing) -> str:
    service.send_back(found, written(request, "text"), user=viewer(request))
    return "已退回补正。"


def _withdraw(request: HttpRequest, found: Filing) -> str:
    service.withdraw(found, written(request, "text"), user=viewer(request))
    return "已撤回。"


_ACTS: dict[str, tuple[Action, Callable[[HttpRequest, Filing], str]]] = {
    "approve": (Action.DECIDE, _approve),
    "pass": (Action.DECIDE, _pass),
    "return": (Action.DECIDE, _return),
    "withdraw": (Action.ANSWER, _withdraw),
}


@require_POST
def filing_act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    action, perform = _ACTS[act]
    found = actionable(FILINGS, request, key, action)
    try_to(request, lambda: perform(request, found))
    return redirect("filing", found.pk)


def filing_paper(request: HttpRequest, key: int) -> HttpResponseBase:
    shown = visible_or_404(FILINGS, request, key)
    name = f"{title(shown)}.docx"
    return FileResponse(io.BytesIO(paper(shown)), as_attachment=True, filename=name, content_type=DOCX)


def filing_proof(request: HttpRequest, key: int) -> HttpResponseBase:
    shown = visible_or_404(FILINGS, request, key)
    return download(shown.proof, f"报备材料-{shown.pk}{Path(shown.proof).suffix}")
