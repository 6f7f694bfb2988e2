"""Short videos: the list of the web page and the envelope of the open platform."""

import datetime as dt
from typing import Any

from xunwang.inspector.media.look import BEGINNING, Look, reach
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import (
    addresses,
    decoded,
    named,
    objects,
    part,
    timed,
    title_of,
    with_query,
    word,
)
from xunwang.inspector.model import PostFact

ERRORS = {
    10008: "授权令牌已过期，请重新授权",
    2190002: "授权令牌无效，请重新授权",
    2190004: "应用没有此接口的权限，请在开放平台申请",
    2190008: "授权令牌已过期，请重新授权",
    2190016: "接口调用次数已达上限，请次日再试",
}
RISK_CONTROL = "抖音没有给出作品列表（疑为风险控制），不能据此认定没有发布"
NO_VIDEOS = "抖音给出的作品列表是空的（只列授权用户的作品，未登录时也会如此），不能据此认定没有发布"


def recognises(body: bytes) -> bool:
    json = decoded(body)
    if not isinstance(json, dict):
        return False
    return "aweme_list" in json or "status_code" in json or ("extra" in json and "data" in json)


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """Videos kept on top come first and are not the newest. A list that is missing is not one that is empty.

    The payload must be the first page of the list (or all pages, read together): nothing in it tells.
    """
    json = decoded(body)
    refused = _refusal(json)
    if refused:
        return Look(unread=refused)
    listed = _listed(json)
    if not isinstance(listed, list):
        return Look(unread=RISK_CONTROL)
    written = objects(listed)
    if not written:
        return Look(unread=NO_VIDEOS)
    posts = tuple(_post(one, seen) for one in written)
    more = _more(json)
    dated = len(written) == len(listed) and all(post.published for post in posts)
    ends = more is None and _has_more(json) is False
    return Look(
        posts=posts,
        complete_since=None if not dated else BEGINNING if ends else reach(posts),
        shown_name=_name(written),
        more=more,
    )


def authors(body: bytes) -> list[frozenset[str]]:
    """For each video the words that tell whose it is; none where it shows no author."""
    listed = objects(_listed(decoded(body)))
    return [
        named(part(one, "author"), "uid", "nickname", "unique_id", "short_id", "sec_uid") for one in listed
    ]


def _listed(json: Any) -> Any:
    listed = part(json, "aweme_list")
    return part(json, "data", "list") if listed is None else listed


def taken(body: bytes) -> dt.datetime | None:
    """Both lists write the moment of the answer beside its error code."""
    now = read_time(part(decoded(body), "extra", "now"), None)
    return now.at if now else None


def _refusal(json: Any) -> str | None:
    """The open platform writes an error code twice; either may be the one that is set."""
    for place in (("extra",), ("data",), ()):
        code = part(json, *place, "error_code" if place else "status_code")
        if isinstance(code, int) and code != 0:
            said = (
                ERRORS.get(code)
                or word(part(json, *place, "description"))
                or word(part(json, "status_msg"))
                or "原因不明"
            )
            return f"抖音没有给出数据（{code}）：{said}"
    return None


def _post(one: dict[str, Any], seen: dt.datetime | None) -> PostFact:
    text = word(one.get("desc")) or word(one.get("title")) or ""
    key = word(one.get("aweme_id")) or word(one.get("item_id")) or title_of(text)
    post = PostFact(
        key=key,
        title=title_of(text) or "（无文字）",
        published=None,
        url=word(one.get("share_url")) or (f"https://www.douyin.com/video/{key}" if key.isdigit() else None),
        pinned=bool(one.get("is_top")),
        text=text or None,
        links=addresses(text),
    )
    return timed(post, read_time(one.get("create_time") or one.get("pub_time"), seen))


def _name(listed: list[dict[str, Any]]) -> str | None:
    return next((name for one in listed if (name := word(part(one, "author", "nickname")))), None)


def next_address(url: str, more: str) -> str | None:
    """None where the answer says that there is more, but not where."""
    return None if more == "?" else with_query(url, max_cursor=more)


def _has_more(json: Any) -> bool | None:
    """None where the answer does not say: then nothing tells whether its last video is the account's first."""
    said = part(json, "has_more")
    said = part(json, "data", "has_more") if said is None else said
    return None if said is None else bool(said)


def _more(json: Any) -> str | None:
    if not _has_more(json):
        return None
    cursor = part(json, "max_cursor")
    return word(part(json, "data", "cursor") if cursor is None else cursor) or "?"
