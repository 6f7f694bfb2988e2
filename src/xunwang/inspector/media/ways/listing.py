"""Lists that platforms without a reader of their own answer to their pages and programs with: entries that bear a time and words, wherever they stand.

Such a list tells when something was published. It never proves silence: nothing in it says where it begins and ends.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import decoded, named, objects, part, plain, timed, title_of, word
from xunwang.inspector.model import PostFact, Record

_DEPTH = 8
_ENTRIES = 5_000
_TITLE = ("title", "caption", "article_title", "headline")
_WORDS = ("desc", "description", "text", "content", "summary", "abstract")
_TIME = (
    *("publish_time", "publishTime", "published_at", "publish_at", "publishedAt", "pub_time", "pubTime"),
    *("pubdate", "release_time", "created_at", "create_time", "createTime", "createdAt", "ctime"),
    *("datetime", "timestamp", "post_time", "time"),
)
_LINK = ("share_url", "content_url", "article_url", "display_url", "url", "link")
_KEY = ("item_id", "article_id", "photo_id", "aweme_id", "bvid", "aid", "id", "id_str")
_PINNED = ("is_top", "is_stick", "isTop", "isStick", "top", "stick", "pinned")
_AUTHOR = ("author", "user", "owner", "account", "publisher", "user_info", "media_info", "author_info")
_AUTHOR_NAME = (
    "media_name",
    "nickname",
    "nick_name",
    "screen_name",
    "author_name",
    "user_name",
    "source_name",
)
_IDENTITY = ("name", "nickname", "nick_name", "screen_name", "user_name", "id", "uid", "user_id", "media_id")
_TAKEN_BACK: dict[str, set[int | str]] = {
    "status": {7},
    "del_flag": {4},
    "is_deleted": {True},
    "deleted": {True, "1"},
}
NO_ENTRIES = "文件里没有认出带时间的发文，不能据此认定没有发布"


class _Entry(Record, frozen=True):
    """An object of a list with the objects directly inside it; `fields` are those of all of them, the outer ones first."""

    fields: dict[str, Any]
    whole: dict[str, Any]


def recognises(body: bytes) -> bool:
    return bool(_entries(body))


def look(body: bytes, seen: dt.datetime | None) -> Look:  # noqa: ARG001  # every way is asked alike; times here are moments
    posts = tuple(_post(entry) for entry in _entries(body))
    return Look(posts=posts, shown_name=_shown(body)) if posts else Look(unread=NO_ENTRIES)


def authors(body: bytes) -> list[frozenset[str]]:
    """For each entry the words that tell whose it is; none where it shows no author."""
    return [_author(entry) for entry in _entries(body)]


def _author(entry: _Entry) -> frozenset[str]:
    inside = (named(entry.whole.get(field), *_IDENTITY) for field in _AUTHOR)
    said = entry.whole.get("author")
    plainly = named({"author": said}, "author") if isinstance(said, str) else frozenset[str]()
    return frozenset().union(*inside, named(entry.whole, *_AUTHOR_NAME), plainly)


def _shown(body: bytes) -> str | None:
    for entry in _entries(body):
        for field in _AUTHOR:
            if name := word(part(entry.whole, field, "name")) or word(part(entry.whole, field, "nickname")):
                return name
        if name := next((said for field in _AUTHOR_NAME if (said := word(entry.whole.get(field)))), None):
            return name
    return None


def _entries(body: bytes) -> list[_Entry]:
    """The longest list of which most objects are posts. Words alone (comments have them too) count only beside an author."""
    best: list[_Entry] = []
    for every in _lists(decoded(body), _DEPTH):
        listed = every[:_ENTRIES]
        entries = [entry for one in listed for entry in _flattened(one)]
        posts = [entry for entry in entries if _is_post(entry)]
        if len(posts) > len(best) and 2 * len(posts) > len(listed):
            best = posts
    return [entry for entry in best if not _is_taken_back(entry)]


def _lists(value: Any, depth: int) -> Iterator[list[dict[str, Any]]]:
    """Every list of objects, also in texts that are JSON themselves."""
    if depth < 0:
        return
    if isinstance(value, str) and value.lstrip()[:1] in {"{", "["}:
        value = decoded(value.encode(errors="replace"))
    if isinstance(value, dict):
        for inner in value.values():
            yield from _lists(inner, depth - 1)
    elif found := objects(value):
        yield found
        for one in found[:_ENTRIES]:
            yield from _lists(one, depth - 1)


def _flattened(one: dict[str, Any]) -> Iterator[_Entry]:
    """The entry, and those that went out together with it: they have words, and no time of their own."""
    inside = [value for field, value in one.items() if isinstance(value, dict) and field not in _AUTHOR]
    fields: dict[str, Any] = {}
    for part_of in (one, *inside):
        fields = part_of | fields
    yield _Entry(fields, one | {k: v for k, v in fields.items() if k in _AUTHOR_NAME})
    for level in (one, *inside):
        for value in level.values():
            for other in objects(value):
                if _first(other, _TITLE) and not _first(other, _TIME):
                    outer = {name: said for name, said in fields.items() if name not in _LINK + _KEY}
                    yield _Entry(outer | other, one)


def _is_post(entry: _Entry) -> bool:
    dated = read_time(_first(entry.fields, _TIME), None) is not None
    has_title = any(isinstance(entry.fields.get(field), str) for field in _TITLE)
    return dated and (has_title or bool(_first(entry.fields, _WORDS) and _author(entry)))


def _is_taken_back(entry: _Entry) -> bool:
    marked = any(
        entry.fields.get(field) in values for field, values in _TAKEN_BACK.items() if _plain(entry, field)
    )
    return marked or not (
        _first(entry.fields, _TITLE) or _first(entry.fields, _WORDS) or _first(entry.fields, _LINK)
    )


def _plain(entry: _Entry, field: str) -> bool:
    return isinstance(entry.fields.get(field), str | int | bool)


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str | None:
    return next((said for name in names if (said := word(fields.get(name)))), None)


def _post(entry: _Entry) -> PostFact:
    text = _first(entry.fields, _TITLE) or _first(entry.fields, _WORDS) or ""
    link = _first(entry.fields, _LINK)
    url = link if link and link.startswith(("http://", "https://")) else None
    time = read_time(_first(entry.fields, _TIME), None)
    post = PostFact(
        key=url or _first(entry.fields, _KEY) or f"{title_of(text)} {time.at if time else ''}",
        title=title_of(text) or "（无文字）",
        published=None,
        url=url,
        pinned=any(entry.fields.get(field) in {True, "1"} for field in _PINNED if _plain(entry, field)),
        text=plain(text) or None,
    )
    return timed(post, time)
