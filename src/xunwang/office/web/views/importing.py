"""Takes a register's spreadsheet in: first what it would do, row by row, then for good."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.registry.fields import NAMES, register_named
from xunwang.office.registry.importing import import_register, preview
from xunwang.office.registry.policies import BATCHES, SUBJECTS
from xunwang.office.registry.undoing import obstacle, undo
from xunwang.office.registry.workbooks import write_template
from xunwang.office.uploads import keep_table, place_of, scratch
from xunwang.office.web.acting import actionable, day, refuse, try_to, written
from xunwang.office.web.viewing import page_of, viewer, visible

_PAGES = {"website": "websites", "account": "accounts"}
_SALT = "xunwang.import"
_HOURS = 2


def import_(request: HttpRequest) -> HttpResponse:
    user = _importer(request)
    context: dict[str, Any] = {"kinds": NAMES.items(), "on": clock.today(), "kind": "website", "create": True}
    if request.method != "POST":
        return render(
            request, "web/import.html", context | {"kind": register_named(request.GET.get("kind", ""))}
        )
    try:
        if written(request, "ticket"):
            return _take(request, user)
        return render(request, "web/import.html", context | _previewed(request, user))
    except OfficeError as error:
        refuse(request, error)
        return render(request, "web/import.html", context, status=400)


def _importer(request: HttpRequest) -> User:
    user = viewer(request)
    if not SUBJECTS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    return user


def _previewed(request: HttpRequest, user: User) -> dict[str, Any]:
    upload = request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择要导入的表格。")
    kept = keep_table(upload, f"import/{user.pk}")
    kind, on = register_named(written(request, "kind")), day(request, "on", "生效日期")
    create = bool(written(request, "create"))
    place = place_of(kept.path)
    assert place is not None
    report = preview(place, kind, user.unit, on, create_units=create)
    said = [user.pk, kept.path, kept.name, kind, on.isoformat(), create]
    return {
        "report": report,
        "ticket": signing.dumps(said, salt=_SALT),
        "name": kept.name,
        "kind": kind,
        "on": on,
        "create": create,
        "errors": [one for one in report.problems if one.severity == "error"],
        "warnings": [one for one in report.problems if one.severity != "error"],
    }


def _take(request: HttpRequest, user: User) -> HttpResponse:
    """What was previewed, by its sealed ticket: neither the file nor the day can have been exchanged."""
    try:
        said = signing.loads(written(request, "ticket"), salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        raise OfficeError("预览已过期，请重新选择表格。") from None
    owner, path, name, kind, on, create = said
    place = place_of(path)
    if owner != user.pk or place is None:
        raise OfficeError("预览已过期，请重新选择表格。")
    report = import_register(
        place, kind, user.unit, user, dt.date.fromisoformat(on), create_units=create, shown_as=name
    )
    messages.success(request, f"已导入“{name}”：{report}")
    return redirect(_PAGES.get(kind) or f"{reverse('others')}?kind={kind}")


def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The empty form."""
    _importer(request)
    known = register_named(kind)
    with scratch() as folder:
        path = folder / "form.xlsx"
        write_template(known, path)
        opened = path.open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"{NAMES[known]}名录.xlsx")


def imports(request: HttpRequest) -> HttpResponse:
    """What was imported so far, and which import can be taken back."""
    found = visible(BATCHES, request).select_related("unit", "user")
    page = page_of(request, found)
    user = viewer(request)
    may_undo = BATCHES.grants_to(user, Action.CHANGE)
    latest = {
        batch.pk for kind in NAMES if (batch := found.filter(kind=kind, undone_at=None, underway="").first())
    }
    rows = [
        (
            batch,
            NAMES[register_named(batch.kind)],
            batch.pk in latest,
            obstacle(batch) if batch.pk in latest else None,
        )
        for batch in page
    ]
    return render(request, "web/imports.html", {"page": page, "rows": rows, "may_undo": may_undo})


@require_POST
def undo_import(request: HttpRequest, key: int) -> HttpResponse:
    batch = actionable(BATCHES, request, key, Action.CHANGE)

    def act() -> str:
        undo(batch, user=viewer(request))
        return f"已撤销“{batch.file}”的导入，名录恢复到导入之前。"

    try_to(request, act)
    return redirect("imports")
