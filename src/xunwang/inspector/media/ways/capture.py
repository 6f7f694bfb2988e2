"""What the capture helper saves when a clerk clicks it on an account's page: the entries seen there, with the page."""

import datetime as dt
from typing import Any

from xunwang.inspector.media.look import Look, reach
from xunwang.inspector.media.page_lines import read_lines
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import decoded, objects, part, plain, timed, word
from xunwang.inspector.model import SHANGHAI, PostFact

FORMAT = "xunwang_capture"


def recognises(body: bytes) -> bool:
    json = decoded(body)
    return isinstance(json, dict) and FORMAT in json


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """Times are read as of the moment of the capture, which the file itself names."""
    json = decoded(body)
    at = captured_at(json) or seen
    listed = objects(part(json, "posts"))
    if not listed and word(part(json, "text")):
        return read_lines(json, at)
    posts = tuple(_post(one, at) for one in listed)
    if not posts:
        return Look(unread="采集的页面里没有认出发布的内容，请在账号的内容列表页上重新采集")
    return Look(
        posts=posts,
        complete_since=reach(posts),
        shown_name=word(part(json, "account")),
        certified_body=word(part(json, "certified")),
        seen=at,
    )


def taken(body: bytes) -> dt.datetime | None:
    """When a capture was taken, as it says itself."""
    return captured_at(decoded(body))


def captured_at(json: Any) -> dt.datetime | None:
    written = word(part(json, "captured_at"))
    try:
        at = dt.datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
    return at if at is None or at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _post(one: dict[str, Any], at: dt.datetime | None) -> PostFact:
    title = plain(word(one.get("title"))) or "（无标题）"
    url = word(one.get("url"))
    post = PostFact(
        key=url or f"{title} {word(one.get('time')) or ''}".strip(),
        title=title,
        published=None,
        url=url,
        pinned=bool(one.get("pinned")),
        original=one.get("original") if isinstance(one.get("original"), bool) else None,
    )
    return timed(post, read_time(one.get("time"), at))
