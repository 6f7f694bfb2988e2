"""The tokens by which other systems come in."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.interface import tokens as service
from xunwang.office.interface.models import Scope, Token
from xunwang.office.interface.policies import TOKENS
from xunwang.office.people.models import User
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.people.roles import Role
from xunwang.office.web.acting import actionable, chosen_unit, day, refuse, try_to, written
from xunwang.office.web.viewing import page_of, viewer, visible

_YEAR = dt.timedelta(days=365)


@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the subtree; a new one is shown in the answer to its form and never again."""
    user = viewer(request)
    may_change = TOKENS.grants_to(user, Action.CHANGE)
    said: dict[str, Any] = {"may_change": may_change}
    if request.method == "POST":
        if not may_change:
            raise PermissionDenied
        try:
            said["made"], said["text"] = _issue(request, user)
        except OfficeError as error:
            refuse(request, error)
            return render(request, "web/tokens.html", said | _listed(request, user), status=400)
    return render(request, "web/tokens.html", said | _listed(request, user))


def _listed(request: HttpRequest, user: User) -> dict[str, Any]:
    listed = visible(TOKENS, request).select_related("unit", "account", "created_by")
    return {
        "page": page_of(request, listed),
        "units": UNITS.visible(user).order_by("path"),
        "scopes": Scope.choices,
        "roles": [(role.value, role.label) for role in service.ROLES],
        "until": clock.today() + _YEAR,
        "today": clock.today(),
    }


def _issue(request: HttpRequest, user: User) -> tuple[Token, str]:
    return service.issue(
        chosen_unit(request),
        written(request, "name")[:50],
        role=_role(request),
        scopes=[scope for scope in Scope if scope.value in request.POST.getlist("scopes")],
        expires_on=day(request, "expires_on", "有效期至"),
        by=user,
    )


def _role(request: HttpRequest) -> Role:
    found = next((role for role in service.ROLES if role.value == written(request, "role")), None)
    if found is None:
        raise OfficeError("请选择按哪种角色使用。")
    return found


@require_POST
def revoke(request: HttpRequest, key: int) -> HttpResponse:
    token = actionable(TOKENS, request, key, Action.CHANGE)

    def stop() -> str:
        service.revoke(token, by=viewer(request))
        return f"令牌“{token.name}”已停用。"

    try_to(request, stop)
    return redirect("tokens")
