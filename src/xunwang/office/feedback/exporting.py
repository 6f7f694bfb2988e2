"""Error reports out to a spreadsheet: the list, the figures by unit, and what the machine had missed. No contact leaves."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils import timezone

from xunwang.office.feedback.figures import Figures
from xunwang.office.feedback.models import ErrorReport, Machine, Truth

_LIST = (
    ("编号", 18), ("网站名称", 26), ("网站标识码", 14), ("页面地址", 40), ("问题类型", 14), ("问题描述", 50), ("提交时间", 17),
    ("承办单位", 24), ("转办时间", 17), ("办结期限", 12), ("答复内容", 50), ("答复时间", 17), ("办结时间", 17), ("核实结果", 10), ("是否按时", 10),
)  # fmt: skip
_FIGURES = (
    ("单位", 24), ("收到", 8), ("超期转办", 10), ("按时办结", 10), ("逾期办结", 10), ("逾期未办结", 12), ("期限内", 8), ("按时办结率", 12), ("属实", 8), ("不属实", 8),
)  # fmt: skip
_MISSED = (
    ("编号", 18),
    ("网站名称", 26),
    ("网站标识码", 14),
    ("页面地址", 40),
    ("问题类型", 14),
    ("问题描述", 50),
    ("提交时间", 17),
)
_SHARE = re.compile(r"[\d.]+%|—")
Columns = Sequence[tuple[str, int]]


def export(path: Path, reports: Sequence[ErrorReport], counted: Sequence[Figures]) -> None:
    """Writes the workbook. Every text is written as text: nothing that the public wrote is taken for a formula."""
    missed = [one for one in reports if one.truth == Truth.TRUE and one.machine == Machine.MISSED]
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _sheet(book, "找错清单", _LIST, map(_line, reports))
        _sheet(book, "办理情况", _FIGURES, map(_figures_line, counted))
        _sheet(book, "机器未发现", _MISSED, map(_head_of, missed))


def _sheet(book: Any, name: str, columns: Columns, rows: Iterable[Sequence[str | int]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    right = book.add_format({"align": "right"})
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, head)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, value, right if _SHARE.fullmatch(value) else None)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _head_of(one: ErrorReport) -> tuple[str, ...]:
    kind = one.get_kind_display()
    return (
        one.number,
        one.site_name,
        one.site_code,
        one.page_url,
        kind,
        one.description,
        _moment(one.received_at),
    )


def _line(one: ErrorReport) -> tuple[str, ...]:
    on_time = {True: "是", False: "否", None: ""}[one.on_time]
    return (
        *_head_of(one),
        one.unit.name,
        _moment(one.handed_over_at),
        one.due_on.isoformat(),
        one.reply,
        _moment(one.platform_answered_at or one.answered_at),
        _moment(one.closed_at),
        one.get_truth_display() if one.truth else "",
        on_time,
    )


def _figures_line(one: Figures) -> tuple[str | int, ...]:
    return (
        one.name, one.received, one.handed_late, one.on_time, one.closed_late, one.open_late, one.running, one.rate, one.true, one.untrue,
    )  # fmt: skip


def _moment(at: dt.datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
