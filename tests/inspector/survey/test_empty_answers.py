"""Answers that say nothing but what any answer may say."""

import pytest

from xunwang.inspector.survey.empty_answers import empty_phrase


@pytest.mark.parametrize(
    "words",
    [
        "您好，您的来信已收悉，现将会转交转办。",
        "已阅，将会尽快转交有关部门办理。",
        "感谢您的关注",
        "已收悉，请耐心等待。",
        "按有关规定办理。",
        "您好，该问题不归我局管，请找其他部门。",
        "这个不是我办负责的，请您去别的单位咨询。",
        "已电话答复。",
        "同意。",
        "您好，您可以拨打12345热线咨询。",
    ],
)
def test_words_of_courtesy_alone_are_empty(words: str) -> None:
    assert empty_phrase(words) == words


@pytest.mark.parametrize("word", ["转交", "转办", "已阅", "将会", "您的"])
def test_words_said_over_and_over_are_read_in_one_go(word: str) -> None:
    assert empty_phrase(f"{word * 29}汉") is None


@pytest.mark.parametrize(
    "words",
    [
        "您好，该问题由县城管局负责，请拨打0000-1234567咨询。",
        "此事不属于我局职责，请向区住房保障中心咨询。",
        "已安排维修，路灯昨晚已亮。",
        "可以，凭身份证到窗口办理。",
        "同意您加装，请先征得本单元住户签字。",
        "已电话答复，退款将于三日内到账。",
        "不可以，每户只能申请一套。",
        "请找七号楼网格员登记。",
        "按有关规定办理，补贴标准为每亩五十元。",
        "是的，需要本人到场。",
        "您好，可以办理。",
        "可以。",
        "不是。",
        "OK",
    ],
)
def test_what_tells_anything_of_the_matter_is_an_answer(words: str) -> None:
    assert empty_phrase(words) is None
