"""What people do about watching: planned closures, further addresses, vantage points, the page for everybody."""

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.policy import Action
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.watch import addresses, points, service, status
from xunwang.office.watch.models import VantagePoint
from xunwang.office.watch.policies import ADDRESSES, CLOSURES, POINTS, STATUS_PAGES
from xunwang.office.web.acting import actionable, kept_files, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404

_SAID_UNKNOWN = 3
_BEARER = "Bearer "


@require_POST
def plan_closure(request: HttpRequest, key: UUID) -> HttpResponse:
    subject = actionable(SUBJECTS, request, key, Action.CHANGE)

    def plan() -> str:
        when = _moment(request, "start", "开始时间"), _moment(request, "end", "结束时间")
        papers = kept_files(request, "paper", f"closure/{subject.pk}")
        service.plan_closure(
            subject,
            when,
            reason=written(request, "reason")[:200],
            proof=written(request, "proof")[:200],
            paper=papers[0] if papers else None,
            by=viewer(request),
        )
        return "计划关停已登记，这段时间的访问不再计入。"

    try_to(request, plan)
    return redirect("watched", key)


def _moment(request: HttpRequest, name: str, label: str) -> dt.datetime:
    """A local time of the form. Raises OfficeError."""
    text = written(request, name)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“{label}”应类似 2026-03-31 08:00，实际为“{text}”。") from None
    return moment if moment.tzinfo else timezone.make_aware(moment)


def closure_paper(request: HttpRequest, key: int) -> HttpResponseBase:
    """The paper that allowed a closure."""
    closure = visible_or_404(CLOSURES, request, key)
    sent = download(closure.paper, closure.paper_name)
    log_action(
        "attachment.downloaded", closure.subject, user=viewer(request), data={"file": closure.paper_name}
    )
    return sent


@require_POST
def withdraw_closure(request: HttpRequest, key: int) -> HttpResponse:
    closure = actionable(CLOSURES, request, key, Action.CHANGE)

    def withdraw() -> str:
        service.withdraw_closure(closure, by=viewer(request))
        return "计划关停已撤销，这段时间的访问重新计入。"

    try_to(request, withdraw)
    return redirect("watched", closure.subject_id)


@require_POST
def add_address(request: HttpRequest, key: UUID) -> HttpResponse:
    """One more address of a website is watched."""
    subject = visible_or_404(SUBJECTS, request, key)
    user = viewer(request)
    if not ADDRESSES.grants_to(user, Action.CHANGE):
        raise PermissionDenied

    def add() -> str:
        kind, name, url = (written(request, field) for field in ("kind", "name", "url"))
        return f"“{addresses.add_address(subject, kind, name, url, by=user).name}”从现在起监测。"

    try_to(request, add)
    return redirect("watched", key)


@require_POST
def stop_address(request: HttpRequest, key: int) -> HttpResponse:
    address = actionable(ADDRESSES, request, key, Action.CHANGE)
    addresses.stop_address(address, by=viewer(request))
    return redirect("watched", address.subject_id)


@require_POST
def publish_status(request: HttpRequest) -> HttpResponse:
    """Switches the page for everybody on or off."""
    user = viewer(request)
    if not STATUS_PAGES.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    status.show_everybody(user.unit, public=written(request, "public") == "1", by=user)
    return redirect("watching")


def vantage_points(request: HttpRequest) -> HttpResponse:
    """The points on other networks, and the form for a new one; its pass word is shown once."""
    listed = visible(POINTS, request)
    user = viewer(request)
    may_change = POINTS.grants_to(user, Action.CHANGE)
    password = ""
    if request.method == "POST" and may_change:
        made: list[str] = []

        def add() -> str:
            point, new = points.add_point(user.unit, written(request, "name"), by=user)
            made.append(new)
            return f"已新增监测点“{point.name}”。"

        try_to(request, add)
        password = made[0] if made else ""
    context = {
        "page": page_of(request, listed.select_related("unit")),
        "may_change": may_change,
        "password": password,
        "hand_in": request.build_absolute_uri("/watching/handin/"),
    }
    return render(request, "web/vantage_points.html", context)


@require_POST
def point_act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    """Stops a point, or takes in a table that was brought by hand."""
    point = actionable(POINTS, request, key, Action.CHANGE)
    if act == "stop":
        points.stop_point(point, by=viewer(request))
        return redirect("vantage_points")
    try_to(request, lambda: _brought(request, point))
    return redirect("vantage_points")


def _brought(request: HttpRequest, point: VantagePoint) -> str:
    file = request.FILES.get("table")
    if file is None or (file.size or 0) > points.MOST_BYTES:
        raise OfficeError("请选择 xunwang watch 写出的探测数据（csv），不超过 20 MB。")
    return _told(points.hand_in(point, file.read()))


def _told(handed: points.Handed) -> str:
    said = f"收到 {handed.visits} 次访问。"
    if handed.unknown:
        some = "、".join(handed.unknown[:_SAID_UNKNOWN])
        said += f"另有 {len(handed.unknown)} 个网址不在本单位的名录中，没有计入：{some}。"
    return said


@csrf_exempt
@login_not_required
@require_POST
def hand_in(request: HttpRequest) -> HttpResponse:
    """A point hands in its table: `Authorization: Bearer …`, the table as body."""
    given = request.headers.get("Authorization", "")
    point = points.point_of(given.removeprefix(_BEARER).strip()) if given.startswith(_BEARER) else None
    if point is None:
        return JsonResponse({"detail": "口令不对或监测点已停用。"}, status=401)
    try:
        return JsonResponse({"detail": _told(points.hand_in(point, request.read(points.MOST_BYTES + 1)))})
    except OfficeError as error:
        return JsonResponse({"detail": str(error)}, status=422)
