"""Tokens: issued once, kept as a hash, looked up at every request, revoked at once."""

import datetime as dt
import secrets
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.interface.models import Scope, Token
from xunwang.office.limits.taking import take
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.roles import Role

ROLES = (Role.UNIT_CLERK, Role.INSPECTOR, Role.SUPERVISOR)
"""What a system may act as: it answers for its unit, it sees what those who run campaigns see, or it keeps the register."""
LONGEST = dt.timedelta(days=731)
_MINUTE = dt.timedelta(minutes=1)
_START = "xw_"


@transaction.atomic
def issue(
    unit: Unit, name: str, *, role: Role, scopes: Collection[Scope], expires_on: dt.date, by: User
) -> tuple[Token, str]:
    """A new token and its text, which nobody can read again. Raises OfficeError."""
    if not name.strip():
        raise OfficeError("请填写系统名称，例如“内容管理系统”。")
    if role not in ROLES:
        raise OfficeError("请选择按哪种角色使用。")
    if not scopes:
        raise OfficeError("请至少选择一项用途。")
    if not clock.today() < expires_on <= clock.today() + LONGEST:
        raise OfficeError(f"有效期 {expires_on} 不对，应在今天之后、{LONGEST.days} 天以内。")
    text = _START + secrets.token_urlsafe(32)
    account = User(
        username=f"api-{secrets.token_hex(8)}", full_name=f"接口：{name.strip()}"[:64], role=role, unit=unit
    )
    account.set_unusable_password()
    account.save()
    token = Token.objects.create(
        unit=unit,
        account=account,
        name=name.strip(),
        hash=hash_of(text),
        hint=text[-4:],
        scopes=[scope.value for scope in Scope if scope in scopes],
        expires_on=expires_on,
        created_by=by,
    )
    said = {"role": role.label, "until": expires_on.isoformat(), "kind": token.scope_labels}
    log_action("token.issued", token, user=by, unit=unit, data=said)
    return token, text


@transaction.atomic
def revoke(token: Token, *, by: User) -> None:
    """The next request with it is refused; what was done with it stays in the trail under its account."""
    if token.revoked_at:
        raise OfficeError("这个令牌已经停用。")
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    User.objects.filter(pk=token.account_id).update(is_active=False)
    log_action("token.revoked", token, user=by, unit=token.unit)


def holder_of(text: str) -> Token | None:
    """The usable token with this text. Raises TooOftenError when it was used too often within the minute."""
    found = Token.objects.filter(hash=hash_of(text)).select_related("account__unit", "unit").first()
    if found is None or not found.usable(clock.today()):
        return None
    take("interface", found.pk, settings.API_RATE, _MINUTE)
    now = clock.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - _MINUTE)
    Token.objects.filter(stale, pk=found.pk).update(last_used_at=now)
    return found


def hash_of(text: str) -> str:
    return salted_hmac("xunwang.interface.token", text, algorithm="sha256").hexdigest()
