"""Tables as counties keep them: a sheet a month, sums and signatures below; nothing is lost unsaid and nothing is asked that nobody asked."""

import datetime as dt

import openpyxl

from xunwang.office.publishing.catalogue import read_catalogue
from xunwang.office.publishing.models import StatedTotal
from xunwang.office.publishing.service import state
from xunwang.office.publishing.stated import read_stated

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
HEAD = ("序号", "网站名称", "发布条数")


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_sheets_of_months_without_days_do_not_replace_each_other_in_silence(office, tmp_path):
    office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    path = workbook(
        tmp_path / "s.xlsx",
        一月=(HEAD, (1, "东河县政府", 10)),
        二月=(HEAD, (1, "东河县政府", 20), (2, "东河县政府", 10)),
    )
    for _ in range(2):
        rows, problems = read_stated(path, FIRST, LAST)
        kept, unkept = state(rows, by=office.boss)
        assert (problems, kept, [one.row for one in unkept]) == ([], 2, [2])
        assert "工作表“一月”第 2 行是 10，这一行是 20，没有读入" in unkept[0].message
        assert StatedTotal.objects.get().number == 10


def test_a_sum_below_stated_numbers_is_no_website(tmp_path):
    rows, problems = read_stated(
        workbook(tmp_path / "s.xlsx", 一=(HEAD, (1, "东河县政府", 10), ("合计", None, 10))), FIRST, LAST
    )
    assert [one.site for one in rows] == ["东河县政府"]
    assert [(one.severity, one.row) for one in problems] == [("warning", 3)]


def test_sums_and_signatures_below_a_catalogue_ask_for_nothing(tmp_path):
    rows = (
        ("栏目", "事项"),
        ("社会救助", "低保"),
        ("总计", "1项"),
        ("填表人：某某", None),
        ("说明会", "安排"),
    )
    asked = read_catalogue(workbook(tmp_path / "c.xlsx", 一=rows))
    assert [one.column for one in asked.entries] == ["社会救助", "说明会"]
    assert [(one.severity, one.row) for one in asked.problems] == [("warning", 3), ("warning", 4)]
