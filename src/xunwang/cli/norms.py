"""`xunwang norms`: list, show and check rule sets; write and read the form that fills in points."""

from pathlib import Path

import click
import msgspec

from xunwang.cli.common import verb, write_output, writing
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door

_KINDS = {"veto": "单项否决", "deduct": "扣分", "bonus": "加分", "advisory": "提示"}
_CHECKS = {"auto": "自动", "assisted": "辅助", "manual": "人工"}


@click.group("norms")
def norms_command() -> None:
    """列出、显示、核对规则；填写分值。"""


@verb("list", "text", "json")
def list_command(style: str, **_: object) -> int:
    """列出随软件提供的规则。"""
    heads = door.norms()
    if style == "json":
        write_output(_pretty(heads))
    else:
        write_output("".join(f"{head.id}  {head.title}{_extends(head)}\n" for head in heads))
    return Exit.DONE


@verb("show", "text", "json")
@click.argument("norm_id", metavar="ID")
def show_command(norm_id: str, style: str, **_: object) -> int:
    """显示一套规则的全部条目（ID 为规则编号或规则文件）。"""
    norm = load(norm_id)
    write_output(_pretty(norm) if style == "json" else _text(norm))
    return Exit.DONE


@verb("check", "text", "json")
@click.argument("file", type=click.Path(path_type=Path))
def check_command(file: Path, style: str, **_: object) -> int:
    """核对规则文件 FILE：编号、字段、期限、分值合计。"""
    if not file.is_file():
        raise Refusal(f"规则文件 {file} 不存在或不是文件；应给出一个 yaml 文件")
    problems = _problems(file)
    if style == "json":
        write_output(_pretty(problems))
    elif problems:
        click.echo("\n".join(f"{file.name} 第{one.line}行：{one.message}" for one in problems), err=True)
    else:
        write_output(f"{file.name}：未发现问题\n")
    return Exit.REFUSED if problems else Exit.DONE


@verb("form", "text")
@click.argument("norm_id", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def form_command(norm_id: str, file: Path, **_: object) -> int:
    """写出填写分值的表格 FILE.xlsx，供持有官方文本的人填写。"""
    norm = load(norm_id)
    try:
        with writing(file):
            door.write_points_form(norm, file)
    except door.NormError as error:
        raise Refusal(str(error), Exit.FAILED) from error
    click.echo(f"已写出 {file}；填好后运行 xunwang norms fill {file} --base {norm_id}", err=True)
    return Exit.DONE


@verb("fill", "text")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--base", default="cn-2019", show_default=True, help="分值所属的规则")
def fill_command(file: Path, base: str, **_: object) -> int:
    """读取填好的分值表 FILE.xlsx，核对合计后输出规则文件（yaml）。"""
    try:
        write_output(door.read_points_form(file, base))
    except door.NormError as error:
        raise Refusal(str(error)) from error
    return Exit.DONE


for command in (list_command, show_command, check_command, form_command, fill_command):
    norms_command.add_command(command)


def load(norm_id: str) -> door.Norm:
    """The norm of that id or file; a refusal when there is none or it is wrong."""
    try:
        return door.norm(norm_id)
    except door.NormError as error:
        raise Refusal(str(error)) from error


def _problems(file: Path) -> list[door.NormProblem]:
    try:
        return door.check_norm(file)
    except door.NormError as error:
        raise Refusal(str(error)) from error


def _extends(head: door.NormHead) -> str:
    marks = [f"基于 {head.extends}"] if head.extends else []
    marks += ["示例分值"] if head.sample_points else []
    return f"（{'，'.join(marks)}）" if marks else ""


def _text(norm: door.Norm) -> str:
    lines = [f"{norm.id}  {norm.title}", f"依据：{norm.basis}", ""]
    for rule in norm.rules:
        points = (
            ""
            if rule.kind.value not in {"deduct", "bonus"}
            else f"  分值{rule.points if rule.points is not None else '待核对'}"
        )
        unconfirmed = "" if rule.verified else "  [待核对]"
        lines.append(
            f"{rule.id:<8}{_KINDS[rule.kind.value]}·{_CHECKS[rule.check.value]}  {rule.name}{points}{unconfirmed}"
        )
        lines.append(f"        {rule.text}")
    return "\n".join(lines) + "\n"


def _pretty(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
