"""Rectification: the lists, one ticket with all that happened to it, the unit's answer, and what its superiors do."""

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import without_judgements
from xunwang.office.deadlines.rhythms import described, rhythms
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import last_job, open_job
from xunwang.office.people.audit import log_action
from xunwang.office.people.policy import Action
from xunwang.office.rectify import appealing, measures, notice, reminding, service, settling
from xunwang.office.rectify.lists import lists
from xunwang.office.rectify.measure_paper import DETAILS, basis_of
from xunwang.office.rectify.models import (
    OWED_STATES,
    READING,
    SETTLED,
    EventKind,
    Step,
    Ticket,
    TicketItem,
)
from xunwang.office.rectify.policies import ATTACHMENTS, TICKETS
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.uploads import DOCX, XLSX, folder_of, place_of, shown_name
from xunwang.office.web.acting import actionable, day, kept_files, number, optional_day, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import (
    in_order,
    in_order_asked,
    lean_page,
    numbered,
    unit_asked,
    viewer,
    visible,
    visible_or_404,
)

LISTS = (
    ("open", "未办结"),
    ("issued", "待整改"),
    ("reopened", "退回整改"),
    ("overdue", "已逾期"),
    ("unread", "从未查看"),
    ("answered", "待复查"),
    ("appeals", "申诉待处理"),
    ("repeated", "屡改屡犯"),
    ("closed", "已办结"),
    ("all", "全部"),
)


_SORTED = {
    "unit": ("unit__path",),
    "campaign": ("campaign__as_of", "campaign"),
    "state": ("state",),
    "issued": ("issued_on",),
    "due": ("due_on", "unit__path"),
}


def tickets(request: HttpRequest) -> HttpResponse:
    unit = unit_asked(request)
    seen = visible(TICKETS, request).filter(Q(unit=unit) if unit else Q())
    which = request.GET.get("list", "open")
    on = lists(clock.today())
    counted = seen.aggregate(**{f"{name}_": Count("pk", filter=chosen) for name, chosen in on.items()})
    chosen = seen.filter(on.get(which, Q()))
    chosen = in_order_asked(request, chosen, _SORTED, "due_on", "unit__path", "pk")
    context = {
        "page": lean_page(request, chosen.values_list("pk", flat=True), _listed, counted.get(f"{which}_")),
        "which": which,
        "lists": [(name, label, counted[f"{name}_"]) for name, label in LISTS],
        "today": clock.today(),
        "unit": unit,
    }
    return render(request, "web/tickets.html", context)


def _listed(keys: list[int]) -> list[Ticket]:
    counted = Ticket.objects.annotate(
        total=Count("items", distinct=True),
        settled=Count("items", Q(items__state__in=SETTLED), distinct=True),
        readings=Count("events", Q(events__kind__in=READING), distinct=True),
    )
    return in_order(counted.select_related("unit", "campaign"), keys)


def ticket(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(TICKETS, request, key)
    user = viewer(request)
    service.read(shown, user)
    with one_moment():
        shown.refresh_from_db()
        listed = without_judgements(
            shown.items.select_related("finding__subject__subject", "told_unit"), "finding__subject__"
        )
        items = list(listed.prefetch_related("appeals__user", "appeals__decided_by"))
        return render(request, "web/ticket.html", _ticket_page(request, shown, items))


def _ticket_page(request: HttpRequest, shown: Ticket, items: list[TicketItem]) -> dict[str, Any]:
    user = viewer(request)
    words = norm_words(shown.campaign.norm)
    items = sorted(
        items, key=lambda item: words.rank(item.finding.indicator)
    )  # what fails a subject comes first
    last = last_job(service.CHECK, shown.pk)
    checking = open_job(service.CHECK, shown.pk)
    return {
        "ticket": shown,
        "items": items,
        "gone": _gone(items),
        "owed": [item for item in items if item.state not in SETTLED],
        "aside": notice.aside(shown.campaign, items),
        "words": words,
        "events": shown.events.select_related("user").prefetch_related("attachments"),
        "readers": _readers(shown),
        "may_answer": TICKETS.may(user, Action.ANSWER, shown) and shown.state in OWED_STATES,
        "may_appeal": TICKETS.may(user, Action.ANSWER, shown) and shown.open,
        "may_drive": TICKETS.may(user, Action.CHANGE, shown),
        "owes": shown.state in OWED_STATES,
        "may_decide": TICKETS.may(user, Action.DECIDE, shown),
        "checking": checking,
        "problem": last.problem if last and not checking else "",
        "overdue": shown.overdue(clock.today()),
        "today": clock.today(),
        "steps": Step.choices,
        "details": [(step.label, text) for step, text in DETAILS.items()],
        "measures": shown.measures.select_related("paper", "decided_by"),
        "basis": basis_of(shown),
        "asked_again": reminding.asked_again(shown),
        "rhythm": described(rhythms()(shown.campaign.unit)),
        "notes": [(kind.value, kind.label) for kind in service.NOTES],
    }


def _gone(items: list[TicketItem]) -> set[UUID]:
    """The subjects that are in the register no more: who answers says so, and nothing is left to mend."""
    asked = {item.finding.subject.subject_id for item in items}
    rows = SubjectVersion.objects.on(clock.today()).filter(subject__in=asked)
    return asked - set(rows.values_list("subject_id", flat=True))


def _readers(shown: Ticket) -> list[tuple[str, str, str]]:
    """Everybody of the unit, and who looked and has left since, with the first and the last time they looked, or nothing."""
    rows = shown.events.filter(kind__in=READING)
    here = Q(is_active=True) | Q(pk__in=rows.exclude(user=None).values("user"))
    lines = []
    for person in shown.unit.users.filter(here, token=None).order_by("pk"):
        times = [event.at for event in rows if event.user_id == person.pk]
        first, last = (clock.shown(moment) for moment in (min(times), max(times))) if times else ("", "")
        lines.append((person.shown_name, first, last))
    return lines


Act = Callable[[HttpRequest, Ticket], str]


def _answer(request: HttpRequest, ticket: Ticket) -> str:
    user = viewer(request)
    answers = {item.pk: written(request, f"item-{item.pk}") for item in ticket.items.all()}
    files = kept_files(request, "files", folder_of(user, ticket))
    service.answer(ticket, answers, written(request, "text"), user=user, files=files)
    return "整改情况已回复，系统将自动复查。"


def _check(request: HttpRequest, ticket: Ticket) -> str:
    service.ask_for_check(ticket, user=viewer(request))
    return "已排队复查。"


def _back(request: HttpRequest, ticket: Ticket) -> str:
    settling.send_back(ticket, written(request, "reason"), user=viewer(request))
    return "已退回单位重新整改。"


def _extend(request: HttpRequest, ticket: Ticket) -> str:
    days = number(request, "days", "新的期限")
    service.extend(ticket, days, written(request, "reason"), user=viewer(request))
    return f"期限已延至 {ticket.due_on}。"


def _note(request: HttpRequest, ticket: Ticket) -> str:
    if written(request, "kind") not in EventKind.values:
        raise OfficeError("请选择登记的事项。")
    kind = EventKind(written(request, "kind"))
    on = day(request, "on", "发生日期")
    service.note(ticket, kind, written(request, "text"), on, user=viewer(request))
    return "已登记。"


def _remind(request: HttpRequest, ticket: Ticket) -> str:
    count = reminding.remind_now(ticket, written(request, "text")[:500], user=viewer(request))
    return f"提醒已排队，经 {count} 个渠道发出，结果见“发送记录”。"


def _measure(request: HttpRequest, ticket: Ticket) -> str:
    if written(request, "step") not in Step.values:
        raise OfficeError("请选择处理措施。")
    user = viewer(request)
    made = measures.take_measure(
        ticket,
        measures.Decision(
            step=Step(written(request, "step")),
            on=day(request, "on", "决定日期"),
            reason=written(request, "reason"),
            number=written(request, "number"),
            detail=written(request, "detail")[:1000],
            basis=written(request, "basis")[:1000],
            due_on=optional_day(request, "due_on", "限期"),
        ),
        user=user,
        files=kept_files(request, "files", folder_of(user, ticket)),
    )
    return f"已登记处理措施：{made.get_step_display()}，文书在“处理措施”中下载。"


def _form(request: HttpRequest, ticket: Ticket) -> str:
    """The filled form of a unit that cannot log in."""
    user = viewer(request)
    files = kept_files(request, "files", folder_of(user, ticket))
    place = place_of(files[0].path) if files else None
    if place is None:
        raise OfficeError("请选择要读入的回复表。")
    answers = notice.read_form(ticket, place, files[0].name)
    came = day(request, "on", "收到日期")
    text = f"由组织单位录入的书面回复，{came} 收到。"
    service.answer(ticket, answers, text, user=user, files=files, on=came)
    return f"已读入 {len(answers)} 个问题的整改情况，系统将自动复查。"


def _item_of(request: HttpRequest, ticket: Ticket) -> TicketItem:
    item = numbered(ticket.items.all(), written(request, "item"))
    if item is None:
        raise Http404
    return item


def _accept(request: HttpRequest, ticket: Ticket) -> str:
    settling.accept(_item_of(request, ticket), written(request, "reason"), user=viewer(request))
    return "已确认整改。"


def _appeal(request: HttpRequest, ticket: Ticket) -> str:
    user = viewer(request)
    files = kept_files(request, "files", folder_of(user, ticket))
    appealing.appeal(_item_of(request, ticket), written(request, "text"), user=user, files=files)
    return "申诉已提交，等待处理。"


def _decide(request: HttpRequest, ticket: Ticket) -> str:
    made = _item_of(request, ticket).appeals.filter(accepted=None).first()
    if made is None:
        raise OfficeError("这项申诉已经处理过了。")
    accepted = written(request, "accepted") == "1"
    appealing.decide_appeal(made, accepted=accepted, reason=written(request, "reason"), user=viewer(request))
    return "申诉成立，问题已撤销，结论和得分将重算。" if accepted else "申诉不成立，已告知单位。"


_ACTS: dict[str, tuple[Action, Act]] = {
    "answer": (Action.ANSWER, _answer),
    "appeal": (Action.ANSWER, _appeal),
    "check": (Action.CHANGE, _check),
    "back": (Action.CHANGE, _back),
    "extend": (Action.CHANGE, _extend),
    "note": (Action.CHANGE, _note),
    "remind": (Action.CHANGE, _remind),
    "measure": (Action.CHANGE, _measure),
    "form": (Action.CHANGE, _form),
    "accept": (Action.CHANGE, _accept),
    "decide": (Action.DECIDE, _decide),
}


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    """Everything that changes a ticket. A refused answer is shown again with what was written."""
    if act not in _ACTS:
        raise Http404
    action, perform = _ACTS[act]
    found = actionable(TICKETS, request, key, action)
    if not try_to(request, lambda: perform(request, found)) and act == "answer":
        return _with_what_was_written(request, found)
    return redirect("ticket", found.pk)


def _with_what_was_written(request: HttpRequest, found: Ticket) -> HttpResponse:
    listed = found.items.select_related("finding__subject")
    items = list(without_judgements(listed, "finding__subject__"))
    for item in items:
        item.answer = written(request, f"item-{item.pk}") or item.answer
    context = _ticket_page(request, found, items) | {"report": written(request, "text")}
    return render(request, "web/ticket.html", context, status=400)


_PAPERS = {
    "docx": (notice.letter, "整改通知", DOCX),
    "xlsx": (notice.form, "回复表", XLSX),
}


def paper(request: HttpRequest, key: int, kind: str) -> HttpResponseBase:
    """The notice or its reply form; downloading it counts as a receipt."""
    shown = visible_or_404(TICKETS, request, key)
    if kind not in _PAPERS:
        raise Http404
    write, label, content_type = _PAPERS[kind]
    body = io.BytesIO(write(shown))
    service.read(shown, viewer(request), EventKind.DOWNLOADED, label)
    name = f"{label}-{shown_name(shown.unit.name)}.{kind}"
    return FileResponse(body, as_attachment=True, filename=name, content_type=content_type)


@transaction.atomic
def attachment(request: HttpRequest, key: int) -> HttpResponseBase:
    """A file that came with a reply."""
    found = visible_or_404(ATTACHMENTS, request, key)
    sent = download(found.path, found.name)
    log_action("attachment.downloaded", found.ticket, user=viewer(request), data={"file": found.name})
    return sent
