"""The register beside an export of the national reporting systems."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.orphans import service
from xunwang.office.people.policy import Action
from xunwang.office.registry.diffing import compare
from xunwang.office.registry.fields import FIELDS, NAMES, NATIONAL, RegisterKind
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.uploads import keep_table, place_of
from xunwang.office.web.acting import day, refuse, written
from xunwang.office.web.viewing import viewer

MOST_SHOWN = 1000


def compare_register(request: HttpRequest) -> HttpResponse:
    """A table is taken in and held against the register; nothing is changed."""
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    kind: RegisterKind = (
        "account" if request.POST.get("kind", request.GET.get("kind")) == "account" else "website"
    )
    context: dict[str, Any] = {
        "kinds": [(one, NAMES[one]) for one in NATIONAL],
        "kind": kind,
        "kind_label": NAMES[kind],
        "on": clock.today(),
        "fields": [
            (field.name, field.header, written(request, f"named-{field.name}")) for field in FIELDS[kind]
        ],
        "most": MOST_SHOWN,
        "shown": f":{MOST_SHOWN}",
    }
    if request.method != "POST":
        return render(request, "web/compare_register.html", context)
    try:
        context |= _compared(request, kind)
    except OfficeError as error:
        refuse(request, error)
        return render(request, "web/compare_register.html", context, status=400)
    return render(request, "web/compare_register.html", context)


def _compared(request: HttpRequest, kind: RegisterKind) -> dict[str, Any]:
    user = viewer(request)
    upload = request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择从全国系统导出的表格。")
    on = day(request, "on", "名录日期")
    kept = keep_table(upload, f"compare/{user.pk}")
    place = place_of(kept.path)
    assert place is not None
    named = {field.name: written(request, f"named-{field.name}") for field in FIELDS[kind]}
    try:
        found = compare(
            place, kind, user.unit, on, named={name: text for name, text in named.items() if text}
        )
    finally:
        place.unlink(missing_ok=True)
    if found.unusable:
        hint = "表里的列名与这里不同的，请展开“列名对应”逐个填写。"
        raise OfficeError(f"{found.unusable}{hint}")
    listed = service.take_listed(found.there, kept.name, user=user) if written(request, "list") else None
    return {"found": found, "on": on, "name": kept.name, "listed": listed}
