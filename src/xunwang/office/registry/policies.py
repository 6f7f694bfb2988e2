from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.registry.models import Column, ImportBatch, LifeEvent, Subject


class SubjectPolicy(Policy[Subject]):
    model = Subject
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }


class LifeEventPolicy(Policy[LifeEvent]):
    """A turn belongs to its subject."""

    model = LifeEvent
    unit = "subject__unit"
    grants: ClassVar[Grants] = SubjectPolicy.grants


class ColumnPolicy(Policy[Column]):
    """What was said of a column belongs to its website."""

    model = Column
    unit = "subject__unit"
    grants: ClassVar[Grants] = SubjectPolicy.grants


class ImportBatchPolicy(Policy[ImportBatch]):
    """Imports are seen and taken back by those who may import, in the unit that imported or above."""

    model = ImportBatch
    grants: ClassVar[Grants] = {
        Action.VIEW: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR}),
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }


SUBJECTS, EVENTS, COLUMNS, BATCHES = SubjectPolicy(), LifeEventPolicy(), ColumnPolicy(), ImportBatchPolicy()
