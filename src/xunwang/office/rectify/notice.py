"""The notice package for a unit that cannot log in: a letter with its faults, and a form whose filled copy is read back."""

import io
from pathlib import Path
from typing import Any

import xlsxwriter
from docx.shared import Cm

from xunwang.office.campaigns.inspection import norm_words, screenshot
from xunwang.office.circulars.data import chinese_date
from xunwang.office.errors import OfficeError
from xunwang.office.papers import grid, heading, new_paper, say, written_paper
from xunwang.office.rectify.models import SETTLED, Ticket, TicketItem
from xunwang.office.registry.table import read_sheets

HEADERS = ("编号", "网站", "指标", "问题", "地址", "整改情况")
_WIDTHS = (10, 24, 22, 40, 46, 46)
_SAYS = "整改通知编号"


def letter(ticket: Ticket) -> bytes:
    """The notice as docx: what to mend, by when, how to answer, and a picture of each website."""
    document = new_paper()
    heading(document, "整改通知书")
    campaign = ticket.campaign
    say(document, f"{ticket.unit.name}：")
    say(
        document,
        f"在“{campaign.name}”（监测时间点{chinese_date(campaign.as_of)}）中，发现你单位的网站存在下列"
        f"{ticket.items.count()}个问题。请于{chinese_date(ticket.due_on)}前完成整改，并将填好的回复表（随附 xlsx）"
        f"和盖章的整改报告报{campaign.unit.name}。",
        indent=True,
    )
    if ticket.demand:
        say(document, ticket.demand, indent=True)
    findings_table(document, ticket)
    _pictures(document, ticket)
    say(document, campaign.unit.name, right=True)
    say(document, chinese_date(ticket.issued_on), right=True)
    return written_paper(document)


def findings_table(document: Any, ticket: Ticket) -> None:
    """What still has to be mended, with the rule and the address of each."""
    words = norm_words(ticket.campaign.norm).indicators
    rows = [
        (
            str(number),
            item.finding.subject.name,
            f"{item.finding.indicator} {words.get(item.finding.indicator, '')}".strip(),
            f"{item.finding.message}{'（重复发生）' if item.repeated else ''}\n{item.finding.url}",
        )
        for number, item in enumerate(items_left(ticket), start=1)
    ]
    grid(document, ("序号", "网站", "指标", "问题和地址"), rows, (1.4, 3.6, 3.8, 7.0))


def _pictures(document: Any, ticket: Ticket) -> None:
    subjects = {item.finding.subject_id: item.finding.subject for item in items_left(ticket)}
    for row in subjects.values():
        picture = screenshot(row)
        if picture is not None:
            say(document, f"{row.name}检查时的首页：")
            document.add_picture(str(picture), width=Cm(14))


def items_left(ticket: Ticket) -> list[TicketItem]:
    """What still has to be mended."""
    rows = ticket.items.exclude(state__in=SETTLED).select_related("finding__subject")
    return list(rows)


def form(ticket: Ticket) -> bytes:
    """The reply form: one row an item, everything written as text, only the last column to be filled."""
    kept = io.BytesIO()
    words = norm_words(ticket.campaign.norm).indicators
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("回复表")
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
        free = book.add_format(
            {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@", "bg_color": "#FFFBE6"}
        )
        sheet.write_string(0, 0, _SAYS)
        sheet.write_string(0, 1, str(ticket.code))
        for column, (title, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, title, head)
        for row, item in enumerate(items_left(ticket), start=2):
            found = item.finding
            named = f"{found.indicator} {words.get(found.indicator, '')}".strip()
            values = (str(item.pk), found.subject.name, named, found.message, found.url)
            for column, text in enumerate(values):
                sheet.write_string(row, column, text, fixed)
            sheet.write_string(row, len(values), item.answer, free)
        sheet.freeze_panes(2, 0)
    return kept.getvalue()


def read_form(ticket: Ticket, path: Path) -> dict[int, str]:
    """The answers of a filled form by the number of the item. Raises OfficeError when it belongs to another notice."""
    lines = read_sheets(path)[0].lines
    rows = [[cell.text for cell in line.cells] for line in lines]
    if not rows or rows[0][:1] != [_SAYS] or len(rows[0]) < 2:
        raise OfficeError("这不是整改回复表：第一行应有整改通知编号，请使用系统下载的表格填写。")
    if rows[0][1].strip() != str(ticket.code):
        raise OfficeError("这份回复表属于另一份整改通知，请核对单位后再读入。")
    known = {str(item.pk): item.pk for item in ticket.items.all()}
    answers = {}
    for line, row in zip(lines[2:], rows[2:], strict=True):
        if row[0] not in known:
            raise OfficeError(
                f"回复表第 {line.number} 行的编号“{row[0]}”不在这份整改通知里，请勿改动编号一列。"
            )
        answers[known[row[0]]] = row[len(HEADERS) - 1].strip() if len(row) >= len(HEADERS) else ""
    return answers
