"""The registers of a day: units in their tree, websites, accounts."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office.people.models import Unit, User
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.history import counts, flows
from xunwang.office.registry.models import SubjectVersion, VersionQuerySet
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.web.templatetags.office import site_kind
from xunwang.office.web.viewing import day_asked, page_of, viewer, visible


class Branch(Record, frozen=True):
    """A unit with what it and all below it had on the day; `indent` counts from the top of what is shown."""

    unit: Unit
    indent: int
    websites: int
    accounts: int


def units(request: HttpRequest) -> HttpResponse:
    day, wrong = day_asked(request)
    user = viewer(request)
    found = list(visible(UNITS, request).order_by("path"))
    websites, accounts = (_by_path(user, day, kind) for kind in (SubjectKind.WEBSITE, SubjectKind.ACCOUNT))
    branches = [
        Branch(unit, unit.depth - user.unit.depth, _below(unit, websites), _below(unit, accounts))
        for unit in found
    ]
    context = {"page": page_of(request, branches), "on": day, "wrong": wrong}
    return render(request, "web/units.html", context)


def _by_path(user: User, day: dt.date, kind: SubjectKind) -> list[tuple[str, int]]:
    rows = SubjectVersion.objects.on(day).below(user.unit).filter(subject__kind=kind)
    return list(rows.order_by().values_list("unit__path").annotate(Count("pk")))


def _below(unit: Unit, counted: list[tuple[str, int]]) -> int:
    return sum(count for path, count in counted if path.startswith(unit.path))


def websites(request: HttpRequest) -> HttpResponse:
    return _register(request, SubjectKind.WEBSITE, "网站")


def accounts(request: HttpRequest) -> HttpResponse:
    return _register(request, SubjectKind.ACCOUNT, "新媒体账号")


def _register(request: HttpRequest, kind: SubjectKind, title: str) -> HttpResponse:
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    day, wrong = day_asked(request)
    counted = counts(user.unit, day, kind=kind)
    parts = counted.by_platform if kind is SubjectKind.ACCOUNT else counted.by_site_kind
    asked = request.GET.get("q", "").strip()
    context = {
        "title": title,
        "kind": kind.value,
        "on": day,
        "wrong": wrong,
        "q": asked,
        "counts": counted,
        "may_import": SUBJECTS.grants_to(user, Action.CHANGE),
        "parts": [
            (site_kind(name) if kind is SubjectKind.WEBSITE else name, count) for name, count in parts.items()
        ],
        "flows": flows(user.unit, day.replace(month=1, day=1), day, kind=kind),
        "page": page_of(request, _rows(user, day, kind, asked)),
    }
    return render(request, "web/register.html", context)


def _rows(user: User, day: dt.date, kind: SubjectKind, asked: str) -> VersionQuerySet:
    rows = SubjectVersion.objects.on(day).below(user.unit).filter(subject__kind=kind)
    if asked:
        rows = rows.filter(
            Q(name__icontains=asked) | Q(home__icontains=asked) | Q(code=asked) | Q(handle__icontains=asked)
        )
    return rows.select_related("unit").order_by("unit__path", "name", "pk")
