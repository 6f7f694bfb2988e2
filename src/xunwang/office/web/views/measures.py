"""The ladder of consequences over all units: what was decided, and who has crossed the tolerance line."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.people.policy import Action
from xunwang.office.people.roles import RUNNERS, Role
from xunwang.office.rectify import tolerance
from xunwang.office.rectify.models import ToleranceLine
from xunwang.office.rectify.policies import MEASURES, TOLERANCE_LINES
from xunwang.office.web.acting import number, try_to, written
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible

_FIELDS = (
    ("failed", "不合格对象多于"),
    ("late", "逾期整改多于"),
    ("repeated", "重复发生的问题多于"),
)


def measures(request: HttpRequest) -> HttpResponse:
    """What a unit's own people see are its own measures and the line above it; who runs a unit sees who is over the line."""
    user = viewer(request)
    with one_moment():
        rows = visible(MEASURES, request).select_related("ticket__unit", "ticket__campaign", "paper")
        line = ToleranceLine.objects.filter(unit=user.unit).first()
        runs = Role(user.role) in RUNNERS
        above = TOLERANCE_LINES.visible(user).exclude(unit=user.unit).select_related("unit")
        context = {
            "page": page_of(request, rows.order_by("-decided_on", "-pk")),
            "line": line,
            "described": tolerance.described(line) if line else "",
            "above": [(one.unit, tolerance.described(one)) for one in above],
            "over_line": tolerance.over_line(line, clock.today()) if line and runs else [],
            "may_set": TOLERANCE_LINES.grants_to(user, Action.CHANGE),
            "fields": [(name, label, getattr(line, name, None)) for name, label in _FIELDS],
            "runs": runs,
        }
        return render(request, "web/measures.html", context)


@require_POST
def set_line(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not TOLERANCE_LINES.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    try_to(request, lambda: _set(request))
    return redirect("measures")


def _set(request: HttpRequest) -> str:
    user = viewer(request)
    failed, late, repeated = (
        number(request, name, label) if written(request, name) else None for name, label in _FIELDS
    )
    months = number(request, "months", "统计月数")
    line = tolerance.set_line(user.unit, months, failed, late, repeated, user=user)
    return f"容错预警线已设定：{tolerance.described(line)}。"
