from typing import ClassVar

from xunwang.office.orphans.models import Orphan
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import RUNNERS, Role


class OrphanPolicy(Policy[Orphan]):
    """Suspicions are for those who supervise; a unit hears of one when it becomes a ticket."""

    model = Orphan
    grants: ClassVar[Grants] = {
        Action.VIEW: RUNNERS,
        Action.DECIDE: frozenset({Role.SUPERVISOR, Role.INSPECTOR}),
    }


ORPHANS = OrphanPolicy()
