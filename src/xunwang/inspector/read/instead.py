"""What answers in place of a page: an error in the clothes of a page, a challenge, the results of a search."""

import re
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl

from xunwang.inspector.model import Form, Item, Zone, late
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.failing import failure_in, notice_in, without_notices

_ERROR = re.compile(
    r"(?:^|\W)404(?:$|\W)|not\s+found|forbidden|bad gateway|service unavailable|internal server error"
    r"|页面(?:不存在|没有找到|未找到|已删除|找不到|丢失|走丢|出错|不见)|找不到(?:该|此|您|你|网|页)|出错啦|(?:无法|不能)(?:访问|找到)"
    r"|访问(?:的|出错|异常)页面|(?:您|你)(?:要|所)?访问的(?:页面|内容|网页)|页面出错|内容(?:不存在|已删除)|没有权限|系统(?:错误|异常|维护)",
    re.IGNORECASE,
)
_SURE_ERROR = re.compile(
    r"^\W*(?:错误|error)?\W*(?:404|403|500|502|503)(?:\W|$)|not found|^[^“”\"'：:]{0,12}页面(?:不存在|未找到|没有找到)(?=[^\w”\"']|$)",
    re.IGNORECASE,
)
_GONE = late(
    r"(?:页面?|网页|信息|内容|文章|稿件|栏目|文件|资源|网址|地址|链接)[^。，,；\n]{0,10}?(?:不存在|(?:已|被)[经被]{0,2}(?:删除|移除|移走|移动|下线|撤下|更名)|找不到|未找到|没有找到|无法找到|不见了|走丢|暂时(?:不可用|无法访问))"
    r"|(?:找不到|未找到|没有找到|无法找到|无法访问|不能访问|未能找到)(?:该|此|您|你|相应|指定|所|要|请求)的?"
    r"|(?:(?:访问|打开|点击|请求)的|(?<![如若遇果示])[该此])(?:链接|网址|地址|页面|网页)[^。，,；\n]{0,4}失效(?![？?怎如时后])"
    r"|(?:不存在|(?:已|被)[经被]{0,2}(?:删除|移除|下线))[^。\n]{0,20}?(?:自动|即将)(?:返回|跳转|转)",
)
_NOT_FOUND = re.compile(r"\bnot\s+found\b|(?:^|\W)404(?:\W|$)", re.IGNORECASE)
_FOR_NOW = re.compile(
    r"维护|升级|繁忙|稍[后候]再?重?试|权限|请先?(?:登录|登陆)|未(?:登录|登陆)|验证|拦截|频繁|超时|暂时|暂停|重新登[录陆]|会话"
)
_PUBLISHED = re.compile(r"(?:发布|发表|发文|成文)(?:时间|日期)\s*[:：]\s*(?:19|20)\d\d")
_ALERT = re.compile(r"\balert\s*\(\s*([\"'])(.{2,80}?)\1")
_LEAVES = re.compile(r"\bhistory\s*\.|\blocation\b|\bclose\s*\(")
_GONE_SIGN = re.compile(
    r"不存在|找不到|找到|删除|移除|移动|下线|不见了|走丢|不可用|无法访问|不能访问|移走|撤下|更名|失效"
)
_CHALLENGE = late(
    r"document\s*\.\s*cookie|__jsl|acw_sc__|_cf_chl|challenge-platform|\$_ts|yunsuo|security_session|safeline|probe\.js|"
    r"waf|captcha|location\.(?:reload|replace|href)", re.IGNORECASE
)  # fmt: skip
_SURE_CHALLENGE = re.compile(
    r"__jsl_clearance|acw_sc__|_cf_chl|challenge-platform|yunsuo_session|\$_ts\s*=|security_verify_data",
    re.IGNORECASE,
)
_PUZZLE = late(
    r"滑块|(?:拖动|滑动|按住)[^。\n]{0,12}(?:完成|拼图|验证|最右|最后|图)|人机(?:识别|验证|校验)|(?:完成|进行|通过|正在)(?:安全|访问|身份|行为|人机|浏览器)*(?:验证|校验|检查)"
    r"|访问(?:请求)?(?:过于|太)频繁|疑似(?:攻击|机器|爬虫)|verify (?:that )?you are|checking your browser|just a moment",
    re.IGNORECASE,
)
_CHALLENGE_STATUS = frozenset({202, 403, 412, 468, 503, 521, 567})
_SEARCHED_TITLE = re.compile(r"(?:搜索|检索|查询)(?:结果|页)?|search", re.IGNORECASE)
_CALLED_SEARCH = re.compile(
    r"\W*(?:站内|全站|本站|网站|全文|智能|高级)?(?:搜索|检索)(?:结果|页面?)?(?:[\W_]|\Z)"
)
_COUNTED = re.compile(
    r"(?:找到|搜索到|检索到|查询到|查到|共有?|约)[^。\n]{0,16}?\d[\d,]*\s*(?:条|个|项|篇)|(?:用时|耗时)[^。\n]{0,4}\d|(?:没有|未)(?:找到|搜索到|检索到)|的?(?:搜索|检索)结果"
)
_SEARCH_PATH = re.compile(r"/(?:[a-z]*search[a-z]*|jsearch\w*|s)(?:[/.?]|$)", re.IGNORECASE)
_SEARCH_FIELDS = frozenset(
    {"q", "s", "kw", "wd", "key", "keyword", "keywords", "searchword", "searchkey", "searchtext", "query"}
)
_MAIN = frozenset({Zone.MAIN, Zone.UNKNOWN})
_MANY_LINKS = 3
_SHORT = 300  # characters: a notice says little
_HARDLY = 20  # characters beside the notices of PHP, such as the name of a column
_NOTICE = 160  # characters of its main part beside the words of links


def is_challenge(dom: Dom, text: str, status: int | None) -> bool:
    """A challenge shows a few words and no menu, and a script does the rest."""
    if len(text) > _SHORT or len(dom.all("a")) >= _MANY_LINKS or not dom.scripts:
        return False
    if _PUZZLE.search(text):
        return True
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


def is_error(dom: Dom, text: str, title: str, *, listed: Callable[[], Sequence[Item]]) -> bool:
    """`listed`: the items of the page, asked for only where they matter.

    A site's own 404 page may show its whole frame and what else there is to read; what tells when it was published is an article.
    """
    if _SURE_ERROR.search(title) and len(text) <= 2000:
        return True
    if _PUBLISHED.search(text):
        return False
    if (_GONE_SIGN.search(text) and _is_gone(dom)) or (not text and alerted(dom)):
        return True
    if (failure_in(text) or notice_in(text)) and _is_broken(dom):
        return True
    if len(text) > _SHORT or _ERROR.search(f"{title}\n{_own_words(dom)}") is None:
        return False
    return not listed()


def alerted(dom: Dom) -> str:
    """What a page without words says in a box before its script leads away again, where that is that there is nothing to see."""
    code = "\n".join(script.code for script in dom.scripts if len(script.code) <= _SHORT)
    found = _ALERT.search(code) if _LEAVES.search(code) else None
    return found[2] if found and _GONE.search(found[2]) else ""


def is_for_now(words: str) -> bool:
    """Whether an error page speaks of what passes, or of a door that is not open to everybody."""
    return _FOR_NOW.search(words) is not None


def says_gone(words: str) -> bool:
    """Whether the words of an error page are that there is no such page, and not that it cannot be shown for now or to everybody."""
    gone = _GONE.search(words) or _NOT_FOUND.search(words)
    return gone is not None and _FOR_NOW.search(words) is None


def _is_gone(dom: Dom) -> bool:
    """Whether the little that the main part says beside its links is that there is nothing to see."""
    words = _main_words(dom)
    return len("".join(words.split())) <= _NOTICE and _GONE.search(words) is not None


def _is_broken(dom: Dom) -> bool:
    """Whether the little that the main part says beside its links is what a program or a database writes when it fails."""
    words = _main_words(dom)
    if notice_in(words):
        return len("".join(without_notices(words).split())) <= _HARDLY
    return len("".join(words.split())) <= _NOTICE and failure_in(words) is not None


def _main_words(dom: Dom) -> str:
    """The words of the main part that are no links, up to a little more than a notice may hold."""
    links = [node for node in dom.all("a") if node.end > node.start]
    words: list[str] = []
    size = 0
    for start, end, zone in dom.stretches():
        if zone not in _MAIN:
            continue
        for begin, stop in _without(links, start, end):
            piece = dom.text[begin:stop]
            words.append(piece)
            size += len(piece.strip())
        if size > 2 * _NOTICE:
            break
    return "\n".join(words)


def _without(links: Sequence[Node], start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a stretch that stand in no link."""
    parts, place = [], start
    for node in links:
        if node.end <= place or node.start >= end:
            continue
        parts.append((place, node.start))
        place = node.end
    parts.append((place, end))
    return [(begin, stop) for begin, stop in parts if stop > begin]


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


def is_search(
    dom: Dom, url: str, title: str, forms: Sequence[Form], *, listed: Callable[[], Sequence[Item]]
) -> bool:
    """Results of a search: the title or the address says so, and the page counts what it found or asks for words.

    A column named 查询 has neither a query in its address nor a count of results.
    """
    titled = _SEARCHED_TITLE.search(title) is not None
    asked = _asks(url)
    if not titled and not asked:
        return False
    counted = _COUNTED.search(f"{title}\n{_beginning(dom)}") is not None
    if titled and counted and ("结果" in title or asked or (forms and _CALLED_SEARCH.match(title))):
        return True
    if asked:
        return titled or counted
    has_form = any(form.purpose == "search" for form in forms)
    return "搜索" in title and has_form and not listed()


def _beginning(dom: Dom) -> str:
    return "\n".join(dom.text[start:end] for start, end, zone in dom.stretches() if zone in _MAIN)[:600]


def _asks(url: str) -> bool:
    """Whether an address carries words to search for."""
    path, _, query = url.partition("?")
    if not query:
        return False
    fields = {name.lower() for name, value in parse_qsl(query) if value}
    return bool(fields & _SEARCH_FIELDS) and (
        _SEARCH_PATH.search(path) is not None
        or bool(fields & {"s", "q", "keyword", "keywords", "searchword"})
    )
