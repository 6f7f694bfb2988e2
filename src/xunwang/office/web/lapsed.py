"""Forms that are sent after the session ended, or from a page of an earlier log-in: nothing is done, and nothing that was written is lost.

Who wrote it is told by a signed cookie that outlives the session: what one person wrote is never shown to the next at the same machine.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature
from django.http import HttpRequest
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.views import csrf

from xunwang.office.numerals import whole
from xunwang.office.people.models import User
from xunwang.office.web.acting import keep_form, writer_of_kept
from xunwang.office.web.links import address_of

Handler = Callable[[HttpRequest], HttpResponseBase]
_WRITER = "writer"
_BACK = "内容没有交上去，已填回表中，请核对后再提交；附件要重新选择。"


def sign_pages(get_response: Handler) -> Handler:
    """Leaves word with the browser of whom it shows the pages."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        made = get_response(request)
        user = request.user
        if isinstance(user, User) and _writer(request) != user.pk:
            made.set_signed_cookie(
                _WRITER, str(user.pk), salt=_WRITER, httponly=True, samesite="Lax", secure=settings.HTTPS
            )
        return made

    return answer


class LoginRequired(LoginRequiredMiddleware):
    """Django's own, but that nothing written is lost on the way."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirect:
        """To the log-in, and from there to the page that was asked for or that the form stood on."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        _keep(request)
        return redirect_to_login(_page(request))


def outdated(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """A form whose token is of an earlier log-in: filled again where a page of ours sent it, refused where another did."""
    if settings.CSRF_COOKIE_NAME not in request.COOKIES or not _from_ours(request, "Origin"):
        return csrf.csrf_failure(request, reason)
    _keep(request)
    if _is_mine(request):
        messages.error(request, f"页面已过期（这一页打开之后又登录过）：{_BACK}")
    return redirect(_page(request))


def tell_kept(request: HttpRequest) -> None:
    """After a log-in: what could not be handed in before stands in its form again."""
    if _is_mine(request):
        messages.warning(request, f"登录已失效时提交的{_BACK}")


def _is_mine(request: HttpRequest) -> bool:
    return request.user.is_authenticated and writer_of_kept(request) == request.user.pk


def _keep(request: HttpRequest) -> None:
    writer = _writer(request)
    if writer is not None:
        keep_form(request, writer)


def _writer(request: HttpRequest) -> int | None:
    try:
        return whole(request.get_signed_cookie(_WRITER, default="", salt=_WRITER) or "")
    except BadSignature:
        return None


def _page(request: HttpRequest) -> str:
    """The page on which the form stood."""
    if not _from_ours(request, "Referer"):
        return address_of("home")
    sent = urlsplit(request.headers["Referer"])
    return f"{sent.path}?{sent.query}" if sent.query else sent.path


def _from_ours(request: HttpRequest, header: str) -> bool:
    return urlsplit(request.headers.get(header, "")).netloc == request.get_host()
