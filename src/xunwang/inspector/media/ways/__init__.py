"""One file for each way in. `recognises(body)` says whether a payload is its own, `look(body, seen)` reads it into a `Look`; `taken(body)` is the moment at which the payload says that it was made.

Real payloads differ from what platforms document: every reader takes what it can, and claims completeness only where the payload
proves it.
"""

import datetime as dt
import re
from collections.abc import Mapping
from types import ModuleType

from msgspec import structs

from xunwang.inspector.media.look import Look, surely_until, told_apart
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways import (
    capture,
    douyin,
    feed,
    listing,
    page,
    wechat_article,
    wechat_platform,
    weibo,
)
from xunwang.inspector.media.ways.payload import named
from xunwang.inspector.media.whose import family_of
from xunwang.inspector.model import SHANGHAI, Subject

# A capture may hold any of the other shapes inside, so it is asked first.
PAYLOADS: dict[str, ModuleType] = {
    "capture": capture,
    "wechat_platform": wechat_platform,
    "weibo": weibo,
    "douyin": douyin,
    "wechat_article": wechat_article,
    "feed": feed,
}
SAVED: dict[str, ModuleType] = {**PAYLOADS, "listing": listing, "page": page}
"""What people save may be of shapes that no address of ours answers with."""
WAY_NAMES = {
    "capture": "人工采集的页面",
    "wechat_platform": "微信公众平台接口",
    "weibo": "微博接口",
    "douyin": "抖音接口",
    "wechat_article": "微信文章页面",
    "feed": "订阅源",
    "listing": "平台返回的列表",
    "page": "保存的账号页面",
    "table": "导出的发文清单",
    "entered": "人工登记",
}
UNTIMED = "文件没有写明取得时间，只证明其中列出的发文"
FROM_STATED = "“3小时前”一类的时间从填写的保存时间{:%Y-%m-%d %H:%M}算起"
LATER_PAGE = "文件不是列表的第一页，更新的发文在前面的页里"
_PLATFORMS = {"weibo": "weibo", "douyin": "douyin", "wechat_platform": "wechat", "wechat_article": "wechat"}
_PART_OF_NAME = 4  # characters from which a name within another tells the same account
_HEADERS = re.compile(rb"(?:HTTP/[\d.]+ \d{3}[^\n]*\n(?:[\w-]+:[^\n]*\n)*\r?\n)+")
_DATE = re.compile(rb"^date:([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
UNKNOWN_PAYLOAD = "内容不是认得的发文数据，应为订阅源（RSS、Atom、JSON Feed）、平台接口的返回结果、采集书签保存的文件、微信文章页面或保存的账号页面"


def recognise(body: bytes, ways: Mapping[str, ModuleType] = PAYLOADS) -> str | None:
    """The way whose payload this is; None for what none of them knows."""
    return next((name for name, way in ways.items() if way.recognises(body)), None)


def read_payload(
    body: bytes, seen: dt.datetime | None, ways: Mapping[str, ModuleType] = PAYLOADS
) -> tuple[str, Look]:
    """The way that knows the payload and what it shows; a payload nobody knows is unread, not empty."""
    name = recognise(body, ways)
    if name is None:
        return "feed", Look(unread=UNKNOWN_PAYLOAD)
    look: Look = ways[name].look(body, seen)
    return name, structs.replace(look, posts=told_apart(look.posts))


def read_saved(
    body: bytes, stated: dt.datetime | None, now: dt.datetime, subject: Subject | None = None
) -> tuple[str, Look]:
    """As `read_payload`, of a file that somebody saved: only its own time says up to when it shows everything.

    That is the date in the headers of the answer (`curl -i`), or what the payload writes of itself. Where it writes nothing, the
    file shows what it holds up to its newest post, and never silence after it. `stated`: when it was saved, as a person says;
    that helps to read “昨天”, and proves nothing. What lies after `now` is not believed. The answer of one platform shows nothing
    of another account or platform than the `subject`'s, and a page of a list that says it is not the first nothing of what came after it.
    """
    headed, payload = _without_headers(body)
    name = recognise(payload, SAVED)
    own = headed or (_taken(name, payload) if name else None)
    if own and own > now:
        own = None
    way, look = read_payload(payload, own or stated, SAVED)
    if look.unread:
        return way, structs.replace(look, seen=own)
    if subject is not None:
        look = _of_subject(look, way, payload, subject)
    if look.unread:
        return way, structs.replace(look, seen=own)
    if _goes_before(way, payload):
        look, own = structs.replace(look, note=LATER_PAGE), None
    newest = [post.published for post in look.posts if post.published is not None]
    if own and all(moment <= own for moment in newest):
        return way, structs.replace(look, seen=own)
    until = surely_until(newest) if all(moment <= now for moment in newest) else None
    since = look.complete_since if until and look.complete_since and look.complete_since < until else None
    counted = (
        FROM_STATED.format(stated.astimezone(SHANGHAI)) if stated and not own and way == "page" else None
    )
    note = "；".join(filter(None, (look.note, counted, UNTIMED)))
    return way, structs.replace(look, seen=until if since else None, complete_since=since, note=note)


def _of_subject(look: Look, way: str, payload: bytes, subject: Subject) -> Look:
    """The look without the posts of other users; unread where nothing of the account is left. A list that others share proves no silence."""
    if subject.platform and way in _PLATFORMS and family_of(subject.platform) != _PLATFORMS[way]:
        return Look(unread=f"文件是{WAY_NAMES[way]}的数据，与账号的平台不符")
    us = named({"name": subject.name, "handle": subject.handle}, "name", "handle")
    mentions = getattr(SAVED[way], "mentions", None)
    if mentions and not mentions(payload, us):
        return Look(unread=page.NOT_ITS_PAGE)
    tell = getattr(SAVED[way], "authors", None)
    authors: list[frozenset[str]] = tell(payload) if tell else []
    foreign = [bool(author) and not _is_called(author, us) for author in authors]
    if not any(foreign):
        return look
    own = tuple(post for post, other in zip(look.posts, foreign, strict=True) if not other)
    if not own:
        whose = look.shown_name or "其他账号"
        return Look(unread=f"文件是“{whose}”的发文，与账号的名称、标识都不符", shown_name=look.shown_name)
    return structs.replace(
        look, posts=own, complete_since=None, shown_name=None, note="文件里还有其他账号的发文，只取本账号的"
    )


def _is_called(author: frozenset[str], us: frozenset[str]) -> bool:
    """Whether a user bears one of our words, or a name made by adding to ours or taking from it, as accounts are renamed."""
    if not us.isdisjoint(author):
        return True
    return any(
        min(len(theirs), len(ours)) >= _PART_OF_NAME and (ours in theirs or theirs in ours)
        for theirs in author
        for ours in us
        if not theirs.isascii()
    )


def known_until(look: Look, body: bytes, asked: dt.datetime) -> Look:
    """A fetched look with the moment up to which its payload knows: what was built before it was asked for may be a stale copy.

    The rule is that of saved files: the payload's own time, or, where posts are newer than that, the day before the newest of them.
    """
    name = recognise(body)
    built = _taken(name, body) if name else None
    if look.unread or built is None or built >= asked:
        return look
    newest = [post.published for post in look.posts if post.published is not None]
    until = built if all(moment <= built for moment in newest) else surely_until(newest)
    since = look.complete_since if until and look.complete_since and look.complete_since <= until else None
    stale = f"数据生成于{built.astimezone(SHANGHAI):%Y-%m-%d %H:%M}，其后的发文不在其中"
    note = stale if asked - built > dt.timedelta(days=1) else look.note
    return structs.replace(look, seen=until, complete_since=since, note=note)


def _goes_before(way: str, payload: bytes) -> bool:
    """Whether the payload says that newer posts stand on a page before it."""
    told = getattr(SAVED[way], "is_later_page", None)
    return bool(told and told(payload))


def saved_at(body: bytes, now: dt.datetime) -> dt.datetime | None:
    """The moment at which a saved file says itself that it was made; None where it says nothing to be believed."""
    _, look = read_saved(body, None, now)
    return None if look.note and UNTIMED in look.note else look.seen


def _without_headers(body: bytes) -> tuple[dt.datetime | None, bytes]:
    """The date of an answer that was saved with its headers, and the payload behind them."""
    found = _HEADERS.match(body)
    if not found:
        return None, body
    date = _DATE.search(found[0])
    time = read_time(date[1].decode("latin-1").strip(), None) if date else None
    return (time.at if time else None), body[found.end() :]


def _taken(name: str, payload: bytes) -> dt.datetime | None:
    taken = getattr(SAVED[name], "taken", None)
    told: dt.datetime | None = taken(payload) if taken else None
    return told


def next_page(way: str, url: str, look: Look) -> str | None:
    """The address under which the list that was read at `url` goes on; None where it ends or does not say."""
    follow = getattr(PAYLOADS.get(way), "next_address", None)
    if look.more is None or follow is None:
        return None
    address: str | None = follow(url, look.more)
    return address if address != url else None
