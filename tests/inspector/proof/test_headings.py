"""Numbers at the heads of lines, row by row."""

import pytest

from xunwang.inspector.proof.rules.headings import out_of_order


@pytest.mark.parametrize(
    ("heads", "wrong"),
    [
        ("一、二、四、", [2]),
        ("一、二、三、三、四、", [3]),
        ("一、二、二、三、", []),  # of a document whose beginning was not read
        ("二、四、", []),  # the beginning was not read
        ("一、二、一、二、三、", []),  # another row
        ("一、二、五、六、", []),  # several left out are another row
        ("一、（一）（二）二、（一）（二）（四）三、", [6]),
        ("一、（一）（二）（三）二、（三）", []),
        ("一、二、四、四、五、", [2]),  # the first 四 should be 三
        ("一、二、四、五、七、", [2, 4]),
        ("一、二、四、三、", [2]),
    ],
)
def test_a_number_left_out_or_told_twice(heads, wrong):
    lines = [f"{head}要求" for head in split(heads)]

    assert [number for number, _ in out_of_order(lines)] == wrong


def split(heads):
    return heads.replace("、", "、|").replace("）", "）|").strip("|").split("|")


def test_articles_run_on_through_chapters():
    lines = ["第一章 总则", "第一条 甲", "第二条 乙", "第二章 职责", "第三条 丙", "第五条 丁"]

    assert [number for number, _ in out_of_order(lines)] == [5]


def test_what_is_no_number_heads_nothing():
    assert list(out_of_order(["一、要求", "二、要求", "十十、要求", "一二三、要求"])) == []
