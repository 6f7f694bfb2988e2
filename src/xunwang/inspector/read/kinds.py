"""What a page is: home, column, article, an error in the clothes of a page, a challenge in place of one."""

import re
from collections.abc import Callable, Sequence

import msgspec

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Form, Item, PageKind, Zone
from xunwang.inspector.read.dom import Dom

_ERROR = re.compile(
    r"(?:^|\W)404(?:$|\W)|not\s+found|forbidden|bad gateway|service unavailable|internal server error"
    r"|页面(?:不存在|没有找到|未找到|已删除|找不到|丢失|走丢|出错|不见)|找不到(?:该|此|您|你|网|页)|出错啦|(?:无法|不能)(?:访问|找到)"
    r"|访问(?:的|出错|异常)页面|(?:您|你)(?:要|所)?访问的(?:页面|内容|网页)|页面出错|内容(?:不存在|已删除)|没有权限|系统(?:错误|异常|维护)",
    re.IGNORECASE,
)
_SURE_ERROR = re.compile(
    r"^\W*(?:错误|error)?\W*(?:404|403|500|502|503)(?:\W|$)|not found|页面(?:不存在|未找到|没有找到)",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"document\s*\.\s*cookie|__jsl|acw_sc__|_cf_chl|challenge-platform|\$_ts|yunsuo|security_session|safeline|probe\.js|"
    r"waf|captcha|location\.(?:reload|replace|href)", re.IGNORECASE
)  # fmt: skip
_SURE_CHALLENGE = re.compile(
    r"__jsl_clearance|acw_sc__|_cf_chl|challenge-platform|yunsuo_session|\$_ts\s*=|security_verify_data",
    re.IGNORECASE,
)
_CHALLENGE_STATUS = frozenset({202, 403, 412, 468, 503, 521, 567})
_ARTICLE_URL = re.compile(
    r"/t?20\d{6}_\d+\.|/art/\d{4}/|/content[_/]|content_\d+|/info/\d+/\d+|/\d{4,6}/[0-9a-z]{6,}\.s?html?|/c\d+/|[?&](?:articleid|infoid|newsid|id)=\d+"
    r"|/20\d\d[-/]?\d\d/(?:\d\d/)?[^/]+\.s?html?|/[0-9a-f]{24,}\.s?html?|/\d{5,}\.s?html?|detail|article[/_]", re.IGNORECASE
)  # fmt: skip
_LIST_URL = re.compile(
    r"/$|/(?:index|list|default|col)[_\d]*(?:\.[a-z]+)?(?:\?|$)|/col/col\d+", re.IGNORECASE
)
_GUIDE_WORDS = (
    "办理依据", "设定依据", "办理条件", "受理条件", "申请条件", "申请材料", "申报材料", "办理材料", "所需材料", "办理流程", "办理程序",
    "办理时限", "法定时限", "法定办结时限", "承诺时限", "承诺办结时限", "办理地点", "办理地址", "收费标准", "收费依据", "受理机构",
    "实施主体", "实施机构", "服务对象", "办件类型", "咨询方式", "咨询电话", "监督投诉",
)  # fmt: skip
_GUIDE = re.compile(
    rf"(?:^|\n|\t)\W{{0,3}}[一二三四五六七八九十\d、.（）()]{{0,4}}\s*({'|'.join(_GUIDE_WORDS)})"
)
_MESSAGE_PATH = re.compile(r"信箱|留言|咨询|信件|来信|互动")
_END_OF_CRUMBS = frozenset({"正文", "详情", "详细信息", "内容", "文章", "信息内容", "浏览文章"})
_LONG_TEXT = 200
_MANY_LINKS = 3


class Signs(msgspec.Struct, frozen=True):
    """What the readers of the parts found, as far as the kind of the page hangs on it."""

    url: str
    status: int | None
    home: str | None
    title: str
    metas: dict[str, str]
    items: Callable[[], Sequence[Item]]
    forms: Sequence[Form]
    last_crumb: str
    has_pager: bool
    labelled: bool
    body_size: int


def kind_of(dom: Dom, signs: Signs) -> PageKind:
    """The kind of the page. A challenge goes before an error, an error before everything that its template still shows."""
    text = dom.text.strip()
    if _is_challenge(dom, text, signs.status):
        return PageKind.CHALLENGE
    if (signs.status or 200) >= 400 or _is_error(dom, text, signs):
        return PageKind.ERROR
    if signs.home is not None and key_of(signs.url) == key_of(signs.home):
        return PageKind.HOME
    if not signs.labelled and _is_guide(dom.text):
        return PageKind.GUIDE
    if (weight := _article_weight(signs)) >= 2 and _outweighs(weight, signs):
        return PageKind.ARTICLE
    return _other_kind(dom, signs)


def _is_guide(text: str) -> bool:
    return sum(word in text for word in _GUIDE_WORDS) >= 4 and len(set(_GUIDE.findall(text))) >= 4


def _is_challenge(dom: Dom, text: str, status: int | None) -> bool:
    if len(text) > 200 or dom.all("a"):
        return False
    code = "\n".join(script.code for script in dom.scripts)
    if _SURE_CHALLENGE.search(code):
        return True
    return (
        len(text) <= 60
        and bool(code)
        and bool(_CHALLENGE.search(code))
        and (status in _CHALLENGE_STATUS or "cookie" in code)
    )


def _is_error(dom: Dom, text: str, signs: Signs) -> bool:
    if _SURE_ERROR.search(signs.title) and len(text) <= 2000:
        return True
    if len(text) > 300 or signs.items():
        return False
    return bool(_ERROR.search(f"{signs.title}\n{_own_words(dom)}"))


def _own_words(dom: Dom) -> str:
    """The visible text; without the words of links where the page holds a menu or a list, which name other pages."""
    links = [node for node in dom.all("a") if node.get("href")]
    if len(links) < _MANY_LINKS and not any(node.zone is Zone.NAV for node in links):
        return dom.text
    words, place = [], 0
    for node in links:
        words.append(dom.text[place : node.start])
        place = max(place, node.end)
    return "\n".join((*words, dom.text[place:]))


def _article_weight(signs: Signs) -> int:
    weight = (
        2 * bool(signs.metas.get("ArticleTitle")) + 2 * signs.labelled + (signs.last_crumb in _END_OF_CRUMBS)
    )
    return weight + (signs.body_size >= _LONG_TEXT) + bool(_ARTICLE_URL.search(signs.url))


def _outweighs(weight: int, signs: Signs) -> bool:
    """Whether the signs of an article weigh more than those of a list, whose items are only asked for where they can matter."""
    listed = int(bool(_LIST_URL.search(signs.url)))
    listed += bool(signs.metas.get("ColumnName")) and "ArticleTitle" not in signs.metas
    if weight > listed + 2 + 2 * signs.has_pager:
        return True
    dated = sum(item.date is not None for item in signs.items())
    return weight > listed + (dated >= 3) + (dated >= 8) + 2 * (signs.has_pager and bool(signs.items()))


def _other_kind(dom: Dom, signs: Signs) -> PageKind:
    if any(form.purpose == "message" for form in signs.forms):
        return PageKind.MESSAGE
    if "搜索" in signs.title and any(form.purpose == "search" for form in signs.forms) and not signs.items():
        return PageKind.SEARCH
    if signs.items() or signs.has_pager or _names_column(signs) or _holds_list(dom):
        return PageKind.COLUMN
    return (
        PageKind.ARTICLE
        if signs.body_size >= _LONG_TEXT and bool(_ARTICLE_URL.search(signs.url))
        else PageKind.OTHER
    )


def _names_column(signs: Signs) -> bool:
    return bool(signs.metas.get("ColumnName")) and not signs.metas.get("ArticleTitle")


def _holds_list(dom: Dom) -> bool:
    """An empty list in the main part: the place of a list that holds nothing."""
    return any(
        "list" in node.names and node.zone in {Zone.MAIN, Zone.UNKNOWN}
        for node in dom.all("ul", "ol", "table", "div")
    )
