import datetime as dt

import pytest

from xunwang.inspector.proof import Office, TermsError, read_ignored, read_offices, read_words
from xunwang.inspector.proof.terms import wrong_titles

DAY = dt.date(2026, 3, 31)
OFFICES = (
    Office("陈示例", "市长", dt.date(2024, 1, 5)),
    Office("陈示例", "副市长", dt.date(2020, 1, 1), dt.date(2024, 1, 4)),
    Office("林样本", "市长", None, dt.date(2024, 1, 4)),
)


def told(line, day=DAY):
    return [(one.found, one.suggest) for one in wrong_titles([line], OFFICES, day)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("市长陈示例主持会议。", []),
        ("陈示例副市长到场。", [("副市长", ("市长",))]),
        ("副市长陈示例到场。", [("副市长", ("市长",))]),
        ("市长林样本讲话。", [("市长", ())]),
        ("原市长林样本出席。", []),
        ("林样本同志出席。", []),
    ],
)
def test_titles_on_a_day(line, expected):
    assert told(line) == expected


def test_a_title_was_right_in_its_time():
    assert told("副市长陈示例到场。", dt.date(2023, 6, 1)) == []
    assert told("市长林样本讲话。", dt.date(2024, 1, 4)) == []


def test_offices_are_read(tmp_path):
    table = tmp_path / "职务.csv"
    table.write_text("姓名,职务,任职日期,离任日期\n陈示例,市长,2024-01-05,\n", encoding="utf-8-sig")

    assert read_offices(table) == (Office("陈示例", "市长", dt.date(2024, 1, 5), None),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("姓名,职务\n陈示例,市长\n", "缺少列“任职日期、离任日期”"),
        ("姓名,职务,任职日期,离任日期\n陈示例,,,\n", "第2行的“职务”是空的"),
        ("姓名,职务,任职日期,离任日期\n陈示例,市长,去年,\n", "第2行的日期“去年”无效，应写作 2026-03-31"),
    ],
)
def test_a_bad_table_is_refused(tmp_path, content, sentence):
    table = tmp_path / "职务.csv"
    table.write_text(content, encoding="utf-8")

    with pytest.raises(TermsError, match=sentence):
        read_offices(table)


def test_a_table_that_wps_saved_is_read(tmp_path):
    table = tmp_path / "职务.csv"
    table.write_bytes("姓名,职务,任职日期,离任日期\n陈示例,市长,2024-01-01,\n".encode("gb18030"))

    [office] = read_offices(table)
    assert (office.title, office.since) == ("市长", dt.date(2024, 1, 1))


def test_what_is_no_table_is_refused(tmp_path):
    table = tmp_path / "职务.csv"
    table.write_bytes(b"\xff\xff\xff")

    with pytest.raises(TermsError, match="既不是 xlsx"):
        read_offices(table)


def test_decisions_carry_reason_person_and_end(tmp_path):
    table = tmp_path / "决定.csv"
    table.write_text(
        "文字,建议,理由,经办人,有效期至\n和美湘村,,本地品牌,王示例,2026-12-31\n", encoding="utf-8"
    )

    (ignored,) = read_ignored(table)

    assert (ignored.found, ignored.right, ignored.reason) == ("和美湘村", None, "本地品牌")
    assert (ignored.person, ignored.until) == ("王示例", dt.date(2026, 12, 31))


def test_words_may_have_remarks(tmp_path):
    words = tmp_path / "专名.txt"
    words.write_text("# 本地地名\n下陆  # 区名\n\n湘超\n", encoding="utf-8")

    assert read_words(words) == ("下陆", "湘超")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("县长李明主持会议。", ["县长"]),
        ("县长：李　明", ["县长"]),
        ("李明 县长到会。", ["县长"]),
        ("副县长李明主持会议。", []),
        ("常务副县长李明讲话。", []),  # 副县长 in the table
        ("县长李明辉出席会议。", []),  # somebody else
        ("时任县长李明、曾任县长李明、原县长李明", []),
        ("李明县长助理到会。", []),
    ],
)
def test_a_title_is_wrong_only_where_it_is_surely_that_persons(line, found):
    offices = (Office("李明", "副县长"), Office("赵强", "县长"))

    assert [one.found for one in wrong_titles([line], offices, dt.date(2026, 3, 31))] == found
