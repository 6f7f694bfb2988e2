"""A table out as a spreadsheet. Text of others is written as text, so that nothing becomes a formula."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from xunwang.office.circulars.account_figures import filled_rows, total_row
from xunwang.office.circulars.data import GivenTable

_DECIMALS = 2
_WIDEST, _NARROWEST = 60, 8


def write_table(table: GivenTable, path: Path) -> Path:
    """One sheet: the title, the header, the rows numbered, the sums; the same content gives the same file."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": table.title, "created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  # xlsxwriter wants it naive
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "font_size": 14})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, table.title, bold)
        if table.note:
            sheet.write_string(1, 0, table.note)
        columns = ("序号", *table.columns)
        for place, name in enumerate(columns):
            sheet.write_string(2, place, name, head)
            sheet.set_column(place, place, _width(table, place - 1, name))
        rows = filled_rows(table, _DECIMALS)
        total = total_row(table, _DECIMALS)
        for number, row in enumerate((*rows, *([total] if total else [])), 1):
            is_total = number > len(rows)
            sheet.write(2 + number, 0, "合计" if is_total else number, cell)
            for place, value in enumerate(row, 1):
                if isinstance(value, int | Decimal):
                    sheet.write_number(2 + number, place, value, cell)
                else:
                    sheet.write_string(
                        2 + number,
                        place,
                        "" if value is None and is_total else "—" if value is None else value,
                        cell,
                    )
        sheet.freeze_panes(3, 2)
    return path


def _width(table: GivenTable, place: int, name: str) -> int:
    """Chinese characters are twice as wide as figures."""
    longest = max((len(str(row[place])) for row in table.rows[:500]), default=0) if place >= 0 else 0
    return min(max(2 * longest, 2 * len(name) + 2, _NARROWEST), _WIDEST)
