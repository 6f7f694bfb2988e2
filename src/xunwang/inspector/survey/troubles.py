"""Why a page could not be read, in the words a report prints."""

from xunwang.inspector.crawl.soft404 import BROKEN_WORDS
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import LATE, Attempt, Page, PageKind, Reach

_WORDS = {
    Reach.TIMEOUT: "访问超时",
    Reach.DNS: "域名无法解析",
    Reach.REFUSED: "拒绝连接",
    Reach.RESET: "连接被重置",
    Reach.TLS: "加密连接失败",
    Reach.PROTOCOL: "应答不合协议",
    Reach.UNREADABLE: "内容无法解析",
    Reach.TOO_LARGE: "内容过大",
    Reach.CHALLENGE: "返回反爬验证页",
    Reach.FORBIDDEN: "地址不在允许连接的范围内",
    Reach.ROBOTS: "robots.txt不允许访问",
    Reach.SOFT_404: "打开后是“页面不存在”的提示页",
}
GONE = frozenset({404, 410})

_LED = {
    "elsewhere": "页面只把访问者带往别处，那里未读取",
    "onward": "没有通往其他页面的链接，内容由脚本生成或由脚本转到别处，未能读取",
    "frame": "内容在框架页中，未读取",
}
_BROKEN = "打开后是出错页"
_UNSHOWN = "列表由脚本生成，在浏览器中也未能显示"
_NOT_STARTED = "内容由脚本生成，在浏览器中也未能显示"
_BEYOND = "列表由旧到新排列，后面各页由脚本打开，未能读取"


def attempt_trouble(attempt: Attempt) -> str | None:
    """What kept one request from its content; None when it was answered with it."""
    if attempt.reach is Reach.OK:
        return None
    if attempt.reach is Reach.HTTP:
        return "无法打开" if attempt.status is None else f"无法打开({attempt.status})"
    if attempt.reach is Reach.CHALLENGE and attempt.status is None:  # it was turned away before it could ask
        return attempt.detail or _WORDS[attempt.reach]
    if attempt.detail == BROKEN_WORDS:
        return _BROKEN
    if attempt.detail == Detail.LEFT_ALONE:
        return attempt.detail
    return _WORDS[attempt.reach]


def page_trouble(page: Page, attempt: Attempt, *, rendered: bool) -> str | None:
    """Why the content of an answered page is not at hand; None when it is."""
    if page.kind is PageKind.CHALLENGE:
        return _WORDS[Reach.CHALLENGE]
    if trouble := attempt_trouble(attempt):
        return trouble
    if page.kind is PageKind.ERROR:
        return _BROKEN
    if "body" not in page.script_filled:
        return None
    return late_trouble(page) or (_NOT_STARTED if rendered else "内容由脚本生成，未经浏览器渲染")


def late_trouble(page: Page) -> str | None:
    """Why what is missing in a page that the browser held may but not have come yet; None where all had come."""
    return LATE if "late" in page.script_filled else None


def rest_trouble(page: Page) -> str | None:
    """Why more may stand in a list than was seen; None where it was seen whole."""
    return late_trouble(page) or (_BEYOND if "beyond" in page.script_filled else None)


def list_trouble(page: Page, *, rendered: bool) -> str | None:
    """Why the list of a read page is not at hand: only a script would fill it, or it stands on another page."""
    if page.items:
        return None
    if led := next((words for part, words in _LED.items() if part in page.script_filled), None):
        return led
    if rendered:
        return late_trouble(page) or (_UNSHOWN if "unshown" in page.script_filled else None)
    if "values" in page.script_filled:
        return "内容由脚本生成，未经浏览器渲染"
    return "列表由脚本生成，未经浏览器渲染" if "list" in page.script_filled else None
