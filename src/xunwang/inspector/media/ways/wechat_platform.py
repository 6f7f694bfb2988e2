"""The interface of the WeChat official-account platform: published articles and permanent material."""

import datetime as dt
from typing import Any

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import addresses, decoded, objects, part, plain, timed, word
from xunwang.inspector.model import PostFact

ERRORS = {
    40001: "凭证无效或已过期，请重新获取 access_token",
    40014: "凭证不合法，请重新获取 access_token",
    42001: "凭证已过期，请重新获取 access_token",
    42007: "凭证已失效，请重新获取 access_token",
    40013: "AppID 不正确，请核对",
    40125: "AppSecret 不正确，请核对",
    40164: "本系统的出口地址不在公众号的 IP 白名单里，请在公众平台上添加",
    45011: "接口调用太频繁，请稍后再试",
    45009: "接口调用次数已达上限，请次日再试",
    48001: "该公众号没有此接口的权限（须已认证）",
    50005: "用户未关注该公众号",
    53600: "文章编号无效",
}
PARTIAL = "平台接口不列出群发的文章"


def recognises(body: bytes) -> bool:
    json = decoded(body)
    if not isinstance(json, dict):
        return False
    return "errcode" in json or ("item" in json and bool({"total_count", "item_count"} & json.keys()))


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """The posts of one answer of `freepublish/batchget` or `material/batchget_material`.

    Articles sent to all followers are missing in both lists, so they never prove silence: `complete_since` stays None.
    """
    json = decoded(body)
    code = part(json, "errcode")
    if isinstance(code, int) and code != 0:
        said = ERRORS.get(code) or word(part(json, "errmsg")) or "原因不明"
        return Look(unread=f"微信公众平台接口没有给出数据（{code}）：{said}")
    posts = [post for item in objects(part(json, "item")) for post in _articles(item, seen)]
    return Look(posts=tuple(posts))


def _articles(item: dict[str, Any], seen: dt.datetime | None) -> list[PostFact]:
    """One item may hold several articles that went out together. Its time stands in `content` or beside it."""
    content = item.get("content") or {}
    at = part(content, "update_time") or item.get("update_time") or part(content, "create_time")
    time = read_time(at, seen)
    mother = word(item.get("article_id")) or word(item.get("media_id")) or ""
    return [
        timed(_article(news, f"{mother}#{number}"), time)
        for number, news in enumerate(objects(part(content, "news_item")))
        if news.get("is_deleted") is not True
    ]


def _article(news: dict[str, Any], fallback: str) -> PostFact:
    text = word(news.get("content")) or word(news.get("digest")) or ""
    url = word(news.get("url"))
    return PostFact(
        key=url or fallback,
        title=plain(word(news.get("title"))) or "（无标题）",
        published=None,
        url=url,
        text=plain(text) or None,
        links=addresses(text),
    )


def next_offset(body: bytes, offset: int) -> int | None:
    """Where the next page of the list begins; None when this one was the last."""
    json = decoded(body)
    got, total = part(json, "item_count"), part(json, "total_count")
    if not isinstance(got, int) or not isinstance(total, int) or got <= 0:
        return None
    return offset + got if offset + got < total else None
