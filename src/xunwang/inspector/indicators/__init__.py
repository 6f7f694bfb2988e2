"""Facts held against rules: outcomes and findings, one file per checking kind."""

from xunwang.inspector.indicators.examining import NO_SERVICE, NOT_BUILT, NOT_ENTERED, Kind, examine, kind
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.nearing import nearing
from xunwang.inspector.indicators.report import Result

__all__ = [
    "NOT_BUILT",
    "NOT_ENTERED",
    "NO_SERVICE",
    "FactBook",
    "Kind",
    "Result",
    "examine",
    "kind",
    "nearing",
]
