"""A WeChat article page as anybody may open it."""

import datetime as dt
import html
import re

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import plain, timed
from xunwang.inspector.model import PostFact

_MARK = re.compile(rb"mp\.weixin\.qq\.com|res\.wx\.qq\.com|weixin\.sogou\.com|mmbizurl|wechat", re.IGNORECASE)
_TIME = re.compile(r"var\s+ct\s*=\s*[\"'](\d{10})[\"']")
_TITLE = (
    re.compile(r"<meta\s+property=\"og:title\"\s+content=\"([^\"]*)\""),
    re.compile(r"var\s+msg_title\s*=\s*[\"'](.*?)[\"']\s*(?:\.html\(|;)"),
    re.compile(r"<h\d[^>]*id=\"activity-name\"[^>]*>(.*?)</h\d>", re.DOTALL),
)
_NAME = (
    re.compile(r"var\s+nickname\s*=\s*(?:htmlDecode\()?[\"']([^\"']*)[\"']"),
    re.compile(r"id=\"js_name\"[^>]*>(.*?)<", re.DOTALL),
    re.compile(r"class=\"profile_nickname\"[^>]*>(.*?)<", re.DOTALL),
)
_LINK = (
    re.compile(r"var\s+msg_link\s*=\s*[\"']([^\"']*)[\"']"),
    re.compile(r"<meta\s+property=\"og:url\"\s+content=\"([^\"]*)\""),
)
_ORIGINAL = re.compile(r"var\s+_?copyright_stat\s*=\s*[\"'](\d)[\"']")
# What stands in place of an article. Each is an answer with status 200.
_INSTEAD = (
    ("链接已过期", "文章的临时链接已过期，不能据此认定文章已删除"),
    ("该内容已被发布者删除", "文章已被发布者删除"),
    ("此内容因违规无法查看", "文章因违规无法查看"),
    ("此帐号已自主注销", "账号已注销"),
    ("此账号已自主注销", "账号已注销"),
    ("该公众号已迁移", "公众号已迁移，请按新账号检查"),
    ("环境异常", "平台要求验证后才能查看（环境异常）"),
    ("请输入验证码", "平台要求输入验证码"),
    ("antispider", "平台要求输入验证码"),
    ("访问过于频繁", "平台提示访问过于频繁"),
)


def recognises(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<" and bool(_MARK.search(body[:200_000]))


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """One article is one post and says nothing of silence. The visible time is filled by a script; the variable `ct` holds it."""
    text = body.decode("utf-8", "replace")
    moment = _TIME.search(text)
    if moment is None:
        return Look(unread=_why(text))
    link = _first(_LINK, text)
    title = _first(_TITLE, text) or "（无标题）"
    stat = _ORIGINAL.search(text)
    post = PostFact(
        key=link or f"{title} {moment[1]}",
        title=title,
        published=None,
        url=link,
        original=None if stat is None else stat[1] == "1",
    )
    return Look(posts=(timed(post, read_time(moment[1], seen)),), shown_name=_first(_NAME, text))


def _why(text: str) -> str:
    shown = next((said for mark, said in _INSTEAD if mark in text), None)
    return shown or "页面里没有微信文章，也没有认得的提示"


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    for pattern in patterns:
        found = pattern.search(text)
        if found and (value := plain(html.unescape(found[1]))):
            return value
    return None
