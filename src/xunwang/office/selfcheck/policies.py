from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role
from xunwang.office.selfcheck.models import SelfCheck

_OWN_PEOPLE = frozenset({Role.UNIT_CLERK, Role.UNIT_LEADER, Role.SUPERVISOR, Role.INSPECTOR})


class SelfCheckPolicy(Policy[SelfCheck]):
    """The unit that looked at itself sees what came of it; neither those above nor those below do."""

    model = SelfCheck
    grants: ClassVar[Grants] = {Action.VIEW: _OWN_PEOPLE, Action.CHANGE: _OWN_PEOPLE}

    def within(self, user: User) -> Q:
        return Q(unit=user.unit)


SELF_CHECKS = SelfCheckPolicy()
