"""`xunwang cases`: faults that the machine had missed, as the office hands them out, tried with this version."""

import datetime as dt
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from xunwang.cli.common import verb, write_output
from xunwang.cli.refusal import Exit, Refusal
from xunwang.inspector import door
from xunwang.inspector.model import UNDECODABLE, Record

_NORM = "cn-2019"
_WORDS = {door.End.FOUND: "已能发现", door.End.MISSED: "仍未发现", door.End.UNCHECKED: "未能复测"}


class _Line(Record, frozen=True):
    """A case as `cases.jsonl` of the package has it; `page` and `kept` are files in it."""

    url: str
    indicator: str
    reported: dt.date
    site: str = ""
    expected: str | None = None
    norm: str = _NORM
    page: str | None = None
    kept: str | None = None


@verb("cases", "text", "jsonl")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def cases_command(file: Path, style: str, **_: object) -> int:
    """用当前版本复测漏报用例（办公系统“漏报用例”页导出的 FILE），不访问网络。仍有没有发现的，返回 2。"""
    ends: Counter[door.End] = Counter()
    for line, tried in _tried(file):
        ends[tried.end] += 1
        if style == "jsonl":
            told = {"url": line.url, "indicator": line.indicator, "end": tried.end, "why": tried.why}
            write_output(msgspec.json.encode(told) + b"\n")
        else:
            why = f"（{tried.why}）" if tried.why else ""
            write_output(
                f"{_WORDS[tried.end]}  {line.indicator or '未写指标'}  {line.site} {line.url}{why}\n"
            )
    if style == "text":
        counts = "，".join(f"{words}{ends[end]}件" for end, words in _WORDS.items())
        write_output(f"复测{ends.total()}件：{counts}\n")
    return Exit.FOUND if ends[door.End.MISSED] else Exit.DONE


def _tried(file: Path) -> Iterator[tuple[_Line, door.Tried]]:
    try:
        with zipfile.ZipFile(file) as package:
            lines = _read(package, "cases.jsonl").decode().splitlines()
            for number, text in enumerate((line for line in lines if line.strip()), 1):
                line = _line(text, number)
                yield line, _try(package, line)
    except (zipfile.BadZipFile, OSError, KeyError, UnicodeDecodeError) as error:
        raise Refusal(f"{file} 不是“漏报用例”页导出的文件，或者已损坏") from error


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > door.MOST_UNPACKED:
        raise zipfile.BadZipFile(f"{name} is too large")
    try:
        return package.read(name)
    except door.BROKEN_PACKAGE as error:
        raise zipfile.BadZipFile(name) from error


def _line(text: str, number: int) -> _Line:
    try:
        return msgspec.json.decode(text, type=_Line)
    except UNDECODABLE as error:
        raise Refusal(f"cases.jsonl 第 {number} 行读不懂，应是“漏报用例”页原样导出的内容") from error


def _try(package: zipfile.ZipFile, line: _Line) -> door.Tried:
    case = door.Case(line.url, line.indicator, line.reported, line.norm, line.expected or "")
    try:
        if line.kept:
            return door.try_case(_read(package, line.kept), case, door.norm(line.norm))
        if line.page:
            return door.try_page(_read(package, line.page), case)
    except ValueError as error:
        return door.Tried(door.End.UNCHECKED, f"“{error}”不是指标编号")
    except (door.RunError, door.NormError) as error:
        return door.Tried(door.End.UNCHECKED, str(error))
    return door.Tried(door.End.UNCHECKED, "没有存下这个页面")
