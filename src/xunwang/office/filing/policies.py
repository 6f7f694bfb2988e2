from typing import ClassVar

from xunwang.office.filing.models import Filing, FilingState
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role


class FilingPolicy(Policy[Filing]):
    """The unit files (`ANSWER`), the unit that holds the filing decides; all above may read."""

    model = Filing
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.ANSWER: frozenset({Role.SUPERVISOR, Role.UNIT_CLERK, Role.UNIT_LEADER}),
        Action.DECIDE: frozenset({Role.SUPERVISOR}),
    }

    def may(self, user: User, action: Action, obj: Filing) -> bool:
        if not super().may(user, action, obj):
            return False
        if action is Action.ANSWER:
            return obj.open and user.unit_id == obj.unit_id
        if action is Action.DECIDE:
            return obj.state == FilingState.WAITING and user.unit_id == obj.holder_id
        return True


FILINGS = FilingPolicy()
