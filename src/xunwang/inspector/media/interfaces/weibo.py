"""The open platform of the microblog: the timeline of the user who authorised the application, page by page."""

import datetime as dt
from collections.abc import Mapping
from urllib.parse import urlencode

from msgspec import structs

from xunwang.inspector.media.interfaces.talk import MOST_PAGES, Ask, Field, Talk, ended, proven
from xunwang.inspector.media.look import Look, reaches
from xunwang.inspector.media.ways.weibo import NO_STATUSES, look

SERVER = "https://api.weibo.com"
FIELDS = (
    Field("access_token", "授权令牌（access_token）"),
    Field("uid", "用户编号（uid）", needed=False, secret=False),
)
_PAGE = 100


def talk(given: Mapping[str, str], server: str, seen: dt.datetime, since: dt.datetime) -> Talk:
    """The timeline back to `since`. What was read before a refusal is without gaps and stays."""
    pages: list[Look] = []
    asked = {"count": str(_PAGE), **({"uid": given["uid"]} if given.get("uid") else {})}
    shown = f"{server}/2/statuses/user_timeline.json"
    for number in range(1, MOST_PAGES + 1):
        query = urlencode({**asked, "page": str(number)})
        token = urlencode({"access_token": given.get("access_token", "")})
        answer = yield Ask(url=f"{shown}?{query}&{token}", shown=f"{shown}?{query}")
        page = Look(unread=f"微博接口没有应答：{answer.failed}") if answer.failed else look(answer.body, seen)
        if pages and page.unread == NO_STATUSES:
            break
        if page.unread:
            return ended(pages, page.unread)
        pages.append(structs.replace(page, posts=proven(page.posts, answer)))
        if reaches(page, since) or _has_all(pages):
            break
    return ended(pages, None)


def _has_all(pages: list[Look]) -> bool:
    total = pages[-1].total
    return total is not None and sum(len(page.posts) for page in pages) >= total
