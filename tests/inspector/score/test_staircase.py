"""The lines of rulebook 1.2, on both sides of each."""

from decimal import Decimal

import pytest

from xunwang.inspector import norms
from xunwang.inspector.model import Verdict
from xunwang.inspector.score import final, half_up

PARAMS = norms.load("cn-2019").score


@pytest.mark.parametrize(
    ("part2", "bonus", "verdict", "score"),
    [
        ("59.99", "30", Verdict.FAIL, "59.99"),
        ("60", "30", Verdict.PASS, "60"),
        ("80", "30", Verdict.PASS, "80"),
        ("80.01", "12", Verdict.PASS, "92.01"),
        ("80.01", "0", Verdict.PASS, "80.01"),
        ("100", "31", Verdict.PASS, "130"),
        ("89", "0", Verdict.PASS, "89"),
    ],
)
def test_the_lines(part2: str, bonus: str, verdict: Verdict, score: str) -> None:
    assert final(Decimal(part2), Decimal(bonus), PARAMS) == (verdict, Decimal(score))


def test_a_third_is_rounded_before_it_meets_the_line() -> None:
    """Paper and verdict agree: 44.997 of 75 prints as 60.00 and passes."""
    assert final(Decimal("44.997") * 4 / 3, Decimal(0), PARAMS) == (Verdict.PASS, Decimal(60))
    assert final(Decimal("44.99") * 4 / 3, Decimal(0), PARAMS) == (Verdict.FAIL, Decimal("59.99"))


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [
        ("93.50", 2, "93.5"),
        ("100.00", 2, "100"),
        ("0.005", 2, "0.01"),
        ("2.5", 0, "3"),
        ("66.0377", 1, "66"),
        ("0", 2, "0"),
    ],
)
def test_rounding_is_half_up_without_idle_zeros(number: str, decimals: int, printed: str) -> None:
    assert str(half_up(Decimal(number), decimals)) == printed
