"""The official-account platform: a token for the account's own id and secret, then the lists of published articles and of material."""

import datetime as dt
from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import structs

from xunwang.inspector.media.interfaces.talk import MOST_PAGES, Answer, Ask, Field, Talk, proven
from xunwang.inspector.media.look import Look, reaches
from xunwang.inspector.media.ways.payload import decoded, part, word
from xunwang.inspector.media.ways.wechat_platform import PARTIAL, look, next_offset

SERVER = "https://api.weixin.qq.com"
FIELDS = (Field("appid", "AppID", secret=False), Field("secret", "AppSecret"))
_LISTS = (
    ("/cgi-bin/freepublish/batchget", {"no_content": 0}),
    ("/cgi-bin/material/batchget_material", {"type": "news"}),
)
_PAGE = 20
_STALE_TOKEN = frozenset({40001, 40014, 42001, 42007})


def talk(given: Mapping[str, str], server: str, seen: dt.datetime, since: dt.datetime) -> Talk:
    """Both lists, back to `since`. A token that ends in the middle is asked for anew once a page.

    Articles sent to all followers are in neither list, so the look never claims to be complete.
    """
    held = _Token(given, server, seen)
    read: list[Look] = []
    problems = []
    for path, body in _LISTS:
        pages, problem = yield from _list(held, server + path, body, seen, since)
        read += pages
        problems += [problem] if problem else []
        if held.refused:
            break
    posts = tuple({post.key: post for page in read for post in page.posts}.values())
    why = "；".join(dict.fromkeys(problems)) or None
    if not read:
        return Look(unread=why)
    note = f"读到{len(posts)}条，其余未能读取：{why}" if why else PARTIAL
    return Look(posts=posts, note=note)


class _Token:
    """The access token of one talk. `refused`: why none is given, in Chinese."""

    def __init__(self, given: Mapping[str, str], server: str, seen: dt.datetime) -> None:
        self._given, self._server, self._seen = given, server, seen
        self.value: str | None = None
        self.refused: str | None = None

    def fetch(self) -> Generator[Ask, Answer, None]:
        asked = urlencode(
            {
                "grant_type": "client_credential",
                "appid": self._given.get("appid", ""),
                "secret": self._given.get("secret", ""),
            }
        )
        answer = yield Ask(url=f"{self._server}/cgi-bin/token?{asked}", shown=None)
        self.value = word(part(decoded(answer.body), "access_token"))
        if self.value is None:
            said = f"微信公众平台接口没有应答：{answer.failed}" if answer.failed else None
            refusal = look(answer.body, self._seen).unread
            self.refused = said or refusal or "微信公众平台没有给出 access_token，请核对 AppID 和 AppSecret"


def _list(
    held: _Token, address: str, body: Mapping[str, Any], seen: dt.datetime, since: dt.datetime
) -> Generator[Ask, Answer, tuple[list[Look], str | None]]:
    """The pages of one list, and why it ended before its end."""
    pages: list[Look] = []
    offset: int | None = 0
    while offset is not None and len(pages) < MOST_PAGES:
        answer = yield from _page(held, address, {**body, "offset": offset, "count": _PAGE})
        if held.refused or answer.failed:
            return pages, held.refused or f"微信公众平台接口没有应答：{answer.failed}"
        page = look(answer.body, seen)
        if page.unread:
            return pages, page.unread
        pages.append(structs.replace(page, posts=proven(page.posts, answer)))
        offset = None if reaches(page, since) else next_offset(answer.body, offset)
    return pages, None


def _page(held: _Token, address: str, body: Mapping[str, Any]) -> Generator[Ask, Answer, Answer]:
    for _ in range(2):
        if held.value is None:
            yield from held.fetch()
        if held.value is None:
            return Answer()
        shown = f"{address}?offset={body['offset']}"
        answer = yield Ask(
            url=f"{address}?{urlencode({'access_token': held.value})}",
            shown=shown,
            body=msgspec.json.encode(body),
            headers={"Content-Type": "application/json"},
        )
        if part(decoded(answer.body), "errcode") not in _STALE_TOKEN:
            break
        held.value = None
    return answer
