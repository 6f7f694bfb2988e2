from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.registry.models import Subject


class SubjectPolicy(Policy[Subject]):
    model = Subject
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


SUBJECTS = SubjectPolicy()
