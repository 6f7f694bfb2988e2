"""How far two inspectors agree who ruled on the same findings without seeing each other. Pure."""

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from xunwang.inspector.model import Record

_WORDS = ((80, "几乎完全一致"), (60, "高度一致"), (40, "中等一致"), (20, "一般"), (0, "较低"))
"""Lower ends of kappa in hundredths, as Landis and Koch (1977) read them."""


class Agreement(Record, frozen=True):
    """Pairs of rulings: both confirmed, only the first, only the second, neither."""

    both: int = 0
    first: int = 0
    second: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def percent(self) -> Decimal | None:
        """The plain share of pairs that agree, with one decimal; None of nothing."""
        return _rounded(100 * _share(self), "0.1") if self.total else None

    @property
    def kappa(self) -> Decimal | None:
        """Cohen's kappa with two decimals; None where chance alone makes everybody agree, or of nothing."""
        if not self.total:
            return None
        confirmed = (self.both + self.first) * (self.both + self.second)
        dismissed = (self.second + self.neither) * (self.first + self.neither)
        chance = Fraction(confirmed + dismissed, self.total**2)
        return None if chance == 1 else _rounded((_share(self) - chance) / (1 - chance), "0.01")

    @property
    def words(self) -> str:
        """What the kappa is commonly called; empty where there is none."""
        kappa = self.kappa
        if kappa is None:
            return ""
        return next((said for least, said in _WORDS if 100 * kappa > least), "不一致")


def _share(one: Agreement) -> Fraction:
    return Fraction(one.both + one.neither, one.total)


def _rounded(value: Fraction, step: str) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(step), ROUND_HALF_UP)


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Over (confirmed by the first, confirmed by the second)."""
    counted = Counter(pairs)
    return Agreement(counted[True, True], counted[True, False], counted[False, True], counted[False, False])
