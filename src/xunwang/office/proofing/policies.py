from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.proofing.models import Term


class TermPolicy(Policy[Term]):
    """The tables that hold for the user's texts are shown; a unit keeps its own alone."""

    model = Term
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: EVERYONE - {Role.AUDITOR, Role.ADMINISTRATOR},
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__in=[user.unit.path, *user.unit.paths_above()])

    def may(self, user: User, action: Action, obj: Term) -> bool:
        own = action is Action.VIEW or obj.unit_id == user.unit_id
        return own and super().may(user, action, obj)


TERMS = TermPolicy()
