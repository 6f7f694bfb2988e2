"""`xunwang import` and `xunwang export`: registers in and out of the office as spreadsheets."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from xunwang.cli.common import Day, today, verb, write_output
from xunwang.cli.refusal import Exit, Refusal
from xunwang.office.errors import OfficeError

_KINDS = {"websites": "website", "accounts": "account", "website": "website", "account": "account"}
_home = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="数据目录（默认取 XUNWANG_HOME）"
)


@verb("import", "text")
@click.argument("kind", required=False, type=click.Choice(sorted(_KINDS)))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--template", type=click.Choice(sorted(_KINDS)), help="写出空白名录模板到 FILE（或标准位置）")
@click.option("--unit", default="本级", show_default=True, help="名录所属单位，没有时新建")
@click.option("--on", type=Day(), default=today, help="名录生效日期，默认今天")
@_home
def import_command(
    *,
    kind: str | None,
    file: Path | None,
    template: str | None,
    unit: str,
    on: dt.date,
    home: Path | None,
    **_: object,
) -> int:
    """把名录 FILE（xlsx 或 csv）导入为网站（websites）或新媒体账号（accounts）。"""
    if template:
        return _write_template(_KINDS[template], file or Path(kind or f"{template}.xlsx"))
    if kind is None or file is None:
        raise Refusal("应给出名录种类和文件，例如 xunwang import websites 名录.xlsx")
    _set_up(home)
    from xunwang.office.people.models import UnitLevel, ensure_unit  # noqa: PLC0415  # Django must be set up first
    from xunwang.office.registry.importing import import_register  # noqa: PLC0415

    report = import_register(
        file, _kind(kind), ensure_unit(unit, UnitLevel.CITY), None, on, create_units=True
    )
    for problem in report.problems:
        click.echo(f"{file.name} {problem}", err=True)
    if report.unusable:
        raise Refusal(f"名录 {file.name} 没有导入：{report.unusable}")
    write_output(f"{report}\n")
    return Exit.FOUND if report.rejected else Exit.DONE


def _kind(name: str) -> Any:
    return _KINDS[name]


def _write_template(kind: str, file: Path) -> int:
    from xunwang.office.registry.workbooks import write_template  # noqa: PLC0415  # only this option needs it

    write_template(_kind(kind), file)
    click.echo(f"已写出空白名录 {file}", err=True)
    return Exit.DONE


def _set_up(home: Path | None) -> None:
    from xunwang.office import boot  # noqa: PLC0415  # Django is loaded only by the verbs that need it

    try:
        boot.setup(home)
    except OfficeError as error:
        raise Refusal(str(error), Exit.FAILED) from error


@verb("export", "text")
@click.argument("kind", type=click.Choice(sorted(_KINDS)))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--on", type=Day(), default=today, help="导出哪一天的名录，默认今天")
@_home
def export_command(*, kind: str, file: Path | None, on: dt.date, home: Path | None, **_: object) -> int:
    """导出网站（websites）或新媒体账号（accounts）名录为 xlsx。"""
    _set_up(home)
    from xunwang.office.registry.exporting import export  # noqa: PLC0415  # Django must be set up first

    target = file or Path(f"{kind}-{on}.xlsx")
    number = export(_kind(kind), target, on=on)
    click.echo(f"已导出{number}行到 {target}", err=True)
    return Exit.DONE
