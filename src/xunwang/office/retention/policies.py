from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role
from xunwang.office.retention.models import RemovedRun


class RemovedRunPolicy(Policy[RemovedRun]):
    """Archives are removed by administrators of the unit that inspected, or of one above it; auditors see what went."""

    model = RemovedRun
    grants: ClassVar[Grants] = {
        Action.VIEW: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
        Action.CHANGE: frozenset({Role.ADMINISTRATOR}),
    }


REMOVED_RUNS = RemovedRunPolicy()
