"""The trail, for those who audit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office.people.audit import ACTIONS, broken_entries
from xunwang.office.people.policy import AUDIT
from xunwang.office.web.viewing import page_of, visible


def audit(request: HttpRequest) -> HttpResponse:
    page = page_of(request, visible(AUDIT, request).select_related("unit").order_by("-pk"))
    checked = "verify" in request.GET
    context = {
        "page": page,
        "actions": ACTIONS,
        "checked": checked,
        "broken": broken_entries() if checked else [],
    }
    return render(request, "web/audit.html", context)
