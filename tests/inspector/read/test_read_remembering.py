"""What is kept of short texts gives the same answers, and no long text is kept."""

import pytest

from xunwang.inspector.read.dates import Stamp, is_date_like, read_stamp
from xunwang.inspector.read.near import Near
from xunwang.inspector.read.numbers import _TAIL, _TAILS
from xunwang.inspector.read.remembering import remembered
from xunwang.inspector.read.traditional import _LETTERS, _SIGNS


def test_a_short_text_is_answered_once_and_a_long_one_each_time():
    asked = []

    @remembered
    def size(text):
        asked.append(text)
        return len(text)

    short, long = "县城要闻", "县" * 5_000
    assert [size(short), size(long), size(short), size(long)] == [4, 5_000, 4, 5_000]
    assert asked == [short, long, long]


def test_a_day_that_was_read_before_is_read_alike():
    for _ in range(2):
        assert read_stamp("03-26") == Stamp(3, 26)
        assert read_stamp("03-26", short=False) is None
        assert read_stamp(f"{'县' * 80}2026-03-26") == Stamp(3, 26, 2026)
        assert is_date_like("二〇二六年三月二日")
        assert not is_date_like("县" * 80)
        assert not is_date_like("年月日")


def test_every_traditional_sign_holds_a_letter_that_is_looked_for_first():
    assert all(any(letter in sign for letter in _LETTERS) for sign in _SIGNS)


@pytest.mark.parametrize(
    "text",
    [
        "南政发〔2026〕3号、南政办发[2025] 第 12 号",
        "（2024）5号【2023】6 号﹝2022﹞7号(2021)8号",
        "〔〔2026〕9号〔2026)10号2026〕11号〔12〕",
    ],
)
def test_numbers_of_documents_are_found_near_their_brackets_as_along_the_whole_text(text):
    assert isinstance(_TAILS, Near)
    assert [found.span() for found in _TAILS.finditer(text)] == [
        found.span() for found in _TAIL.finditer(text)
    ]
