"""`xunwang reapply`: the archived pages, read again with today's readers and indicators."""

from dataclasses import replace
from pathlib import Path

import click
from msgspec import structs

from xunwang.cli.common import now, verb
from xunwang.cli.formats import FORMATTERS, SiteReport
from xunwang.cli.norms import load
from xunwang.cli.options import norm_option
from xunwang.cli.pins import pins_option, require_concerned, subject_of
from xunwang.cli.progress import Form, progress_option, reporting
from xunwang.cli.refusal import Refusal
from xunwang.cli.runs import day_of, looking, print_reports, reports_of
from xunwang.inspector import door


@verb("reapply", *FORMATTERS)
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--indicator", "indicators", multiple=True, metavar="ID", help="只列出这些指标（可多次给出）")
@norm_option
@pins_option
@progress_option
def reapply_command(
    *,
    runs: tuple[Path, ...],
    indicators: tuple[str, ...],
    norm_id: str,
    pins: tuple[door.Pin, ...] | None,
    style: str,
    quiet: bool,
    verbose: bool,
    progress: Form,
    **_: object,
) -> int:
    """用当前版本重新读取 RUN 中归档的页面并评判，写成新的检查结果，不访问网络。"""
    norm = load(norm_id)
    unknown = set(indicators) - {rule.id for rule in norm.rules}
    if unknown:
        raise Refusal(f"规则 {norm.id} 中没有指标 {'、'.join(sorted(unknown))}")
    days = [day_of(run) for run in runs]
    require_concerned(pins, [subject_of(run) for run in runs])
    with looking(), reporting(quiet=quiet, verbose=verbose, progress=progress) as reporter:
        written = [door.reapply(run, clock=now, tell=reporter.tell, pins=pins) for run in runs]
    reports = [_only(report, indicators) for report in reports_of(written, norm, days[0])]
    return print_reports(reports, style)


def _only(report: SiteReport, indicators: tuple[str, ...]) -> SiteReport:
    if not indicators:
        return report
    judgement = report.judgement
    chosen = structs.replace(
        judgement,
        outcomes=tuple(row for row in judgement.outcomes if row.indicator in indicators),
        findings=tuple(finding for finding in judgement.findings if finding.indicator in indicators),
    )
    return replace(report, judgement=chosen)
