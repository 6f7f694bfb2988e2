"""What lists set before titles is taken off them; what belongs to a title stays."""

import pytest

from xunwang.inspector.read.titles import clean, is_pinned


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("· 关于供水管网检修的通知", "关于供水管网检修的通知"),
        ("■>- ※关于供水的通知 \n", "关于供水的通知"),
        ("【置顶】关于供水的通知", "关于供水的通知"),
        ("关于供水的通知[顶]", "关于供水的通知"),
        ("01:20:33 政务访谈", "政务访谈"),
        ("03:15\n\u3000政务访谈", "政务访谈"),
        ("03:15", "03:15"),
        ("8:00 开会", "8:00 开会"),
        ("登顶活动方案", "登顶活动方案"),
        ("关于 12:30 停水的通知", "关于 12:30 停水的通知"),
        ("●●", ""),
        ("", ""),
    ],
)
def test_titles_lose_bullets_pins_and_lengths(written, title):
    assert clean(written) == title


@pytest.mark.parametrize(
    ("words", "pinned"), [("[顶]通知", True), ("置顶", True), ("登顶", False), ("", False)]
)
def test_only_words_of_a_list_pin_an_entry(words, pinned):
    assert is_pinned(words) is pinned
