"""Numbers in Chinese signs, read and written."""

import pytest

from xunwang.inspector.model import chinese_number, in_chinese


@pytest.mark.parametrize("number", range(100))
def test_what_is_written_is_read(number):
    assert chinese_number(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("两", 2),
        ("〇", 0),
        ("十", 10),
        ("二十", 20),
        ("九十九", 99),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("壹万贰仟", 12_000),
        ("伍佰零拾零", 500),
        ("叁佰贰拾万", 3_200_000),
        ("两亿零五十万", 200_500_000),
    ],
)
def test_plain_and_spelled_out(text, number):
    assert chinese_number(text) == number


@pytest.mark.parametrize("text", ["三个", "3", "十1"])
def test_other_signs_are_refused(text):
    with pytest.raises(ValueError, match="not found"):
        chinese_number(text)
