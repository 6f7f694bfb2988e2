"""What every verb shares: --quiet, --verbose, --format, the monitoring point, and where output goes."""

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from xunwang.cli.refusal import Refusal
from xunwang.inspector.model import SHANGHAI

Callback = TypeVar("Callback", bound=Callable[..., Any])


def verb(name: str, *formats: str) -> Callable[[Callback], click.Command]:
    """A command with the options of every verb; the first format is the default."""

    def decorate(callback: Callback) -> click.Command:
        choice = click.Choice(formats or ("text",))
        command = click.command(name)(callback)
        command.params += [
            click.Option(
                ["--format", "style"], type=choice, default=formats[0] if formats else "text", help="输出格式"
            ),
            click.Option(["--quiet", "-q"], is_flag=True, help="不显示进度"),
            click.Option(["--verbose", "-v"], is_flag=True, help="显示更多过程信息"),
        ]
        return command

    return decorate


class Day(click.ParamType[dt.date]):
    """A day written 2026-03-31; it means the end of that day, Asia/Shanghai."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是有效日期，应写作 2026-03-31 这样的形式", param, ctx)


def today() -> dt.date:
    return now().date()


def now() -> dt.datetime:
    return dt.datetime.now(SHANGHAI)


def write_output(content: str | bytes, target: Path | None = None) -> None:
    """To standard output, or to a file that appears only when it is whole."""
    data = content.encode() if isinstance(content, str) else content
    if target is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Refusal(f"不能写入 {target}：{error.strerror}；请换一个可写的位置") from error
