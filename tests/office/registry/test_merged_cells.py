"""Merged cells as people make them: a name over several lines, a header of two lines, titles, blocks and blank tails."""

import openpyxl
import pytest

from xunwang.office.registry.sheet import read_register
from xunwang.office.registry.table import read_sheets


@pytest.fixture
def lines(tmp_path):
    def read(*rows, merged=()):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for area in merged:
            book.active.merge_cells(area)
        book.save(tmp_path / "merged.xlsx")
        (sheet,) = read_sheets(tmp_path / "merged.xlsx")
        return {line.number: [cell.text for cell in line.cells] for line in sheet.lines}

    return read


def test_what_is_merged_over_lines_is_said_of_each_that_holds_anything(lines):
    found = lines(
        ("留言清单", None, None), ("单位", "标题", "备注"), ("民政局", "甲", "注"), (None, "乙", None), (None, None, None), ("合计", None, 2),
        merged=["A1:C1", "A3:A5", "C3:C4", "A6:B6"],
    )  # fmt: skip
    assert found == {
        1: ["留言清单", "", ""], 2: ["单位", "标题", "备注"], 3: ["民政局", "甲", "注"], 4: ["民政局", "乙", "注"], 6: ["合计", "", "2"],
    }  # fmt: skip


def test_a_block_says_its_text_in_its_first_column_and_a_record_of_two_lines_stays_one(lines):
    found = lines(
        ("栏目", "事项", "说明"), ("预算", None, "甲"), (None, None, "乙"), ("决算", "年报", "丙"), (None, None, None),
        merged=["A2:B3", "A4:A5", "B4:B5", "C4:C5"],
    )  # fmt: skip
    assert found == {
        1: ["栏目", "事项", "说明"],
        2: ["预算", "", "甲"],
        3: ["预算", "", "乙"],
        4: ["决算", "年报", "丙"],
    }


def test_a_header_of_two_lines_is_read_as_one(lines):
    found = lines(
        ("网站公开目录", None, None, None, None, None), ("序号", "公开事项", None, "答复情况", None, "公开时限"), (None, "一级事项", "二级事项", "时间", "内容", None),
        (1, "预算", "部门预算", "2026-03-02", "已公开", "20个工作日"), (2, None, "预算调整", None, None, None),
        merged=["A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3", "B4:B5", "F4:F5"],
    )  # fmt: skip
    assert 2 not in found
    assert found[3] == ["序号", "一级事项", "二级事项", "答复时间", "答复内容", "公开时限"]
    assert found[5] == ["2", "预算", "预算调整", "", "", "20个工作日"]


def test_merged_data_under_a_plain_header_is_no_header_of_two_lines(lines):
    found = lines(
        ("单位", "标题", "说明"), ("民政局", "无", None), (None, "甲", "乙"),
        merged=["A2:A3", "B2:C2"],
    )  # fmt: skip
    assert found == {1: ["单位", "标题", "说明"], 2: ["民政局", "无", ""], 3: ["民政局", "甲", "乙"]}


def test_a_register_with_its_unit_merged_over_its_websites_keeps_them_all(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("网站名称", "网站域名", "主办单位"),
        ("东河县政府", "www.donghe.gov.cn", "东河县"),
        ("东河县招商网", "zs.donghe.gov.cn", None),
    ):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    book.save(tmp_path / "register.xlsx")
    read = read_register(tmp_path / "register.xlsx")
    assert [one.organiser for one in read.rows] == ["东河县", "东河县"]
