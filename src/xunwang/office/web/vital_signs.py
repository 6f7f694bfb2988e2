"""`/healthz` and `/metrics`, for machines that watch over the office: outside sessions, accounts and host names."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from xunwang.office import metrics, vitals

Handler = Callable[[HttpRequest], HttpResponseBase]


def vital_signs(get_response: Handler) -> Handler:
    """Answers the two addresses before anything else can.

    Health says no more than whether pages can be answered, and whether inspections lack a browser that works.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            if not vitals.serves():
                return HttpResponse("unwell\n", "text/plain", status=503)
            return HttpResponse("degraded\n" if vitals.limps() else "ok\n", "text/plain")
        if request.path == "/metrics" and settings.METRICS_TOKEN:
            return _metrics(request)
        return get_response(request)

    return answer


def _metrics(request: HttpRequest) -> HttpResponse:
    if constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(metrics.exposition(), metrics.CONTENT_TYPE)
    return HttpResponse("请带上 XUNWANG_METRICS_TOKEN 的令牌。\n", "text/plain; charset=utf-8", status=401)
