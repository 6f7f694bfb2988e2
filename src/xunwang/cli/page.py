"""`xunwang page`: what is read off one page, saved or live."""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import click
import msgspec

from xunwang.cli.common import Day, now, today, verb, write_output
from xunwang.cli.options import network_options, settings_of
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.inspector.model import Page, reason


@verb("page", "json")
@click.argument("target")
@click.option("--url", help="已保存文件原来的网址")
@click.option("--home", help="所属网站的首页地址，默认是网址的根目录")
@click.option("--as-of", type=Day(), default=today, help="用于补全年份的日期，默认今天")
@network_options
def page_command(*, target: str, url: str | None, home: str | None, as_of: dt.date, **options: Any) -> int:
    """显示从一个页面（文件 FILE 或网址 URL）读到的全部内容。"""
    write_output(
        msgspec.json.format(msgspec.json.encode(_read(target, url, home, as_of, options)), indent=2) + b"\n"
    )
    return Exit.DONE


def _read(target: str, url: str | None, home: str | None, as_of: dt.date, options: dict[str, Any]) -> Page:
    if "://" in target:
        try:
            return door.read_address(
                target, home=home or _root(target), today=as_of, settings=settings_of(options), clock=now
            )
        except door.FetchError as error:
            raise Refusal(str(error), Exit.FAILED) from error
    path = Path(target)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise Refusal(
            f"页面文件 {target} 不能读取：{reason(error)}；应给出已保存的 html 文件或完整网址"
        ) from error
    home = home or (_root(url) if url else None)
    return door.read_saved(body, url or f"http://saved.invalid/{path.name}", home=home, today=as_of)


def _root(url: str) -> str | None:
    """The root of the host; None for what is no address, which is told where it is asked for."""
    try:
        return urljoin(url, "/")
    except ValueError:
        return None
