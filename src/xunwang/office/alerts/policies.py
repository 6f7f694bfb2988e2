from typing import ClassVar

from django.db.models import Q

from xunwang.office.alerts.models import Alert, AlertPlan
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_ACTING = EVERYONE - {Role.AUDITOR}


class AlertPolicy(Policy[Alert]):
    """Whoever is on duty may say that it was seen; `ANSWER` is that."""

    model = Alert
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _ACTING}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class AlertPlanPolicy(Policy[AlertPlan]):
    """A unit says itself who is told; those above it may as well."""

    model = AlertPlan
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.UNIT_LEADER}),
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


ALERTS, PLANS = AlertPolicy(), AlertPlanPolicy()
