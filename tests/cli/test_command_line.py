"""Every verb and option of the contract is there, and a command that cannot run says so in one Chinese line."""

import re
import subprocess
from pathlib import Path

import click
import pytest
from cli_tools import COMMAND

from xunwang.cli.verbs import VERBS, Verbs

BESIDE = ["cases", "column", "retention", "search", "watch"]  # verbs that the contract does not ask for
CONTRACT = [
    "demo",
    "inspect",
    "page",
    "proofread",
    "account",
    "judge",
    "reapply",
    "recheck",
    "verify",
    "circular",
    "norms",
    "serve",
    "worker",
    "import",
    "export",
    "backup",
    "restore",
    "doctor",
]
OPTIONS = {
    "demo": "--no-serve --out",
    "inspect": (
        "--from --as-of --norm --out --max-pages --concurrency --per-host --delay --timeout --include --exclude "
        "--robots --browser --since --resume --probes --connect-to --allow-private"
    ),
    "page": "--url",
    "judge": "--norm --as-of --decisions",
    "reapply": "--indicator",
    "recheck": "--finding",
    "circular draft": "--campaign --layout",
    "circular check": "--against",
    "serve": "--host --port --home",
    "import": "--template",
}


def commands() -> dict[str, click.Command]:
    group = Verbs("xunwang")
    found: dict[str, click.Command] = {}
    for name in VERBS:
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            found |= {f"{name} {sub}": inner for sub, inner in command.commands.items()}
        elif command is not None:
            found[name] = command
    return found


def options_of(command: click.Command) -> set[str]:
    return {spelling for parameter in command.params for spelling in parameter.opts}


def test_the_verbs_are_those_of_the_contract():
    assert sorted(VERBS) == sorted([*CONTRACT, *BESIDE])


@pytest.mark.parametrize("name", sorted(commands()))
def test_a_verb_takes_the_options_of_the_contract(name):
    wanted = {"--quiet", "--verbose", "--format", *OPTIONS.get(name, "").split()}

    assert wanted - options_of(commands()[name]) == set()


def test_inspect_writes_the_formats_of_the_contract():
    (style,) = [parameter for parameter in commands()["inspect"].params if "--format" in parameter.opts]

    assert isinstance(style.type, click.Choice)
    assert set(style.type.choices) == {"text", "json", "jsonl", "csv", "xlsx", "sarif", "junit", "html"}


def test_the_bare_command_shows_what_there_is(xunwang):
    ended = xunwang()

    assert (ended.status, ended.err) == (0, "")
    assert all(f"\n  {name} " in ended.out for name in CONTRACT)


@pytest.mark.parametrize("name", ["inspect", "demo", "norms", "circular", "proofread"])
def test_help_is_chinese(xunwang, name):
    ended = xunwang(name, "--help")

    assert ended.status == 0
    assert ended.out.startswith(f"用法： xunwang {name}")
    assert not re.search(r"Usage|Options:|Commands:|Show this|default:", ended.out)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nosuch", "没有命令 nosuch"),
        ("norms", "缺少子命令，应为其中之一：list、show、check、form、fill"),
        ("inspect", "应给出网址，或用 --from 给出名录文件，二者取一"),
        ("inspect http://a.example/ --from r.csv", "应给出网址，或用 --from 给出名录文件，二者取一"),
        ("inspect http://a.example/ --nosuch", "没有选项 --nosuch"),
        ("inspect http://a.example/ --as-of 2026-02-30", "“2026-02-30”不是有效日期，应写作 2026-03-31"),
        ("inspect http://a.example/ --max-pages 0", "'--max-pages' 有误：0 不在允许的范围"),
        ("inspect http://a.example/ --max-pages 多", "'--max-pages' 有误：“多”不是数字"),
        ("inspect http://a.example/ --format pdf", "'--format' 有误：“pdf”不在其中"),
        ("inspect http://a.example/ --connect-to a:1", "--connect-to 应为 主机:端口:目标主机:目标端口"),
        ("inspect http://a.example/ --include (", "--include 的正则表达式“(”从第 1 个字符起写得不对"),
        ("inspect http://a.example/ --norm nosuch", "没有规则集“nosuch”"),
        ("inspect http://a.example/ --out", "选项 --out 后面应有值"),
        ("inspect 不是::网址", "“不是::网址”不是网址，应写作 http://www.example.gov.cn/"),
        ("inspect --resume nosuch", "“nosuch”不是未完成的检查记录"),
        ("judge nosuch", "缺少选项 '--norm'"),
        ("judge nosuch --norm cn-2019", "找不到检查记录“nosuch”"),
        ("verify nosuch", "找不到检查记录“nosuch”"),
        ("recheck nosuch", "找不到检查记录“nosuch”"),
        ("reapply nosuch", "找不到检查记录“nosuch”"),
        ("circular draft", "应给出检查结果文件夹，或用 --campaign 给出检查编号"),
        ("circular draft nosuch", "找不到检查记录“nosuch”"),
        ("circular check nosuch.docx", "nosuch.docx：找不到这个文件"),
        ("norms check nosuch.yaml", "规则文件 nosuch.yaml 不存在"),
        ("import", "应给出名录种类和文件"),
        (
            "import persons r.xlsx",
            "没有名录种类“persons”，应为 websites（网站）、accounts（新媒体账号）、channels（频道）、apps（移动应用）或 systems（业务系统）",
        ),
        ("page nosuch.html", "页面文件 nosuch.html 不能读取：文件或目录不存在"),
        ("doctor more", "多出参数 more"),
        ("restore nosuch.zip", "'FILE' 有误：“nosuch.zip”不存在，请核对路径"),
    ],
)
def test_a_wrong_argument_is_one_line_and_exit_3(xunwang, line, sentence):
    ended = xunwang(*line.split())

    assert ended.status == 3
    assert sentence in ended.refusal


def test_what_cannot_be_written_out_is_no_success(here):
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [*COMMAND, "norms", "show", "cn-2019"], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert process.returncode == 1
    assert process.stderr.decode() == "xunwang: 结果没有完整输出：磁盘空间不足\n"
