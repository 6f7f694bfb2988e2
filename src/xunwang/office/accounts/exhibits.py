"""What is archived of an account and is no page, in words that a reviewer reads: what a person entered, an exported list."""

import hashlib
from collections.abc import Iterator

import msgspec

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.accounts.models import Material
from xunwang.office.registry.models import Subject

_ROWS = 20
_YES_NO = {True: "是", False: "否"}


def proof_of(subject: Subject, answer: door.Archived) -> Material | None:
    """The material with the proof of an archived entry: it holds the same bytes."""
    digest = hashlib.sha256(answer.body).hexdigest()
    return subject.materials.filter(sha256=digest).exclude(proof="").first()


def told(answer: door.Archived) -> list[tuple[str, str]]:
    """Label and words, line by line; empty for what is neither an entry nor a list."""
    try:
        if answer.url == door.ENTERED:
            return list(_entered(msgspec.json.decode(answer.body, type=door.Entered)))
        if answer.url.startswith(door.LISTED):
            return list(_listed(msgspec.json.decode(answer.body, type=door.Listed)))
    except (msgspec.DecodeError, msgspec.ValidationError):  # of another version
        return []
    return []


def _entered(entered: door.Entered) -> Iterator[tuple[str, str]]:
    yield "查看时间", clock.shown(entered.seen)
    yield "查看人", entered.by
    if entered.last is not None:
        yield "最近更新", _moment(entered.last)
    elif not entered.tried:
        yield "最近更新", "没有任何内容"
    lines = (
        ("标题", entered.title),
        ("链接", entered.url),
        ("平台显示名称", entered.shown_name),
        ("认证主体", entered.certified_body),
        ("能打开、能使用", _yes_no(entered.opens)),
        ("能下载", _yes_no(entered.downloads)),
        ("互动功能有效", _yes_no(entered.interacts)),
        ("经平台官方认证", _yes_no(entered.certified)),
        ("情况说明", entered.remark),
    )
    yield from ((label, said) for label, said in lines if said)


def _listed(listed: door.Listed) -> Iterator[tuple[str, str]]:
    yield "发文清单", listed.name
    since = clock.shown(listed.since) if listed.since else "没有写明"
    yield "完整的时间", f"自 {since} 至 {clock.shown(listed.until)}" if listed.since else since
    yield "本账号的发文", f"{len(listed.rows)} 条"
    if listed.doubtful:
        yield "看不懂或分不清账号的行", f"{listed.doubtful} 行"
    newest = sorted(listed.rows, key=lambda row: row.time.at, reverse=True)
    yield from ((_moment(row.time), row.title) for row in newest[:_ROWS])
    if len(newest) > _ROWS:
        yield "更早的", f"{len(newest) - _ROWS} 条，见存档内容"


def _moment(time: door.PostTime) -> str:
    return clock.shown(time.at)[:10] if time.day_only else clock.shown(time.at)


def _yes_no(word: bool | None) -> str | None:
    return None if word is None else _YES_NO[word]
