"""Corrections of columns on the command line: the option that names their file, and the sites they are meant for."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from xunwang.cli.refusal import Refusal
from xunwang.inspector import door
from xunwang.inspector.model import Subject

Callback = TypeVar("Callback", bound=Callable[..., Any])
Pins = tuple[door.Pin, ...]


def pins_option(callback: Callback) -> Callback:
    """`--pins FILE`; the callback gets what stands in it, or None."""
    return click.option(
        "--pins",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_read,
        help="栏目更正文件（yaml、xlsx、csv）：由人指定栏目的名称、类型和条目、日期选择器",
    )(callback)


def _read(_ctx: click.Context, _param: click.Parameter, path: Path | None) -> Pins | None:
    if path is None:
        return None
    try:
        return door.read_pins(path)
    except door.PinsError as error:
        raise Refusal(str(error)) from error


def with_pins(pins: Pins | None, inspections: list[door.Inspection]) -> list[door.Inspection]:
    """The inspections, each with the corrections of its site; a continued one keeps those it was begun with."""
    if pins is None:
        return inspections
    if any(inspection.resume for inspection in inspections):
        raise Refusal("--resume 按原来的设置继续，不能同时给出 --pins")
    require_concerned(pins, [inspection.subject for inspection in inspections])
    return [
        msgspec.structs.replace(inspection, pins=door.of_site(pins, inspection.subject))
        for inspection in inspections
    ]


def require_concerned(pins: Iterable[door.Pin] | None, subjects: Sequence[Subject]) -> None:
    """Refuses a correction that concerns none of the sites: it would silently do nothing."""
    for pin in pins or ():
        if not any(pin.concerns(subject.home) for subject in subjects):
            raise Refusal(
                f"栏目更正中的 {pin.url} 不属于所检查的任何网站；栏目在其他主机上的，用 site（网站首页）写明所属网站"
            )


def subject_of(run: Path) -> Subject:
    """The subject of a finished run."""
    try:
        return door.Run.open(run).manifest.subject
    except door.RunError as error:
        raise Refusal(str(error)) from error
