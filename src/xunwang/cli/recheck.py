"""`xunwang recheck`: fetches the places of findings again and says which are mended."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from xunwang.cli.common import Day, now, verb, write_output
from xunwang.cli.formats import FORMATTERS
from xunwang.cli.judge import day_of
from xunwang.cli.judged import reports_of
from xunwang.cli.norms import load
from xunwang.cli.options import network_options, settings_of
from xunwang.cli.progress import reporting
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door


@verb("recheck", *FORMATTERS)
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--finding", "findings", multiple=True, metavar="ID", help="只复查这些问题编号（可多次给出）")
@click.option("--norm", "norm_id", default="cn-2019", show_default=True, help="规则编号或规则文件")
@click.option("--as-of", type=Day(), help="监测时间点，默认取检查时的监测时间点")
@network_options
def recheck_command(
    *,
    runs: tuple[Path, ...],
    findings: tuple[str, ...],
    norm_id: str,
    as_of: dt.date | None,
    style: str,
    quiet: bool,
    **options: Any,
) -> int:
    """复查 RUN 中的链接问题：再次访问，指出哪些已经整改。"""
    norm = load(norm_id)
    settings = settings_of(options)
    point = as_of or day_of(runs[0])
    before = reports_of(runs, norm, point, keep=False)
    keys = {
        door.key_of(finding.url)
        for report in before
        for finding in report.judgement.findings
        if finding.id in findings
    }
    if findings and not keys:
        raise Refusal(f"在给出的检查结果中没有编号为 {'、'.join(findings)} 的问题")
    with reporting(quiet=quiet) as reporter:
        try:
            later = door.recheck(runs, settings, keys=keys or None, clock=now, tell=reporter.tell)
        except door.RunError as error:
            raise Refusal(str(error), Exit.FAILED) from error
        after = reports_of([*runs, *later], norm, point)
        _tell_mended(before, after, reporter.say)
    write_output(FORMATTERS[style](after))
    return Exit.FOUND if any(report.judgement.findings for report in after) else Exit.DONE


def _tell_mended(before: list[Any], after: list[Any], say: Any) -> None:
    still = {finding.id for report in after for finding in report.judgement.findings}
    for report in before:
        for finding in report.judgement.findings:
            if finding.id not in still:
                say(f"已整改：{finding.indicator} {finding.url}")
