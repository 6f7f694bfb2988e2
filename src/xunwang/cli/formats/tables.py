"""One row a finding, for spreadsheets: the columns shared by csv and xlsx."""

import csv as csv_writer
import io
from collections.abc import Iterator, Sequence

from xunwang.cli.formats.report import CERTAINTIES, VERDICTS, SiteReport
from xunwang.inspector.model import Finding
from xunwang.office.cells import harmless

FINDING_HEADER = (
    "网站名称",
    "首页地址",
    "结论",
    "指标",
    "指标名称",
    "问题地址",
    "所在页面",
    "问题描述",
    "摘录",
    "判定方式",
    "证据文件",
    "证据位置",
    "证据SHA-256",
    "问题编号",
)


def finding_rows(reports: Sequence[SiteReport]) -> Iterator[tuple[str, ...]]:
    for report in reports:
        for finding in report.judgement.findings:
            yield _row(report, finding)


def _row(report: SiteReport, finding: Finding) -> tuple[str, ...]:
    subject, evidence = report.judgement.subject, finding.evidence
    return (
        subject.name,
        subject.home,
        VERDICTS[report.judgement.verdict],
        finding.indicator,
        report.rule_name(finding.indicator),
        finding.url,
        finding.parent or "",
        finding.message,
        finding.excerpt or "",
        CERTAINTIES[finding.certainty],
        evidence.file if evidence else "",
        f"{evidence.offset}+{evidence.length}" if evidence else "",
        evidence.sha256 if evidence else "",
        finding.id,
    )


def csv(reports: Sequence[SiteReport]) -> bytes:
    """UTF-8 with a byte order mark: WPS and Excel then read Chinese right."""
    buffer = io.StringIO()
    writer = csv_writer.writer(buffer)
    writer.writerow(FINDING_HEADER)
    writer.writerows([harmless(cell) for cell in row] for row in finding_rows(reports))
    return buffer.getvalue().encode("utf-8-sig")
