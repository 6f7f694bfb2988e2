"""A page beside its siblings: what it alone names is a weak sign, and told as a suspicion where one more stands beside it."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from xunwang.inspector.fetch.urls import host_of, is_ip, key_of, locator_of, resolve
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import makes, wares, words
from xunwang.inspector.safety.deep import DeepPage
from xunwang.inspector.safety.elements import words_of
from xunwang.inspector.safety.hosts import domain_of, name_weight
from xunwang.inspector.safety.siblings import Lone
from xunwang.inspector.safety.styles import strongest

_CARRYING = (
    "a[href], area[href], iframe[src], frame[src], script[src], embed[src], object[data], form[action]"
)
_WHERETO = ("href", "src", "data", "action")
_LOADING = frozenset({"script", "iframe", "frame", "embed", "object"})
_MUCH, _ALL = 0.4, 0.95  # shares of the words of a page that make a box its content, and the page itself
_SELLS_A_LITTLE = 0.0  # log odds
# What firms call out, and no office.
_TRADE = re.compile(
    r"批发|厂家|直销|专卖|代购|热卖|特价|报价|多少钱|哪家好|[订定]做|定制|加盟|整[形容]|开锁|搬家|疏通|办证|代办|优惠|包邮|正品"
)
_SPOKEN_HERE = re.compile(
    "[\u0f00-\u0fff\u1800-\u18af\u06c6\u06c8\u06d0\u06d5]"
)  # Tibetan, Mongolian, Uyghur
# Matters of offices that sound like trade, and who made or keeps a page.
_PUBLIC = re.compile(r"农|菜|帮扶|帮办|景区|门票|公交|备案|家政|年货|政务")
_KEPT_BY = re.compile(r"技术支持|承办|制作|维护|网站建设|统计|科技|标识|阅读器|播放器|浏览器")
_MOST = 6  # places of one host that are looked at
_USUAL = (None, 80, 443)
_FORM = re.compile(r"<form\b", re.IGNORECASE)
_FOUND = 80


def sign_of(lone: Lone, source: str, siblings: Sequence[str], home: str) -> SafetySign | None:
    """What speaks against a page that stands apart, besides that; `source` is its own, `siblings` are those of others of its template."""
    if lone.url is None:
        return _of_description(lone, home)
    domain = domain_of(lone.url)
    if not domain or any(domain in other for other in siblings):
        return None
    deep = DeepPage(source, lone.page.url, home)
    for node, url in _carriers(deep, domain):
        if _is_within_content(deep, node):
            return None
        reasons = list(dict.fromkeys(_reasons(deep, node, url, siblings)))
        if len(reasons) > (not lone.unnamed):
            return _of_node(lone, node, url, reasons, home)
    return None


def _carriers(deep: DeepPage, domain: str) -> Iterator[tuple[LexborNode, str]]:
    """The elements that lead to a domain, load from it or hand something to it."""
    left = _MOST
    for node in deep.tree.css(_CARRYING):
        written = next((told for name in _WHERETO if (told := node.attributes.get(name))), "")
        url = resolve(written, deep.url) if domain in written.lower() else None
        if url is not None and domain_of(url) == domain and left:
            left -= 1
            yield node, url


def _is_within_content(deep: DeepPage, node: LexborNode) -> bool:
    """Whether the smallest box around it that holds much of the page's words is less than the whole page."""
    whole = len(deep.tree.body.text() or "") if deep.tree.body else 0
    at = node.parent
    while at is not None and at.tag not in {"body", "html"}:
        share = len(at.text() or "") / whole if whole else 0.0
        if share >= _MUCH:
            return share < _ALL
        at = at.parent
    return False


def _reasons(deep: DeepPage, node: LexborNode, url: str, siblings: Sequence[str]) -> Iterator[str]:
    """The second signs beside that it stands alone."""
    if name_weight(url):
        yield "域名形似博彩、色情或临时网站"
    if node.tag != "a" and (is_ip(host_of(url)) or urlsplit(url).port not in _USUAL):
        yield "地址是裸IP或非常用端口"
    means, _, is_part = deep.hidden(node)
    worst = strongest(means)
    if worst is not None and not is_part and node.tag != "script":
        yield worst.words
    if deep.tail and url.partition("//")[2][:_FOUND] in deep.tail:
        yield "写在页面结束标记之后"
    if node.tag == "a":
        yield from _of_link(node)
    elif node.tag == "form" and any(
        len(_FORM.findall(other)) >= len(deep.tree.css("form")) for other in siblings
    ):
        yield "其他页面的表单都交给本网站"
    elif node.tag in _LOADING and node.tag != "script" and _is_last(node):
        yield "位于页面末尾"


def _of_link(node: LexborNode) -> Iterator[str]:
    text = words_of(node)
    if not any(map(str.isalnum, text)) and node.css_first("img") is None:
        yield "链接没有文字"
    elif not _PUBLIC.search(text) and (
        _TRADE.search(text) or wares.odds(words.plain(text)) >= _SELLS_A_LITTLE
    ):
        yield "链接文字像在招揽生意"
    if _is_last(node) and not _is_of_maker(node):
        yield "位于页面末尾"


def _is_of_maker(node: LexborNode) -> bool:
    """Whether it is a badge, or says who made the page or what shows it."""
    line = node.parent if node.parent is not None and node.parent.tag != "body" else node
    return node.css_first("img") is not None or _KEPT_BY.search(words_of(line)) is not None


def _is_last(node: LexborNode) -> bool:
    """Whether it stands bare, or in one bare box, at the end of the body."""
    at = node
    if at.parent is not None and at.parent.tag != "body" and not at.parent.attributes:
        at = at.parent
    if at.parent is None or at.parent.tag != "body":
        return False
    behind = at.next
    while behind is not None:
        if behind.tag not in {"-text", "-comment", "script", "a", "br"}:
            return False
        behind = behind.next
    return True


def _of_description(lone: Lone, home: str) -> SafetySign | None:
    told = lone.page.told
    if words.is_sober(told) or not (
        wares.sells(words.plain(told))
        or len(makes.lures(told)) > 1
        or (makes.is_in_another_tongue(told) and not _SPOKEN_HERE.search(told))
        or words.weigh(words.plain(told)).weight
    ):
        return None
    return SafetySign(
        kind=SafetyKind.SPAM,
        rule="siblings",
        place=f"siblings:{locator_of(lone.page.url, home)}",
        found=told[:_FOUND],
        why=f"疑似植入推广内容：描述标签与本页标题和正文毫无关系，像在招揽生意；{_compared(lone, home)}的描述都与正文相符",
    )


def _of_node(lone: Lone, node: LexborNode, url: str, reasons: list[str], home: str) -> SafetySign:
    what = {"form": "表单交给", "script": "引用", "a": "链接到"}.get(node.tag or "", "嵌入")
    kind = (
        SafetyKind.SCRIPT
        if node.tag in _LOADING
        else SafetyKind.REDIRECT
        if node.tag == "form"
        else SafetyKind.SPAM
    )
    unnamed = "，全站再无别处提到" if lone.unnamed else ""
    text = words_of(node) if node.tag == "a" else ""
    return SafetySign(
        kind=kind,
        rule="siblings",
        place=key_of(url),
        found=f"{text[: _FOUND // 2]}（{url}）" if text else url,
        why=f"只有本页在正文以外{what}外部网站{domain_of(url)}{unnamed}；{'；'.join(reasons)}；{_compared(lone, home)}均没有",
        target=url,
        bad=name_weight(url) > 1,
    )


def _compared(lone: Lone, home: str) -> str:
    named = "、".join(locator_of(one.url, home) for one in lone.siblings)
    return f"同一模板的另外{lone.many}页（如{named}）"
