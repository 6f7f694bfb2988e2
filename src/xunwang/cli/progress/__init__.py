"""Progress on standard error: a live display on a terminal, plain lines otherwise, JSON lines where a machine reads it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import click

from xunwang.cli.progress.shows import Lines, Records, Reporter

__all__ = ["Form", "Reporter", "progress_option", "reporting"]

Form = Literal["auto", "json"]
Callback = TypeVar("Callback", bound=Callable[..., Any])
_LINE_EVERY_SECONDS = 5.0
_VERBOSE_LINE_EVERY_SECONDS = 0.5


def progress_option(callback: Callback) -> Callback:
    """`--progress` of the verbs whose progress other programs may want to read."""
    return click.option(
        "--progress",
        type=click.Choice(["auto", "json"]),
        default="auto",
        show_default=True,
        help="进度的写法：auto 供人看，json 每行一个 JSON 对象，供其他程序读取",
    )(callback)


@contextmanager
def reporting(*, quiet: bool, verbose: bool = False, progress: Form = "auto") -> Iterator[Reporter]:
    """The reporter that fits where standard error goes; `verbose` tells of every step in lines of its own."""
    if quiet:
        yield Reporter()
    elif progress == "json":
        yield Records()
    elif verbose:
        yield Lines(_VERBOSE_LINE_EVERY_SECONDS)
    elif not sys.stderr.isatty():
        yield Lines(_LINE_EVERY_SECONDS)
    else:
        from xunwang.cli.progress.screen import screen  # noqa: PLC0415  # what draws it takes long to load

        with screen() as shown:
            yield shown
