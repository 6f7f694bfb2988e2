from typing import ClassVar

from xunwang.office.mandates.models import Mandate, MandateFile
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_MANAGERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR})


class MandatePolicy(Policy[Mandate]):
    """The unit and its superiors see a mandate.

    CHANGE: entering one and handing it down, by the unit's own managers. ANSWER: replying, by anybody of the unit who works on it.
    DECIDE: sending a reply back or moving the deadline, by the managers of the unit that handed it down, or above.
    """

    model = Mandate
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: _MANAGERS,
        Action.ANSWER: _MANAGERS | {Role.UNIT_CLERK, Role.UNIT_LEADER},
        Action.DECIDE: _MANAGERS,
    }

    def may(self, user: User, action: Action, obj: Mandate) -> bool:
        if not super().may(user, action, obj):
            return False
        if action in {Action.CHANGE, Action.ANSWER}:
            return user.unit_id == obj.unit_id
        return action is Action.VIEW or (obj.parent is not None and user.unit.holds(obj.parent.unit))


class MandateFilePolicy(Policy[MandateFile]):
    model = MandateFile
    unit = "event__mandate__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


MANDATES, MANDATE_FILES = MandatePolicy(), MandateFilePolicy()
