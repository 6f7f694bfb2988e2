"""Feeds: RSS, Atom and JSON Feed, of the platform's own making or of an RSSHub."""

import datetime as dt
import re
from typing import Any
from urllib.parse import urljoin

from xunwang.inspector.media.look import Look, reach
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import (
    addresses,
    as_utf8,
    decoded,
    objects,
    part,
    plain,
    timed,
    title_of,
    word,
)
from xunwang.inspector.model import PostFact

_ROOT = re.compile(rb"<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.IGNORECASE)
_PICTURE = re.compile(r"<img[\s/]", re.IGNORECASE)
_START = 2000
NOT_A_FEED = "订阅源的内容不完整或不是合格的 RSS、Atom、JSON Feed，不能据此判断更新情况"
_Read = tuple[str | None, tuple[PostFact, ...], str | None]  # the feed's name, its posts, where it goes on
EMPTY_FEED = "订阅源里没有条目，可能是订阅源失效，不能据此认定账号没有发布"


def recognises(body: bytes) -> bool:
    if _has_root(body):
        return True
    return "jsonfeed.org" in str(part(decoded(body), "version"))


def _has_root(body: bytes) -> bool:
    return _ROOT.search(as_utf8(body[: 2 * _START])[:_START]) is not None


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """A feed holds the newest posts without gaps, so it is complete since the oldest of them.

    An empty feed proves nothing: generators give one when the platform turns them away.
    """
    json = decoded(body)
    try:
        name, posts, more = _json_feed(json, seen) if json is not None else _xml_feed(body, seen)
    except ValueError:  # feedparser on signs that there are none of
        return Look(unread=NOT_A_FEED)
    if not posts:
        return Look(unread=EMPTY_FEED if _has_root(body) or json is not None else NOT_A_FEED)
    return Look(posts=posts, complete_since=reach(posts), shown_name=name, more=more)


def taken(body: bytes) -> dt.datetime | None:
    """When the feed says that it was built, or changed for the last time: it was not taken before."""
    if decoded(body) is not None:
        return None
    try:
        head = _parsed(body).feed
    except ValueError:  # as in `look`
        return None
    time = read_time(head.get("updated") or head.get("published"), None)
    return time.at if time and not time.day_only else None


def is_later_page(body: bytes) -> bool:
    if decoded(body) is not None:
        return False
    return any(link.get("rel") in {"prev", "previous"} for link in _parsed(body).feed.get("links", ()))


def next_address(url: str, more: str) -> str:
    """Paged feeds (RFC 5005, `next_url` of JSON Feed) name the page that follows."""
    return urljoin(url, more)


def _xml_feed(body: bytes, seen: dt.datetime | None) -> _Read:
    feed = _parsed(body)
    posts = tuple(_entry(entry, seen) for entry in feed.entries)
    links = (link for link in feed.feed.get("links", ()) if link.get("rel") == "next")
    return word(feed.feed.get("title")), posts, next((word(link.get("href")) for link in links), None)


def _parsed(body: bytes) -> Any:
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415  # slow to import, and ships no types

    # Foreign HTML stays as it is: nothing of it is shown, and the cleaning would cost more than the reading.
    return feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)


def _entry(entry: Any, seen: dt.datetime | None) -> PostFact:
    text = _longest(entry)
    link = word(entry.get("link"))
    title = plain(entry.get("title")) or title_of(text)
    key = link or word(entry.get("id")) or f"{title} {entry.get('published')}"
    return timed(
        _post(key, title, link, text), read_time(entry.get("published") or entry.get("updated"), seen)
    )


def _post(key: str, title: str, link: str | None, text: str) -> PostFact:
    return PostFact(
        key=key,
        title=title,
        published=None,
        url=link,
        text=plain(text) or None,
        links=addresses(text),
        pictures=_pictures(text),
    )


def _pictures(text: str) -> int:
    return len(_PICTURE.findall(text))


def _longest(entry: Any) -> str:
    texts = [str(part.get("value") or "") for part in entry.get("content", ())]
    return max([*texts, str(entry.get("summary") or "")], key=len)


def _json_feed(json: Any, seen: dt.datetime | None) -> _Read:
    posts = tuple(_json_item(item, seen) for item in objects(part(json, "items")))
    return word(part(json, "title")), posts, word(part(json, "next_url"))


def _json_item(item: dict[str, Any], seen: dt.datetime | None) -> PostFact:
    text = word(item.get("content_html")) or word(item.get("content_text")) or word(item.get("summary")) or ""
    link = word(item.get("url")) or word(item.get("external_url"))
    title = plain(word(item.get("title"))) or title_of(text)
    post = _post(word(item.get("id")) or link or title, title, link, text)
    return timed(post, read_time(item.get("date_published") or item.get("date_modified"), seen))
