"""`xunwang judge`: finished runs under a norm, without the network."""

import datetime as dt
from pathlib import Path

import click

from xunwang.cli.common import Day, now, verb, write_output
from xunwang.cli.formats import FORMATTERS
from xunwang.cli.judged import reports_of
from xunwang.cli.norms import load
from xunwang.cli.refusal import Exit, Refusal, reason
from xunwang.inspector import door
from xunwang.inspector.model import Decision


@verb("judge", *FORMATTERS)
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--norm", "norm_id", required=True, help="规则编号或规则文件")
@click.option("--as-of", type=Day(), help="监测时间点，默认取检查时的监测时间点")
@click.option(
    "--decisions", type=click.Path(path_type=Path, dir_okay=False), help="人工核实意见（每行一个 JSON）"
)
def judge_command(
    runs: tuple[Path, ...],
    norm_id: str,
    as_of: dt.date | None,
    decisions: Path | None,
    style: str,
    **_: object,
) -> int:
    """按规则评判已完成的检查 RUN，不访问网络。"""
    rulings = _decisions(decisions)
    reports = reports_of(runs, load(norm_id), as_of or day_of(runs[0]), rulings)
    write_output(FORMATTERS[style](reports))
    return Exit.FOUND if any(report.veto_found for report in reports) else Exit.DONE


def day_of(run: Path) -> dt.date:
    """The monitoring day the run was read for."""
    try:
        return dt.date.fromisoformat(str(door.Run.open(run).manifest.settings["reading_day"]))
    except door.RunError as error:
        raise Refusal(str(error)) from error


def _decisions(path: Path | None) -> list[Decision]:
    if path is None:
        return []
    try:
        return door.decisions_in(path, now())
    except OSError as error:
        raise Refusal(f"核实意见文件 {path} 不能读取：{reason(error)}") from error
    except ValueError as error:
        raise Refusal(str(error)) from error
