"""`xunwang worker`: more hands for an office on PostgreSQL, on this machine or another."""

from pathlib import Path

import click

from xunwang.cli.common import verb
from xunwang.cli.office import home_option, office_errors
from xunwang.cli.refusal import Exit, Refusal
from xunwang.office import boot


@verb("worker", "text")
@click.option(
    "--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="同时工作的进程数"
)
@home_option
def worker_command(processes: int, home: Path | None, **_: object) -> int:
    """增加工作进程：检查、复查、发送消息等。可在多台机器上运行，直到 Ctrl-C 或 SIGTERM。

    各台机器用同一个 XUNWANG_DATABASE（PostgreSQL）、同一个密钥，数据目录在共享存储上。
    """
    with office_errors():
        if not boot.on_postgres():
            raise Refusal(
                "数据库是 SQLite 时只能在一台机器上工作（xunwang serve 已带一个工作进程）；"
                "要用多台机器，请先把数据恢复到 PostgreSQL 并设置 XUNWANG_DATABASE"
            )
        if not boot.has_key(home):
            raise Refusal(
                f"数据目录 {boot.place_of(home)} 里没有密钥 secret.key，不是各台机器共享的目录（没有挂载？）；"
                "请用 --home 或 XUNWANG_HOME 指定它，没有写任何数据"
            )
        boot.setup(home)
        click.echo(f"已启动 {processes} 个工作进程（Ctrl-C 停止）", err=True)
        boot.work(processes)
    return Exit.DONE
