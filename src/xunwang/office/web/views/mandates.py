"""What superiors ordered: the list, entering one, one with its parts and all that happened, and its papers."""

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.mandates import papers, service
from xunwang.office.mandates.models import Mandate
from xunwang.office.mandates.policies import MANDATE_FILES, MANDATES
from xunwang.office.messages.service import tell_once, with_link
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.policy import Action
from xunwang.office.rectify.models import OPEN_STATES, Ticket
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.uploads import DOCX, XLSX, folder_of, keep_bytes, place_of, shown_name
from xunwang.office.web.acting import actionable, day, kept_files, number, refuse, ticked, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404

_LISTS = (
    ("mine", "待本单位回复"),
    ("below", "待下级回复"),
    ("overdue", "逾期未回复"),
    ("late", "逾期回复"),
    ("answered", "已回复"),
    ("all", "全部"),
)
_MOST_TICKETS = 300
PROPOSED_DAYS = 10


def mandates(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    rows = visible(MANDATES, request).select_related("unit", "parent__unit")
    which = request.GET.get("list", "mine")
    with one_moment():
        counted = [(name, label, rows.filter(_of(name, user)).count()) for name, label in _LISTS]
        chosen = rows.filter(_of(which, user)).annotate(
            all_parts=Count("parts"), answered_parts=Count("parts", Q(parts__answered_on__isnull=False))
        )
        context = {
            "page": page_of(request, chosen.order_by("due_on", "unit__path", "pk")),
            "which": which,
            "lists": counted,
            "today": clock.today(),
            "may_enter": MANDATES.grants_to(user, Action.CHANGE),
        }
        return render(request, "web/mandates.html", context)


def _of(which: str, user: User) -> Q:
    open_ = Q(answered_on=None)
    return {
        "mine": open_ & Q(unit=user.unit),
        "below": open_ & ~Q(unit=user.unit),
        "overdue": open_ & Q(due_on__lt=clock.today()),
        "late": Q(answered_on__gt=F("due_on")),
        "answered": ~open_,
    }.get(which, Q())


def new_mandate(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not MANDATES.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    tickets = _tickets(request)
    if request.method == "POST":
        try:
            made = _received(request, tickets)
        except OfficeError as error:
            refuse(request, error)
            return render(request, "web/new_mandate.html", _form(request, tickets), status=400)
        messages.success(request, f"已登记，截止日 {made.due_on}。可以分办给下级单位，也可以直接回复。")
        return redirect("mandate", made.pk)
    return render(request, "web/new_mandate.html", _form(request, tickets))


def _tickets(request: HttpRequest) -> list[Ticket]:
    """The open tickets that an order from above may be about."""
    rows = visible(TICKETS, request).filter(state__in=OPEN_STATES).select_related("unit", "campaign")
    return list(rows.order_by("-issued_on", "unit__path")[:_MOST_TICKETS])


def _form(request: HttpRequest, tickets: list[Ticket]) -> dict[str, Any]:
    """The empty form, or what was written into it."""
    given = {"received_on": clock.today().isoformat(), "days": str(PROPOSED_DAYS), **request.POST.dict()}
    chosen = set(request.POST.getlist("tickets"))
    return {
        "given": given,
        "tickets": [(one.pk, f"{one.unit}：{one.campaign.name}", str(one.pk) in chosen) for one in tickets],
    }


@transaction.atomic
def _received(request: HttpRequest, tickets: list[Ticket]) -> Mandate:
    user = viewer(request)
    told = service.Told(
        sender=written(request, "sender")[:200],
        number=written(request, "number")[:100],
        title=written(request, "title")[:200],
        demand=written(request, "demand")[:5000],
        received_on=day(request, "received_on", "收到日期"),
        due_days=number(request, "days", "办理期限"),
        first_day_counts=written(request, "first_day_counts") == "1",
    )
    chosen = set(request.POST.getlist("tickets"))
    files = kept_files(request, "files", f"mandate/{user.unit_id}/{user.pk}")
    return service.receive(
        told, user=user, tickets=[one for one in tickets if str(one.pk) in chosen], files=files
    )


def mandate(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(MANDATES, request, key)
    service.see(shown, viewer(request))
    return render(request, "web/mandate.html", _page(request, shown))


def _page(request: HttpRequest, shown: Mandate) -> dict[str, Any]:
    user = viewer(request)
    with one_moment():
        shown.refresh_from_db()
        parts = list(shown.parts.select_related("unit", "answered_by").prefetch_related("events__files"))
        taken = {part.unit_id for part in parts}
        drives = MANDATES.may(user, Action.CHANGE, shown)
        below = Unit.objects.subtree(shown.unit).exclude(pk=shown.unit_id).filter(valid_to=None)
        left = max(1, (shown.due_on - clock.today()).days * 5 // 7)
        return {
            "mandate": shown,
            "parts": parts,
            "letters": list(service.letters(shown)),
            "open_parts": [part for part in parts if part.open],
            "tickets": list(shown.tickets.select_related("unit", "campaign")),
            "events": list(shown.events.select_related("user").prefetch_related("files")),
            "units": [(unit.pk, unit.name, False) for unit in below if unit.pk not in taken]
            if drives
            else [],
            "may_drive": drives,
            "may_answer": MANDATES.may(user, Action.ANSWER, shown) and shown.open,
            "may_decide": MANDATES.may(user, Action.DECIDE, shown),
            "may_move": MANDATES.may(user, Action.DECIDE, shown) or (drives and shown.parent_id is None),
            "days": min(left, shown.due_days),
            "overdue": shown.overdue(clock.today()),
            "today": clock.today(),
            "draft": request.POST.get("text", shown.answer),
        }


Act = Callable[[HttpRequest, Mandate], str]


def _hand_down(request: HttpRequest, shown: Mandate) -> str:
    units = list(Unit.objects.subtree(shown.unit).filter(pk__in=ticked(request, "units")))
    days = number(request, "days", "分办期限")
    made = service.hand_down(
        shown,
        units,
        days,
        written(request, "demand")[:5000],
        user=viewer(request),
        with_letter=written(request, "with_letter") == "1",
    )
    for part in made:
        told = f"{part.sender}交办“{part.title}”，请最迟 {part.due_on} 在“上级交办”中回复。"
        text = with_link(told, "mandate", part.pk)
        tell_once(part.unit, topic="mandate.handed", key=f"mandate:{part.pk}", title=part.title, text=text)
    return f"已分办给 {len(made)} 个单位，截止日 {made[0].due_on}。"


def _answer(request: HttpRequest, shown: Mandate) -> str:
    """The reply, with its report as docx kept beside what was attached."""
    user, text = viewer(request), written(request, "text")[:20000]
    files = kept_files(request, "files", folder_of(user, shown))
    with transaction.atomic():
        silent = written(request, "without_silent") == "1"
        service.answer(shown, text, user=user, files=files, without_silent=silent)
        name = f"办理情况报告-{shown_name(shown.title)[:60]}.docx"
        report = keep_bytes(papers.reply(shown, text), name, folder_of(user, shown))
        service.attach_report(shown, report)
    return f"已回复，报告和校验值（{report.sha256[:12]}…）已保存。"


def _back(request: HttpRequest, shown: Mandate) -> str:
    reason = written(request, "reason")
    event = service.send_back(shown, reason, user=viewer(request))
    told = f"“{shown.title}”的办理情况被退回：{reason}。请重新办理，在“上级交办”中回复。"
    text = with_link(told, "mandate", shown.pk)
    key = f"mandate:{shown.pk}:returned:{event.pk}"
    tell_once(shown.unit, topic="mandate.returned", key=key, title=f"退回：{shown.title}", text=text)
    return f"已退回，{shown.unit}需要重新回复。"


def _move(request: HttpRequest, shown: Mandate) -> str:
    days = number(request, "days", "办理期限")
    service.move_deadline(shown, days, written(request, "reason"), user=viewer(request))
    return f"截止日已改为 {shown.due_on}。"


def _read(request: HttpRequest, shown: Mandate) -> str:
    """The filled table of units that cannot log in; all rows or none."""
    user = viewer(request)
    files = kept_files(request, "files", folder_of(user, shown))
    place = place_of(files[0].path) if files else None
    if place is None:
        raise OfficeError("请选择要读入的办理情况表。")
    answers = papers.read_form(shown, place, files[0].name)
    on = day(request, "on", "回复日期")
    if on > clock.today():
        raise OfficeError(f"回复日期 {on} 在今天之后，请核对。")
    with transaction.atomic():
        for part, text in answers:
            service.answer(part, text, user=user, files=files, on=on, without_silent=True)
    return f"已读入 {len(answers)} 个单位的办理情况。"


_ACTS: dict[str, tuple[Action, Act]] = {
    "hand-down": (Action.CHANGE, _hand_down),
    "answer": (Action.ANSWER, _answer),
    "back": (Action.DECIDE, _back),
    "read": (Action.CHANGE, _read),
}


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    """Everything that changes a mandate. A refused answer is shown again with what was written."""
    if act == "move":
        return _moved(request, key)
    if act not in _ACTS:
        raise Http404
    action, perform = _ACTS[act]
    found = actionable(MANDATES, request, key, action)
    if not try_to(request, lambda: perform(request, found)) and act == "answer":
        return render(request, "web/mandate.html", _page(request, found), status=400)
    return redirect("mandate", found.pk)


def _moved(request: HttpRequest, key: int) -> HttpResponse:
    """The deadline belongs to whoever ordered it: for an order from outside, to those who entered it."""
    found = visible_or_404(MANDATES, request, key)
    whose = Action.CHANGE if found.parent_id is None else Action.DECIDE
    if not MANDATES.may(viewer(request), whose, found):
        raise PermissionDenied
    try_to(request, lambda: _move(request, found))
    return redirect("mandate", found.pk)


def paper(request: HttpRequest, key: int, kind: str) -> HttpResponseBase:
    """The report as it stands, or the table for units that cannot log in."""
    shown = visible_or_404(MANDATES, request, key)
    if kind == "docx":
        body, label, content_type = papers.reply(shown, shown.answer), "办理情况报告", DOCX
    elif kind == "xlsx":
        body, label, content_type = papers.form(shown), "办理情况表", XLSX
    else:
        raise Http404
    name = f"{label}-{shown_name(shown.title)[:60]}.{kind}"
    return FileResponse(io.BytesIO(body), as_attachment=True, filename=name, content_type=content_type)


@transaction.atomic
def file(request: HttpRequest, key: int) -> HttpResponseBase:
    found = visible_or_404(MANDATE_FILES, request, key)
    sent = download(found.path, found.name)
    log_action("attachment.downloaded", found.event.mandate, user=viewer(request), data={"file": found.name})
    return sent
