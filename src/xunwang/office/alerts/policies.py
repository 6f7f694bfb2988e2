from typing import ClassVar

from xunwang.office.alerts.models import Alert, AlertPlan
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_ACTING = EVERYONE - {Role.AUDITOR}


class AlertPolicy(Policy[Alert]):
    """Whoever is on duty may say that it was seen; `ANSWER` is that."""

    model = Alert
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _ACTING}


class AlertPlanPolicy(Policy[AlertPlan]):
    """A unit says itself who is told; those above it may as well."""

    model = AlertPlan
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.UNIT_LEADER}),
    }


ALERTS, PLANS = AlertPolicy(), AlertPlanPolicy()
