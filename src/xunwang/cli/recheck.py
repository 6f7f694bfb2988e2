"""`xunwang recheck`: fetches the places of findings again and says which are mended."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from xunwang.cli.common import Day, now, verb, write_output
from xunwang.cli.formats import FORMATTERS, SiteReport
from xunwang.cli.norms import load
from xunwang.cli.options import network_options, norm_option, settings_of
from xunwang.cli.progress import Form, progress_option, reporting
from xunwang.cli.refusal import Exit, Refusal
from xunwang.cli.runs import day_of, looking, reports_of
from xunwang.inspector import door


@verb("recheck", *FORMATTERS)
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--finding", "wanted", multiple=True, metavar="ID", help="只复查这些问题编号（可多次给出）")
@norm_option
@click.option("--as-of", type=Day(), help="监测时间点，默认取检查时的监测时间点")
@network_options
@progress_option
def recheck_command(
    *,
    runs: tuple[Path, ...],
    wanted: tuple[str, ...],
    norm_id: str,
    as_of: dt.date | None,
    style: str,
    quiet: bool,
    verbose: bool,
    progress: Form,
    **options: Any,
) -> int:
    """复查 RUN 中的链接问题：再次访问，指出哪些已经整改。"""
    norm = load(norm_id)
    settings = settings_of(options)
    point = as_of or day_of(runs[0])
    before = reports_of(runs, norm, point, keep=False)
    keys = _keys(before, wanted) if wanted else None
    with reporting(quiet=quiet, verbose=verbose, progress=progress) as reporter:
        with looking():
            later = door.recheck(runs, settings, keys=keys, clock=now, tell=reporter.tell)
        for run in later:
            reporter.say(f"已写出 {run}")
    after = reports_of([*runs, *later], norm, point)
    compared = [_compared(old, new) for old, new in zip(before, after, strict=True)]
    write_output(FORMATTERS[style](compared))
    left = {finding.id for report in after for finding in report.judgement.findings}
    return Exit.FOUND if (left & set(wanted) if wanted else left) else Exit.DONE


def _keys(reports: Sequence[SiteReport], wanted: tuple[str, ...]) -> set[str]:
    """The keys of the addresses of the findings that are wanted."""
    urls = {finding.id: finding.url for report in reports for finding in report.judgement.findings}
    unknown = [one for one in wanted if one not in urls]
    if unknown:
        raise Refusal(f"在给出的检查结果中没有编号为 {'、'.join(unknown)} 的问题")
    return {door.key_of(urls[one]) for one in wanted}


def _compared(before: SiteReport, after: SiteReport) -> SiteReport:
    still = {finding.id for finding in after.judgement.findings}
    mended = tuple(finding for finding in before.judgement.findings if finding.id not in still)
    return replace(after, mended=mended)
