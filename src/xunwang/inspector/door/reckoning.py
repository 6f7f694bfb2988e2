"""What does not add up in a text: the proofreader's rules of numbers and days alone, without the speller."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

from xunwang.inspector.proof import Suspicion, Tier, signed_on
from xunwang.inspector.proof.rules import RuleBook, shipped_rules
from xunwang.inspector.proof.rules.shapes import Check

__all__ = ["Suspicion", "Tier", "reckoned", "signed_on"]

# Sums, rests and shares are left to who asks: whether kinds overlap is known to those who know what is counted.
_CHECKS = frozenset(
    {
        *(
            Check.CALENDAR,
            Check.WEEKDAY,
            Check.WEEKDAY_NEAR,
            Check.RANGE,
            Check.SPAN,
            Check.CLOCK,
            Check.AHEAD,
        ),
        *(Check.LIMITS, Check.DEADLINE, Check.OVERDUE, Check.NUMBER_YEAR, Check.YEAR),
        *(
            Check.GROWTH,
            Check.BY,
            Check.TREND,
            Check.RATE,
            Check.MOST,
            Check.MEAN,
            Check.POINTS,
            Check.CONVERSION,
        ),
        *(Check.COUNTED, Check.ORDINAL, Check.LISTED, Check.TOLD_TWICE, Check.ANNOUNCED, Check.ATTACHED),
    }
)
_ANY_DAY = dt.date.max


def reckoned(lines: Sequence[str]) -> list[Suspicion]:
    """Numbers and days of the lines of one text that cannot be right, by line; the text's own day is the one it is signed with."""
    legible = [line.encode(errors="replace").decode() for line in lines]  # halves of surrogate pairs
    signed = signed_on("\n".join(legible), _ANY_DAY)
    return sorted(_book().suspicions(legible, signed), key=lambda one: (one.line, one.start))


@cache
def _book() -> RuleBook:
    return RuleBook(rule for rule in shipped_rules().rules if rule.check in _CHECKS)
