"""Duty: roster, swaps, handing over, drills and trainings, and the month's papers."""

import datetime as dt
import io
import re
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.duty import exporting, planning, roster, service
from xunwang.office.duty.models import ALWAYS, Shift, Training
from xunwang.office.duty.policies import DUTY_PLANS, PAPERS, SHIFTS, TRAININGS
from xunwang.office.duty.rules import DAY, rules
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.policy import Action
from xunwang.office.uploads import XLSX, shown_name
from xunwang.office.web.acting import day, kept_files, number, try_to, written
from xunwang.office.web.downloads import download
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404


def month_asked(request: HttpRequest) -> dt.date:
    """`?month=2026-03`, else the present one."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", request.GET.get("month", ""))
    if found is None or not 2000 <= int(found[1]) <= 2100:
        return clock.today().replace(day=1)
    return dt.date(int(found[1]), int(found[2]), 1)


def duty(request: HttpRequest) -> HttpResponse:
    """The month's roster of one's own unit."""
    user, month = viewer(request), month_asked(request)
    shifts = visible(SHIFTS, request).filter(unit=user.unit, day__year=month.year, day__month=month.month)
    context = {
        "month": month,
        "before": month - DAY,
        "after": (month + 31 * DAY).replace(day=1),
        "today": clock.today(),
        "shifts": shifts.select_related("handed_by", "taken_by"),
        "plan": planning.plan_of(user.unit),
        "plans": [(one, rules()[one.rule].name) for one in planning.plans_of(user.unit).listed],
        "always": ALWAYS,
        "rules": rules().values(),
        "unit": user.unit,
        "hand": roster.to_hand_over(user.unit),
        "may_plan": SHIFTS.grants_to(user, Action.CHANGE),
        "may_hand": SHIFTS.grants_to(user, Action.ANSWER),
    }
    return render(request, "web/duty.html", context)


@require_POST
def duty_act(request: HttpRequest, act: str) -> HttpResponse:
    """Roster, swap and plan by those who plan; handing over and taking over by everybody of the unit who acts."""
    acts: dict[str, tuple[Callable[[HttpRequest], str], Action]] = {
        "roster": (_roster, Action.CHANGE),
        "swap": (_swap, Action.CHANGE),
        "plan": (_plan, Action.CHANGE),
        "hand": (_hand, Action.ANSWER),
        "take": (_take, Action.ANSWER),
    }
    if act not in acts:
        raise Http404
    does, needed = acts[act]
    policy = DUTY_PLANS if act == "plan" else SHIFTS
    if not policy.grants_to(viewer(request), needed):
        raise PermissionDenied
    try_to(request, lambda: does(request))
    return redirect("duty")


def _roster(request: HttpRequest) -> str:
    user = viewer(request)
    lines = [line.strip() for line in written(request, "teams")[:5000].splitlines() if line.strip()]
    days = day(request, "first", "开始日期"), day(request, "last", "结束日期")
    phone = written(request, "phone")[:50]
    teams, reason = [_team(line) for line in lines], written(request, "reason")[:200]
    count = roster.put_on_duty(user.unit, days, teams, phone, by=user, reason=reason)
    return f"已排 {count} 天的班。"


def _team(line: str) -> tuple[str, str]:
    people, sign, leader = (part.strip() for part in line.replace("带班领导", "带班").rpartition("带班"))
    if not sign or not people or not leader or len(people) > 100 or len(leader) > 50:
        raise OfficeError(f"“{line[:60]}”看不出值班人员和带班领导，应类似“值班人甲、值班人乙 带班 领导丙”。")
    return people.rstrip("，,；; "), leader.lstrip("：: ")


def _shift(request: HttpRequest, name: str, label: str) -> Shift:
    asked = day(request, name, label)
    found = Shift.objects.filter(unit=viewer(request).unit, day=asked).first()
    if found is None:
        raise OfficeError(f"{asked} 没有排班，请先排班。")
    return found


def _swap(request: HttpRequest) -> str:
    one, other = _shift(request, "one", "调班日期"), _shift(request, "other", "对调日期")
    roster.swap(one, other, written(request, "reason")[:200], by=viewer(request))
    return f"{one.day} 与 {other.day} 的值班人员已对调。"


def _plan(request: HttpRequest) -> str:
    user = viewer(request)
    try:
        begins = dt.time.fromisoformat(written(request, "begins"))
    except ValueError:
        raise OfficeError("“交接班时间”应类似 08:30。") from None
    since = day(request, "since", "从哪天起") if written(request, "since") else None
    whole = written(request, "whole") != "0"
    made = planning.plan(user.unit, written(request, "rule"), begins, by=user, whole=whole, since=since)
    return "值班设置已保存。" if made.since == ALWAYS else f"值班设置已保存，从 {made.since} 的班起按它统计。"


def _hand(request: HttpRequest) -> str:
    roster.hand_over(_shift(request, "day", "日期"), written(request, "handover"), by=viewer(request))
    return "已交班，请接班人确认。"


def _take(request: HttpRequest) -> str:
    roster.take_over(_shift(request, "day", "日期"), by=viewer(request))
    return "已接班。"


def duty_export(request: HttpRequest) -> HttpResponseBase:
    """The month's papers of one's own unit."""
    user, month = viewer(request), month_asked(request)
    visible(SHIFTS, request)
    body = io.BytesIO(exporting.write(user.unit, month))
    name = f"值守材料-{shown_name(user.unit.name)}-{month:%Y-%m}.xlsx"
    return FileResponse(body, as_attachment=True, filename=name, content_type=XLSX)


def trainings(request: HttpRequest) -> HttpResponse:
    """Drills and trainings of the subtree, and the form for one's own unit."""
    listed, user = visible(TRAININGS, request), viewer(request)
    may_add = TRAININGS.grants_to(user, Action.ANSWER)
    if request.method == "POST":
        if not may_add:
            raise PermissionDenied
        try_to(request, lambda: _record(request))
        return redirect("trainings")
    context = {
        "page": page_of(request, listed.select_related("unit").prefetch_related("papers")),
        "kinds": Training.Kind.choices,
        "may_add": may_add,
    }
    return render(request, "web/trainings.html", context)


def _record(request: HttpRequest) -> str:
    user = viewer(request)
    held = service.Held(
        written(request, "kind"),
        day(request, "on", "日期"),
        written(request, "title"),
        number(request, "people", "参加人数"),
        written(request, "text"),
    )
    papers = kept_files(request, "papers", f"training/{user.unit_id}")
    made = service.record_training(user.unit, held, papers, by=user)
    return f"已登记“{made.title}”。"


def training_paper(request: HttpRequest, key: int) -> HttpResponseBase:
    """A document of a drill or training."""
    found = visible_or_404(PAPERS, request, key)
    sent = download(found.path, found.name)
    log_action("attachment.downloaded", found.training, user=viewer(request), data={"file": found.name})
    return sent
