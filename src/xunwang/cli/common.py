"""What every verb shares: --quiet, --verbose, --format, the monitoring point, and where output goes."""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from xlsxwriter.exceptions import FileCreateError

from xunwang.cli.refusal import Exit, Refusal, cannot_write
from xunwang.inspector.model import SHANGHAI, reason

Callback = TypeVar("Callback", bound=Callable[..., Any])


def verb(name: str, *formats: str) -> Callable[[Callback], click.Command]:
    """A command with the options of every verb; the first format is the default."""

    def decorate(callback: Callback) -> click.Command:
        command = click.command(name)(callback)
        command.params += [
            click.Option(
                ["--format", "style"],
                type=click.Choice(formats),
                default=formats[0],
                callback=_for_a_file,
                help="输出格式",
            ),
            click.Option(["--quiet", "-q"], is_flag=True, help="不显示进度"),
            click.Option(["--verbose", "-v"], is_flag=True, help="显示更多过程信息"),
        ]
        return command

    return decorate


def _for_a_file(_ctx: click.Context, _param: click.Parameter, style: str) -> str:
    if style == "xlsx" and sys.stdout.isatty():
        raise Refusal("xlsx 不能显示在终端里，请把输出写入文件，例如 --format xlsx > 结果.xlsx")
    return style


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


class Moment(click.ParamType[dt.datetime]):
    """A moment written 2026-03-31 09:30, Asia/Shanghai; a day alone means its end, or now where that has not come."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        if isinstance(value, dt.datetime):
            return value
        try:
            told = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是有效时间，应写作 2026-03-31 09:30 或 2026-03-31 这样的形式", param, ctx)
        moment = told if told.tzinfo else told.replace(tzinfo=SHANGHAI)
        if moment > now():
            self.fail(f"“{value}”还没有到", param, ctx)
        is_day = len(str(value)) <= len("2026-03-31")
        return min(moment + dt.timedelta(days=1, seconds=-1), now()) if is_day else moment


def today() -> dt.date:
    return now().date()


def now() -> dt.datetime:
    return dt.datetime.now(SHANGHAI)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Around whatever writes the file `target`: a refusal when the file system does not let it."""
    try:
        yield
    except OSError as error:
        raise cannot_write(target, error) from error
    except FileCreateError as error:
        raise cannot_write(target, error.args[0]) from error


def write_output(content: str | bytes) -> None:
    """To standard output, whole or with a refusal."""
    data = content.encode() if isinstance(content, str) else content
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        _drop_what_is_left()
        raise Refusal(f"结果没有完整输出：{reason(error)}", Exit.FAILED) from error


def _drop_what_is_left() -> None:
    """Python writes out its buffers when it ends, and would complain a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
