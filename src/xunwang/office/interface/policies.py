from typing import ClassVar

from xunwang.office.interface.models import Token
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role


class TokenPolicy(Policy[Token]):
    """Whoever may make accounts may let systems in."""

    model = Token
    grants: ClassVar[Grants] = {
        Action.VIEW: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
        Action.CHANGE: frozenset({Role.ADMINISTRATOR}),
    }


TOKENS = TokenPolicy()
