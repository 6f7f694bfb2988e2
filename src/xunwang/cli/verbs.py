"""The table of verbs: name, where its command stands, one line of help."""

from importlib import import_module
from typing import NamedTuple

import click


class Verb(NamedTuple):
    module: str
    help: str


VERBS: dict[str, Verb] = {
    "demo": Verb("demo", "在本机启动示例市，检查全部网站并生成通报"),
    "inspect": Verb("inspect", "检查网站（网址或名录文件）"),
    "page": Verb("page", "显示从一个页面读到的全部内容（JSON）"),
    "column": Verb("column", "试用栏目的条目、日期选择器"),
    "proofread": Verb("proofread", "校对文字（错别字、表述、个人信息）"),
    "account": Verb("account", "检查政务新媒体账号"),
    "judge": Verb("judge", "按规则重新评判已完成的检查，不访问网络"),
    "reapply": Verb("reapply", "用当前版本重新读取已归档的页面"),
    "recheck": Verb("recheck", "复查：重新访问问题页面"),
    "verify": Verb("verify", "核对检查结果文件是否被改动"),
    "cases": Verb("cases", "用当前版本复测漏报用例，不访问网络"),
    "search": Verb("search", "在已归档的页面中查找词语，不访问网络"),
    "watch": Verb("watch", "反复访问网站首页，记下能否打开（可用性探测）"),
    "circular": Verb("circular", "起草通报，或核对一份通报中的数字"),
    "norms": Verb("norms", "列出、显示、核对规则"),
    "serve": Verb("serve", "启动网页界面"),
    "worker": Verb("worker", "增加工作进程，可在其他机器上"),
    "import": Verb("registers", "导入名录（xlsx、csv）"),
    "export": Verb("registers", "导出名录与结果"),
    "backup": Verb("backup", "把全部数据备份到一个文件"),
    "restore": Verb("backup", "从备份文件恢复"),
    "retention": Verb("retention", "列出哪些检查归档可以删除、哪些被什么占用，或删除"),
    "doctor": Verb("doctor", "检查已安装的组件以及缺失组件影响哪些指标"),
}


class Verbs(click.Group):
    """Loads the module of a verb only when that verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        verb = VERBS.get(cmd_name)
        return None if verb is None else _load(cmd_name, verb.module)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("命令"):
            formatter.write_dl([(name, verb.help) for name, verb in VERBS.items()])


def _load(name: str, module: str) -> click.Command:
    command = getattr(import_module(f"xunwang.cli.{module}"), f"{name}_command")
    assert isinstance(command, click.Command)
    return command
