"""The first start of an empty office: a one-time code, and the top unit with its administrator who come with it."""

import secrets
import unicodedata
from enum import StrEnum

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from xunwang.inspector.model import Record
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import SetupCode, Unit, User, add_unit
from xunwang.office.people.roles import Role

TRIES = 5
"""Wrong codes after which the code is void."""

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that reads like something else
_GROUPS, _GROUP = 3, 4


class Answer(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    VOID = "void"  # tried too often, or never made


class Founding(Record, frozen=True):
    """What the set-up page asks: the unit at the top and its first administrator."""

    unit: str
    level: str
    username: str
    full_name: str
    password: str


def is_empty() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def new_code() -> str | None:
    """A fresh code in place of any before it; none where somebody has an account. Only its keyed hash is kept."""
    with transaction.atomic():
        SetupCode.objects.all().delete()
        if not is_empty():
            return None
        code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        SetupCode.objects.create(hash=_hash(code))
    return code


def tries_left() -> int:
    code = SetupCode.objects.first()
    return max(TRIES - code.wrong, 0) if code else 0


def try_code(written: str) -> Answer:
    """Holds a code against the one that was made; a wrong one is counted at once, whatever becomes of the request."""
    with transaction.atomic():
        code = SetupCode.objects.select_for_update().first()
        if code is None or code.wrong >= TRIES:
            return Answer.VOID
        if constant_time_compare(code.hash, _hash(written)):
            return Answer.RIGHT
        code.wrong += 1
        code.save(update_fields=["wrong"])
    return Answer.WRONG if code.wrong < TRIES else Answer.VOID


def _hash(written: str) -> str:
    """Case, hyphens, blanks and full-width letters make no difference."""
    plain = unicodedata.normalize("NFKC", written).upper()
    signs = "".join(sign for sign in plain if sign.isalnum())
    return salted_hmac("xunwang.first_start", signs, algorithm="sha256").hexdigest()


def found(asked: Founding) -> User | None:
    """Makes the unit and its administrator and uses up the code, all or nothing; none when somebody was faster."""
    with transaction.atomic():
        used, _ = SetupCode.objects.all().delete()
        if not used or not is_empty():
            return None
        unit, act = _top_unit(asked)
        user = User.objects.create_user(
            asked.username, asked.password, role=Role.ADMINISTRATOR, unit=unit, full_name=asked.full_name
        )
        log_action(act, unit, user=user, data={"first_start": True})
        log_action("account.created", user, user=user, data={"role": user.role, "first_start": True})
    return user


def top_units() -> list[Unit]:
    """What stands at the top already: a register may have been imported before the first account."""
    return [unit for unit in Unit.objects.all() if unit.depth == 0]


def _top_unit(asked: Founding) -> tuple[Unit, str]:
    """The unit and what was done: a lone top unit takes the name that was asked, so that its register is not lost to sight."""
    tops = top_units()
    unit = tops[0] if len(tops) == 1 else next((top for top in tops if top.name == asked.unit), None)
    if unit is None:
        return add_unit(asked.unit, asked.level), "unit.created"
    unit.name, unit.level = asked.unit, asked.level
    unit.save(update_fields=["name", "level"])
    return unit, "unit.changed"
