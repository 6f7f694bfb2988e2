"""Tables that people hand in and that would fill the memory: refused in a sentence, or read without what swells."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from xunwang.inspector import tables
from xunwang.office.errors import OfficeError
from xunwang.office.registry import table

_ENTITIES = '<!ENTITY l0 "哈哈哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)
"""Nine levels of ten: ten thousand million signs where one entity stands."""


def workbook():
    book, written = Workbook(), io.BytesIO()
    book.active.append(["网站名称", "首页地址"])
    book.active.append(["甲", "http://a.example.gov.cn/"])
    book.save(written)
    return written.getvalue()


def changed(place, change):
    """The workbook with each part as `change` makes it of its name and text."""
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as read,
        zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in read.namelist():
            made.writestr(name, change(name, read.read(name).decode()))
    return place


def entities_in(part, old):
    def change(name, text):
        if name != part:
            return text
        text = text.partition("?>")[2] if text.startswith("<?xml") else text
        assert old in text
        return f'<?xml version="1.0"?><!DOCTYPE x [{_ENTITIES}]>{text.replace(old, f"{old}&l9;", 1)}'

    return change


def blanks_in(part, size):
    return lambda name, text: text + " " * size if name == part else text


READERS = [
    pytest.param(table.read_sheets, OfficeError, id="register"),
    pytest.param(
        lambda path: [(name, list(rows)) for name, rows in tables.sheets_of(path)],
        tables.TableError,
        id="others",
    ),
]


@pytest.mark.parametrize(("read", "refusal"), READERS)
@pytest.mark.parametrize(
    ("part", "old"), [("xl/sharedStrings.xml", "甲"), ("xl/workbook.xml", 'name="Sheet')]
)
def test_entities_never_unfold(tmp_path, read, refusal, part, old):
    place = changed(tmp_path / "名录.xlsx", entities_in(part, old))
    try:
        said = str(read(place))
    except refusal as error:
        said = str(error)
        assert "名录.xlsx" in said
    assert len(said) < 5_000
    assert "哈哈" not in said


@pytest.mark.parametrize(("read", "refusal"), READERS)
def test_a_table_that_swells_is_refused_before_it_unfolds(tmp_path, monkeypatch, read, refusal):
    for module in (table, tables):
        monkeypatch.setattr(module, "MOST_UNPACKED", 1_000_000)
    place = changed(tmp_path / "名录.xlsx", blanks_in("xl/worksheets/sheet1.xml", 1_000_000))
    assert place.stat().st_size < 20_000

    with pytest.raises(refusal, match=r"名录\.xlsx.+解开后"):
        read(place)


@pytest.mark.parametrize(("read", "refusal"), READERS)
def test_a_table_that_lies_about_its_size_gives_no_more_than_it_said(tmp_path, read, refusal):
    """The directory of the package says that the sheet is empty."""
    place = changed(tmp_path / "名录.xlsx", blanks_in("xl/worksheets/sheet1.xml", 5_000_000))
    raw = bytearray(place.read_bytes())
    at = raw.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert raw[at : at + 4] == b"PK\x01\x02"
    raw[at + 24 : at + 28] = (10).to_bytes(4, "little")
    place.write_bytes(raw)

    with pytest.raises(refusal, match=r"名录\.xlsx"):
        read(place)
