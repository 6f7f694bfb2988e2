"""Answers that say nothing but what any answer may say."""

import pytest

from xunwang.inspector.survey.services import _empty_phrase


@pytest.mark.parametrize(
    "words", ["您好，您的来信已收悉，现将会转交转办。", "已阅，将会尽快转交有关部门办理。", "感谢您的关注"]
)
def test_words_of_courtesy_alone_are_empty(words: str) -> None:
    assert _empty_phrase(words) == words


@pytest.mark.parametrize("word", ["转交", "转办", "已阅", "将会", "您的"])
def test_words_said_over_and_over_are_read_in_one_go(word: str) -> None:
    assert _empty_phrase(f"{word * 29}汉") is None
