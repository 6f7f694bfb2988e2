from typing import ClassVar

from django.db.models import Q

from xunwang.office.interface.models import Token
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role


class TokenPolicy(Policy[Token]):
    """Whoever may make accounts may let systems in."""

    model = Token
    grants: ClassVar[Grants] = {
        Action.VIEW: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
        Action.CHANGE: frozenset({Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


TOKENS = TokenPolicy()
