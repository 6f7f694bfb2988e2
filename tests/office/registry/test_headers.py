"""Every table that people hand in finds its columns under headers with the notes and signs that people add."""

import pytest

from xunwang.office.feedback import sheet
from xunwang.office.letters import table as letters
from xunwang.office.publishing import catalogue, stated
from xunwang.office.registry.fields import FIELDS
from xunwang.office.registry.headers import places_of
from xunwang.office.registry.table import CellText, Line
from xunwang.office.vendors import columns as vendors

TABLES = {
    "websites": FIELDS["website"],
    "accounts": FIELDS["account"],
    "feedback": sheet.COLUMNS,
    "letters": letters.COLUMNS,
    "vendors": vendors.COLUMNS,
    "catalogue": catalogue.HEADERS,
    "stated": stated.HEADERS,
}


def line(*texts):
    return Line(1, tuple(CellText(text) for text in texts))


@pytest.mark.parametrize("fields", TABLES.values(), ids=TABLES)
def test_notes_and_signs_beside_a_header_do_not_hide_its_column(fields):
    places = places_of(line("序号", *(f" *{field.header}（必填）：" for field in fields)), fields)
    assert places == {field.name: place for place, field in enumerate(fields, 1)}


def test_of_two_spellings_the_one_nearer_to_the_official_header_wins():
    assert places_of(line("网站", "网站名称"), stated.HEADERS) == {"site": 1}
