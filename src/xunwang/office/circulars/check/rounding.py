"""Does a printed rate agree with the counts it was made of?"""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import Enum

_WIDE = Context(prec=100)  # a figure may be of any length; the usual context refuses beyond 28 digits

_MOST_PLACES = 12


class Fit(Enum):
    """How a printed figure agrees with the exact one."""

    EXACT = "exact"
    OTHER_ROUNDING = "other"
    NONE = "none"


def half_up(value: Decimal, decimals: int) -> Decimal:
    """``value`` rounded half up (四舍五入) to ``decimals`` places."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


def unrounded(value: Decimal, decimals: int) -> Decimal:
    """``value`` with two places, or as many as show why it is rounded to ``decimals`` as it is: 96.648, not 96.65, is 96.6."""
    fair = (half_up(value, places) for places in range(2, _MOST_PLACES))
    return next(
        (one for one in fair if half_up(one, decimals) == half_up(value, decimals)), half_up(value, 2)
    )


def fit(stated: Decimal, decimals: int, low: Decimal, high: Decimal | None = None) -> Fit:
    """How ``stated``, printed with ``decimals`` places, agrees with an exact value between ``low`` and ``high``."""
    high = low if high is None else high
    if half_up(low, decimals) <= stated <= half_up(high, decimals):
        return Fit.EXACT
    step = Decimal(1).scaleb(-decimals)
    others = (ROUND_DOWN, ROUND_CEILING, ROUND_HALF_EVEN)
    if any(value.quantize(step, mode, _WIDE) == stated for value in (low, high) for mode in others):
        return Fit.OTHER_ROUNDING
    return Fit.NONE


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """``part`` of ``whole`` in per cent; ``whole`` is not zero."""
    return part * 100 / whole


def reachable(stated: Decimal, decimals: int, whole: int) -> bool:
    """Whether any count out of ``whole`` gives ``stated`` per cent, rounded half up."""
    near = int(stated * whole / 100)
    counts = (Decimal(n) for n in range(max(0, near - 1), min(whole, near + 2) + 1))
    return any(half_up(percent(count, Decimal(whole)), decimals) == stated for count in counts)


def shown(value: Decimal) -> str:
    """A figure for people: at most two decimals, no trailing zeros."""
    text = f"{half_up(value, 2):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
