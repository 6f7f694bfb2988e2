from typing import ClassVar

from django.db.models import Q

from xunwang.office.desk.models import Manuscript
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role

_WRITERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.REVIEWER, Role.UNIT_CLERK, Role.UNIT_LEADER})


class ManuscriptPolicy(Policy[Manuscript]):
    """Texts not yet published stay within their unit; auditors read them there."""

    model = Manuscript
    grants: ClassVar[Grants] = {
        Action.VIEW: _WRITERS | {Role.AUDITOR},
        Action.CHANGE: _WRITERS,
        Action.DECIDE: _WRITERS,
    }

    def within(self, user: User) -> Q:
        return Q(unit=user.unit)


MANUSCRIPTS = ManuscriptPolicy()
