"""A workbook: sites, outcomes, findings, and where there is something to say the score sheets, warnings, entries and comparisons."""

import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import xlsxwriter

from xunwang.cli.formats.report import OUTCOMES, VERDICTS, SiteReport
from xunwang.cli.formats.tables import FINDING_HEADER, finding_rows
from xunwang.office.circulars.notes import notes_in_words

_SITE_HEADER = ("网站名称", "首页地址", "网站标识码", "监测时间点", "规则", "结论", "得分", "说明")
_OUTCOME_HEADER = ("网站名称", "指标", "指标名称", "结果", "数值", "界限", "说明")


def xlsx(reports: Sequence[SiteReport]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        _sheet(book, "网站", _SITE_HEADER, map(_site_row, reports))
        _sheet(book, "指标", _OUTCOME_HEADER, (row for report in reports for row in _outcome_rows(report)))
        _sheet(book, "问题", FINDING_HEADER, finding_rows(reports))
        for name, header, rows in _FURTHER:
            told = [row for report in reports for row in rows(report)]
            if told:
                _sheet(book, name, header, told)
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
        "；".join(notes_in_words(judgement.verdict_notes)),
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


def _score_rows(report: SiteReport) -> Iterable[tuple[str, ...]]:
    name, sheet = report.judgement.subject.name, report.judgement.sheet
    for row in sheet.rows if sheet else ():
        yield (
            name,
            row.level1 or "加分",
            row.indicator,
            row.name,
            OUTCOMES[row.outcome],
            _points(row.cap),
            _points(row.points),
            row.formula,
            "；".join(row.findings),
        )
    for step in sheet.steps if sheet else ():
        yield (name, "", "", "计算", "", "", "", step, "")


def _points(points: Decimal | None) -> str:
    return "未评分" if points is None else f"{points:f}"


def _warning_rows(report: SiteReport) -> Iterable[tuple[str, ...]]:
    for near in report.judgement.warnings:
        yield (
            report.judgement.subject.name,
            near.indicator,
            report.rule_name(near.indicator),
            f"{near.percent}%",
            near.message,
            near.due.isoformat() if near.due else "",
            near.url or "",
        )


def _entry_rows(report: SiteReport) -> Iterable[tuple[str, ...]]:
    for one in report.judgement.entries:
        entry = one.entry
        yield (
            report.judgement.subject.name,
            entry.indicator,
            report.rule_name(entry.indicator),
            OUTCOMES[entry.outcome],
            "" if entry.points is None else f"{entry.points:f}",
            entry.reason or "",
            entry.by,
            entry.at.isoformat(),
            entry.proof or "",
            "采用" if one.taken else "未采用",
            one.remark or "",
        )


def _what_if_rows(report: SiteReport) -> Iterable[tuple[str, ...]]:
    for other in report.what_if:
        for one in other.differences:
            indicator = one.indicator or ""
            yield (
                report.judgement.subject.name,
                report.judgement.norm,
                other.judgement.norm,
                indicator,
                report.rule_name(indicator) if indicator else "",
                one.what,
                one.before,
                one.after,
            )


_Rows = Callable[[SiteReport], Iterable[tuple[str, ...]]]
_FURTHER: tuple[tuple[str, tuple[str, ...], _Rows], ...] = (
    (
        "得分表",
        ("网站名称", "一级指标", "指标", "指标名称", "结果", "分值", "扣分或加分", "算式", "问题编号"),
        _score_rows,
    ),
    ("预警", ("网站名称", "指标", "指标名称", "程度", "说明", "超期日", "地址"), _warning_rows),
    (
        "人工录入",
        (
            "网站名称",
            "指标",
            "指标名称",
            "结果",
            "分值",
            "理由",
            "录入人",
            "日期",
            "证明",
            "是否采用",
            "说明",
        ),
        _entry_rows,
    ),
    (
        "规则比较",
        ("网站名称", "规则", "比较规则", "指标", "指标名称", "项目", "原结果", "比较结果"),
        _what_if_rows,
    ),
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
