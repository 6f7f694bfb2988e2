"""A draft on the page: what is marked, what is refused, and that nothing of it acts or stays."""

import datetime as dt

import pytest
from django.urls import reverse

from xunwang.office.errors import OfficeError
from xunwang.office.people.roles import Role
from xunwang.office.proofing.service import MOST, proofread

DAY = dt.date(2026, 4, 1)
WRONG = "会议要求各单位认真贯彻落实会义精神。"


def test_marks_cover_the_text_and_keep_it_whole(office):
    proofed = proofread(f"第一行。\r\n{WRONG}", office.county, DAY)
    (mark,) = [one for one in proofed.marks if one.found.endswith("义")]
    shown = ["".join(piece.text for piece in line) for line in proofed.lines]
    (piece,) = [one for one in proofed.lines[1] if one.number == mark.number]

    assert shown == ["第一行。", WRONG]
    assert (mark.line, WRONG[mark.place - 1 : mark.place - 1 + mark.length]) == (2, piece.text)
    assert "议" in mark.advice
    assert proofed.sure + proofed.suspected == len(proofed.marks)


def test_lines_are_counted_from_the_first_that_was_given(office):
    (mark,) = [
        one for one in proofread(f"\n\n{WRONG}\n", office.county, DAY).marks if one.found.endswith("义")
    ]

    assert mark.line == 3


@pytest.mark.parametrize(("text", "said"), [(" \r\n", "还没有文字"), ("文" * (MOST + 1), "请分几次粘贴")])
def test_what_cannot_be_read_is_refused_in_words(office, text, said):
    with pytest.raises(OfficeError, match=said):
        proofread(text, office.county, DAY)


def test_personal_data_is_masked_where_it_is_shown(office):
    number = "138" + "0013" + "8000"
    proofed = proofread(f"联系人手机号码：{number}。", office.county, DAY)

    assert all(number not in piece.text for line in proofed.lines for piece in line)


def test_addresses_and_numbers_in_groups_are_masked_too(office):
    number = "138 " + "0013 " + "8000"
    home = "示例市东城区人民路18号3幢501室"
    proofed = proofread(f"截止目前，申请人手机号：{number}\n家庭住址：{home}", office.county, DAY)
    shown = "\n".join("".join(piece.text for piece in line) for line in proofed.lines)

    assert {mark.kind for mark in proofed.marks} == {"word", "privacy"}
    assert number not in shown
    assert home not in shown


def test_a_draft_without_a_day_is_about_to_be_published(office):
    text = "请到县国土资源局办理。面试时间为4月3日（星期四）。"

    assert [mark.found for mark in proofread(text, office.county, DAY).marks] == ["国土资源局", "四"]
    assert [mark.found for mark in proofread(text, office.county, DAY, dt.date(2014, 4, 1)).marks] == []


def test_no_mark_of_language_repeats_what_it_covers(office):
    number = "138" + "1234" + "5678"
    proofed = proofread(
        f"申请人（手机号：{number}，住某镇)的申请已受理。\n他说：“根据“本人{number}”的材料”。",
        office.county,
        DAY,
    )

    assert {mark.kind for mark in proofed.marks} == {"punctuation", "privacy"}
    assert number not in repr(proofed)


def test_a_mark_of_secrecy_is_for_a_person_and_no_matter_of_wording(office):
    (mark,) = proofread("机密★10年\n关于有关情况的报告", office.county, DAY).marks

    assert (mark.kind, mark.kind_label, mark.sure, mark.can_be_kept) == ("secrecy", "涉密标志", False, False)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_have_a_draft_read(client, office, role):
    client.force_login(office.user(office.county, role))
    said = {"text": f"{WRONG}<script>alert(1)</script>", "published": "2026-04-01"}
    page = client.post(reverse("proofing"), said).content.decode()

    assert 'href="#mark-1"' in page
    assert "<script>alert" not in page


def test_a_wrong_day_is_named_and_the_draft_stays_in_the_form(client, office):
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    answer = client.post(reverse("proofing"), {"text": WRONG, "published": "昨天"})

    assert answer.status_code == 400
    assert "“发布日期”应填日期" in answer.content.decode()
    assert WRONG in answer.content.decode()
    assert client.get(reverse("proofing")).status_code == 200
