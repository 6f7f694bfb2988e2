"""What every operation needs: whose token it is, what it may be used for, and a part of a long list."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from ninja import Field
from ninja.security import HttpBearer

from xunwang.office.interface.models import Scope, Token
from xunwang.office.interface.problems import RefusedError
from xunwang.office.interface.schemas import Paged, Paging, Problem
from xunwang.office.interface.tokens import holder_of
from xunwang.office.limits.taking import take, visitor
from xunwang.office.people.models import User
from xunwang.office.people.policy import Policy

M = TypeVar("M", bound=Model)
T = TypeVar("T")
Key = Annotated[int, Field(ge=1, le=2**53)]
ANSWERS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)
"""How any operation can fail."""
_WRONG_TRIES = 30


class Bearer(HttpBearer):
    """A usable token with the scope. Wrong ones are counted for the address that they come from."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = holder_of(token)
        if found is None:
            take("interface.wrong", visitor(request), _WRONG_TRIES, dt.timedelta(minutes=1))
            return None
        if self.scope.value not in found.scopes:
            raise RefusedError(
                403, f"这个令牌没有“{self.scope.label}”的用途，请向管理员要一个有此用途的令牌。"
            )
        return found


def asker(request: HttpRequest) -> User:
    """The account in whose name the token acts."""
    token: Token = request.auth  # type: ignore[attr-defined]  # ninja puts the answer of Bearer there
    return token.account


def seen_or_404(policy: Policy[M], request: HttpRequest, key: int | UUID) -> M:
    """One object within the token's reach; any other does not exist."""
    found = policy.visible(asker(request)).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def paged(rows: QuerySet[Any], paging: Paging, shape: Callable[[Any], T]) -> Paged[T]:
    """The asked page of the rows, each in its shape."""
    start = (paging.page - 1) * paging.size
    items = [shape(row) for row in rows[start : start + paging.size]]
    return Paged(total=rows.count(), page=paging.page, size=paging.size, items=items)
