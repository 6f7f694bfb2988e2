"""The register as xlsx: an empty form with notes and drop-downs, and an export that can be read back."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter

from xunwang.office.errors import OfficeError
from xunwang.office.registry.fields import FIELDS, NAMES, Field, RegisterKind

FORM_ROWS = 5000


def write_template(kind: RegisterKind, path: Path) -> None:
    """An empty form: header with notes, drop-downs where words are given, a second sheet that explains."""
    _write(path, kind, rows=())


def write_rows(kind: RegisterKind, path: Path, rows: Iterable[dict[str, str]]) -> int:
    """The rows (field name -> text) below the header; gives their number."""
    return _write(path, kind, rows)


def _write(path: Path, kind: RegisterKind, rows: Iterable[dict[str, str]]) -> int:
    draft = path.with_name(f".{path.name}.part")
    try:
        with xlsxwriter.Workbook(draft, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            # the same content gives the same file
            book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  # xlsxwriter wants it naive
            written = _fill(book, kind, rows)
            _explain(book, kind)
        draft.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        draft.unlink(missing_ok=True)
        raise OfficeError(
            f"不能写入“{path.name}”（{error}），请换一个可写的位置，或先关闭打开着的文件。"
        ) from None
    return written


def _fill(book: Any, kind: RegisterKind, rows: Iterable[dict[str, str]]) -> int:
    sheet = book.add_worksheet(NAMES[kind])
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "valign": "vcenter"})
    text = book.add_format({"num_format": "@"})
    for column, field in enumerate(FIELDS[kind]):
        sheet.set_column(column, column, field.width, text)
        sheet.write_string(0, column, field.header, head)
        _guide(sheet, column, field)
    sheet.freeze_panes(1, 1)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, field in enumerate(FIELDS[kind]):
            sheet.write_string(count, column, row.get(field.name, ""), text)
    return count


def _guide(sheet: Any, column: int, field: Field) -> None:
    if field.note:
        sheet.write_comment(0, column, field.note)
    if field.choices:
        choice = {"validate": "list", "source": list(field.choices), "error_type": "warning"}
        sheet.data_validation(1, column, FORM_ROWS, column, choice)


def _explain(book: Any, kind: RegisterKind) -> None:
    sheet = book.add_worksheet("填表说明")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    for row, field in enumerate(FIELDS[kind]):
        sheet.write_string(row, 0, f"{field.header}：")
        words = "；".join(
            filter(None, [field.note, "可选：" + "、".join(field.choices) if field.choices else ""])
        )
        sheet.write_string(row, 1, words or "可以不填")
