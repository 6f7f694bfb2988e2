"""Rule sets as data: what is judged, with which numbers, on whose word. Overlays change numbers, never code."""

from xunwang.inspector.norms.kinds import KindSpec, ParamSpec, kinds
from xunwang.inspector.norms.loading import available, check, load
from xunwang.inspector.norms.model import (
    SITE_OBJECTS,
    Check,
    Condition,
    Level1,
    LevelSum,
    MediaDeduction,
    NearParams,
    NewMedia,
    Norm,
    NormError,
    NormHead,
    NormProblem,
    Rule,
    RuleKind,
    RuleObject,
    Sample,
    ScoreParams,
)

__all__ = [
    "SITE_OBJECTS",
    "Check",
    "Condition",
    "KindSpec",
    "Level1",
    "LevelSum",
    "MediaDeduction",
    "NearParams",
    "NewMedia",
    "Norm",
    "NormError",
    "NormHead",
    "NormProblem",
    "ParamSpec",
    "Rule",
    "RuleKind",
    "RuleObject",
    "Sample",
    "ScoreParams",
    "available",
    "check",
    "kinds",
    "load",
]
