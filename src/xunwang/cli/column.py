"""`xunwang column`: what the selectors of a column find, before they go into a pins file."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
import msgspec

from xunwang.cli.common import Day, now, today, verb, write_output
from xunwang.cli.norms import load
from xunwang.cli.options import network_options, norm_option, settings_of
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.inspector.model import reason

_SHOWN = 10


@click.group("column")
def column_command() -> None:
    """试用栏目的条目、日期选择器；满意后写入栏目更正文件，用 inspect 或 reapply 的 --pins 采用。"""


@verb("test", "text", "json")
@click.argument("target")
@click.option(
    "--items", required=True, metavar="CSS", help="条目选择器，每个选中的元素是一条，例如 ul.list li"
)
@click.option(
    "--date", metavar="CSS", help="日期选择器，在条目之内，例如 span.date；不给出时在条目文字中找日期"
)
@click.option(
    "--type", "kind", default="其它", show_default=True, metavar="类型", help="栏目类型，决定更新期限"
)
@click.option("--url", help="已保存文件原来的网址")
@click.option("--as-of", type=Day(), default=today, help="监测时间点，默认今天")
@norm_option
@network_options
def test_command(
    *,
    target: str,
    items: str,
    date: str | None,
    kind: str,
    url: str | None,
    as_of: dt.date,
    norm_id: str,
    style: str,
    **options: Any,
) -> int:
    """在页面（文件 FILE 或网址 URL）上试用选择器：选中多少、各条标题和日期、最新日期、是否按期更新。"""
    chosen = door.column_type(kind)
    if chosen is None:
        raise Refusal(f"没有栏目类型“{kind}”，可用：{'、'.join(door.column_types())}")
    body, address, headers = _page(target, url, options)
    try:
        tried = door.try_column(
            body,
            address,
            items=items,
            date=date,
            kind=chosen,
            norm=load(norm_id),
            as_of=as_of,
            headers=headers,
        )
    except door.SelectorError as error:
        raise Refusal(str(error)) from error
    if style == "json":
        write_output(msgspec.json.format(msgspec.json.encode(tried), indent=2) + b"\n")
    else:
        write_output(_text(tried))
    return Exit.DONE if tried.items else Exit.FOUND


column_command.add_command(test_command)


def _page(
    target: str, url: str | None, options: dict[str, Any]
) -> tuple[bytes, str, Mapping[str, str] | None]:
    if "://" in target:
        try:
            return door.fetch_page(target, settings_of(options), now)
        except door.FetchError as error:
            raise Refusal(str(error), Exit.FAILED) from error
    path = Path(target)
    try:
        return path.read_bytes(), url or f"http://saved.invalid/{path.name}", None
    except OSError as error:
        raise Refusal(
            f"页面文件 {target} 不能读取：{reason(error)}；应给出已保存的 html 文件或完整网址"
        ) from error


def _text(tried: door.ColumnTest) -> str:
    lines = [f"选中{tried.matched}个元素，得到{len(tried.items)}条，其中{tried.dated}条有日期"]
    lines += [f"  {item.date or '无日期    '}  {item.title}" for item in tried.items[:_SHOWN]]
    if len(tried.items) > _SHOWN:
        lines.append(f"  ……另有{len(tried.items) - _SHOWN}条")
    if tried.unlinked:
        lines.append(f"{tried.unlinked}个元素中没有链接")
    if tried.unread:
        lines.append(f"没有读出日期的文字：{'；'.join(tried.unread)}")
    lines.append(f"最新日期：{tried.newest or '无'}")
    own = f"{tried.own}条，最新{tried.own_newest or '无'}" if tried.own else "没有读到条目"
    lines.append(f"不用选择器时：{own}")
    lines.append(f"判断：{tried.verdict}")
    return "\n".join(lines) + "\n"
