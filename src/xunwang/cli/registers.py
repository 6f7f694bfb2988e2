"""`xunwang import` and `xunwang export`: registers in and out of the office as spreadsheets."""

import datetime as dt
from pathlib import Path

import click

from xunwang.cli.common import Day, today, verb, write_output, writing
from xunwang.cli.office import home_option, office_errors, open_existing_office, open_office
from xunwang.cli.refusal import Exit, Refusal
from xunwang.office.registry.fields import RegisterKind

_KINDS: dict[str, RegisterKind] = {
    "websites": "website",
    "accounts": "account",
    "channels": "channel",
    "apps": "app",
    "systems": "system",
    "website": "website",
    "account": "account",
}


@verb("import", "text")
@click.argument("kind", required=False)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--template",
    type=click.Choice(sorted(_KINDS)),
    help="不导入，只写出空白名录到 FILE（默认为当前目录中的 websites.xlsx 等）",
)
@click.option("--unit", default="本级", show_default=True, help="名录所属单位，没有时新建")
@click.option("--on", type=Day(), default=today, help="名录生效日期，默认今天")
@home_option
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
    """把名录 FILE（xlsx 或 csv）导入为网站（websites）、新媒体账号（accounts）、频道（channels）、移动应用（apps）或业务系统（systems）。"""
    if template:
        if file is not None:
            raise Refusal(f"--template 只需给出一个文件，多出参数 {kind}")
        return _write_template(_KINDS[template], Path(kind or f"{template}.xlsx"))
    if kind is None or file is None:
        raise Refusal("应给出名录种类和文件，例如 xunwang import websites 名录.xlsx")
    if kind not in _KINDS:
        raise Refusal(
            f"没有名录种类“{kind}”，应为 websites（网站）、accounts（新媒体账号）、channels（频道）、apps（移动应用）或 systems（业务系统）"
        )
    open_office(home)
    from xunwang.office.jobs.worker import step_back  # noqa: PLC0415  # Django must be set up first
    from xunwang.office.people.models import UnitLevel, ensure_unit  # noqa: PLC0415
    from xunwang.office.registry.importing import import_register  # noqa: PLC0415

    step_back()
    with office_errors():
        owner = ensure_unit(unit, UnitLevel.CITY)
        report = import_register(file, _KINDS[kind], owner, None, on, create_units=True)
    if report.unusable:
        raise Refusal(f"名录 {file.name} 没有导入：{report.unusable}")
    for problem in report.problems:
        click.echo(f"{file.name} {problem}", err=True)
    write_output(f"{report}\n")
    return Exit.FOUND if report.rejected else Exit.DONE


def _write_template(kind: RegisterKind, file: Path) -> int:
    from xunwang.office.registry.workbooks import write_template  # noqa: PLC0415  # only this option needs it

    with writing(file), office_errors():
        write_template(kind, file)
    click.echo(f"已写出空白名录 {file}", err=True)
    return Exit.DONE


@verb("export", "text")
@click.argument("kind", type=click.Choice(sorted(_KINDS)), metavar="KIND")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--on", type=Day(), default=today, help="导出哪一天的名录，默认今天")
@home_option
def export_command(*, kind: str, file: Path | None, on: dt.date, home: Path | None, **_: object) -> int:
    """导出网站（websites）、新媒体账号（accounts）、频道（channels）、移动应用（apps）或业务系统（systems）名录为 xlsx。"""
    open_existing_office(home)
    from xunwang.office.registry.exporting import export  # noqa: PLC0415  # Django must be set up first

    target = file or Path(f"{kind}-{on}.xlsx")
    with writing(target), office_errors():
        number = export(_KINDS[kind], target, on=on)
    click.echo(f"已导出{number}行到 {target}", err=True)
    return Exit.DONE
