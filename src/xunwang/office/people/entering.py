"""Getting in: wrong tries lock an account for a while, a code app may be the second factor, one session at a time."""

import base64
import datetime as dt
import hashlib
import hmac
import secrets
import struct
import time
from urllib.parse import quote

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Invitation, Unit, User
from xunwang.office.people.roles import Role
from xunwang.office.sealing import seal, unseal

TRIES = 5
LOCKED_FOR = dt.timedelta(minutes=15)
INVITED_FOR = dt.timedelta(days=7)
_STEP = 30  # seconds, RFC 6238
_DIGITS = 6
_LONGEST_NAME = 48  # of the account of a former holder; its number comes behind


def locked(user: User) -> bool:
    return user.locked_until is not None and clock.runs(user.locked_until, LOCKED_FOR)


def refuse_locked(user: User) -> None:
    """Raises OfficeError while the account is locked: a session that is open must not go on guessing either."""
    if locked(user):
        raise OfficeError(f"输错次数过多，请 {LOCKED_FOR.seconds // 60} 分钟后再试。")


def wrong_try(username: str) -> None:
    """Counts a wrong password or code; the fifth in a row locks the account, whoever tried."""
    User.objects.filter(username=username).update(wrong_tries=F("wrong_tries") + 1)
    user = User.objects.filter(username=username, wrong_tries__gte=TRIES).first()
    if user is None:
        return
    with transaction.atomic():
        user.locked_until, user.wrong_tries = timezone.now() + LOCKED_FOR, 0
        user.save(update_fields=["locked_until", "wrong_tries"])
        log_action("login.locked", user, user=None, unit=user.unit)


@transaction.atomic
def entered(user: User, session_key: str) -> None:
    """The account is now used in this session and in no other."""
    if user.session_key and user.session_key != session_key:
        Session.objects.filter(session_key=user.session_key).delete()
    user.session_key, user.wrong_tries, user.locked_until = session_key, 0, None
    user.save(update_fields=["session_key", "wrong_tries", "locked_until"])
    log_action("login.done", user, user=user)


def password_due(user: User) -> bool:
    """Whether the password has to be changed before anything else."""
    if user.must_change:
        return True
    if not settings.PASSWORD_DAYS or user.password_set_at is None:
        return False
    return timezone.now() - user.password_set_at > dt.timedelta(days=settings.PASSWORD_DAYS)


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """A new password, held against the rules before; the old one again is refused."""
    if user.has_usable_password() and user.check_password(password):
        raise OfficeError("新密码不能与现在的密码相同。")
    user.set_password(password)
    user.must_change, user.password_set_at = False, timezone.now()
    user.save(update_fields=["password", "must_change", "password_set_at"])
    log_action("password.set", user, user=user)


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
    step = step_of(secret, code)
    if step is None:
        raise OfficeError("动态口令不对，请核对手机时间后重新输入。")
    user.second_factor, user.second_step = seal(secret), step
    user.save(update_fields=["second_factor", "second_step"])
    log_action("factor.set", user, user=user)


@transaction.atomic
def drop_factor(user: User, *, by: User) -> None:
    user.second_factor = ""
    user.save(update_fields=["second_factor"])
    log_action("factor.removed", user, user=by)


@transaction.atomic
def invite(username: str, full_name: str, role: Role, unit: Unit, *, by: User) -> tuple[User, str]:
    """A new account without a password, and the one-time token that opens it."""
    name = User.normalize_username(username)
    if not name:
        raise OfficeError("请填写“账号”，登录时用它。")
    if User.objects.filter(username=name).exists():
        raise OfficeError(f"账号“{name}”已经有人用，请换一个；换人接手同一岗位的，用“交接岗位”。")
    user = User(username=name, full_name=full_name, role=role, unit=unit)
    user.set_unusable_password()
    user.save()
    log_action("account.created", user, user=by, unit=unit, data={"role": role.value})
    return user, new_invitation(user, by=by)


@transaction.atomic
def new_invitation(user: User, *, by: User) -> str:
    """A fresh token; older ones are void, and so are password and session: whoever has the post now sets their own."""
    _refuse_handed_over(user)
    user.invitations.filter(used_at=None).delete()
    if user.session_key:
        Session.objects.filter(session_key=user.session_key).delete()
    user.set_unusable_password()
    user.session_key = ""
    user.save(update_fields=["password", "session_key"])
    token = secrets.token_urlsafe(18)
    Invitation.objects.create(user=user, hash=_hash(token), expires_at=timezone.now() + INVITED_FOR)
    log_action("account.invited", user, user=by, unit=user.unit)
    return token


def invited_since(user: User, moment: dt.datetime) -> bool:
    """Whether the account was opened anew after the moment: what its holder was given before is void."""
    return user.invitations.filter(expires_at__gt=moment + INVITED_FOR).exists()


def invited(token: str) -> User | None:
    """Whose token it is, while it can be used."""
    open_ones = Invitation.objects.filter(hash=_hash(token), used_at=None, expires_at__gt=timezone.now())
    found = open_ones.filter(user__is_active=True).select_related("user__unit").first()
    return found.user if found else None


@transaction.atomic
def accept(token: str, password: str) -> User:
    """Sets the first password and uses the token up. Raises OfficeError."""
    user = invited(token)
    used = Invitation.objects.filter(hash=_hash(token), used_at=None).update(used_at=timezone.now())
    if user is None or not used:
        raise OfficeError("邀请已失效，请向管理员再要一份。")
    user.set_password(password)
    user.must_change, user.password_set_at, user.second_factor = False, timezone.now(), ""
    user.locked_until, user.wrong_tries = None, 0
    user.save()
    log_action("password.set", user, user=user)
    return user


def _hash(token: str) -> str:
    return salted_hmac("xunwang.invitation", token, algorithm="sha256").hexdigest()


@transaction.atomic
def set_active(user: User, *, active: bool, by: User) -> None:
    """Stops or starts an account; a stopped one is out at once."""
    if user.pk == by.pk:
        raise OfficeError("不能停用自己的账号。")
    _refuse_handed_over(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active and user.session_key:
        Session.objects.filter(session_key=user.session_key).delete()
    log_action("account.started" if active else "account.stopped", user, user=by, unit=user.unit)


@transaction.atomic
def hand_over(user: User, full_name: str, *, by: User) -> tuple[User, str]:
    """The post goes to somebody else: an account of their own under the same name to log in with, and the token that opens it.

    The account of whoever had the post before stays with what they did, under their name; nobody gets in with it again.
    """
    if not full_name.strip():
        raise OfficeError("请填写接任人员的姓名。")
    user.refresh_from_db(from_queryset=User.objects.select_for_update())
    _refuse_handed_over(user)
    post = user.username
    _retire(user)
    follower, token = invite(post, full_name.strip(), Role(user.role), user.unit, by=by)
    user.successor = follower
    user.save(update_fields=["successor"])
    said = {"before": user.full_name, "after": follower.full_name}
    log_action("account.handed_over", user, user=by, unit=user.unit, data=said)
    return follower, token


def _retire(user: User) -> None:
    """Out at once and for good; the name to log in with is free again."""
    if user.session_key:
        Session.objects.filter(session_key=user.session_key).delete()
    user.invitations.filter(used_at=None).delete()
    user.set_unusable_password()
    user.username = f"{user.username[:_LONGEST_NAME]}~{user.pk}"
    user.session_key = user.second_factor = user.outside = ""
    user.is_active = False
    user.save()


def _refuse_handed_over(user: User) -> None:
    if user.successor:
        raise OfficeError(
            f"这个岗位已经交接给{user.successor}，请在“{user.successor.username}”这个账号上办理。"
        )
