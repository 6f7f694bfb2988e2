from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role
from xunwang.office.stamping.models import TrailStamp


class TrailStampPolicy(Policy[TrailStamp]):
    """As the entry that it is over."""

    model = TrailStamp
    unit = "entry__unit"
    grants: ClassVar[Grants] = {Action.VIEW: frozenset({Role.AUDITOR})}


STAMPS = TrailStampPolicy()
