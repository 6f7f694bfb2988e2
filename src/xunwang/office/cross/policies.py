from typing import ClassVar

from django.db.models import Q

from xunwang.office.cross.models import Assignment, CrossCheck, Rating
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy, below
from xunwang.office.people.roles import RUNNERS, Role

RATERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.REVIEWER, Role.UNIT_CLERK, Role.UNIT_LEADER})


class CrossCheckPolicy(Policy[CrossCheck]):
    """For those who run the campaign, and their superiors: it shows who ruled how."""

    model = CrossCheck
    unit = "campaign__unit"
    grants: ClassVar[Grants] = {
        Action.VIEW: RUNNERS,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.INSPECTOR}),
        Action.DECIDE: frozenset({Role.SUPERVISOR, Role.REVIEWER}),
    }


def _own(user: User, assignment: str = "") -> Q:
    """What the unit inspects, and all of it for those above who run the campaign: units never see each other's."""
    host = below(user, f"{assignment}check_of__campaign__unit")
    return Q(**{f"{assignment}unit": user.unit}) | host


class AssignmentPolicy(Policy[Assignment]):
    model = Assignment
    grants: ClassVar[Grants] = {Action.VIEW: RATERS | RUNNERS, Action.ANSWER: RATERS}

    def within(self, user: User) -> Q:
        return _own(user)

    def may(self, user: User, action: Action, obj: Assignment) -> bool:
        """Only the unit that it is in the hands of rules."""
        return super().may(user, action, obj) and (action is Action.VIEW or user.unit_id == obj.unit_id)


class RatingPolicy(Policy[Rating]):
    model = Rating
    grants: ClassVar[Grants] = {Action.VIEW: RATERS | RUNNERS}

    def within(self, user: User) -> Q:
        return _own(user, "assignment__")


CROSS_CHECKS, ASSIGNMENTS, RATINGS = CrossCheckPolicy(), AssignmentPolicy(), RatingPolicy()
