"""The attachments of a circular as xlsx: one workbook each, numbered in the order of the circular's list.

Text of others is always written as text, so nothing a website calls itself can become a formula.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Literal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from xunwang.inspector.model import Record, Verdict
from xunwang.office.circulars.data import (
    SAMPLE_NOTE,
    VERDICT_NAMES,
    CircularData,
    Problem,
    SiteResult,
    chinese_date,
    site_label,
)

Value = str | int | Decimal | None
Key = Literal["results", "failed", "undecided", "indicators"]
NO_PROBLEM, NOT_CONCLUDED = "未发现问题", "检查尚未完成"
HEAD_ROW = 3  # the attachment's number, its title and a note stand above the header
_WIDTHS: dict[str, float] = {
    "序号": 6, "网站名称": 24, "主办单位": 20, "填报单位": 22, "首页地址": 28, "检查结果": 12, "结果": 11,
    "得分": 9, "存在问题": 44, "抽查发现的突出问题": 52, "暂不作结论的原因": 60, "指标编号": 12,
    "指标名称": 36, "类别": 12, "涉及网站数": 12, "问题数": 10,
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
}


class Attachment(Record, frozen=True):
    """One attachment: `rows` follow `columns`, `total` is a last row of values."""

    key: Key
    number: int
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None

    @property
    def file_name(self) -> str:
        return f"附件{self.number}-{self.title}.xlsx"


def attachments_of(data: CircularData) -> tuple[Attachment, ...]:
    """The attachments this circular has; one without rows is left out and the others close up."""
    made = [_results(data), _failed(data), _undecided(data), _indicators(data)]
    kept = [attachment for attachment in made if attachment.rows]
    return tuple(_numbered(attachment, number) for number, attachment in enumerate(kept, 1))


def write_attachments(data: CircularData, folder: Path) -> list[Path]:
    """Writes every attachment into `folder` and returns the paths in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(attachment, data, folder) for attachment in attachments_of(data)]


def score_head(data: CircularData) -> str:
    return f"得分（{SAMPLE_NOTE}）" if data.header.basis.sample_points else "得分"


def problems_text(site: SiteResult) -> str:
    """What stands under 存在问题; where something could not be checked, nobody is told that all is well."""
    if site.problems:
        return _joined(site.problems)
    if site.verdict is Verdict.UNDECIDED:
        return NOT_CONCLUDED
    return f"{NO_PROBLEM}（{len(site.unchecked)}项指标未能检查）" if site.unchecked else NO_PROBLEM


def _joined(problems: Sequence[Problem]) -> str:
    return "；".join(problem.text for problem in problems)


def note_text(data: CircularData) -> str:
    """The line under each title: what the table stands on."""
    header = data.header
    parts = [f"监测时间点：{chinese_date(header.as_of)}"]
    if header.basis.sample_points:
        parts.append("得分使用示例分值，仅供演示")
    if header.played:
        parts.append("本件为演示，人工核实意见为预置代入")
    return "；".join(parts)


def _results(data: CircularData) -> Attachment:
    closing = data.header.closing is not None
    columns = ["序号", "网站名称", "主办单位", "首页地址", "检查结果", score_head(data), "存在问题"]
    rows = [
        (number, site.name, site.organiser, site.home, VERDICT_NAMES[site.verdict], site.score,
         problems_text(site), *((_now(site),) if closing else ()))
        for number, site in enumerate(data.sites, 1)
    ]  # fmt: skip
    if closing:
        columns.append(f"截至{chinese_date(data.header.closing or data.header.as_of)}结论")
    title = f"{data.period_name}{data.header.region}政府网站检查结果"
    return Attachment("results", 0, title, tuple(columns), tuple(rows), _results_total(data, len(columns)))


def _results_total(data: CircularData, width: int) -> tuple[Value, ...]:
    counts = {verdict: sum(site.verdict is verdict for site in data.sites) for verdict in Verdict}
    told = "，".join(f"{VERDICT_NAMES[verdict]}{count}家" for verdict, count in counts.items())
    return ("合计", f"{len(data.sites)}家", *[None] * 4, told, *[None] * (width - 7))


def _now(site: SiteResult) -> str:
    return VERDICT_NAMES[site.verdict_now or site.verdict]


def _failed(data: CircularData) -> Attachment:
    failed = [site for site in data.sites if site.verdict is Verdict.FAIL]
    rows = tuple(
        (number, site_label(site), site.home, VERDICT_NAMES[site.verdict],
         _joined(site.vetoes or site.faults))
        for number, site in enumerate(failed, 1)
    )  # fmt: skip
    columns = ("序号", "填报单位", "首页地址", "结果", "抽查发现的突出问题")
    return Attachment("failed", 0, f"{data.period_name}不合格政府网站", columns, rows)


def _undecided(data: CircularData) -> Attachment:
    undecided = [site for site in data.sites if site.verdict is Verdict.UNDECIDED]
    rows = tuple(
        (number, site.name, site.organiser, site.home, "；".join(site.undecided_because) or NOT_CONCLUDED)
        for number, site in enumerate(undecided, 1)
    )
    columns = ("序号", "网站名称", "主办单位", "首页地址", "暂不作结论的原因")
    return Attachment("undecided", 0, f"{data.period_name}暂不作结论的政府网站", columns, rows)


def _indicators(data: CircularData) -> Attachment:
    sites, problems, names, vetoes = dict[str, int](), dict[str, int](), dict[str, str](), set[str]()
    for site in data.sites:
        vetoes.update(problem.indicator for problem in site.vetoes)
        for problem in site.problems:
            names.setdefault(problem.indicator, problem.name)
            sites[problem.indicator] = sites.get(problem.indicator, 0) + 1
            problems[problem.indicator] = problems.get(problem.indicator, 0) + problem.count
    rows = tuple(
        (number, key, names[key], "单项否决" if key in vetoes else "扣分指标", sites[key], problems[key])
        for number, key in enumerate(sorted(names, key=lambda key: (key not in vetoes, key)), 1)
    )
    columns = ("序号", "指标编号", "指标名称", "类别", "涉及网站数", "问题数")
    total = ("合计", None, None, None, None, sum(problems.values()))
    return Attachment("indicators", 0, f"{data.period_name}问题指标统计", columns, rows, total)


def _numbered(attachment: Attachment, number: int) -> Attachment:
    return Attachment(
        attachment.key, number, attachment.title, attachment.columns, attachment.rows, attachment.total
    )


def _write(attachment: Attachment, data: CircularData, folder: Path) -> Path:
    path = folder / attachment.file_name
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": attachment.title, "created": _noon(data.header.issued)})
        sheet = book.add_worksheet(f"附件{attachment.number}")
        _page(sheet, attachment)
        _head(sheet, book, attachment, note_text(data))
        _body(sheet, book, attachment)
    return path


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001  # the file format knows no zone


def _page(sheet: Worksheet, attachment: Attachment) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.7, right=0.7, top=0.9, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.set_footer('&C&"宋体"— &P —')
    sheet.hide_gridlines(2)
    for index, column in enumerate(attachment.columns):
        sheet.set_column(index, index, _width(column))


def _width(column: str) -> float:
    plain = _plain(column)
    return _WIDTHS.get(plain, 18) if plain == column else 2.2 * len(column)


def _plain(column: str) -> str:
    return column.split("（", 1)[0]


def _height(values: Sequence[Value], columns: Sequence[str]) -> float:
    """Points that hold the tallest cell: not every reader fits the rows of a file it opens."""
    lines = [
        ceil(sum(1.0 if c.isascii() else 2.1 for c in str(value)) / _width(column))
        for value, column in zip(values, columns, strict=True)
    ]
    return 8 + 16 * max(1, *lines)


def _head(sheet: Worksheet, book: Workbook, attachment: Attachment, note: str) -> None:
    last = len(attachment.columns) - 1
    label = book.add_format({"font_name": "黑体", "font_size": 16})
    title = book.add_format(
        {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"}
    )
    remark = book.add_format({"font_name": "仿宋_GB2312", "font_size": 11, "align": "right"})
    header = book.add_format(
        {"font_name": "黑体", "font_size": 12, "align": "center", "valign": "vcenter", "border": 1,
         "text_wrap": True}
    )  # fmt: skip
    sheet.write_string(0, 0, f"附件{attachment.number}", label)
    sheet.set_row(1, 36)
    sheet.merge_range(1, 0, 1, last, attachment.title, title)
    sheet.merge_range(2, 0, 2, last, note, remark)
    sheet.set_row(HEAD_ROW, 32)
    for index, column in enumerate(attachment.columns):
        sheet.write_string(HEAD_ROW, index, column, header)


def _body(sheet: Worksheet, book: Workbook, attachment: Attachment) -> None:
    look = {"font_name": "仿宋_GB2312", "font_size": 12, "valign": "vcenter", "border": 1, "text_wrap": True}
    left, centre = book.add_format(look), book.add_format({**look, "align": "center"})
    bold = book.add_format({**look, "align": "center", "font_name": "黑体"})
    for row, values in enumerate(attachment.rows, HEAD_ROW + 1):
        sheet.set_row(row, _height(values, attachment.columns))
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
