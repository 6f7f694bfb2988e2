from typing import ClassVar

from django.db.models import Q

from xunwang.office.duty.models import (
    DutyPlan,
    MachineLook,
    PatrolLook,
    PatrolRound,
    Shift,
    Training,
    TrainingPaper,
)
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_KEEPERS = EVERYONE - {Role.AUDITOR}
_PLANNERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.UNIT_LEADER})


class DutyPlanPolicy(Policy[DutyPlan]):
    model = DutyPlan
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _PLANNERS}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class ShiftPolicy(Policy[Shift]):
    """`CHANGE` is the roster, `ANSWER` handing over and taking over; both for one's own unit, which the service sees to."""

    model = Shift
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _PLANNERS, Action.ANSWER: _KEEPERS}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class PatrolRoundPolicy(Policy[PatrolRound]):
    model = PatrolRound
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _KEEPERS}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class PatrolLookPolicy(Policy[PatrolLook]):
    model = PatrolLook
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(round__unit__path__startswith=user.unit.path)


class TrainingPolicy(Policy[Training]):
    model = Training
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _KEEPERS}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class TrainingPaperPolicy(Policy[TrainingPaper]):
    model = TrainingPaper
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(training__unit__path__startswith=user.unit.path)


class MachineLookPolicy(Policy[MachineLook]):
    model = MachineLook
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


DUTY_PLANS, SHIFTS, ROUNDS = DutyPlanPolicy(), ShiftPolicy(), PatrolRoundPolicy()
PATROL_LOOKS, TRAININGS, PAPERS = PatrolLookPolicy(), TrainingPolicy(), TrainingPaperPolicy()
MACHINE_LOOKS = MachineLookPolicy()
