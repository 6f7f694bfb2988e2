"""The handbook: every task that somebody of an office meets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office.web.guide import topics
from xunwang.office.web.navigation import may_open
from xunwang.office.web.viewing import viewer


def guide(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    openable = {one.page for one in topics() if may_open(user, one.page)}
    return render(request, "web/guide.html", {"topics": topics(), "openable": openable})
