"""The reply upwards as docx with the answers of all below, and the form by which a unit that cannot log in answers."""

import io
from pathlib import Path

import xlsxwriter

from xunwang.office.circulars.data import chinese_date
from xunwang.office.errors import OfficeError
from xunwang.office.mandates.models import Mandate, MandateFile
from xunwang.office.papers import grid, heading, new_paper, quoted, say, written_paper
from xunwang.office.rectify.models import SETTLED
from xunwang.office.registry.table import read_sheets

HEADERS = ("编号", "单位", "事项", "截止日", "办理情况")
_WIDTHS = (38, 24, 40, 14, 60)
_SAYS = "交办事项编号"


def reply(mandate: Mandate, text: str) -> bytes:
    """The report of how the mandate was settled: in own words, the state of its tickets, what every unit answered, the papers."""
    document = new_paper()
    heading(document, f"关于{quoted(mandate.title)}办理情况的报告")
    say(document, f"{mandate.sender}：")
    number = f"（{mandate.number}）" if mandate.number else ""
    say(
        document,
        f"{chinese_date(mandate.received_on)}收到你单位交办的{quoted(mandate.title)}{number}，"
        f"要求于{chinese_date(mandate.due_on)}前回复。现将办理情况报告如下。",
        indent=True,
    )
    for line in filter(None, text.split("\n")):
        say(document, line, indent=True)
    rows = _tickets(mandate)
    if rows:
        say(document, "涉及的整改情况：", indent=True)
        grid(document, ("单位", "问题数", "已整改", "整改状态"), rows, (6.4, 2.4, 2.4, 4.6))
    answers = _answers(mandate)
    if answers:
        say(document, "有关单位办理情况：", indent=True)
        grid(document, ("单位", "回复日期", "办理情况"), answers, (4.0, 3.0, 8.8))
    papers = _papers(mandate)
    if papers:
        say(document, "随附材料：", indent=True)
        grid(document, ("单位", "文件", "校验值（SHA-256）"), papers, (3.4, 4.4, 8.0))
    say(document, mandate.unit.name, right=True)
    say(
        document,
        chinese_date(mandate.answered_on) if mandate.answered_on else "　　年　　月　　日",
        right=True,
    )
    return written_paper(document)


def _tickets(mandate: Mandate) -> list[tuple[str, ...]]:
    return [
        (
            one.unit.name,
            str(one.items.count()),
            str(one.items.filter(state__in=SETTLED).count()),
            one.get_state_display(),
        )
        for one in mandate.tickets.select_related("unit")
    ]


def _answers(mandate: Mandate) -> list[tuple[str, ...]]:
    """What each unit below said; one that said nothing is named as such."""
    return [
        (
            part.unit.name,
            part.answered_on.isoformat() if part.answered_on else "未回复",
            f"{part.answer}（逾期回复）" if part.late else part.answer if part.answered_on else "—",
        )
        for part in mandate.parts.select_related("unit").order_by("unit__path")
    ]


def _papers(mandate: Mandate) -> list[tuple[str, ...]]:
    files = MandateFile.objects.filter(event__mandate__parent=mandate, event__kind="answered")
    return [
        (file.event.mandate.unit.name, file.name, file.sha256)
        for file in files.select_related("event__mandate__unit")
    ]


def form(mandate: Mandate) -> bytes:
    """The table of open parts; everything written as text, only the last column to be filled."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("办理情况")
        head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
        fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
        free = book.add_format(
            {"text_wrap": True, "valign": "top", "border": 1, "num_format": "@", "bg_color": "#FFFBE6"}
        )
        sheet.write_string(0, 0, _SAYS)
        sheet.write_string(0, 1, str(mandate.code))
        for column, (title, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(1, column, title, head)
        for row, part in enumerate(mandate.parts.filter(answered_on=None).select_related("unit"), start=2):
            values = (str(part.code), part.unit.name, f"{part.title} {part.demand}".strip(), str(part.due_on))
            for column, text in enumerate(values):
                sheet.write_string(row, column, text, fixed)
            sheet.write_string(row, len(values), "", free)
        sheet.freeze_panes(2, 0)
    return kept.getvalue()


def read_form(mandate: Mandate, path: Path) -> list[tuple[Mandate, str]]:
    """The answers of a filled form; rows left empty are passed over. Raises OfficeError, naming the row."""
    lines = read_sheets(path)[0].lines
    rows = [[cell.text.strip() for cell in line.cells] for line in lines]
    if not rows or rows[0][:1] != [_SAYS] or len(rows[0]) < 2:
        raise OfficeError("这不是办理情况表：第一行应有交办事项编号，请使用系统下载的表格填写。")
    if rows[0][1] != str(mandate.code):
        raise OfficeError("这份表格属于另一件交办事项，请核对后再读入。")
    known = {str(part.code): part for part in mandate.parts.select_related("unit")}
    answers = []
    for line, row in zip(lines[2:], rows[2:], strict=True):
        text = row[len(HEADERS) - 1] if len(row) >= len(HEADERS) else ""
        if not any(row) or not text:
            continue
        if row[0] not in known:
            raise OfficeError(
                f"第 {line.number} 行的编号“{row[0]}”不在这件事项的分办单位里，请勿改动编号一列。"
            )
        answers.append((known[row[0]], text))
    if not answers:
        raise OfficeError("表格里没有填写任何办理情况，请填写最后一列后再读入。")
    return answers
