"""Credentials for platforms' interfaces out of a file: never on the command line, never in what is printed."""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import click
import msgspec

from xunwang.cli.refusal import Refusal
from xunwang.inspector import door
from xunwang.inspector.model import UNDECODABLE, Subject, reason

_WANTED = '应类似 {"微博:示例发布": {"access_token": "……"}}'
_SERVER = "server"


def accesses_in(path: Path, subjects: Sequence[Subject]) -> dict[str, door.Access]:
    """Subject id -> its way in. The key of an entry is 平台:标识 or 平台:名称. Raises Refusal, which never repeats a value."""
    found: dict[str, door.Access] = {}
    for key, given in _read(path).items():
        named, colon, word = key.replace("：", ":").partition(":")
        platform = door.platform_named(named)
        if not colon or platform is None:
            raise Refusal(f"凭证文件“{path.name}”中的“{key}”应写作 平台:标识，例如 微博:示例发布")
        way = door.interface_for(platform.id)
        if way is None:
            raise Refusal(f"凭证文件“{path.name}”中的“{key}”：该平台没有可用的数据接口")
        if lacking := door.lacking(way, given):
            names = "、".join(field.name for field in door.fields_for(way) if field.label in lacking)
            raise Refusal(f"凭证文件“{path.name}”中的“{key}”缺少 {names}")
        owners = [one for one in subjects if _is(one, platform.id, word.strip())]
        if not owners:
            click.echo(f"{path.name}：“{key}”不在所检查的账号中，没有使用", err=True)
        access = door.Access(way=way, given=given, server=given.get(_SERVER) or None)
        found |= {one.id: access for one in owners}
    return found


def _is(subject: Subject, platform: str, word: str) -> bool:
    return door.interface_for(subject.platform) == door.interface_for(platform) and word in {
        subject.handle,
        subject.name,
    }


def _read(path: Path) -> Mapping[str, dict[str, str]]:
    try:
        body = path.read_bytes()
        open_to_others = os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077
    except OSError as error:
        raise Refusal(f"凭证文件“{path}”打不开（{reason(error)}），请检查文件是否存在、可读") from error
    if open_to_others:
        click.echo(f"凭证文件“{path.name}”其他用户也能读，请改为只有本人可读（chmod 600）", err=True)
    try:
        return msgspec.json.decode(body, type=dict[str, dict[str, str]])
    except UNDECODABLE:
        # What the decoder says may repeat a part of the file.
        raise Refusal(f"凭证文件“{path.name}”不是合格的 JSON，{_WANTED}") from None
