"""What opened, closed, was renamed or moved in the registers over a period, down to the single subject."""

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.history import Change, Changes, Flows, counts, domains
from xunwang.office.registry.models import KIND_LABELS, LifeEvent, LifeKind
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.web.viewing import key_asked, lean_page, period_asked, viewer, visible_or_404
from xunwang.office.web.views.registry import seen_by

WHAT = {
    "opened": "开办",
    "closed": "关停注销",
    "renamed": "更名",
    "readdressed": "换址",
    "moved_in": "划入",
    "moved_out": "划出",
}


class Group(Record, frozen=True):
    """A level or a platform with what came and went in it."""

    label: str
    gone: int
    come: int


def register_changes(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    asked = key_asked(request, "unit")
    unit = user.unit if asked is None else visible_or_404(UNITS, request, asked)
    kind = _known(request.GET.get("kind", ""), [one.value for one in KIND_LABELS])
    what = _known(request.GET.get("what", ""), WHAT)
    today = clock.today()
    start, end, wrong = period_asked(request, (today.replace(month=1, day=1), today))
    found = Changes(unit, start, end, kind or None)
    flows = found.flows()
    before = start - dt.timedelta(days=1)
    page = lean_page(request, found.keys(what), found.read, total=_total(flows, what))
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
        "flows": flows,
        "tabs": [(name, label, getattr(flows, name)) for name, label in WHAT.items()],
        "groups": _groups(found),
        "domains": domains(unit, start, end) if kind in {"", "website"} else None,
        "page": page,
        "merged": _merged(page),
        "mine": seen_by(user, (one.row.subject_id for one in page)),
        "labels": WHAT,
    }
    return render(request, "web/register_changes.html", context)


def _merged(page: Iterable[Change]) -> dict[UUID, str]:
    """Of the subjects that ended the name of the one that they went into, if they did."""
    ended = [one.row.subject_id for one in page if one.what == "closed"]
    turns = LifeEvent.objects.filter(subject__in=ended, kind=LifeKind.MERGED)
    return dict(
        turns.order_by("on", "into__versions__valid_from").values_list("subject_id", "into__versions__name")
    )


def _known(written: str, known: Collection[str]) -> str:
    return written if written in known else ""


def _total(flows: Flows, what: str) -> int:
    return sum(getattr(flows, name) for name in ([what] if what else WHAT))


def _groups(found: Changes) -> list[Group]:
    """What came and went by level (accounts: by platform)."""
    counted = found.by_group()
    return sorted(
        (Group(label or "未注明", gone, come) for label, (gone, come) in counted.items()),
        key=lambda group: group.label,
    )
