"""Options that several verbs have: the norm, the folder of runs, how to go to the network; and the settings these make."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from xunwang.cli.refusal import Refusal
from xunwang.inspector import door

Callback = TypeVar("Callback", bound=Callable[..., Any])

norm_option = click.option(
    "--norm", "norm_id", default="cn-2019", show_default=True, help="规则编号或规则文件"
)
out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("out"),
    show_default=True,
    help="检查结果目录",
)
_CONNECTING = (
    click.option(
        "--timeout",
        type=click.FloatRange(0.1, 600),
        default=15.0,
        show_default=True,
        help="一次请求的时限（秒）",
    ),
    click.option(
        "--connect-to",
        multiple=True,
        metavar="HOST:PORT:HOST2:PORT2",
        help="把到 HOST:PORT 的连接改到 HOST2:PORT2（同 curl，可多次给出）",
    ),
    click.option("--allow-private", is_flag=True, help="允许所检查的网站位于内网"),
)
_NETWORK = (
    *_CONNECTING,
    click.option(
        "--concurrency", type=click.IntRange(1, 256), default=4, show_default=True, help="同时检查的网站数"
    ),
    click.option(
        "--per-host", type=click.IntRange(1, 16), default=1, show_default=True, help="每个主机的并发连接数"
    ),
    click.option(
        "--delay",
        type=click.FloatRange(0, 3600),
        default=1.0,
        show_default=True,
        help="同一主机两次请求的间隔（秒）",
    ),
    click.option(
        "--robots",
        type=click.Choice(["obey", "ignore"]),
        default="obey",
        show_default=True,
        help="是否遵守 robots.txt；ignore 须有检查授权",
    ),
    click.option(
        "--browser",
        type=click.Choice(["auto", "never"]),
        default="auto",
        show_default=True,
        help="必要时用浏览器渲染页面",
    ),
    click.option("--contact", metavar="TEXT", help="联系方式（网址或电子邮箱），随每次请求告知网站"),
    click.option(
        "--quiet-hours",
        multiple=True,
        metavar="HH:MM-HH:MM",
        help="每天不访问网站的时段，例如 08:30-11:30（可多次给出）",
    ),
    click.option(
        "--agreed",
        "agreements",
        multiple=True,
        metavar="HOST=N[xM]:TEXT",
        help="与主机或IP地址的运维方商定的速率：每秒N次、M个连接，并写明由谁、何时同意（可多次给出）",
    ),
)
_CRAWL = (
    click.option(
        "--max-pages",
        type=click.IntRange(1),
        default=5000,
        show_default=True,
        help="每个网站最多读取的页面数",
    ),
    click.option("--proof/--no-proof", default=True, show_default=True, help="是否校对每个页面的文字"),
    click.option(
        "--second-look/--no-second-look",
        default=True,
        show_default=True,
        help="是否换访问者身份复看重点页面，并查看外部链接和附件",
    ),
    click.option(
        "--fragments/--no-fragments",
        default=False,
        show_default=True,
        help="是否核对指向页内位置（#锚点）的链接；只作提示，不计入评判",
    ),
    click.option(
        "--opinion-server",
        metavar="URL",
        help="自行部署的模型服务地址（OpenAI接口），只用于复核把握不大的安全疑点；默认不用，密钥取自环境变量XUNWANG_OPINION_KEY",
    ),
    click.option("--opinion-model", metavar="NAME", help="模型服务中的模型名称"),
    click.option(
        "--lost-domain",
        "lost_domains",
        multiple=True,
        metavar="DOMAIN",
        help="已失效或易主的域名（可多次给出）",
    ),
    click.option("--include", metavar="RE", help="只抓取网址匹配此正则表达式的页面"),
    click.option("--exclude", metavar="RE", help="不抓取网址匹配此正则表达式的页面"),
    click.option("--also", multiple=True, metavar="HOST", help="同属这一网站的其他主机（可多次给出）"),
    click.option(
        "--authorised",
        "robots_authorised",
        metavar="TEXT",
        help="由谁、何时授权不遵守 robots.txt，写入检查记录，与 --robots ignore 同用",
    ),
)


def network_options(callback: Callback) -> Callback:
    return _with(callback, _NETWORK)


def watch_options(callback: Callback) -> Callback:
    return _with(callback, _CONNECTING)


def crawl_options(callback: Callback) -> Callback:
    return _with(callback, _NETWORK + _CRAWL)


def _with(callback: Callback, options: tuple[Callable[[Any], Any], ...]) -> Callback:
    for option in reversed(options):
        callback = option(callback)
    return callback


def settings_of(options: dict[str, Any]) -> door.InspectSettings:
    """The settings in `options`; the others that stand there belong to the verb."""
    for name in ("include", "exclude"):
        _require_pattern(name, options.get(name))
    known = {name: value for name, value in options.items() if name in door.InspectSettings.__struct_fields__}
    settings = door.InspectSettings(**known)
    try:
        settings.check()
    except door.SettingsError as error:
        raise Refusal(str(error)) from error
    return settings


def _require_pattern(name: str, pattern: str | None) -> None:
    try:
        re.compile(pattern or "")
    except re.error as error:
        raise Refusal(
            f"--{name} 的正则表达式“{pattern}”从第 {(error.pos or 0) + 1} 个字符起写得不对"
        ) from error
