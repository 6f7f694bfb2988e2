"""The handbook: every task that somebody of an office meets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office.web.guide import topics


def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "web/guide.html", {"topics": topics()})
