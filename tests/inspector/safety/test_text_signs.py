"""Texts: personal data, marks of secrecy, wording and advertising, by line and place; everything personal is masked."""

from random import Random

import pytest
from stdnum import luhn

from xunwang.inspector.model import SafetyKind
from xunwang.inspector.safety import text_signs
from xunwang.inspector.safety.privacy import leaks, mask, masked
from xunwang_demo.oddities import citizen_number

NUMBER = citizen_number(Random(3))


def kinds(text):
    return [(str(one.sign.kind), one.sign.rule) for one in text_signs(text)]


def test_a_sign_stands_at_its_line_and_place():
    (one,) = text_signs(f"关于公示的通知\n王某某，身份证号{NUMBER}，予以公示。")
    assert (one.line, one.start, one.end) == (2, 8, 26)
    assert one.sign.kind is SafetyKind.PRIVACY
    assert one.sign.found == f"{NUMBER[:2]}{'*' * 14}{NUMBER[-2:]}"


def test_nothing_that_is_told_holds_the_number():
    (one,) = text_signs(f"身份证号码：{NUMBER}")
    assert NUMBER not in repr(one)
    assert masked(f"号码{NUMBER}。") == f"号码{NUMBER}。"
    assert masked(f"身份证号码{NUMBER}。") == f"身份证号码{mask(NUMBER)}。"


def test_a_wrong_check_digit_is_no_number():
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    assert leaks(f"身份证号码{wrong}") == []


def test_a_region_that_was_never_given_out_counts_only_where_the_text_says_what_it_is():
    assert leaks(f"流水号{NUMBER}") == []
    assert [one.rule for one in leaks(f"公民身份号码{NUMBER}")] == ["id_card"]


def test_a_card_needs_its_check_digit_and_somebody_to_belong_to():
    body = "62" + "0" * 13 + "123"
    card = body + luhn.calc_check_digit(body)
    assert [one.rule for one in leaks(f"本人银行卡号：{card}")] == ["bank_card"]
    assert leaks(f"本人银行卡号：{body}{(int(card[-1]) + 1) % 10}") == []
    assert leaks(f"户名：示例县财政局 账号：{card}") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("机密★10年\n关于有关情况的报告", [("secrecy", "star")]),
        ("国家秘密标志的标注形式为“机密★10年”。", []),
        ("中华人名共和国", [("wording", "phrase")]),
        ("会议强调，亚博体育官网登录安全生产工作。", [("spam", "gambling_brands")]),
        ("警方打击“亚博体育”等网络赌博犯罪。", []),
        ("体育彩票公益金、成人教育、电竞产业、娱乐场所。", []),
        ("", []),
    ],
)
def test_what_a_text_shows(text, found):
    assert kinds(text) == found
