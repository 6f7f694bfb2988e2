"""Microblogs: the open platform's user timeline and the container of the mobile site."""

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
    plain,
    query_of,
    timed,
    title_of,
    with_query,
    word,
)
from xunwang.inspector.model import PostFact

_ONLY_PASSED_ON = frozenset({"", "转发微博", "转发", "Repost"})
_FOR_FEW = frozenset({1, 3, 4, 6})
ERRORS = {
    21315: "授权已过期，请重新授权",
    21327: "授权已过期，请重新授权",
    21332: "授权无效，请重新授权",
    10022: "调用次数已达上限，请稍后再试",
    10023: "调用次数已达上限，请稍后再试",
    10024: "调用次数已达上限，请稍后再试",
}


NO_STATUSES = "微博没有给出可以读取的发文（授权用户以外的账号也会如此），不能据此认定没有发布"


def recognises(body: bytes) -> bool:
    json = decoded(body)
    if not isinstance(json, dict):
        return False
    return "statuses" in json or "error_code" in json or _cards(json) is not None or json.get("ok") == -100


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """A timeline runs back without gaps; it reaches the first post when it holds as many as the platform counts."""
    json = decoded(body)
    code = part(json, "error_code")
    if code is not None or part(json, "ok") == -100:
        said = ERRORS.get(code) if isinstance(code, int) else None
        return Look(
            unread=f"微博没有给出数据（{code or '须登录'}）：{said or word(part(json, 'error')) or '须登录后查看'}"
        )
    if part(json, "ok") not in {None, 1}:
        return Look(unread=f"微博没有给出数据：{word(part(json, 'msg')) or '原因不明'}")
    written, whole = _statuses(json)
    if not written:
        return Look(unread=NO_STATUSES)
    posts = tuple(_post(one, seen) for one in written)
    dated = whole and all(post.published for post in posts)
    return Look(
        posts=posts,
        complete_since=None if not dated else BEGINNING if _total(json) == len(posts) else reach(posts),
        shown_name=_name(written),
        more=_more(json),
        total=_total(json),
    )


def authors(body: bytes) -> list[frozenset[str]]:
    """For each post the words that tell whose it is: number, name and address of its user; none where it shows no user."""
    written, _ = _statuses(decoded(body))
    return [named(part(one, "user"), "id", "idstr", "screen_name", "name", "domain") for one in written]


def _statuses(json: Any) -> tuple[list[dict[str, Any]], bool]:
    """The posts, and whether every entry of the list could be read as one."""
    cards = _cards(json)
    listed = part(json, "statuses") if cards is None else cards
    readable = objects(listed)
    whole = isinstance(listed, list) and len(readable) == len(listed)
    return [one for one in readable if _is_public(one)], whole


def _is_public(one: dict[str, Any]) -> bool:
    """Not what only its author or chosen friends see, nor what was deleted. Followers are everybody who likes."""
    return part(one, "visible", "type") not in _FOR_FEW and word(one.get("deleted")) != "1"


def is_later_page(body: bytes) -> bool:
    return word(part(decoded(body), "previous_cursor")) not in {None, "0"}


def _cards(json: Any) -> list[dict[str, Any]] | None:
    """The posts in the container of the mobile site; None when it is not one."""
    cards = part(json, "data", "cards")
    if not isinstance(cards, list):
        return None
    grouped = [one for card in objects(cards) for one in (card, *objects(card.get("card_group")))]
    return [card["mblog"] for card in grouped if isinstance(card.get("mblog"), dict)]


def _post(one: dict[str, Any], seen: dt.datetime | None) -> PostFact:
    own, passed_on = _text(one), _text(part(one, "retweeted_status"))
    text = f"{own} {passed_on}".strip()
    key = word(one.get("id")) or word(one.get("mid")) or word(one.get("bid")) or title_of(own)
    post = PostFact(
        key=key,
        title=title_of(passed_on if plain(own) in _ONLY_PASSED_ON else own) or "（无文字）",
        published=None,
        url=_address(one, key),
        pinned=bool(one.get("isTop") or one.get("is_top")) or "置顶" in str(part(one, "title", "text")),
        original=not isinstance(one.get("retweeted_status"), dict),
        text=plain(text) or None,
        links=addresses(text),
        pictures=_pictures(one),
    )
    return timed(post, read_time(one.get("created_at"), seen))


def _text(one: Any) -> str:
    return word(part(one, "text")) or word(part(one, "raw_text")) or ""


def _pictures(one: dict[str, Any]) -> int | None:
    listed = one.get("pic_urls", one.get("pic_ids", one.get("pics")))
    return len(listed) if isinstance(listed, list | dict) else None


def _address(one: dict[str, Any], key: str) -> str | None:
    user = word(part(one, "user", "id"))
    return f"https://weibo.com/{user}/{word(one.get('bid')) or key}" if user else None


def _total(json: Any) -> int | None:
    total = part(json, "total_number")
    if total is None:
        total = part(json, "data", "cardlistInfo", "total")
    return total if isinstance(total, int) and not isinstance(total, bool) else None


def next_address(url: str, more: str) -> str:
    """The mobile site goes on after the post named; the timeline by pages."""
    if "/container/" in url:
        return with_query(url, since_id=more)
    return with_query(url, page=str(int(query_of(url).get("page", "1")) + 1))


def _name(written: list[dict[str, Any]]) -> str | None:
    return next((name for one in written if (name := word(part(one, "user", "screen_name")))), None)


def _more(json: Any) -> str | None:
    cursor = word(part(json, "next_cursor")) or word(part(json, "data", "cardlistInfo", "since_id"))
    return None if cursor in {None, "0"} else cursor
