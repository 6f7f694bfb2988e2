from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.watch.models import PlannedClosure, WatchedDay


class WatchedDayPolicy(Policy[WatchedDay]):
    """The series is read and never changed by people."""

    model = WatchedDay
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class PlannedClosurePolicy(Policy[PlannedClosure]):
    """A closure takes visits out of a veto: only those who supervise enter one."""

    model = PlannedClosure
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


WATCHED_DAYS, CLOSURES = WatchedDayPolicy(), PlannedClosurePolicy()
