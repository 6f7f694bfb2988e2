"""The accounts of a subtree: invitations, hand-over of a post, stopping, and the printed sheet of a unit."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xunwang.office.errors import OfficeError
from xunwang.office.people import entering, invitations
from xunwang.office.people.models import User
from xunwang.office.people.policy import UNITS, USERS, Action
from xunwang.office.people.roles import Role
from xunwang.office.rectify.service import open_tickets
from xunwang.office.web.acting import actionable, chosen_unit, refuse, written
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404


@never_cache
def people(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    may_change = USERS.grants_to(user, Action.CHANGE)
    listed = visible(USERS, request)
    if request.method == "POST":
        return _invite(request, user)
    asked = request.GET.get("q", "").strip()
    if asked:
        listed = listed.filter(
            Q(username__icontains=asked) | Q(full_name__icontains=asked) | Q(unit__name__icontains=asked)
        )
    context = {
        "page": page_of(
            request, listed.select_related("unit", "successor").order_by("unit__path", "username")
        ),
        "q": asked,
        "may_change": may_change,
        "units": UNITS.visible(user).order_by("path") if may_change else [],
        "roles": Role.choices,
    }
    return render(request, "web/people.html", context)


def _invite(request: HttpRequest, user: User) -> HttpResponse:
    if not USERS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    try:
        invited, token = invitations.invite(
            written(request, "username")[:64],
            written(request, "full_name")[:64],
            _role(request),
            chosen_unit(request),
            by=user,
        )
    except OfficeError as error:
        return _refused(request, error)
    return _handed_out(request, invited, token)


def _role(request: HttpRequest) -> Role:
    if written(request, "role") not in Role.values:
        raise OfficeError("请选择角色。")
    return Role(written(request, "role"))


def _handed_out(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """The invitation, shown this once."""
    address = request.build_absolute_uri(reverse("invitation", args=[token]))
    return render(request, "web/invited.html", {"invited": user, "address": address})


Opened = tuple[User, str]
"""An account that waits for its holder, and the token of the invitation."""
Act = Callable[[HttpRequest, User, User], Opened | None]


def _stop(request: HttpRequest, user: User, by: User) -> None:
    invitations.set_active(user, active=False, by=by)
    messages.success(request, f"账号“{user.username}”已停用。")


def _start(request: HttpRequest, user: User, by: User) -> None:
    invitations.set_active(user, active=True, by=by)
    messages.success(request, f"账号“{user.username}”已启用。")


def _reset(request: HttpRequest, user: User, by: User) -> Opened:
    del request
    return user, invitations.new_invitation(user, by=by)


def _hand_over(request: HttpRequest, user: User, by: User) -> Opened:
    return invitations.hand_over(user, written(request, "full_name")[:64], by=by)


_ACTS: dict[str, Act] = {"stop": _stop, "start": _start, "reset": _reset, "handover": _hand_over}


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    user = actionable(USERS, request, key, Action.CHANGE)
    try:
        opened = _ACTS[act](request, user, viewer(request))
    except OfficeError as error:
        return _refused(request, error)
    return _handed_out(request, *opened) if opened else redirect("people")


def _refused(request: HttpRequest, error: OfficeError) -> HttpResponse:
    refuse(request, error)
    return redirect("people")


def sheet(request: HttpRequest, key: int) -> HttpResponse:
    """One page for the wall of a unit: how to log in, what is expected."""
    unit = visible_or_404(UNITS, request, key)
    accounts = unit.users.filter(is_active=True).order_by("role", "username")
    context = {
        "unit": unit,
        "accounts": accounts,
        "address": request.build_absolute_uri(reverse("home")),
        "tickets": open_tickets(unit),
        "password_days": settings.PASSWORD_DAYS,
        "tries": entering.TRIES,
        "locked_minutes": entering.LOCKED_FOR.seconds // 60,
    }
    return render(request, "web/sheet.html", context)
