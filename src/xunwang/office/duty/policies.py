from typing import ClassVar

from xunwang.office.duty.models import (
    DutyPlan,
    MachineLook,
    PatrolLook,
    PatrolRound,
    PatrolShot,
    Shift,
    Training,
    TrainingPaper,
)
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_KEEPERS = EVERYONE - {Role.AUDITOR}
_PLANNERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.UNIT_LEADER})


class DutyPlanPolicy(Policy[DutyPlan]):
    model = DutyPlan
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _PLANNERS}


class ShiftPolicy(Policy[Shift]):
    """`CHANGE` is the roster, `ANSWER` handing over and taking over; both for one's own unit, which the service sees to."""

    model = Shift
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _PLANNERS, Action.ANSWER: _KEEPERS}


class PatrolRoundPolicy(Policy[PatrolRound]):
    model = PatrolRound
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _KEEPERS}


class PatrolLookPolicy(Policy[PatrolLook]):
    model = PatrolLook
    unit = "round__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class PatrolShotPolicy(Policy[PatrolShot]):
    model = PatrolShot
    unit = "round__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class TrainingPolicy(Policy[Training]):
    model = Training
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.ANSWER: _KEEPERS}


class TrainingPaperPolicy(Policy[TrainingPaper]):
    model = TrainingPaper
    unit = "training__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class MachineLookPolicy(Policy[MachineLook]):
    model = MachineLook
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


DUTY_PLANS, SHIFTS, ROUNDS = DutyPlanPolicy(), ShiftPolicy(), PatrolRoundPolicy()
PATROL_LOOKS, TRAININGS, PAPERS = PatrolLookPolicy(), TrainingPolicy(), TrainingPaperPolicy()
MACHINE_LOOKS, SHOTS = MachineLookPolicy(), PatrolShotPolicy()
