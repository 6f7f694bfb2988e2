from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy, below
from xunwang.office.people.roles import EVERYONE, RUNNERS, Role
from xunwang.office.reporting.models import Addressee, ReportRequest, Submission

_ASKERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR})
_ANSWERERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.UNIT_CLERK, Role.UNIT_LEADER})


class RequestPolicy(Policy[ReportRequest]):
    """Who runs a unit sees what it asked for; the addressed see what was asked of them."""

    model = ReportRequest
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _ASKERS}

    def within(self, user: User) -> Q:
        asked = Q(pk__in=Addressee.objects.filter(below(user, "unit")).values("request"))
        return below(user, "unit") | asked if user.role in RUNNERS else asked

    def may(self, user: User, action: Action, obj: ReportRequest) -> bool:
        return super().may(user, action, obj) and (action is Action.VIEW or user.unit.holds(obj.unit))


class AddresseePolicy(Policy[Addressee]):
    """ANSWER belongs to the addressed unit, CHANGE (sending back) to the one that asked."""

    model = Addressee
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _ANSWERERS, Action.CHANGE: _ASKERS}

    def within(self, user: User) -> Q:
        asked = below(user, "request__unit") if user.role in RUNNERS else Q(pk__in=[])
        return below(user, "unit") | asked

    def may(self, user: User, action: Action, obj: Addressee) -> bool:
        if not super().may(user, action, obj):
            return False
        if action is Action.ANSWER:
            return user.unit.holds(obj.unit)
        return action is Action.VIEW or user.unit.holds(obj.request.unit)


class SubmissionPolicy(Policy[Submission]):
    model = Submission
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(addressee__in=ADDRESSEES.visible(user))


REQUESTS, ADDRESSEES, SUBMISSIONS = RequestPolicy(), AddresseePolicy(), SubmissionPolicy()
