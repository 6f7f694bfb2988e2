"""Getting in: wrong tries lock an account for a while, passwords grow old, an account is used in one session at a time."""

import datetime as dt

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

TRIES = 5
LOCKED_FOR = dt.timedelta(minutes=15)


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
