"""The visible text of an account's page, as the bookmarklet sends it -> the posts that it shows.

Platforms differ in their markup and change it often, but all of them write a time on a line of its own, or at the end of one,
beside the words of the post. What is read so proves that something was published where a link stands at the words or the time:
side bars and comments show times too. It never proves silence.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import structs

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.times import PostTime, read_time
from xunwang.inspector.media.ways.payload import objects, part, plain, word
from xunwang.inspector.model import SHANGHAI, PostFact, Record

NO_POSTS = "采集的页面里没有认出发布的内容，请在账号的内容列表页上重新采集"
FROM_TEXT = "按页面文字认出，可能不全"
WITHOUT_LINK = "有的文字旁边没有发布内容的链接（可能是评论、推荐），其时间不作为更新依据"
_ANY_MOMENT = dt.datetime(2020, 1, 1, tzinfo=SHANGHAI)
_LINES = 5_000
_TIME_LINE = 40  # characters of a line that is a time with little beside it
_LEAST_TITLE = 6
_TIME = re.compile(
    r"刚刚|(?:\d+|半|[一二两三四五六七八九十]+)\s*个?\s*(?:秒钟?|分钟|小时|天|日|周|星期|月|年)之?前|"
    r"(?:今天|今日|昨天|昨日|前天)(?:\s*\d{1,2}:\d{2})?|"
    r"(?:20\d{2}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?!\d)"
)
_BESIDE = re.compile(
    r"发布于?|更新于?|来自.*|原创|转载|阅读.*|播放.*|评论.*|点赞.*|编辑|[\s·|｜:：,，.。\-—\d万w+]"
)
_PINNED = re.compile(r"置顶")


class _Stamp(Record, frozen=True):
    """A line that shows a time."""

    line: int
    written: str
    time: PostTime


def read_lines(json: Any, at: dt.datetime | None) -> Look:
    """Times are read as of the moment of the capture. What no line nearby explains is not taken for a post."""
    lines = [plain(line) for line in (word(part(json, "text")) or "").splitlines()][:_LINES]
    lines = [line for line in lines if line]
    links = {
        text: word(one.get("url"))
        for one in objects(part(json, "links"))
        if (text := plain(word(one.get("text"))))
    }
    stamps = list(_stamps(lines, at, before=at))
    posts = [post for post in _posts(lines, stamps, links) if post]
    untold = "" if at else _untold(lines, len(stamps))
    if not posts:
        return Look(unread=untold or NO_POSTS, seen=at)
    unique = tuple({post.key: post for post in posts}.values())
    name, body = word(part(json, "account")), word(part(json, "certified"))
    unsure = any(post.published is None for post in unique)
    note = "；".join(filter(None, (FROM_TEXT, WITHOUT_LINK if unsure else "", untold)))
    return Look(posts=unique, seen=at, note=note, shown_name=name, certified_body=body)


def _untold(lines: Sequence[str], read: int) -> str:
    """That times count from the moment of saving (“3小时前”), which nobody says; "" where there are none."""
    count = sum(1 for _ in _stamps(lines, _ANY_MOMENT)) - read
    if count <= 0:
        return ""
    return (
        f"有{count}处时间（如“3小时前”“11-03”）要从保存的那一刻算起，文件没有写明，没有计入，请填写保存时间"
    )


def _stamps(
    lines: Sequence[str], at: dt.datetime | None, before: dt.datetime | None = None
) -> Iterator[_Stamp]:
    """Times as of `at`, none of them after `before`."""
    for number, line in enumerate(lines):
        found = _TIME.search(line)
        if found is None or len(line) > _TIME_LINE or _BESIDE.sub("", line.replace(found[0], "")):
            continue
        time = read_time(found[0].strip(), at)
        if time is not None and (before is None or time.at <= before):
            yield _Stamp(number, found[0], time)


def _posts(
    lines: Sequence[str], stamps: Sequence[_Stamp], links: dict[str, str | None]
) -> Iterator[PostFact | None]:
    """The words of a post stand between its time and the one before it, or, where times come first, the one after.

    On a page with links a post without one at its words or its time has no time of its own: it may be somebody else's.
    """
    edges = [-1, *(stamp.line for stamp in stamps), len(lines)]
    before = [_title(lines[edges[n] + 1 : edges[n + 1]], links) for n in range(len(stamps))]
    after = [_title(lines[edges[n + 1] + 1 : edges[n + 2]], links) for n in range(len(stamps))]
    titles = before if _linked(before, links) >= _linked(after, links) else after
    for number, (stamp, title) in enumerate(zip(stamps, titles, strict=True)):
        if title is None:
            continue
        nearby = lines[edges[number] + 1 : edges[number + 1]]
        linked = not links or not {title, lines[stamp.line], stamp.written.strip()}.isdisjoint(links)
        post = _post(stamp, title, links.get(title), pinned=any(_PINNED.search(line) for line in nearby))
        yield post if linked else structs.replace(post, published=None, day_only=False)


def _linked(titles: Sequence[str | None], links: dict[str, str | None]) -> tuple[int, int]:
    return sum(title in links for title in titles if title), sum(title is not None for title in titles)


def _title(block: Sequence[str], links: dict[str, str | None]) -> str | None:
    """The line with the most words, one that leads somewhere first; figures and blanks are no words."""
    words = [line for line in block if len(line) >= _LEAST_TITLE]
    return max(words, key=lambda line: (line in links, sum(sign.isalpha() for sign in line)), default=None)


def _post(stamp: _Stamp, title: str, url: str | None, *, pinned: bool) -> PostFact:
    shown = title if len(title) <= 120 else f"{title[:119]}…"
    return PostFact(
        key=url or f"{shown} {stamp.time.at:%Y-%m-%d}",
        title=shown,
        published=stamp.time.at,
        day_only=stamp.time.day_only,
        url=url,
        pinned=pinned,
        text=title if shown != title else None,
    )
