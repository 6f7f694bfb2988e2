"""Log-in with its second step, the invitation, one's own account."""

import datetime as dt
from contextlib import suppress
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from xunwang.office.errors import OfficeError
from xunwang.office.limits.taking import TooOftenError, spent, take, visitor
from xunwang.office.people import entering, factors, invitations
from xunwang.office.people.models import User
from xunwang.office.sealing import seal, unseal
from xunwang.office.web.acting import try_to, writer_of_kept, written
from xunwang.office.web.lapsed import tell_kept
from xunwang.office.web.viewing import viewer

_HALF = "half_way_in"
_HALF_SECONDS = 300
_WRONG, _WRONG_TRIES, _WRONG_WITHIN = "login", 100, dt.timedelta(minutes=10)
_SECRET = "new_factor"  # noqa: S105  # the name of the place, not the secret


class LogIn(LoginView):
    """A locked account gets the same words as a wrong password: nobody learns which accounts exist."""

    template_name = "web/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        shown = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        kept = writer_of_kept(self.request) is not None
        return super().get_context_data(**more) | {"outside": shown, "kept": kept}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """From an address with many wrong tries nothing more is tried, whichever accounts they were for."""
        wait = spent(_WRONG, visitor(request), _WRONG_TRIES, _WRONG_WITHIN)
        return _too_often(request, wait) if wait else super().post(request, *args, **kwargs)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        _count_wrong(self.request)
        entering.wrong_try(User.normalize_username(form.data.get("username", "")))
        return super().form_invalid(form)

    def form_valid(self, form: AuthenticationForm) -> HttpResponseRedirect:
        user = form.get_user()
        if entering.locked(user):
            form.add_error(None, "locked")
            return cast("HttpResponseRedirect", super().form_invalid(form))
        return let_in(self.request, user, self.get_success_url())


def let_in(request: HttpRequest, user: User, onward: str) -> HttpResponseRedirect:
    """Into a session of its own; with a second factor only after its code."""
    if user.second_factor:
        now = timezone.now().timestamp()
        request.session[_HALF] = [user.pk, now, onward, user.get_session_auth_hash()]
        return HttpResponseRedirect(_address("second"))
    login(request, user)
    _remember(request, user)
    return HttpResponseRedirect(onward)


def _count_wrong(request: HttpRequest) -> None:
    with suppress(TooOftenError):
        take(_WRONG, visitor(request), _WRONG_TRIES, _WRONG_WITHIN)


def _too_often(request: HttpRequest, wait: int) -> HttpResponse:
    message = f"从这个网络地址输错的次数过多，请 {-(-wait // 60)} 分钟后再试。"
    answer = render(request, "web/refusal.html", {"message": message}, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def _address(name: str) -> str:
    return redirect(name).url


def _remember(request: HttpRequest, user: User) -> None:
    if not request.session.session_key:
        request.session.save()
    entering.entered(user, request.session.session_key or "")
    tell_kept(request)


@never_cache
@login_not_required
def second(request: HttpRequest) -> HttpResponse:
    """The code of the second factor, within five minutes of the password."""
    half = request.session.get(_HALF)
    if not half or not 0 <= timezone.now().timestamp() - half[1] <= _HALF_SECONDS:
        return redirect("login")
    user = User.objects.filter(pk=half[0], is_active=True).first()
    if user is None or entering.locked(user) or _has_new_password(user, half[3]):
        return redirect("login")
    if request.method != "POST":
        return render(request, "web/second.html")
    try:
        fits = factors.second_fits(user, written(request, "code"))
    except OfficeError as error:
        return render(request, "web/second.html", {"problem": str(error)}, status=409)
    if not fits:
        entering.wrong_try(user.username)
        return render(request, "web/second.html", {"wrong": True}, status=400)
    login(request, user)
    request.session.pop(_HALF, None)
    _remember(request, user)
    return redirect(half[2] or settings.LOGIN_REDIRECT_URL)


def _has_new_password(user: User, before: str) -> bool:
    """Whether the password that led half-way in is another one by now: whoever wrote it has shown nothing that still counts."""
    return not constant_time_compare(user.get_session_auth_hash(), before)


@never_cache
@sensitive_post_parameters("password", "again")
@login_not_required
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The first password of an invited account."""
    if wait := spent(_WRONG, visitor(request), _WRONG_TRIES, _WRONG_WITHIN):
        return _too_often(request, wait)
    user = invitations.invited(token)
    if user is None:
        _count_wrong(request)
        return render(request, "web/invitation.html", {"void": True}, status=410)
    context = {"invited": user}
    if request.method != "POST":
        return render(request, "web/invitation.html", context)
    try:
        accepted = invitations.accept(token, _new_password(request, user))
    except OfficeError as error:
        return render(request, "web/invitation.html", context | {"problem": str(error)}, status=400)
    login(request, accepted)
    _remember(request, accepted)
    return redirect("home")


def _new_password(request: HttpRequest, user: User) -> str:
    """The password that was written twice, held against the rules. Raises OfficeError."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise OfficeError("两次输入的密码不一样，请重新输入。")
    if len(password) > 128:
        raise OfficeError("密码太长，最多 128 个字符。")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise OfficeError("".join(error.messages)) from None
    return password


@never_cache
@sensitive_post_parameters("now", "password", "again")
def password(request: HttpRequest) -> HttpResponse:
    """One's own password; the session goes on under the new one."""
    user = viewer(request)
    if request.method != "POST":
        return render(request, "web/password.html", {"due": entering.password_due(user)})
    try:
        _prove(request, user)
        entering.set_password(user, _new_password(request, user))
    except OfficeError as error:
        context = {"due": entering.password_due(user), "problem": str(error)}
        return render(request, "web/password.html", context, status=400)
    login(request, user)
    _remember(request, user)
    messages.success(request, "密码已修改。")
    return redirect("home")


def _prove(request: HttpRequest, user: User) -> None:
    """Raises OfficeError unless the form holds the present password; guessing it locks the account like a log-in does."""
    entering.refuse_locked(user)
    if not user.check_password(request.POST.get("now", "")):
        entering.wrong_try(user.username)
        raise OfficeError("现在的密码不对。")


@never_cache
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: second factor on and off."""
    user = viewer(request)
    if request.method == "POST":
        try_to(request, lambda: _change_me(request, user))
        return redirect("me")
    context: dict[str, Any] = {}
    if not user.second_factor:
        secret = _new_secret(request)
        groups = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
        context = {"secret": groups, "address": factors.address_of(user, secret)}
    return render(request, "web/me.html", context)


def _new_secret(request: HttpRequest) -> str:
    """The secret that waits to be bound; sessions lie in the database, so it is sealed there as well."""
    if _SECRET not in request.session:
        request.session[_SECRET] = seal(factors.new_secret())
    return unseal(request.session[_SECRET])


def _change_me(request: HttpRequest, user: User) -> str:
    act = written(request, "act")
    if act == "bind" and not user.second_factor:
        factors.bind_factor(user, _new_secret(request), written(request, "code"))
        request.session.pop(_SECRET, None)
        return "动态口令已启用，下次登录时需要输入。"
    if act == "drop" and user.second_factor:
        entering.refuse_locked(user)
        if not factors.second_fits(user, written(request, "code")):
            entering.wrong_try(user.username)
            raise OfficeError("动态口令不对或已经用过，请等下一个。")
        factors.drop_factor(user, by=user)
        return "动态口令已取消。"
    raise Http404
