"""Outcomes, norm and people's decisions in; verdict and score out."""

from xunwang.inspector.score.carrying import Carried, carried_from
from xunwang.inspector.score.differences import Difference, differences
from xunwang.inspector.score.judging import judge
from xunwang.inspector.score.notes import AVAILABILITY_NOT_JUDGED, NOT_SCORED
from xunwang.inspector.score.points import final, half_up

__all__ = [
    "AVAILABILITY_NOT_JUDGED",
    "NOT_SCORED",
    "Carried",
    "Difference",
    "carried_from",
    "differences",
    "final",
    "half_up",
    "judge",
]
