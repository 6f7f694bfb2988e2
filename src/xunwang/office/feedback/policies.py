from typing import ClassVar

from django.db.models import Q

from xunwang.office.feedback.models import ErrorReport
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_LEADERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.UNIT_LEADER})
_CLERKS = _LEADERS | {Role.UNIT_CLERK}


class ErrorReportPolicy(Policy[ErrorReport]):
    """A unit and its superiors see a report. CHANGE takes lists in and hands over, ANSWER replies, DECIDE closes."""

    model = ErrorReport
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: _LEADERS,
        Action.ANSWER: _CLERKS,
        Action.DECIDE: _LEADERS,
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


ERROR_REPORTS = ErrorReportPolicy()
