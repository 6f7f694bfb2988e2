"""Invented circulars in other makes: every planted slip is named, and nothing that is right.

`wrong.txt`: circulars parted by ====, a title behind # above each, and below it behind # what must be named, parted by |.
`right.txt`: the same makes with figures that agree, and look-alikes.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.office.circulars.check import Document, Paragraph, Table, check_document, left_out

INVENTED = Path(__file__).parent / "invented"


def circulars(name):
    return [one.strip() for one in (INVENTED / name).read_text(encoding="utf-8").split("====\n")]


def planted(circular):
    title, *lines, wanted = circular.splitlines()
    return pytest.param("\n".join(lines), wanted.removeprefix("#").split("|"), id=title)


WRONG = [planted(one) for one in circulars("wrong.txt")]


def names(one, figure):
    return figure in one.stated or (figure in one.excerpt and figure in one.message)


def test_there_are_as_many_as_ever():
    assert len(WRONG) >= 88
    assert sum(len(one.values[1]) for one in WRONG) >= 123
    assert len(circulars("right.txt")) >= 153


@pytest.mark.parametrize(("text", "wanted"), WRONG)
def test_each_planted_slip_is_named_and_nothing_else(text, wanted, check_text):
    found = check_text(text)
    assert [figure for figure in wanted if not any(names(one, figure) for one in found)] == []
    beside = [one for one in found if not any(figure in one.stated + one.message for figure in wanted)]
    assert beside == []


@pytest.mark.parametrize("text", circulars("right.txt"))
def test_nothing_is_named_where_all_agrees(text, check_text):
    assert check_text(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("检查网站40家，问题共计120个，平均每家5个。", "120个、40家不符，120/40约为3"),
        ("抽查新媒体1074个，36个不合格，合格率为96.7%。", "应为96.648%（四舍五入为96.6%）"),
    ],
    ids=["the total is told, not what it is shared by", "as many places as rounding needs"],
)
def test_what_is_told_can_be_reckoned_again(text, told, check_text):
    assert [told in one.message for one in check_text(text)] == [True]


def table(*rows):
    return Document("x", (Table(1, tuple(tuple(row.split()) for row in rows)),))


SUMS = ("单位 甲类 乙类 总量", "甲局 3 4 7", "乙局 2 5 7", "丙局 1 6 7", "丁局 8 1 9")


def test_a_row_is_held_against_what_the_others_show():
    assert check_document(table(*SUMS)) == []
    (found,) = check_document(table(*SUMS, "戊局 4 4 9"))
    assert (found.kind, found.where, found.computed) == ("sum", "表1第6行", "8")
    assert found.severity == "suspected"


def test_two_rows_that_differ_from_two_show_nothing():
    assert check_document(table(*SUMS[:3], "丙局 1 6 8", "丁局 8 1 10")) == []


def test_a_total_is_not_named_for_the_row_that_makes_it_wrong():
    rows = ("单位 甲类 乙类 合计", "甲局 3 4 7", "乙局 2 5 7", "丙局 1 6 9", "丁局 8 1 9", "合计 14 16 30")
    assert [one.where for one in check_document(table(*rows))] == ["表1第4行"]


def test_each_row_begins_from_its_own_base():
    rows = ("名次 单位 基础分 扣分 得分", "1 甲局 98 3 95", "2 乙局 99 9 90", "3 丙局 97 9 89")
    (found,) = check_document(table(*rows))
    assert (found.kind, found.computed) == ("score", "88分")


PIECES = st.sampled_from(
    [
        *(
            "抽查",
            "合格",
            "不合格",
            "其中",
            "，",
            "。",
            "；",
            "、",
            "：",
            "占",
            "率",
            "%",
            "个",
            "家",
            "条",
            "倍",
            "分",
        ),
        *(
            "0",
            "1",
            "7",
            "99999999999999999999",
            "亿",
            "3.5",
            "上季度",
            "同比",
            "增长",
            "下降",
            "已整改",
            "尚有",
            "两项均完成",
        ),
        *(
            "至少一项",
            "平均每家",
            "附件1",
            "附件：1.",
            "（",
            "）",
            "甲局",
            "乙县",
            "最高的是",
            "七成",
            "二〇二六年",
            "\ud800",
        ),
    ]
)


@given(st.lists(st.lists(PIECES, max_size=40), max_size=4))
def test_no_text_is_too_odd(texts):
    check_document(Document("x", tuple(Paragraph(n, "".join(one)) for n, one in enumerate(texts, start=1))))


@given(st.lists(st.lists(PIECES, min_size=4, max_size=4), max_size=8))
def test_no_table_is_too_odd(rows):
    check_document(
        Document("x", (Table(1, tuple(tuple(row) for row in rows)), Paragraph(1, "最高的是甲局。")))
    )


def test_one_sentence_with_hundreds_of_rates_comes_to_an_end(check_text):
    """Every pair of counts against every rate of a sentence would take minutes."""
    clause = "本季度抽查政府网站40家，抽查比例50%，合格38家，合格率95%，不合格2家，问题率5%，"
    assert check_text(clause * 40 + "合格率94%。")


def test_what_is_too_long_for_a_sentence_is_left_and_the_others_are_checked():
    """Hundreds of thousands of characters without a full stop would take hours."""
    clause = "本季度抽查政府网站40家，抽查比例50%，合格38家，合格率95%，不合格2家，问题率5%，"
    long = clause * 9000 + "合格率94%。共收到留言50条，办结49条，办结率90%。"
    text = Document("x", (Paragraph(1, long), Paragraph(2, "抽查网站20家，合格19家，合格率90%。")))
    assert [(one.where, one.stated) for one in check_document(text)] == [("第1段", "90%"), ("第2段", "90%")]
    assert left_out(text) == [1]


def test_thousands_of_sentences_and_rows_come_to_an_end():
    told = "".join(f"{n}号信箱收到留言60件，其中办结{n % 50}件。" for n in range(4000))
    rows = [
        ("序号", "单位", "抽查数", "合格数", "合格率"),
        *((str(n), f"{n}号", "20", "19", "95%") for n in range(1, 4000)),
    ]
    rows.append(("4000", "4000号", "20", "19", "90%"))
    (found,) = check_document(Document("x", (Paragraph(1, told), Table(1, tuple(rows)))))
    assert (found.where, found.computed) == ("表1第4001行", "95%")


def test_two_rules_that_find_the_same_tell_it_once(check_text):
    found = check_text("本季度收到留言430件，上季度为400件，环比增长8.5%。")
    assert [one.computed for one in found] == ["7.5%"]
    (one,) = check_text("共发现问题40处，已整改36处，整改率90%，尚未整改的2处。")
    assert one.computed == "4处"


@pytest.mark.parametrize(
    "words",
    [
        "最多的是错别字，12个；其次是链接失效，20个。",
        "问题最多的是市城管局，有12个；其次是市住建局，有20个。",
    ],
)
def test_a_rank_of_one_sort_of_thing_is_held_against_itself(words, check_text):
    (one,) = check_text(words)
    assert one.kind == "rank"


def test_a_paragraph_of_very_many_sentences_is_read_to_its_end(check_text):
    """Each sentence is held against those near it, so that the time grows with their number and not with its square."""
    assert (
        check_text("与上季度相比，合格率提高2个百分点。已整改36处，整改率90%，尚未整改的4处。" * 3000) == []
    )
