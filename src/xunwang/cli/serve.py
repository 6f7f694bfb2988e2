"""`xunwang serve`: the office's web interface."""

from pathlib import Path

import click

from xunwang.cli.common import verb
from xunwang.cli.refusal import Exit, Refusal
from xunwang.office.errors import OfficeError


@verb("serve", "text")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="监听端口（0 为任取一个空闲端口）",
)
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="数据目录（默认取 XUNWANG_HOME）"
)
def serve_command(*, host: str, port: int, home: Path | None, quiet: bool, **_: object) -> int:
    """启动网页界面。"""
    from xunwang.office import boot  # noqa: PLC0415  # Django is loaded only by the verbs that need it

    try:
        boot.setup(home)
        boot.serve(host, port, ready=None if quiet else _say_address, first_start=_say_code)
    except OfficeError as error:
        raise Refusal(str(error), Exit.FAILED) from error
    return Exit.DONE


def _say_address(address: str) -> None:
    click.echo(f"网页界面：{address}  （Ctrl-C 停止）", err=True)


def _say_code(address: str, code: str) -> None:
    click.echo(
        f"还没有账号：请打开 {address} ，用一次性启动码 {code} 设置单位和管理员（用过或重新启动后失效）。",
        err=True,
    )
