"""Points go out as a form and come back as an overlay, held against what is known."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xunwang.inspector import norms
from xunwang.inspector.norms import NormError, points_sheet


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "points.xlsx"
    points_sheet.write(norms.load("cn-2019"), path)
    return path


def fill(path: Path, cells: dict[str, Any], sheet: str = points_sheet.SHEET) -> Path:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)
    return path


def row_of(path: Path, rule_id: str) -> int:
    sheet = openpyxl.load_workbook(path)[points_sheet.SHEET]
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == rule_id)


def test_the_form_lists_what_needs_points_and_counts_the_sums(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    rows = list(book[points_sheet.SHEET].iter_rows(values_only=True))
    ids = [row[0] for row in rows[1:]]
    assert len(ids) == 28 + 7
    assert rows[row_of(form, "D-1.5") - 1][4:] == (None, 5, 5)
    sums = [(row[0], row[1]) for row in book[points_sheet.SUMS].iter_rows(min_row=2, values_only=True)]
    assert sums == [("发布解读", 31), ("办事服务", 25), ("互动交流", 23), ("功能设计", 21)]
    assert book[points_sheet.SUMS]["C2"].value.startswith("=SUMIF(")


def test_filled_points_become_an_overlay(form: Path, tmp_path: Path) -> None:
    row = row_of(form, "D-1.4")
    text = points_sheet.apply(fill(form, {f"E{row}": 4, f"F{row}": "0.5"}), "cn-2019")
    overlay = tmp_path / "cn-2019-points.yaml"
    overlay.write_text(text, encoding="utf-8")
    rule = norms.load(overlay).rule("D-1.4")
    assert (rule.points, str(rule.points_each), rule.points_confirmed) == (4, "0.5", True)
    assert norms.load(overlay).rule("D-1.6").points is None


def test_a_full_table_survives_the_way_out_and_back(tmp_path: Path) -> None:
    example = norms.load("example-points")
    path = tmp_path / "full.xlsx"
    points_sheet.write(example, path)
    overlay = tmp_path / "back.yaml"
    overlay.write_text(points_sheet.apply(path, "cn-2019"), encoding="utf-8")
    back = norms.load(overlay)
    assert [(rule.points, rule.points_each) for rule in back.rules] == [
        (rule.points, rule.points_each) for rule in example.rules
    ]


REFUSALS = {
    "word": ({"E2": "三分"}, "第2行“指标分值”：“三分”不是数"),
    "negative": ({"F3": -1}, "第3行“每处扣分”：“-1”应大于0"),
    "id": ({"A2": "D-9.9"}, "第2行：没有可填分值的指标“D-9.9”"),
    "twice": ({"A3": "D-1.1"}, "第3行：指标“D-1.1”出现了两次"),
    "column": ({"E1": "分"}, "第1行缺少列“指标分值”"),
    "column twice": ({"G1": "指标分值"}, "第1行重复了列“指标分值”"),
    "bound": ({"E6": 4}, "指标D-1.5每处扣5分，超过该指标总分4分"),
    "sum": ({"E2": 30, "E3": 2}, "“发布解读”各指标分值合计32，已超过31"),
    "nothing": ({}, "没有填入任何"),
}


@pytest.mark.parametrize(("cells", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_wrong_form_is_refused_with_its_place(form: Path, cells: dict[str, Any], words: str) -> None:
    with pytest.raises(NormError, match=r"points\.xlsx") as refusal:
        points_sheet.apply(fill(form, cells), "cn-2019")
    assert words in str(refusal.value)


def test_what_is_no_form_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK not a workbook")
    with pytest.raises(NormError, match="不是完好的 xlsx 表格"):
        points_sheet.apply(broken, "cn-2019")
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(NormError, match="没有工作表“指标分值”，只有：Sheet"):
        points_sheet.apply(other, "cn-2019")
    with pytest.raises(NormError, match=r"none\.xlsx”打不开（文件或目录不存在）"):
        points_sheet.apply(tmp_path / "none.xlsx", "cn-2019")


def test_a_form_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(NormError, match="写不进去"):
        points_sheet.write(norms.load("cn-2019"), tmp_path / "missing" / "points.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_row_that_ends_before_its_empty_cells_says_nothing_in_them(form: Path) -> None:
    book = openpyxl.load_workbook(form)
    sheet = book[points_sheet.SHEET]
    row = row_of(form, "D-4.1")
    for column in range(2, sheet.max_column + 1):
        del sheet._cells[row, column]  # as programs write rows whose last cells are empty
    book.save(form)
    with pytest.raises(NormError, match="没有填入任何与cn-2019不同的分值"):
        points_sheet.apply(form, "cn-2019")
