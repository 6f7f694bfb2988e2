"""The registers of a day: websites, accounts, channels and the rest, as a list and as a spreadsheet."""

import datetime as dt
import uuid
from collections.abc import Iterable
from functools import partial, reduce
from operator import or_
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from xunwang.inspector.model import SubjectKind
from xunwang.office.circulars.data import LEVEL_UNKNOWN
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.registry.exporting import export
from xunwang.office.registry.fields import NAMES, NATIONAL, register_named
from xunwang.office.registry.history import Counts, counts, flows, platform_name, with_rest
from xunwang.office.registry.life import suspended
from xunwang.office.registry.models import KIND_LABELS, Subject, SubjectVersion, VersionQuerySet
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.registry.undoing import underway
from xunwang.office.uploads import scratch
from xunwang.office.web.templatetags.office import site_kind
from xunwang.office.web.viewing import day_asked, in_order_asked, lean_page, viewer

OTHERS = (SubjectKind.CHANNEL, SubjectKind.APP, SubjectKind.SYSTEM)


def websites(request: HttpRequest) -> HttpResponse:
    return _register(request, SubjectKind.WEBSITE, "网站")


def accounts(request: HttpRequest) -> HttpResponse:
    return _register(request, SubjectKind.ACCOUNT, "新媒体账号")


def others(request: HttpRequest) -> HttpResponse:
    """Channels that another unit answers for, apps and systems."""
    kind = request.GET.get("kind", "")
    known = kind if kind in OTHERS else SubjectKind.CHANNEL
    return _register(request, SubjectKind(known), KIND_LABELS[SubjectKind(known)])


def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The register of the day as a spreadsheet that can be imported again."""
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    known = register_named(kind)
    on, _ = day_asked(request)
    with scratch() as folder:
        path = folder / "register.xlsx"
        export(known, path, on=on, unit=user.unit)
        opened = path.open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"{NAMES[known]}名录{on}.xlsx")


def _register(request: HttpRequest, kind: SubjectKind, title: str) -> HttpResponse:
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    day, wrong = day_asked(request)
    counted = counts(user.unit, day, kind=kind)
    parts = counted.by_platform if kind is SubjectKind.ACCOUNT else _by_site_kind(counted)
    asked = request.GET.get("q", "").strip()
    part = request.GET.get("part", "").strip()
    rows = _rows(user, day, kind, asked)
    if part:
        rows = _of_part(rows, kind, part)
    keys = in_order_asked(request, rows, _SORTED, "unit__path", "name", "pk").values_list("pk", flat=True)
    context = {
        "others": [(one.value, KIND_LABELS[one]) for one in OTHERS] if kind in OTHERS else [],
        "title": title,
        "kind": kind.value,
        "on": day,
        "wrong": wrong,
        "q": asked,
        "part": part,
        "counts": counted,
        "national": kind in NATIONAL,
        "may_import": SUBJECTS.grants_to(user, Action.CHANGE),
        "parts": parts,
        "levels": counted.by_level and with_rest(counted.by_level, counted.total, LEVEL_UNKNOWN),
        "flows": flows(user.unit, day.replace(month=1, day=1), day, kind=kind),
        "suspended": suspended(day),
        "underway": underway(),
        "page": lean_page(
            request, keys, partial(_read, user), total=None if asked or part else counted.total
        ),
    }
    return render(request, "web/register.html", context)


def _by_site_kind(counted: Counts) -> dict[str, int]:
    named = {site_kind(kind): count for kind, count in counted.by_site_kind.items()}
    return with_rest(named, counted.total, site_kind(None)) if named else named


def _rows(user: User, day: dt.date, kind: SubjectKind, asked: str) -> VersionQuerySet:
    rows = SubjectVersion.objects.held(user.unit, day).filter(kind=kind)
    if asked:
        rows = rows.filter(
            Q(name__icontains=asked) | Q(home__icontains=asked) | Q(code=asked) | Q(handle__icontains=asked)
        )
    return rows


def _of_part(rows: VersionQuerySet, kind: SubjectKind, part: str) -> VersionQuerySet:
    """Those that the figures above the list count under this name: accounts of a platform, websites of a kind."""
    fields, name = (
        (("platform", "type_name"), platform_name)
        if kind is SubjectKind.ACCOUNT
        else (("site_kind",), site_kind)
    )
    known = rows.order_by().values_list(*fields).distinct()
    chosen = [Q(**dict(zip(fields, one, strict=True))) for one in known if name(*one) == part]
    return rows.filter(reduce(or_, chosen)) if chosen else rows.none()


_SORTED = {
    "name": ("name",),
    "code": ("code",),
    "unit": ("unit__path", "name"),
    "filed": ("filed_on",),
    "from": ("valid_from",),
}
_SHOWN = (
    "pk", "subject_id", "subject__parent", "name", "home", "code", "type_name", "level", "platform", "handle", "filed_on", "valid_from", "unit__name",
)  # fmt: skip
"""What the list shows of a version; a hundred whole rows with their units would cost more than all the rest of the page."""


def _read(user: User, keys: list[int]) -> list[dict[str, Any]]:
    """The rows; `mine` tells those whose subject this person may open, which another unit may have by now."""
    found = {row["pk"]: row for row in SubjectVersion.objects.filter(pk__in=keys).order_by().values(*_SHOWN)}
    parents = Subject.objects.in_bulk({row["subject__parent"] for row in found.values()} - {None})
    mine = seen_by(user, (row["subject_id"] for row in found.values()))
    return [
        row | {"parent": parents.get(row["subject__parent"]), "mine": row["subject_id"] in mine}
        for row in (found[key] for key in keys)
    ]


def seen_by(user: User, subjects: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the subjects whose pages the person may open today."""
    return set(SUBJECTS.visible(user).filter(pk__in=set(subjects)).values_list("pk", flat=True))
