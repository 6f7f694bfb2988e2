"""Lists whose column of numbers only counts their rows."""

import pytest

from xunwang.office.feedback.importing import import_list
from xunwang.office.feedback.models import ErrorReport


@pytest.fixture
def taken(office, tmp_path):
    def take(*rows):
        path = tmp_path / "list.csv"
        lines = ("编号,页面地址,问题描述,提交时间,答复时间", *rows)
        path.write_text("\n".join(lines), encoding="utf-8")
        return import_list(path, office.boss)

    return take


def test_a_number_that_only_counts_rows_does_not_make_another_report_the_same(taken):
    taken("1,,错字,2026-03-20 09:00,")
    for _ in range(2):
        intake = taken("1,,电话打不通,2026-03-25 09:00,2026-03-26")
        assert (intake.created, intake.updated, intake.known, intake.rejected) == (0, 0, 0, 1)
        assert "把这一列的列名改为“序号”" in intake.problems[0].message
    assert ErrorReport.objects.get().platform_answered_at is None


@pytest.mark.parametrize(
    "row",
    [
        "1,http://a.gov.cn/x,错字一处,2026-03-25 09:00,2026-03-26",
        "1,http://a.gov.cn/y,错字,2026-03-25,2026-03-26",
        "1,,另有说明,2026-03-20,2026-03-26",
    ],
)
def test_what_shares_its_page_words_or_day_is_the_same_report(taken, row):
    taken("1,http://a.gov.cn/x,错字,2026-03-20 09:00,")
    assert (taken(row).updated, taken(row).known) == (1, 1)
