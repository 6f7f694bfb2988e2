"""A WeChat article as anybody may open it: its page in the makes of several years, or the answer with `f=json`."""

import datetime as dt
import html
import re

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import decoded, part, plain, timed, word
from xunwang.inspector.model import PostFact

_MARK = re.compile(rb"mp\.weixin\.qq\.com|res\.wx\.qq\.com|weixin\.sogou\.com|mmbizurl|wechat", re.IGNORECASE)
_OWN = re.compile(
    rb'mmbizurl|id="activity-detail"|weui-msg|var\s+msg_title\s*=|"og:site_name"\s+content="'
    + "微信公众平台".encode()
)
# Pages of pictures or of a few words keep all in one object: `window.cgiDataNew = {title: JsDecode('…'), ori_create_time: '…' * 1}`.
_IN_STATE = r"\b{}[\"']?\s*:\s*(?:JsDecode\(\s*)?[\"']([^\"'\n]+)[\"']"
_TIME = (
    re.compile(r"var\s+ct\s*=\s*[\"'](\d{10})[\"']"),
    re.compile(r"\b(?:ori_create_time|create_timestamp|ori_send_time)[\"']?\s*:\s*[\"']?(\d{10})\b"),
)
_TITLE = (
    re.compile(r"<meta\s+property=\"og:title\"\s+content=\"([^\"]*)\""),
    re.compile(r"var\s+msg_title\s*=\s*[\"'](.*?)[\"']\s*(?:\.html\(|;)"),
    re.compile(r"<h\d[^>]*id=\"activity-name\"[^>]*>(.*?)</h\d>", re.DOTALL),
    re.compile(_IN_STATE.format("title")),
)
_NAME = (
    re.compile(r"var\s+nickname\s*=\s*(?:htmlDecode\()?[\"']([^\"']*)[\"']"),
    re.compile(r"id=\"js_name\"[^>]*>(.*?)<", re.DOTALL),
    re.compile(r"class=\"profile_nickname\"[^>]*>(.*?)<", re.DOTALL),
    re.compile(_IN_STATE.format("nick_name")),
)
_LINK = (
    re.compile(r"var\s+msg_link\s*=\s*[\"']([^\"']*)[\"']"),
    re.compile(r"<meta\s+property=\"og:url\"\s+content=\"([^\"]*)\""),
    re.compile(_IN_STATE.format("link")),
)
_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})")
_ORIGINAL = re.compile(r"var\s+_?copyright_stat\s*=\s*[\"'](\d)[\"']")
# What stands in place of an article. Each is an answer with status 200.
_INSTEAD = (
    ("链接已过期", "文章的临时链接已过期，不能据此认定文章已删除"),
    ("该内容已被发布者删除", "文章已被发布者删除"),
    ("此内容因违规无法查看", "文章因违规无法查看"),
    ("此内容被投诉", "文章被投诉后无法查看"),
    ("此内容发送失败", "文章发送失败，无法查看"),
    ("此帐号已被屏蔽", "账号已被平台屏蔽"),
    ("此账号已被屏蔽", "账号已被平台屏蔽"),
    ("帐号迁移流程", "公众号正在迁移，请按新账号检查"),
    ("此帐号已自主注销", "账号已注销"),
    ("此账号已自主注销", "账号已注销"),
    ("该公众号已迁移", "公众号已迁移，请按新账号检查"),
    ("环境异常", "平台要求验证后才能查看（环境异常）"),
    ("请输入验证码", "平台要求输入验证码"),
    ("antispider", "平台要求输入验证码"),
    ("访问过于频繁", "平台提示访问过于频繁"),
)


def recognises(body: bytes) -> bool:
    start = body.lstrip()[:1]
    return (start == b"<" and _is_page(body)) or (start == b"{" and _is_answer(body))


def _is_page(body: bytes) -> bool:
    """Its own frame, or that its platform is named where an article's time or a notice in its place stands: other pages name it in a link."""
    start = body[:200_000]
    if _OWN.search(start):
        return True
    if not _MARK.search(start):
        return False
    text = body.decode("utf-8", "replace")
    return _first(_TIME, text) is not None or any(mark in text for mark, _ in _INSTEAD)


def _is_answer(body: bytes) -> bool:
    return b'"ori_create_time"' in body and b'"nick_name"' in body


def look(body: bytes, seen: dt.datetime | None) -> Look:
    """One article is one post and says nothing of silence. The visible time is filled by a script; a variable of the page holds it."""
    if body.lstrip()[:1] == b"{":
        return _of_answer(decoded(body), seen)
    text = body.decode("utf-8", "replace")
    moment = _first(_TIME, text)
    if moment is None:
        return Look(unread=_why(text))
    link = _first(_LINK, text)
    title = _first(_TITLE, text) or "（无标题）"
    stat = _ORIGINAL.search(text)
    post = PostFact(
        key=link or f"{title} {moment}",
        title=title,
        published=None,
        url=link,
        original=None if stat is None else stat[1] == "1",
    )
    return Look(posts=(timed(post, read_time(moment, seen)),), shown_name=_first(_NAME, text))


def _of_answer(value: object, seen: dt.datetime | None) -> Look:
    """The article as the platform answers programs."""
    title, moment, link = (word(part(value, name)) for name in ("title", "ori_create_time", "link"))
    if moment is None:
        return Look(unread=_why(""))
    stat = word(part(value, "copyright_info", "copyright_stat"))
    link = html.unescape(link) if link else None
    post = PostFact(
        key=link or f"{title} {moment}",
        title=plain(title) or "（无标题）",
        published=None,
        url=link,
        original=None if stat is None else stat == "1",
    )
    return Look(posts=(timed(post, read_time(moment, seen)),), shown_name=word(part(value, "nick_name")))


def _why(text: str) -> str:
    shown = next((said for mark, said in _INSTEAD if mark in text), None)
    return shown or "页面里没有微信文章，也没有认得的提示"


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str | None:
    for pattern in patterns:
        found = pattern.search(text)
        if found and (value := plain(html.unescape(_ESCAPE.sub(lambda one: chr(int(one[1], 16)), found[1])))):
            return value
    return None
