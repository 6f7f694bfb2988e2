"""The trail, for those who audit."""

import csv
import json
from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.cells import harmless
from xunwang.office.people.audit import ACTIONS, broken_entries, log_action
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.policy import AUDIT
from xunwang.office.stamping.daily import lost_stamps
from xunwang.office.stamping.models import TrailStamp
from xunwang.office.stamping.policies import STAMPS
from xunwang.office.web.downloads import named
from xunwang.office.web.viewing import PAGE, key_asked, viewer, visible, visible_or_404

_STAMPS, _LOOKED_THROUGH = 10, 366
EXPORTED = ("编号", "时间", "操作人", "单位", "操作", "对象", "对象名称", "内容", "前一条校验值", "校验值")


def audit(request: HttpRequest) -> HttpResponse:
    entries, older = _part(visible(AUDIT, request).select_related("unit"), key_asked(request, "before"))
    checked = "verify" in request.GET
    context = {
        "entries": entries,
        "older": older,
        "newest": "before" not in request.GET,
        "actions": ACTIONS,
        "checked": checked,
        "broken": sorted({*broken_entries(), *lost_stamps()}) if checked else [],
        "stamps": _newest_stamps(request),
    }
    return render(request, "web/audit.html", context)


def _newest_stamps(request: HttpRequest) -> QuerySet[TrailStamp]:
    """The stamps of the last days that the viewer may see; days are limited first, since whose a stamp is stands in the trail, which is not walked for them."""
    newest = TrailStamp.objects.values("pk")[:_LOOKED_THROUGH]
    return visible(STAMPS, request).filter(pk__in=newest).defer("answer")[:_STAMPS]


def _part(rows: QuerySet[AuditEntry], before: int | None) -> tuple[list[AuditEntry], int | None]:
    """The newest entries before that number, and before which number there are more: a trail of years is not counted for a page of it."""
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def stamp(request: HttpRequest, key: int) -> HttpResponse:
    """The authority's answer as it came, for `openssl ts -verify -digest HASH -in FILE -CAfile …`."""
    found = visible_or_404(STAMPS, request, key)
    answer = HttpResponse(bytes(found.answer), content_type="application/timestamp-reply")
    answer["Content-Disposition"] = f'attachment; filename="trail-{found.day:%Y%m%d}.tsr"'
    return answer


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole trail of the subtree as csv, oldest first; exporting is itself an entry."""
    rows = visible(AUDIT, request)
    user = viewer(request)
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    log_action("trail.exported", user.unit, user=user, data={"entries": rows.count()})
    answer = StreamingHttpResponse(
        _lines(rows.filter(pk__lte=last).select_related("unit").order_by("pk").iterator(500)),
        content_type="text/csv; charset=utf-8",
    )
    return named(answer, f"操作记录{clock.today()}.csv")


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(entries: Iterator[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield str(writer.writerow(EXPORTED))
    for entry in entries:
        yield str(writer.writerow([harmless(value) for value in _row(entry)]))


def _row(entry: AuditEntry) -> tuple[str, ...]:
    said = json.dumps(entry.data, ensure_ascii=False, sort_keys=True)
    return (
        str(entry.pk), entry.at.isoformat(), entry.user_name, entry.unit.name, ACTIONS.get(entry.action, entry.action),
        entry.target, entry.target_label, said, entry.previous, entry.hash,
    )  # fmt: skip
