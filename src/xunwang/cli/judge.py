"""`xunwang judge`: finished runs under a norm, without the network."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from xunwang.cli.common import Day, now, verb, writing
from xunwang.cli.formats import FORMATTERS
from xunwang.cli.norms import load
from xunwang.cli.refusal import Exit, Refusal
from xunwang.cli.runs import day_of, print_reports, reports_of
from xunwang.inspector import door
from xunwang.inspector.model import Decision, Entry, reason


@verb("judge", *FORMATTERS)
@click.argument("runs", nargs=-1, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--norm",
    "norm_ids",
    required=True,
    multiple=True,
    help="规则编号或规则文件；给出多个时，其余的与第一个比较",
)
@click.option(
    "--what-if", "others", multiple=True, metavar="ID", help="另按此规则集试算，列出不同之处（可多次给出）"
)
@click.option("--as-of", type=Day(), help="监测时间点，默认取检查时的监测时间点")
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help="人工核实意见（每行一个 JSON，也可含人工录入）",
)
@click.option(
    "--entries", type=click.Path(path_type=Path, dir_okay=False), help="人工录入的指标（xlsx、csv、jsonl）"
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写出空白的人工录入表（xlsx）后结束，不评判",
)
def judge_command(
    runs: tuple[Path, ...], norm_ids: tuple[str, ...], others: tuple[str, ...], style: str, **options: Any
) -> int:
    """按规则评判已完成的检查 RUN，不访问网络。"""
    norm, *rest = [load(one) for one in dict.fromkeys((*norm_ids, *others))]
    if options["template"]:
        return _write_form(options["template"], norm, runs)
    if not runs:
        raise Refusal("缺少参数 RUN：应给出至少一个检查记录文件夹")
    reports = reports_of(
        runs,
        norm,
        options["as_of"] or day_of(runs[0]),
        _decisions(options["decisions"]),
        entries=_entries(options["entries"], options["decisions"], norm, runs),
        others=rest,
    )
    return print_reports(reports, style)


def _decisions(path: Path | None) -> list[Decision]:
    if path is None:
        return []
    try:
        return door.decisions_in(path, now())
    except OSError as error:
        raise Refusal(f"核实意见文件 {path} 不能读取：{reason(error)}") from error
    except ValueError as error:
        raise Refusal(str(error)) from error


def _entries(path: Path | None, decisions: Path | None, norm: door.Norm, runs: Sequence[Path]) -> list[Entry]:
    """What people entered, in a file of its own and among the decisions."""
    found: list[Entry] = []
    for source in filter(None, (path, decisions)):
        try:
            subjects = door.subjects_of(runs)
            found += door.read_entries(source, norm, subjects, beside_decisions=source is not path)
        except OSError as error:
            raise Refusal(f"录入文件 {source} 不能读取：{reason(error)}") from error
        except (door.RunError, door.EntryError) as error:
            raise Refusal(str(error)) from error
    return found


def _write_form(path: Path, norm: door.Norm, runs: Sequence[Path]) -> int:
    if path.suffix.lower() != ".xlsx":
        raise Refusal(f"人工录入表应写成 xlsx 文件，而不是“{path.name}”")
    try:
        form = door.entries_form(norm, door.subjects_of(runs))
    except door.RunError as error:
        raise Refusal(str(error)) from error
    with writing(path):
        path.write_bytes(form)
    return Exit.DONE
