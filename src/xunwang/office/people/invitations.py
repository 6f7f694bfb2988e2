"""Accounts are opened by an invitation, stopped, and handed over to whoever has the post next."""

import datetime as dt
import secrets

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Invitation, Unit, User
from xunwang.office.people.roles import Role

INVITED_FOR = dt.timedelta(days=7)
_LONGEST_NAME = 48  # of the account of a former holder; its number comes behind


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
