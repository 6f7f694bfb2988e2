"""Writes the attachments of a circular as xlsx: one workbook each.

Text of others is always written as text, so nothing a website calls itself can become a formula.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xunwang.office.circulars.attachments import Attachment, Value, attachments_of, note_text
from xunwang.office.circulars.data import CircularData
from xunwang.office.circulars.fitting import lines_of, room_of
from xunwang.office.circulars.layout import Layout

HEAD_ROW = 3  # the attachment's number, its title and a note stand above the header
CELL_PT, LEAST_PT = 10.5, 9
_LINE_PT, _HIGHEST_ROW = 14.5, 409
_MARGIN, _PAGE = 0.59, 11.69  # inches of A4, landscape
_PIXELS = 96 * (_PAGE - 2 * _MARGIN) * CELL_PT / LEAST_PT
"""How wide a table may be so that, made to fit the page, it is still printed in letters of `LEAST_PT`."""
_PIXELS_A_FIGURE = 7
_WIDEST = 18
"""Of a column that `_WIDTHS` does not name."""
_WIDTHS: dict[str, float] = {
    "序号": 5, "网站名称": 24, "主办单位": 20, "填报单位": 22, "首页地址": 28, "检查结果": 10, "结果": 10,
    "得分": 9, "存在问题": 44, "抽查发现的突出问题": 52, "暂不作结论的原因": 60, "指标编号": 12,
    "指标名称": 36, "类别": 12, "涉及网站数": 12, "问题数": 10, "问题处数": 6,
    "名称": 28, "类型": 22, "分数": 9, "地区": 16, "网站": 26, "问题": 60, "名次": 8, "单位": 26, "评分细则": 48, "检查情况": 40,
    "检查对象": 22, "指标": 26, "工作任务": 32, "代表主体名称": 52, "网站类型": 10, "层级": 7, "被通报问题": 52,
    "一级指标": 14, "二级指标": 20, "考察点": 52, "是否完成": 11, "问题整改对策": 36, "平台": 20, "抽查数": 12,
}  # fmt: skip
_LEFT = {
    "网站名称",
    "主办单位",
    "填报单位",
    "首页地址",
    "存在问题",
    "抽查发现的突出问题",
    "暂不作结论的原因",
    "指标名称",
    "名称",
    "网站",
    "问题",
    "评分细则",
    "检查情况",
    "代表主体名称",
    "被通报问题",
    "考察点",
    "问题整改对策",
    "地区",
}


def write_attachments(data: CircularData, folder: Path, layout: Layout | None = None) -> list[Path]:
    """Writes every attachment into `folder` and returns the paths in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(attachment, data, folder) for attachment in attachments_of(data, layout)]


def _write(attachment: Attachment, data: CircularData, folder: Path) -> Path:
    path = folder / attachment.file_name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": attachment.title, "created": _noon(data.header.issued)})
        sheet = book.add_worksheet(f"附件{attachment.number}")
        _page(sheet, attachment)
        _head(sheet, book, attachment, "；".join(filter(None, (note_text(data), attachment.note))))
        _body(sheet, book, attachment)
    return path


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001  # the file format knows no zone


def _page(sheet: Worksheet, attachment: Attachment) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.9, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.set_footer('&C&"宋体"— &P —')
    sheet.hide_gridlines(2)
    sheet.center_horizontally()
    for index, width in enumerate(_widths(attachment)):
        sheet.set_column(index, index, width)


def _widths(attachment: Attachment) -> list[float]:
    """As wide as their contents ask for; where that is more than the page holds, the columns of longer texts give way."""
    columns = attachment.columns
    wanted = [
        _WIDTHS.get(_plain(column)) or _asked_by(column, [row[place] for row in attachment.rows])
        for place, column in enumerate(columns)
    ]
    elastic = sum(width for column, width in zip(columns, wanted, strict=True) if _plain(column) in _LEFT)
    over = sum(map(_pixels, wanted)) - _PIXELS
    if over <= 0 or not elastic:
        return wanted
    share = max(0.5, 1 - over / (_PIXELS_A_FIGURE * elastic))
    return [
        width * share if _plain(column) in _LEFT else width
        for column, width in zip(columns, wanted, strict=True)
    ]


def _asked_by(column: str, values: Sequence[Value]) -> float:
    """Room for the head in two lines and for every value in one."""
    return min(_WIDEST, max(4 + room_of(column) / 2, *(2 + room_of(str(value)) for value in values)))


def _pixels(width: float) -> float:
    return _PIXELS_A_FIGURE * width + 5


def _plain(column: str) -> str:
    return column.split("（", 1)[0]


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that hold the tallest cell, as far as a row can."""
    lines = [lines_of(str(value), width) for value, width in zip(values, widths, strict=True)]
    return min(8 + _LINE_PT * max(1, *lines), _HIGHEST_ROW)


def _head(sheet: Worksheet, book: Workbook, attachment: Attachment, note: str) -> None:
    last = len(attachment.columns) - 1
    label = book.add_format({"font_name": "黑体", "font_size": 16})
    title = book.add_format(
        {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"}
    )
    widths = _widths(attachment)
    lines = lines_of(note, sum(widths))
    side = "right" if lines == 1 else "left"
    remark = book.add_format(
        {"font_name": "仿宋_GB2312", "font_size": 11, "align": side, "valign": "vcenter", "text_wrap": True}
    )
    header = book.add_format(
        {"font_name": "黑体", "font_size": CELL_PT, "align": "center", "valign": "vcenter", "border": 1,
         "text_wrap": True}
    )  # fmt: skip
    sheet.write_string(0, 0, f"附件{attachment.number}", label)
    sheet.set_row(1, 36)
    sheet.merge_range(1, 0, 1, last, attachment.title, title)
    sheet.set_row(2, 4 + 15 * lines)
    sheet.merge_range(2, 0, 2, last, note, remark)
    sheet.set_row(HEAD_ROW, max(32, _height(attachment.columns, widths)))
    for index, column in enumerate(attachment.columns):
        sheet.write_string(HEAD_ROW, index, column, header)


def _body(sheet: Worksheet, book: Workbook, attachment: Attachment) -> None:
    look = {
        "font_name": "仿宋_GB2312",
        "font_size": CELL_PT,
        "valign": "vcenter",
        "border": 1,
        "text_wrap": True,
    }
    left, centre = book.add_format(look), book.add_format({**look, "align": "center"})
    bold = book.add_format({**look, "align": "center", "font_name": "黑体"})
    widths = _widths(attachment)
    for row, values in enumerate(attachment.rows, HEAD_ROW + 1):
        sheet.set_row(row, _height(values, widths))
        for index, value in enumerate(values):
            _cell(sheet, row, index, value, left if _plain(attachment.columns[index]) in _LEFT else centre)
    if attachment.total is not None:
        sheet.set_row(HEAD_ROW + 1 + len(attachment.rows), 24)
        for index, value in enumerate(attachment.total):
            _cell(sheet, HEAD_ROW + 1 + len(attachment.rows), index, value, bold)


def _cell(sheet: Worksheet, row: int, column: int, value: Value, look: Format) -> None:
    if value is None:
        sheet.write_string(row, column, "—", look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, float(value), look)
