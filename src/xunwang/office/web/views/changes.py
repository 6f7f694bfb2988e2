"""What opened, closed, was renamed or moved in the registers over a period, down to the single subject."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.history import Change, changes, counts, domains, tallied
from xunwang.office.registry.models import KIND_LABELS
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.web.viewing import page_of, period_asked, viewer, visible_or_404

WHAT = {
    "opened": "开办",
    "closed": "关停注销",
    "renamed": "更名",
    "readdressed": "换址",
    "moved_in": "划入",
    "moved_out": "划出",
}
_COMES, _GOES = frozenset({"opened", "moved_in"}), frozenset({"closed", "moved_out"})


class Group(Record, frozen=True):
    """A level or a platform with what came and went in it."""

    label: str
    gone: int
    come: int


def register_changes(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    asked = request.GET.get("unit", "")
    unit = visible_or_404(UNITS, request, int(asked)) if asked.isascii() and asked.isdigit() else user.unit
    kind = _known(request.GET.get("kind", ""), [one.value for one in KIND_LABELS])
    what = _known(request.GET.get("what", ""), WHAT)
    today = clock.today()
    start, end, wrong = period_asked(request, (today.replace(month=1, day=1), today))
    found = changes(unit, start, end, kind=kind or None)
    before = start - dt.timedelta(days=1)
    context = {
        "unit": unit,
        "units": UNITS.visible(user).order_by("path"),
        "kind": kind,
        "kinds": [(one.value, label) for one, label in KIND_LABELS.items()],
        "what": what,
        "start": start,
        "end": end,
        "before": before,
        "wrong": wrong,
        "was": counts(unit, before, kind=kind or None),
        "now": counts(unit, end, kind=kind or None),
        "flows": tallied(found),
        "tabs": [(name, label, sum(one.what == name for one in found)) for name, label in WHAT.items()],
        "groups": _groups(found),
        "domains": domains(unit, start, end) if kind in {"", "website"} else None,
        "page": page_of(request, [one for one in found if not what or one.what == what]),
        "labels": WHAT,
    }
    return render(request, "web/register_changes.html", context)


def _known(written: str, known: Collection[str]) -> str:
    return written if written in known else ""


def _groups(found: list[Change]) -> list[Group]:
    """What came and went by level (accounts: by platform)."""
    gone = Counter(_label(one) for one in found if one.what in _GOES)
    come = Counter(_label(one) for one in found if one.what in _COMES)
    return [Group(label, gone[label], come[label]) for label in sorted({*gone, *come})]


def _label(change: Change) -> str:
    return change.row.platform or change.row.level or "未注明"
