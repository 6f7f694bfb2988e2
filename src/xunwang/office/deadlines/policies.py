from typing import ClassVar

from django.db.models import Q

from xunwang.office.deadlines.models import ReminderRhythm
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role


class RhythmPolicy(Policy[ReminderRhythm]):
    """A unit sets its own days; those below are told of them."""

    model = ReminderRhythm
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__in=[*user.unit.paths_above(), user.unit.path])

    def may(self, user: User, action: Action, obj: ReminderRhythm) -> bool:
        return super().may(user, action, obj) and (action is Action.VIEW or user.unit_id == obj.unit_id)


RHYTHMS = RhythmPolicy()
