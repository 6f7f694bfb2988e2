"""The open platform of the short videos: the videos of the user who authorised the application; a token past its time is renewed once."""

import datetime as dt
from collections.abc import Generator, Mapping
from urllib.parse import urlencode

from msgspec import structs

from xunwang.inspector.media.interfaces.talk import MOST_PAGES, Answer, Ask, Field, Talk, ended, proven
from xunwang.inspector.media.look import Look, reaches
from xunwang.inspector.media.ways.douyin import NO_VIDEOS, look
from xunwang.inspector.media.ways.payload import decoded, part, word

SERVER = "https://open.douyin.com"
FIELDS = (
    Field("open_id", "用户标识（open_id）", secret=False),
    Field("access_token", "授权令牌（access_token）"),
    Field("client_key", "应用标识（client_key）", needed=False, secret=False),
    Field("refresh_token", "刷新令牌（refresh_token）", needed=False),
)
_PAGE = "20"
_EXPIRED = frozenset({2190008, 10008})


def talk(given: Mapping[str, str], server: str, seen: dt.datetime, since: dt.datetime) -> Talk:
    """The videos back to `since`. What was read before a refusal is without gaps and stays."""
    token, cursor = given.get("access_token", ""), "0"
    pages: list[Look] = []
    renewed = False
    while len(pages) < MOST_PAGES:
        answer = yield _ask(given, server, token, cursor)
        if not renewed and _code(answer) in _EXPIRED:
            token, renewed = (yield from _renewed(given, server)) or token, True
            answer = yield _ask(given, server, token, cursor)
        page = Look(unread=f"抖音接口没有应答：{answer.failed}") if answer.failed else look(answer.body, seen)
        if pages and page.unread == NO_VIDEOS:
            break
        if page.unread:
            return ended(pages, page.unread)
        pages.append(structs.replace(page, posts=proven(page.posts, answer)))
        if page.more is None or page.more in {"?", cursor} or reaches(page, since):
            break
        cursor = page.more
    return ended(pages, None)


def _ask(given: Mapping[str, str], server: str, token: str, cursor: str) -> Ask:
    query = urlencode({"open_id": given.get("open_id", ""), "cursor": cursor, "count": _PAGE})
    address = f"{server}/api/douyin/v1/video/video_list/?{query}"
    return Ask(url=address, shown=address, headers={"access-token": token})


def _code(answer: Answer) -> object:
    json = decoded(answer.body)
    return part(json, "extra", "error_code") or part(json, "data", "error_code")


def _renewed(given: Mapping[str, str], server: str) -> Generator[Ask, Answer, str | None]:
    """A new token for the one that ended; None where the keeper gave nothing to renew it with, or it is refused."""
    if not (given.get("client_key") and given.get("refresh_token")):
        return None
    asked = {
        "client_key": given["client_key"],
        "refresh_token": given["refresh_token"],
        "grant_type": "refresh_token",
    }
    answer = yield Ask(
        url=f"{server}/oauth/refresh_token/",
        shown=None,
        body=urlencode(asked).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    return word(part(decoded(answer.body), "data", "access_token"))
