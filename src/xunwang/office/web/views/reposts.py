"""Orders to repost: giving them, the state of each, and the matrix of orders and accounts."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.jobs.queue import ask
from xunwang.office.people.policy import Action
from xunwang.office.reposts import limits, service
from xunwang.office.reposts.matrix import (
    SHOWN,
    counted,
    lines_of,
    orders_of,
    owners_of,
    rates_of,
    undone_table,
)
from xunwang.office.reposts.models import Order, TaskState
from xunwang.office.reposts.policies import ORDERS, TASKS
from xunwang.office.tables import write_table
from xunwang.office.uploads import scratch
from xunwang.office.web.acting import actionable, moment, try_to, written
from xunwang.office.web.viewing import page_of, period_asked, viewer, visible, visible_or_404

_LEVELS = ("省级", "市级", "县级", "部门", "园区", "乡镇街道", "村社区")


def orders(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    context = {
        "page": page_of(request, counted(visible(ORDERS, request), user.unit)),
        "may_give": ORDERS.grants_to(user, Action.CHANGE),
    }
    return render(request, "web/reposts.html", context)


def new_order(request: HttpRequest) -> HttpResponse:
    if not ORDERS.grants_to(viewer(request), Action.CHANGE):
        raise PermissionDenied
    given: list[Order] = []
    if request.method == "POST" and try_to(request, lambda: _given(request, given)):
        return redirect("repost", given[0].pk)
    said = (
        request.POST
        if request.method == "POST"
        else {"limits": limits.DEFAULT, "issued": clock.shown(clock.now())}
    )
    context = {
        "said": said,
        "chosen": request.POST.getlist("platform") + request.POST.getlist("level"),
        "platforms": [(one.id, one.name) for one in door.account_platforms() if one.family != "app"],
        "levels": _LEVELS,
    }
    return render(request, "web/new_repost.html", context)


def _given(request: HttpRequest, given: list[Order]) -> str:
    user = viewer(request)
    asked = service.Asked(
        title=written(request, "title"),
        limits=written(request, "limits"),
        issued=moment(request, "issued", "下发时间"),
        url=written(request, "url"),
        titles=_lines(written(request, "titles")),
        urls=_lines(written(request, "urls")),
        text=written(request, "text")[:100_000],
        emergency=bool(written(request, "emergency")),
    )
    to = service.Addressed(
        platforms=tuple(request.POST.getlist("platform")),
        levels=tuple(request.POST.getlist("level")),
        websites=bool(written(request, "websites")),
    )
    given.append(service.give(asked, to, user.unit, user=user))
    return f"已下发给 {given[0].tasks.count()} 个账号和网站，正在核对已有的发布。"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip()[:1000] for line in text.splitlines() if line.strip())[:50]


def order(request: HttpRequest, key: int) -> HttpResponse:
    found = visible_or_404(ORDERS, request, key)
    user = viewer(request)
    tasks = TASKS.visible(user).filter(order=found)
    state = request.GET.get("state", "")
    shown = tasks.filter(state=state) if state in TaskState.values else tasks
    context: dict[str, Any] = {
        "order": found,
        "rates": rates_of(tasks),
        "state": state,
        "states": TaskState.choices,
        "page": page_of(request, shown.select_related("unit", "order")),
        "may_change": ORDERS.may(user, Action.CHANGE, found),
        "limits": [_limit_words(*limit) for limit in found.limits],
    }
    return render(request, "web/repost.html", context)


def _limit_words(platforms: list[str], rule: str) -> str:
    names = {one.id: one.name for one in door.account_platforms()} | {limits.WEBSITE: service.WEBSITE}
    return f"{'、'.join(names.get(one, one) for one in platforms) or '其他'} {rule}"


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    found = actionable(ORDERS, request, key, Action.CHANGE)
    if act == "cancel":
        try_to(request, lambda: _cancelled(request, found))
    elif act == "match":
        ask(service.MATCH, found.pk)
        try_to(request, lambda: "已安排核对，稍后刷新本页查看。")
    elif act == "accept":
        try_to(request, lambda: _accepted(request, found))
    else:
        raise Http404
    return redirect("repost", found.pk)


def _cancelled(request: HttpRequest, found: Order) -> str:
    service.cancel(found, written(request, "reason"), user=viewer(request))
    return "已撤销。"


def _accepted(request: HttpRequest, found: Order) -> str:
    task = actionable(TASKS, request, written(request, "task") or 0, Action.DECIDE)
    if task.order_id != found.pk:
        raise Http404
    at = moment(request, "at", "转载时间")
    service.accept(task, at, written(request, "url"), written(request, "word"), user=viewer(request))
    return f"“{task}”已登记为{task.get_state_display()}。"


def matrix(request: HttpRequest) -> HttpResponse:
    """Orders of a period beside each other, accounts below each other."""
    tasks, columns, context = _period(request)
    page = page_of(request, owners_of(tasks.filter(order__in=columns)))
    context |= {"orders": columns, "page": page, "lines": lines_of(page.object_list, columns, tasks)}
    return render(request, "web/repost_matrix.html", context)


def _period(request: HttpRequest) -> tuple[Any, list[Order], dict[str, Any]]:
    user = viewer(request)
    today = clock.today()
    first, last, wrong = period_asked(request, (today - dt.timedelta(days=90), today))
    found = orders_of(visible(ORDERS, request), first, last)
    tasks = TASKS.visible(user).filter(order__in=found, unit__path__startswith=user.unit.path)
    context = {
        "first": first,
        "last": last,
        "wrong": wrong,
        "rates": rates_of(tasks),
        "more": found.count() > SHOWN,
    }
    return tasks, list(found[:SHOWN]), context


def download(request: HttpRequest) -> HttpResponseBase:
    """Who did not repost in the period, as a spreadsheet."""
    tasks, _, context = _period(request)
    with scratch() as folder:
        opened = write_table(undone_table(tasks), folder / "reposts.xlsx").open("rb")
    name = f"重要信息转载未完成情况{context['first']}至{context['last']}.xlsx"
    return FileResponse(opened, as_attachment=True, filename=name)
