"""`xunwang verify`: are the files of a run the ones that were written?"""

from pathlib import Path

import click
import msgspec

from xunwang.cli.common import verb, write_output
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door


@verb("verify", "text", "json")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path))
def verify_command(runs: tuple[Path, ...], style: str, **_: object) -> int:
    """核对检查结果文件夹 RUN 中每个文件的哈希值，指出被改动、缺失或多出的内容。"""
    altered = {str(run): _verify(run) for run in runs}
    if style == "json":
        write_output(msgspec.json.format(msgspec.json.encode(altered), indent=2) + b"\n")
    else:
        write_output("".join(_lines(altered)))
    return Exit.FOUND if any(altered.values()) else Exit.DONE


def _verify(run: Path) -> list[door.Alteration]:
    try:
        return door.verify(run)
    except door.RunError as error:
        raise Refusal(str(error)) from error


def _lines(altered: dict[str, list[door.Alteration]]) -> list[str]:
    lines = []
    for run, alterations in altered.items():
        lines.append(f"{run}：{'完好' if not alterations else f'发现{len(alterations)}处改动'}\n")
        lines += [f"  ✗ {alteration.message}\n" for alteration in alterations]
    return lines
