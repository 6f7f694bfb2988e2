"""Numbers that identify residents."""

import pytest
from stdnum.cn import ric

from xunwang.inspector.identities import is_identity


def whole(first: str) -> str:
    return first + ric.calc_check_digit(f"{first}0")


def test_people_born_before_their_region_had_a_code_have_numbers() -> None:
    assert is_identity(whole("11011219510307002"))  # 通州区 has had this code since 1997


@pytest.mark.parametrize(
    "first",
    [
        "11010320150307002",  # 崇文区 was dissolved in 2010
        "99011219510307002",
        "11011219511307002",
    ],
)
def test_numbers_that_nobody_can_have_are_none(first: str) -> None:
    assert not is_identity(whole(first))


def test_the_last_digit_has_to_hold() -> None:
    right = whole("11011219870307002")
    wrong = f"{right[:-1]}{(int(right[-1]) + 1) % 10 if right[-1] != 'X' else 0}"
    assert is_identity(right)
    assert not is_identity(wrong)


def test_a_region_may_be_left_open() -> None:
    assert is_identity(whole("99011219510307002"), anywhere=True)
    assert not is_identity(whole("99011219511307002"), anywhere=True)
