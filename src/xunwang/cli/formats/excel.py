"""A workbook of three sheets: sites, outcomes, findings."""

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from xunwang.cli.formats.report import OUTCOMES, VERDICTS, SiteReport
from xunwang.cli.formats.tables import FINDING_HEADER, finding_rows
from xunwang.office.circulars.gather import NOTE_NAMES

_SITE_HEADER = ("网站名称", "首页地址", "网站标识码", "监测时间点", "规则", "结论", "得分", "说明")
_OUTCOME_HEADER = ("网站名称", "指标", "指标名称", "结果", "数值", "界限", "说明")


def xlsx(reports: Sequence[SiteReport]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _sheet(book, "网站", _SITE_HEADER, map(_site_row, reports))
        _sheet(book, "指标", _OUTCOME_HEADER, (row for report in reports for row in _outcome_rows(report)))
        _sheet(book, "问题", FINDING_HEADER, finding_rows(reports))
    return buffer.getvalue()


def _site_row(report: SiteReport) -> tuple[str, ...]:
    judgement = report.judgement
    score = "未评分" if judgement.score is None else str(judgement.score)
    return (
        judgement.subject.name,
        judgement.subject.home,
        judgement.subject.code or "",
        judgement.as_of.isoformat(),
        judgement.norm,
        VERDICTS[judgement.verdict],
        f"{score}（示例分值）" if judgement.sample_points and judgement.score is not None else score,
        "；".join(NOTE_NAMES.get(note, note) for note in judgement.verdict_notes),
    )


def _outcome_rows(report: SiteReport) -> Iterable[tuple[str, ...]]:
    for row in report.judgement.outcomes:
        yield (
            report.judgement.subject.name,
            row.indicator,
            report.rule_name(row.indicator),
            OUTCOMES[row.outcome],
            "" if row.value is None else str(row.value),
            "" if row.threshold is None else str(row.threshold),
            row.reason or "",
        )


def _sheet(
    book: xlsxwriter.Workbook, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1})
    widths = [len(title) * 2 + 2 for title in header]
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell)
            widths[column] = max(
                widths[column], min(60, 2 + sum(2 if ord(sign) > 255 else 1 for sign in cell))
            )
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(header) - 1)
