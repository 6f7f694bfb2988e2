"""Error reports of the public: the list with late ones first, one report with what is to be done, intake, figures."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import looked, public, service
from xunwang.office.feedback.exporting import export
from xunwang.office.feedback.figures import by_unit, figures
from xunwang.office.feedback.filling import Filled, fill_in
from xunwang.office.feedback.importing import import_list, preview
from xunwang.office.feedback.models import Aside, ErrorReport, Machine, ReportQuerySet, Source, Truth
from xunwang.office.feedback.policies import ERROR_REPORTS, PICTURES, PUBLIC_FORMS
from xunwang.office.feedback.replies import doubts
from xunwang.office.people.models import User
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.sealing import unseal
from xunwang.office.uploads import Kept, keep_table, place_of, scratch
from xunwang.office.web.acting import actionable, chosen_unit, refuse, try_to, written
from xunwang.office.web.periods import decimals_of, period_of
from xunwang.office.web.viewing import in_order_asked, page_of, viewer, visible, visible_or_404

_SALT = "xunwang.error_reports"
_HOURS = 2
LISTS = (
    ("open", "未办结"),
    ("late", "已逾期"),
    ("new", "待转办"),
    ("answered", "待核实办结"),
    ("closed", "已办结"),
    ("aside", "重复和撤回"),
    ("all", "全部"),
)


_OPEN_FIRST = (F("closed_at").desc(nulls_first=True), "due_on", "pk")
_SORTED = {
    "site": ("site_name",),
    "received": ("received_at",),
    "unit": ("unit__path",),
    "due": ("due_on",),
}


def error_reports(request: HttpRequest) -> HttpResponse:
    listed = _searched(request, _mine(request))
    which = request.GET.get("list", "open")
    rows = _of_list(listed, which).select_related("unit")
    context = {
        "page": page_of(request, in_order_asked(request, rows, _SORTED, *_OPEN_FIRST)),
        "which": which,
        "lists": [(name, label, _of_list(listed, name).count()) for name, label in LISTS],
        "q": request.GET.get("q", "").strip(),
        "today": clock.today(),
        "may_import": ERROR_REPORTS.grants_to(viewer(request), Action.CHANGE),
    }
    return render(request, "web/error_reports.html", context)


def _mine(request: HttpRequest) -> ReportQuerySet:
    rows = visible(ERROR_REPORTS, request)
    assert isinstance(rows, ReportQuerySet)
    return rows


def _searched(request: HttpRequest, rows: ReportQuerySet) -> ReportQuerySet:
    asked = request.GET.get("q", "").strip()
    if not asked:
        return rows
    return rows.filter(
        Q(site_name__icontains=asked)
        | Q(number__icontains=asked)
        | Q(unit__name__icontains=asked)
        | Q(description__icontains=asked)
    )


def _of_list(rows: ReportQuerySet, which: str) -> ReportQuerySet:
    if which == "all":
        return rows
    if which == "aside":
        return rows.exclude(aside="")
    if which == "closed":
        return rows.counted().exclude(closed_at=None)
    if which == "late":
        return rows.late(clock.today())
    if which == "new":
        return rows.not_handed_over()
    return rows.open().exclude(answered_at=None) if which == "answered" else rows.open()


# ── one report ───────────────────────────────────────────────────────────────────────────────────


def error_report(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(ERROR_REPORTS, request, key)
    user = viewer(request)
    may_answer = ERROR_REPORTS.may(user, Action.ANSWER, shown) and shown.open
    may_change = ERROR_REPORTS.may(user, Action.CHANGE, shown)
    may_decide = ERROR_REPORTS.may(user, Action.DECIDE, shown)
    told = looked.found_before(shown)
    context = {
        "report": shown,
        "events": shown.events.select_related("user"),
        "pictures": shown.pictures.all(),
        "contact": _contact(shown) if may_answer else shown.contact_hint,
        "may_answer": may_answer,
        "may_change": may_change and shown.open,
        "may_note": may_change,
        "may_close": may_decide and shown.open,
        "may_decide": may_decide,
        "asides": Aside.choices,
        "units": UNITS.visible(user).order_by("path"),
        "proposed": shown.subject.unit_id if shown.subject else shown.unit_id,
        "found": [one for one in told if not one.source],
        "brought": [one for one in told if one.source],
        "machine": looked.machine_before(shown),
        "machines": Machine.choices,
        "hints": doubts(shown.reply, shown.unit, timezone.localdate(shown.received_at), clock.today())
        if shown.open
        else [],
        "now": timezone.localtime(clock.now()).strftime("%Y-%m-%dT%H:%M"),
        "today": clock.today(),
    }
    return render(request, "web/error_report.html", context)


def _contact(shown: ErrorReport) -> str:
    """How the reporter is reached; under another key of the office only the hint is left."""
    try:
        return unseal(shown.contact)
    except OfficeError:
        return shown.contact_hint


@require_POST
def error_report_act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    acts = {
        "hand-over": (Action.CHANGE, _hand_over),
        "answer": (Action.ANSWER, _answer),
        "platform": (Action.CHANGE, _platform),
        "close": (Action.DECIDE, _close),
        "correct": (Action.DECIDE, _correct),
        "aside": (Action.DECIDE, _set_aside),
        "back": (Action.DECIDE, _take_back),
    }
    if act not in acts:
        raise Http404
    right, do = acts[act]
    report = actionable(ERROR_REPORTS, request, key, right)
    try_to(request, lambda: do(request, report))
    return redirect("error_report", key)


def _hand_over(request: HttpRequest, report: ErrorReport) -> str:
    unit = chosen_unit(request, "承办单位")
    service.hand_over(report, unit, by=viewer(request), text=written(request, "text")[:500])
    return f"已转{unit}办理。"


def _answer(request: HttpRequest, report: ErrorReport) -> str:
    service.answer(report, written(request, "reply")[:5000], by=viewer(request))
    return "答复已保存。"


def _platform(request: HttpRequest, report: ErrorReport) -> str:
    text = written(request, "at")
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“全国平台答复时间”应类似 2026-03-31 09:30，实际为“{text}”。") from None
    service.answered_on_platform(report, at if at.tzinfo else timezone.make_aware(at), by=viewer(request))
    return "已登记全国平台答复时间。"


def _close(request: HttpRequest, report: ErrorReport) -> str:
    truth, machine = _ruled(request)
    service.close(report, truth, by=viewer(request), machine=machine)
    return f"已按“{truth.label}”办结，联系方式已清除。"


def _ruled(request: HttpRequest) -> tuple[Truth, Machine | None]:
    if written(request, "truth") not in Truth.values:
        raise OfficeError("请选择属实或不属实。")
    before = written(request, "machine")
    return Truth(written(request, "truth")), Machine(before) if before in Machine.values else None


def _correct(request: HttpRequest, report: ErrorReport) -> str:
    truth, machine = _ruled(request)
    service.correct(report, truth, machine, written(request, "why"), by=viewer(request))
    return f"核实结果已更正为“{truth.label}”。"


def _set_aside(request: HttpRequest, report: ErrorReport) -> str:
    if written(request, "aside") not in Aside.values:
        raise OfficeError("请选择重复或撤回。")
    aside = Aside(written(request, "aside"))
    service.set_aside(report, aside, written(request, "why"), by=viewer(request))
    return f"已按“{aside.label}”移出统计，联系方式已清除。"


def _take_back(request: HttpRequest, report: ErrorReport) -> str:
    service.take_back(report, by=viewer(request))
    return "已恢复统计。"


# ── intake ───────────────────────────────────────────────────────────────────────────────────────


def error_report_import(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not ERROR_REPORTS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "web/error_report_import.html")
    try:
        if written(request, "ticket"):
            return _take(request, user)
        return render(request, "web/error_report_import.html", _previewed(request, user))
    except OfficeError as error:
        refuse(request, error)
        return render(request, "web/error_report_import.html", status=400)


def _previewed(request: HttpRequest, user: User) -> dict[str, Any]:
    kept, place = _uploaded(request, user)
    report = preview(place, user)
    return {
        "report": report,
        "name": kept.name,
        "ticket": _ticket(user, kept),
        "errors": [one for one in report.problems if one.severity == "error"],
        "warnings": [one for one in report.problems if one.severity != "error"],
    }


def _take(request: HttpRequest, user: User) -> HttpResponse:
    place, name = _opened(request, user)
    messages.success(request, f"已导入“{name}”：{import_list(place, user, shown_as=name)}")
    return redirect("error_reports")


@require_POST
def error_report_fill(request: HttpRequest) -> HttpResponseBase:
    """The platform's list back with the answers of this office: first what will be filled in, then the file."""
    user = viewer(request)
    if not ERROR_REPORTS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    try:
        if written(request, "ticket"):
            place, _ = _opened(request, user)
            return FileResponse(
                io.BytesIO(_filled(request, place)[1]), as_attachment=True, filename="找错清单（已回填）.xlsx"
            )
        kept, place = _uploaded(request, user)
        context = {"filled": _filled(request, place)[0], "name": kept.name, "ticket": _ticket(user, kept)}
        return render(request, "web/error_report_import.html", context)
    except OfficeError as error:
        refuse(request, error)
        return redirect("error_report_import")


def _filled(request: HttpRequest, place: Path) -> tuple[Filled, bytes]:
    with scratch() as folder:
        out = folder / "filled.xlsx"
        filled = fill_in(place, out, _mine(request).filter(source=Source.NATIONAL))
        return filled, out.read_bytes()


def _uploaded(request: HttpRequest, user: User) -> tuple[Kept, Path]:
    upload = request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择从全国平台导出的清单。")
    kept = keep_table(upload, f"import/{user.pk}")
    place = place_of(kept.path)
    assert place is not None
    return kept, place


def _ticket(user: User, kept: Kept) -> str:
    return signing.dumps([user.pk, kept.path, kept.name], salt=_SALT)


def _opened(request: HttpRequest, user: User) -> tuple[Path, str]:
    """What was uploaded before, by its sealed ticket, and its name. Raises OfficeError."""
    try:
        owner, path, name = signing.loads(written(request, "ticket"), salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        raise OfficeError("预览已过期，请重新选择表格。") from None
    place = place_of(path)
    if owner != user.pk or place is None:
        raise OfficeError("预览已过期，请重新选择表格。")
    return place, name


# ── the page for the public ──────────────────────────────────────────────────────────────────────


def error_report_form(request: HttpRequest) -> HttpResponse:
    """Opens and closes the page for the public of the viewer's unit, and says how websites link to it."""
    user = viewer(request)
    may_change = PUBLIC_FORMS.grants_to(user, Action.CHANGE)
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        public.open_form(user.unit, wanted=written(request, "open") == "1", by=user)
        return redirect("error_report_form")
    form = visible(PUBLIC_FORMS, request).filter(unit=user.unit).first()
    context = {
        "unit": user.unit,
        "is_open": bool(form and form.open),
        "may_change": may_change,
        "address": request.build_absolute_uri(reverse("report_error")),
    }
    return render(request, "web/error_report_form.html", context)


def picture(request: HttpRequest, key: int) -> HttpResponseBase:
    shown = visible_or_404(PICTURES, request, key)
    place = place_of(shown.path)
    if place is None:
        raise Http404
    return FileResponse(place.open("rb"), content_type="image/jpeg")


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def error_report_figures(request: HttpRequest) -> HttpResponse:
    first, last, wrong = period_of(request)
    rows = _mine(request).received_between(first, last)
    today = clock.today()
    total, decimals = figures(rows, today), decimals_of(request)
    context = {
        "first": first,
        "last": last,
        "wrong": wrong,
        "total": total,
        "told": total.told(decimals),
        "decimals": decimals,
        "aside": rows.exclude(aside="").count(),
        "units": by_unit(rows, today),
        "today": today,
    }
    return render(request, "web/error_report_figures.html", context)


def error_report_export(request: HttpRequest) -> HttpResponseBase:
    first, last, wrong = period_of(request)
    if wrong:
        messages.error(request, wrong)
        return redirect("error_report_figures")
    rows = _mine(request).received_between(first, last).select_related("unit").order_by("received_at", "pk")
    today = clock.today()
    with scratch() as folder:
        path = folder / "reports.xlsx"
        export(path, list(rows), [*by_unit(rows, today), figures(rows, today)])
        opened = path.open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"网民找错{first}至{last}.xlsx")
