from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.registry.models import ImportBatch, LifeEvent, Subject


class SubjectPolicy(Policy[Subject]):
    model = Subject
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class LifeEventPolicy(Policy[LifeEvent]):
    """A turn belongs to its subject."""

    model = LifeEvent
    grants: ClassVar[Grants] = SubjectPolicy.grants

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class ImportBatchPolicy(Policy[ImportBatch]):
    """Imports are seen and taken back by those who may import, in the unit that imported or above."""

    model = ImportBatch
    grants: ClassVar[Grants] = {
        Action.VIEW: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR}),
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


SUBJECTS, EVENTS, BATCHES = SubjectPolicy(), LifeEventPolicy(), ImportBatchPolicy()
