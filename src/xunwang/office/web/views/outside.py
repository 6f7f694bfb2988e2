"""Log-in by the OpenID Connect service that the administrator named; without one there are no such pages."""

import datetime as dt

import msgspec
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from xunwang.office.errors import OfficeError
from xunwang.office.limits.taking import TooOftenError, take, visitor
from xunwang.office.people import outside
from xunwang.office.web.reading import once
from xunwang.office.web.views.entering import let_in

_KEPT = "outside"
_TRIES, _WITHIN = 30, dt.timedelta(minutes=10)


@once
@never_cache
@require_GET
@login_not_required
def begin(request: HttpRequest) -> HttpResponse:
    """Off to the service."""
    _refuse_without_service()
    try:
        take("outside", visitor(request), _TRIES, _WITHIN)
        address, kept = outside.leave(_back(request), _onward(request))
    except TooOftenError:
        return _refused(request, "从这个网络地址尝试登录的次数过多，请稍后再试。")
    except OfficeError as error:
        return _refused(request, str(error))
    request.session[_KEPT] = msgspec.to_builtins(kept)
    return redirect(address)


@once
@never_cache
@require_GET
@login_not_required
def back(request: HttpRequest) -> HttpResponse:
    """Back from the service; what was kept is good for one try."""
    _refuse_without_service()
    kept = request.session.pop(_KEPT, None)
    if kept is None:
        return _refused(request, "这次登录已经过期，请重新登录。")
    if "error" in request.GET or not request.GET.get("code"):
        return _refused(request, "认证服务没有确认您的身份，没有登录。")
    leaving = msgspec.convert(kept, outside.Leaving)
    try:
        identity = outside.come_back(
            leaving, request.GET.get("state", ""), request.GET["code"], _back(request)
        )
        user = outside.account_of(identity)
    except OfficeError as error:
        return _refused(request, str(error))
    return let_in(request, user, leaving.onward)


def _refuse_without_service() -> None:
    if not settings.OIDC_ISSUER:
        raise Http404


def _back(request: HttpRequest) -> str:
    path = reverse("oidc_back")
    return f"{settings.ADDRESS}{path}" if settings.ADDRESS else request.build_absolute_uri(path)


def _onward(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is an address of ours."""
    wanted = request.GET.get("next", "")
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours else reverse("home")


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("login")
