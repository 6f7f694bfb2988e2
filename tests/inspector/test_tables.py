"""A table is read as office programs write it, and refused in one sentence when it is none."""

import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import pytest

from xunwang.inspector.tables import TableError, records_of, rows_of, sheets_of, text_of

TEXT = "姓名,职务\n甲,主任\n\n,,\n乙,副主任\n"


def written(folder: Path, content: bytes, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def workbook(folder: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "表.xlsx")
    return folder / "表.xlsx"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_of_any_office_program_is_read_with_the_row_numbers_it_shows(tmp_path, charset, delimiter):
    path = written(tmp_path, TEXT.replace(",", delimiter).encode(charset))
    assert list(records_of(path)) == [
        (1, {"姓名": None, "职务": None}),
        (2, {"姓名": "甲", "职务": "主任"}),
        (5, {"姓名": "乙", "职务": "副主任"}),
    ]


def test_chinese_that_comes_late_in_a_long_file_still_tells_the_encoding(tmp_path):
    path = written(tmp_path, b"a,b\n" * 3000 + "末,行\n".encode("gb18030"))
    assert list(rows_of(path))[-1] == ("末", "行")


def test_a_row_that_calls_itself_a_later_one_than_any_sheet_has_is_refused(tmp_path):
    whole, altered = workbook(tmp_path, 表=[["名称"], ["甲"]]), tmp_path / "改.xlsx"
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(altered, "w") as written_anew:
        for name in package.namelist():
            part = package.read(name)
            written_anew.writestr(name, part.replace(b'<row r="2"', b'<row r="2999999999"'))

    with pytest.raises(TableError, match="不是完好的 xlsx 表格"):
        list(rows_of(altered))


def test_the_named_sheet_is_read_and_the_first_where_there_is_none_of_that_name(tmp_path):
    path = workbook(tmp_path, 说明=[["怎样填写"]], 名单=[["姓名", None], ["甲", "无表头的一格"]])
    assert [name for name, _ in sheets_of(path)] == ["说明", "名单"]
    assert list(rows_of(path, "别的")) == [("怎样填写",)]
    assert list(records_of(path, "名单")) == [(1, {"姓名": None}), (2, {"姓名": "甲"})]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b" \n", "是空的"),
        (b"\xd0\xcf\x11\xe0 old", "旧版 xls"),
        (b"PK\x03\x04 broken", "不是完好的 xlsx"),
        (b"<!DOCTYPE html><table>", "是网页，里面没有表格"),
        (b"\xff\xff\xff", "既不是 xlsx"),
        (b"\xff\xfea\0,\0b", "既不是 xlsx"),
        (b'a,b\n"open' + b"x" * 200_000, "第 2 行读不下去"),
    ],
)
def test_what_is_no_table_is_refused_with_its_name(tmp_path, content, sentence):
    with pytest.raises(TableError, match=f"文件“表.csv”.*{sentence}"):
        list(rows_of(written(tmp_path, content)))
    with pytest.raises(TableError, match="打不开（文件或目录不存在）"):
        list(rows_of(tmp_path / "没有.csv"))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3.0, "3"),
        (3.5, "3.5"),
        (dt.datetime(2026, 3, 31), "2026-03-31"),  # noqa: DTZ001  # a cell knows no zone
        (dt.datetime(2026, 3, 31, 8), "2026-03-31 08:00:00"),  # noqa: DTZ001
        (" 甲 ", "甲"),
        ("", None),
        (None, None),
    ],
)
def test_a_cell_is_shown_as_the_spreadsheet_shows_it(cell, text):
    assert text_of(cell) == text


@pytest.mark.parametrize("name", ["清单.xls", "清单.et", "清单", "清单.xlsx"])
def test_a_workbook_is_read_whatever_its_ending(tmp_path, name):
    book = openpyxl.Workbook()
    for row in (["标题", "时间"], ["甲", None], ["乙", "2026-03-01"]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    path = tmp_path / name
    with path.open("wb") as file:
        book.save(file)
    ((sheet, rows),) = [(sheet, list(rows)) for sheet, rows in sheets_of(path, filled=True)]
    assert (sheet, len(rows), rows[1][0]) == ("Sheet", 3, "甲")
