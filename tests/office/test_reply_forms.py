"""What comes back in the place of a filled form."""

import re
import zipfile

import openpyxl
import pytest

from xunwang.office.errors import OfficeError
from xunwang.office.reply_forms import ReplyForm

FORM = ReplyForm(name="回复表", number="编号", belongs="份通知", columns=(("编号", 10), ("情况", 46)))


def test_a_workbook_without_a_sheet_is_no_form(tmp_path):
    whole, bare = tmp_path / "whole.xlsx", tmp_path / "bare.xlsx"
    whole.write_bytes(FORM.written("7", [("1", "已修好")]))
    assert list(FORM.read(whole, "7")) == [(3, "1", "已修好")]
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(bare, "w") as altered:
        for name in package.namelist():
            altered.writestr(name, re.sub(rb"<sheet [^>]*/>", b"", package.read(name)))

    with pytest.raises(OfficeError, match="这不是回复表"):
        list(FORM.read(bare, "7"))


def test_columns_that_an_office_added_are_not_read_as_its_answer(tmp_path):
    ours, theirs = tmp_path / "ours.xlsx", tmp_path / "theirs.xlsx"
    ours.write_bytes(FORM.written("7", [("1", "已修好"), ("2", "")]))
    book = openpyxl.load_workbook(ours)
    sheet = book.active
    sheet.insert_cols(2)
    for line, words in enumerate(("责任人", "张三", "李四"), start=2):
        sheet.cell(line, 2, words)
    book.save(theirs)
    assert list(FORM.read(theirs, "7")) == [(3, "1", "已修好"), (4, "2", "")]

    sheet.cell(2, 3, "整改情况")
    book.save(theirs)
    with pytest.raises(OfficeError, match="没有“情况”这一列"):
        list(FORM.read(theirs, "7"))


def _returned(folder, change):
    """The form as WPS gives it back after somebody did something to it."""
    place = folder / "returned.xlsx"
    place.write_bytes(FORM.written("7", [("1", "已修好"), ("2", "")]))
    book = openpyxl.load_workbook(place)
    change(book.active)
    book.save(place)
    return list(FORM.read(place, "7"))


def test_who_filled_a_form_in_may_stand_below_it(tmp_path):
    def sign(sheet):
        sheet.append(["填报人：某某", "", "2026年4月1日"])
        sheet.append(["单位（盖章）："])
        sheet.merge_cells("A6:B6")
        sheet.cell(3, 1, 1)
        sheet.cell(4, 1, "２")

    assert _returned(tmp_path, sign) == [(3, "1", "已修好"), (4, "2", "")]


@pytest.mark.parametrize("copies", [["1", ""], ["1", "已修好"]])
def test_a_copied_row_takes_no_answer_away(tmp_path, copies):
    assert _returned(tmp_path, lambda sheet: sheet.append(copies)) == [(3, "1", "已修好"), (4, "2", "")]


def test_copies_that_say_different_things_are_named(tmp_path):
    with pytest.raises(OfficeError, match="第 3 行和第 5 行的编号同为“1”，情况却不同，请只留一行"):
        _returned(tmp_path, lambda sheet: sheet.append(["1", "没有修好"]))


def test_an_answer_without_its_number_is_not_lost_silently(tmp_path):
    """The reader names it as a row that it does not know, where the form is read for a notice."""
    assert _returned(tmp_path, lambda sheet: sheet.append(["", "也修好了"]))[-1] == (5, "", "也修好了")


def test_a_form_that_was_moved_to_the_right_or_has_a_colon_and_a_note_above_its_columns_is_read(tmp_path):
    def alter(sheet):
        sheet.cell(1, 1, "编号：７")
        sheet.cell(1, 2).value = None
        sheet.insert_rows(2)
        sheet.cell(2, 1, "填写说明：只填黄色的格")
        sheet.cell(3, 2, "情 况 ")
        sheet.insert_cols(1)

    assert _returned(tmp_path, alter) == [(4, "1", "已修好"), (5, "2", "")]


def test_a_longer_word_than_the_name_of_its_number_is_none(tmp_path):
    def alter(sheet):
        sheet.cell(1, 1, "编号说明：7")
        sheet.cell(2, 1, "序号")

    with pytest.raises(OfficeError, match="这不是回复表"):
        _returned(tmp_path, alter)
