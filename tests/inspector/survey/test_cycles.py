"""Of what days figures are that stand on a page without a list, and lines that only tell when a page was written."""

import datetime as dt

import pytest

from xunwang.inspector.survey.cycles import stated
from xunwang.inspector.survey.showing import telling_lines


@pytest.mark.parametrize(
    ("words", "newest"),
    [
        ("2025年11月 912 910\n发布日期：2025-12-08", dt.date(2025, 12, 8)),
        ("2025年11月 912 910\n发布日期：2019-01-08", dt.date(2025, 11, 30)),
        ("2025年第四季度\t受理10件", dt.date(2025, 12, 31)),
        ("2024年上半年办件情况", dt.date(2024, 6, 30)),
        ("更新于2026年2月3日", dt.date(2026, 2, 3)),
        ("2025年12月 88", dt.date(2025, 12, 31)),
        ("统计截至：2026年1月31日", dt.date(2026, 1, 31)),
        ("数据截止日期：2026-02-28", dt.date(2026, 2, 28)),
    ],
)
def test_the_newest_day_of_figures_is_that_of_their_publishing_or_of_their_period(
    words: str, newest: dt.date
) -> None:
    assert stated(words)[0] == newest


@pytest.mark.parametrize(
    "words", ["", "共受理10件", "发布日期：2025-02-31", "2025年13月", "\ud800", "9" * 10_000]
)
def test_words_without_a_day_state_none(words: str) -> None:
    assert stated(words) == ()


@pytest.mark.parametrize(
    "line",
    [
        "更新时间：2026-11-20",
        "页面生成时间：2026-11-22 03:00:12",
        "最后更新 2026年3月2日",
        "本页更新于2026/3/2",
    ],
)
def test_when_a_page_was_written_says_nothing_of_its_own(line: str) -> None:
    assert telling_lines(line, frozenset()) == frozenset()


@pytest.mark.parametrize("line", ["更新时间表见附件说明", "2026年3月更新改造老旧小区九个", "更新城市面貌"])
def test_a_line_that_only_begins_so_says_something(line: str) -> None:
    assert telling_lines(line, frozenset()) == {line}
