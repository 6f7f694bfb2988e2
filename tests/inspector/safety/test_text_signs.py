"""Texts: personal data, marks of secrecy, wording and advertising, by line and place; everything personal is masked."""

from random import Random

import pytest
from stdnum import luhn
from stdnum.cn import ric

from xunwang.inspector.model import SafetyKind
from xunwang.inspector.privacy import leaks, mask, masked
from xunwang.inspector.read import read_page
from xunwang.inspector.safety import Watcher, text_signs
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
    assert (
        masked(f"号码{NUMBER}。") == f"号码{mask(NUMBER)}。"
    )  # by its shape: what told whose it is may be cut off
    assert masked("标识码9900000001，电话0990-1234567") == "标识码9900000001，电话0990-1234567"
    assert masked(f"身份证号码{NUMBER}。") == f"身份证号码{mask(NUMBER)}。"


def test_halves_of_surrogate_pairs_keep_their_places():
    (one,) = text_signs(f"\ud800身份证号码：{NUMBER}\udfff")
    assert (one.line, one.start, one.end) == (1, 7, 25)


def test_a_wrong_check_digit_is_no_number():
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")
    assert leaks(f"身份证号码{wrong}") == []


def test_a_region_that_was_never_given_out_counts_only_where_the_text_says_what_it_is():
    assert leaks(f"流水号{NUMBER}") == []
    assert [one.rule for one in leaks(f"公民身份号码{NUMBER}")] == ["id_card"]


def test_a_region_of_which_only_the_city_is_known_counts_only_where_the_text_says_what_it_is():
    number = "36013119790305123"
    number += ric.calc_check_digit(number + "0")
    assert leaks(f"流水号{number}") == []
    assert [one.rule for one in leaks(f"公民身份号码{number}")] == ["id_card"]


def test_a_card_needs_its_check_digit_and_somebody_to_belong_to():
    body = "62" + "0" * 13 + "123"
    card = body + luhn.calc_check_digit(body)
    assert [one.rule for one in leaks(f"本人银行卡号：{card}")] == ["bank_card"]
    assert leaks(f"本人银行卡号：{body}{(int(card[-1]) + 1) % 10}") == []
    assert leaks(f"户名：示例县财政局 账号：{card}") == []


CARD = (HEAD := "62" + "1" * 16) + luhn.calc_check_digit(HEAD)
MOBILE = "138" + "1234" + "5678"
PASSPORT = "E" + "1234" + "5678"
WIDE = {ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)}
GROUPS = NUMBER[:6], NUMBER[6:10], NUMBER[10:14], NUMBER[14:]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"身份证号：{NUMBER.translate(WIDE)}", "id_card"),
        (f"身份证号：{' '.join(GROUPS)}", "id_card"),
        ("身份证号：" + "\u00a0".join(GROUPS), "id_card"),
        (f"身份证号：{' '.join(NUMBER)}", "id_card"),
        (f"身份证No{NUMBER}", "id_card"),
        (f"申请人手机号+86{MOBILE}", "mobile"),
        (f"申请人手机号：86-{MOBILE}", "mobile"),
        (f"申请人手机号：{MOBILE.translate(WIDE)}", "mobile"),
        (f"申请人手机号：{MOBILE[:3]}.{MOBILE[3:7]}.{MOBILE[7:]}", "mobile"),
        (f"我叫张某，我的电话是{MOBILE}，请尽快解决。", "mobile"),
        (f"Passport No. {PASSPORT}", "passport"),
        (f"银行卡号：{CARD.translate(WIDE)}", "bank_card"),
        ("户籍所在地：示例市东城区人民路18号3幢501室", "address"),
    ],
)
def test_a_number_is_found_however_it_is_written(text, rule):
    assert kinds(text) == [("privacy", rule)]
    assert len(masked(text)) == len(text)
    assert masked(text) != text


def test_every_row_of_a_list_of_people_is_found():
    rows = [f"示例{at}\t{PASSPORT[:-1]}{at}\t{CARD}\t示例村{at}组\t{MOBILE[:-1]}{at}" for at in range(1, 9)]
    text = "\n".join(["姓名\t护照号码\t银行账号\t家庭住址\t联系电话", *rows])

    assert {rule: kinds(text).count(("privacy", rule)) for _, rule in kinds(text)} == {
        "passport": 8,
        "bank_card": 8,
        "address": 8,
        "mobile": 8,
    }


@pytest.mark.parametrize(
    "text",
    [
        f"通讯录\n姓名\t职务\t电话\n示例甲\t局长\t{MOBILE}\n示例乙\t科长\t{MOBILE}",
        f"防汛责任人名单：姓名 电话\n示例甲\t{MOBILE}\n示例乙\t{MOBILE}\n示例丙\t{MOBILE}",
        f"报名联系：张女士 {MOBILE}",
    ],
)
def test_the_numbers_of_those_who_answer_are_not_private(text):
    assert leaks(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("机密★10年\n关于有关情况的报告", [("secrecy", "star")]),
        ("（此件属内部资料，严禁外传）\n关于有关情况的报告", [("secrecy", "inside")]),
        ("工作秘密★6个月\n关于有关情况的报告", [("secrecy", "star")]),
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


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<form action="/a"><input type="file" name="f">' * 20_000, set()),
        ('<form action="/a"><input type="file" name="f"></form>' * 20_000, set()),
        ("<p>身份证 3507211987 10250000</p>" * 20_000, set()),
        ("<script>var sjh=[" + '{"name":"王建国","phone":"13900000001",' * 20_000 + "</script>", set()),
        ("<script>" + 'navigator.serviceWorker.register("/a?x=a.b");' * 5_000 + "</script>", set()),
        ("<form><input type=password><input type=file>" * 20_000, {"tamper"}),
    ],
    ids=["open forms", "forms", "numbers", "records", "workers", "doors"],
)
def test_very_much_of_one_thing_is_read_to_its_end(body, told):
    url = "http://www.shilishi.gov.cn/a.html"
    source = f"<html><head><title>示例县人民政府</title></head><body>{body}</body></html>".encode()
    page = read_page(source, url, home="http://www.shilishi.gov.cn/")
    found = {str(sign.kind) for sign in Watcher("http://www.shilishi.gov.cn/").signs(source, page)}
    assert found == told


@pytest.mark.parametrize(
    "line",
    [
        "档案借阅：借阅人应妥善保管，阅毕归还，不得转借。",
        "秘密 ○ 一年级绘本推荐",
    ],
)
def test_words_of_secret_papers_are_common_elsewhere(line):
    assert text_signs(line) == []


@pytest.mark.parametrize(
    ("host", "told"),
    [("oa.a1b2c3.com", False), ("sso.wujin168.com", False), ("mail.shilidenglu.top", True)],
)
def test_a_login_served_by_a_host_with_a_number_is_common(host, told):
    home = "http://www.shilishi.gov.cn/"
    form = f'<form method="post" action="http://{host}/login"><input name="u"><input type="password" name="p"></form>'
    body = f"<html><head><title>示例县人民政府</title></head><body>{form}</body></html>".encode()
    found = Watcher(home).signs(body, read_page(body, home, home=home))
    assert any(sign.rule == "form" for sign in found) == told
