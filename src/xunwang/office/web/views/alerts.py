"""Alerts: what came up, who has seen to it, and whom a unit wants to be told."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office.alerts import service
from xunwang.office.alerts.models import AlertPlan
from xunwang.office.alerts.policies import ALERTS, PLANS
from xunwang.office.errors import OfficeError
from xunwang.office.messages.models import Channel
from xunwang.office.messages.service import read_by_people
from xunwang.office.people.policy import Action
from xunwang.office.web.acting import actionable, number, try_to, written
from xunwang.office.web.viewing import numbered, page_of, viewer, visible

_STEPS = (("contact", "联系人"), ("deputy", "副职负责人"), ("principal", "主要负责人"))


def alerts(request: HttpRequest) -> HttpResponse:
    """What is open, or everything there ever was."""
    listed = visible(ALERTS, request).select_related("unit", "acked_by")
    user, everything = viewer(request), request.GET.get("all") == "1"
    if not everything:
        listed = listed.filter(ended_at=None)
    context = {
        "page": page_of(request, listed),
        "everything": everything,
        "may_answer": ALERTS.grants_to(user, Action.ANSWER),
        "may_plan": PLANS.grants_to(user, Action.CHANGE),
        "plan": AlertPlan.objects.filter(unit=user.unit).first() or AlertPlan(unit=user.unit),
        "channels": read_by_people(user.unit),
        "steps": _STEPS,
        "recovered": service.RECOVERED,
        "unit": user.unit,
    }
    return render(request, "web/alerts.html", context)


@require_POST
def acknowledge(request: HttpRequest, key: int) -> HttpResponse:
    alert = actionable(ALERTS, request, key, Action.ANSWER)

    def act() -> str:
        service.acknowledge(alert, by=viewer(request))
        return "已确认，不再提醒其他人。"

    try_to(request, act)
    return redirect("alerts")


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Quiet hours, digest and people of one's own unit."""
    user = viewer(request)
    if not PLANS.grants_to(user, Action.CHANGE):
        raise PermissionDenied

    def act() -> str:
        chosen = {name: _channel(request, name) for name, _ in _STEPS}
        service.plan(
            user.unit,
            by=user,
            quiet_from=_time(request, "quiet_from", "免打扰开始"),
            quiet_to=_time(request, "quiet_to", "免打扰结束"),
            digest_at=_time(request, "digest_at", "每日汇总时间"),
            minutes=number(request, "minutes", "升级间隔"),
            **chosen,
        )
        return "报警设置已保存。"

    try_to(request, act)
    return redirect("alerts")


def _time(request: HttpRequest, name: str, label: str) -> dt.time:
    """A time of the form. Raises OfficeError."""
    text = written(request, name)
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“{label}”应类似 22:00，实际为“{text}”。") from None


def _channel(request: HttpRequest, name: str) -> Channel | None:
    return numbered(read_by_people(viewer(request).unit), written(request, name))


@login_not_required
def seen(request: HttpRequest, token: str) -> HttpResponse:
    """What a one-time link opens. Only the button acknowledges: mail scanners follow links."""
    alert = service.by_token(token)
    done = False
    if alert is not None and request.method == "POST":
        try:
            service.acknowledge(alert, by=None)
            done = True
        except OfficeError as error:
            messages.error(request, str(error))
            alert = None
    return render(request, "web/alert_seen.html", {"alert": alert, "done": done})
