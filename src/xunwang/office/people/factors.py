"""The second factor: codes that an app shows for half a minute (RFC 6238), each of them good for one log-in."""

import base64
import hashlib
import hmac
import secrets
import struct
import time
from urllib.parse import quote

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.sealing import seal, unseal

_STEP = 30  # seconds
_DIGITS = 6


def new_secret() -> str:
    """A shared secret for a code app: 160 bits in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_of(user: User, secret: str) -> str:
    """The otpauth address that code apps take."""
    label = quote(f"巡网:{user.username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote('巡网')}&digits={_DIGITS}&period={_STEP}"


def code_at(secret: str, step: int) -> str:
    """The six digits of a step (RFC 6238, HMAC-SHA-1)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def _this_step() -> int:
    return int(time.time() // _STEP)


def step_of(secret: str, code: str, *, after: int = 0, now: float | None = None) -> int | None:
    """The step whose code it is, one to either side of now allowed; none for a wrong or an already used code."""
    current = _this_step() if now is None else int(now // _STEP)
    written = code.replace(" ", "")
    return next(
        (
            step
            for step in (current, current - 1, current + 1)
            if step > after and constant_time_compare(code_at(secret, step), written)
        ),
        None,
    )


@transaction.atomic
def second_fits(user: User, code: str) -> bool:
    """Whether the code is right; it is used up with that. Raises OfficeError when the secret cannot be unsealed."""
    to_come = _this_step() + 2  # used by a clock that has been set back since
    last = user.second_step if user.second_step < to_come else 0
    step = step_of(unseal(user.second_factor), code, after=last)
    if step is None:
        return False
    unused = User.objects.filter(Q(second_step__lt=step) | Q(second_step__gte=to_come), pk=user.pk)
    return bool(unused.update(second_step=step))


@transaction.atomic
def bind_factor(user: User, secret: str, code: str) -> None:
    """The secret is asked for from now on; the code shows that the app holds it. Raises OfficeError."""
    step = step_of(secret, code)
    if step is None:
        raise OfficeError("动态口令不对，请核对手机时间后重新输入。")
    user.second_factor, user.second_step = seal(secret), step
    user.save(update_fields=["second_factor", "second_step"])
    log_action("factor.set", user, user=user)


@transaction.atomic
def drop_factor(user: User, *, by: User) -> None:
    """The password alone opens the account again."""
    user.second_factor = ""
    user.save(update_fields=["second_factor"])
    log_action("factor.removed", user, user=by)
