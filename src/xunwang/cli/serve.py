"""`xunwang serve`: the office's web interface."""

from pathlib import Path

import click

from xunwang.cli.common import verb
from xunwang.cli.office import home_option, office_errors, open_office
from xunwang.cli.refusal import Exit
from xunwang.office import boot


@verb("serve", "text")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="监听端口（0 表示任一空闲端口）",
)
@home_option
def serve_command(host: str, port: int, home: Path | None, **_: object) -> int:
    """启动网页界面。"""
    open_office(home)
    with office_errors():
        boot.serve(host, port, ready=_tell_address, first_start=_tell_code)
    return Exit.DONE


def _tell_address(address: str) -> None:
    click.echo(f"网页界面：{address}  （Ctrl-C 停止）", err=True)


def _tell_code(page: str, code: str) -> None:
    click.echo(f"尚无账号：请打开 {page} 并输入一次性设置码 {code}", err=True)
