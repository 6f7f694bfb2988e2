"""Text in csv is text: nothing that people type runs where the file is opened, and what is read back is what was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.office.cells import harmless, unmarked


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("before", ["", " ", "　", "\ufeff", "\u200b "])
def test_what_a_spreadsheet_would_run_is_marked(before, start):
    assert harmless(f"{before}{start}1+1") == f"'{before}{start}1+1"


@given(st.text(alphabet="=+-@\t\r\n'＝＠ 　\ufeff甲1") | st.text())
def test_what_was_marked_is_read_back_as_it_was(text):
    assert unmarked(harmless(text)) == text


def test_other_text_stays_as_it_is():
    assert [harmless(one) for one in ("东河县=1", "2026-03-31", "", "甲'乙")] == [
        "东河县=1",
        "2026-03-31",
        "",
        "甲'乙",
    ]
