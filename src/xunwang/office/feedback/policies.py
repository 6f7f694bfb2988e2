from typing import ClassVar

from xunwang.office.feedback.models import ErrorReport, MissedCase, PublicForm, ReportPicture
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


class ReportPicturePolicy(Policy[ReportPicture]):
    """Pictures are seen by whoever sees the report."""

    model = ReportPicture
    unit = "report__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class MissedCasePolicy(Policy[MissedCase]):
    """As the report; those who lead say what has to be found."""

    model = MissedCase
    unit = "report__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _LEADERS}


class PublicFormPolicy(Policy[PublicForm]):
    """Whoever leads a unit opens and closes its page for the public."""

    model = PublicForm
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _LEADERS}


ERROR_REPORTS, CASES = ErrorReportPolicy(), MissedCasePolicy()
PICTURES, PUBLIC_FORMS = ReportPicturePolicy(), PublicFormPolicy()
