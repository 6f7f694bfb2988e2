"""Numbers in Chinese text, and the way back from a written numeral."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.office.circulars.check.numerals import find_numbers, normalise, parse_chinese

DIGITS = "零一二三四五六七八九"


def written(value: int) -> str:
    """A whole number below 10^12 as it is written in Chinese."""
    if value < 10_000:
        return _section(value)
    scale, word = (10**8, "亿") if value >= 10**8 else (10**4, "万")
    upper, lower = divmod(value, scale)
    gap = "零" if lower and lower < scale // 10 else ""
    return written(upper) + word + gap + (written(lower) if lower else "")


def _section(value: int) -> str:
    if value < 10:
        return DIGITS[value]
    if value < 20:
        return "十" + (DIGITS[value - 10] if value > 10 else "")
    scale, word = next(step for step in ((1000, "千"), (100, "百"), (10, "十")) if value >= step[0])
    upper, lower = divmod(value, scale)
    rest = _section(lower) if lower else ""
    if scale > 10 and lower >= 10 and rest.startswith("十"):
        rest = "一" + rest
    return DIGITS[upper] + word + ("零" if lower and lower < scale // 10 else "") + rest


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_written_numeral_reads_back(value):
    assert parse_chinese(written(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十二", 32),
        ("一百零五", 105),
        ("一百五", 150),
        ("两千三", 2300),
        ("一千零一十五", 1015),
        ("两万三", 23000),
        ("九十四点三", Decimal("94.3")),
        ("二零二六", 2026),
        ("十", 10),
    ],
)
def test_numerals_as_circulars_write_them(text, value):
    assert parse_chinese(text) == value


@pytest.mark.parametrize("text", ["百", "三五", "十十", "一百百", "万", "点五", "家"])
def test_what_is_no_numeral_has_no_value(text):
    assert parse_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("３，１７４", 3, ""),
        ("3,174家", 3174, ""),
        ("１２家", 12, ""),
        ("百分之九十四点三", Decimal("94.3"), "%"),
        ("百分之百", 100, "%"),
        ("94.3％", Decimal("94.3"), "%"),
        ("3.5万条", 35000, ""),
        ("千分之三", 3, "‰"),
    ],
)
def test_first_number_of_a_text(text, value, mark):
    first = next(find_numbers(normalise(text)))
    assert (first.value, first.mark) == (value, mark)


def test_normalising_keeps_every_character_in_its_place():
    text = "抽查(１２家),合格率９４.３％；3,174个:1家"
    assert len(normalise(text)) == len(text)
    assert normalise(text) == "抽查（12家），合格率94.3%；3,174个:1家"


def test_a_rounded_number_knows_half_its_last_digit():
    rate, count, scaled = find_numbers("94.3% 126 1.2万")
    assert (rate.half_step, count.half_step, scaled.half_step) == (Decimal("0.05"), 0, 500)
