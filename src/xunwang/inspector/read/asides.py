"""Boxes beside what a page is for that no class tells, only their heading: 推荐阅读, 点击排行."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom, Node

# Where such a heading may begin; a pattern of plain words is searched faster than what tells it for certain.
_SIGN = re.compile(
    "热点|热门|点击|阅读|浏览|文章|人气|热度|推荐|相关|精彩|编辑|站内|为您|为你|猜您|猜你|大家|延伸"
)
_HEAD = re.compile(
    r"(?:(?:热点|热门)(?:推荐|排行榜?|文章|信息|资讯|阅读|内容|浏览|点击)|(?:点击|阅读|浏览|文章|人气|热度)量?排行榜?|推荐(?:阅读|文章|信息|内容|资讯)"
    r"|(?:相关|精彩|编辑|站内|为[您你])推荐|猜[您你]喜欢|大家都?还?在看|延伸阅读|推荐(?=\s*[:：]))(?![\u4e00-\u9fff\w])"
)
# What a list may be headed by, too, so that only a narrow strip beside something wider tells: 最近更新.
_NEWEST = re.compile(
    r"最[新近](?:更新|发布|信息|文章|动态|消息|资讯|内容|公告|新闻|文件)(?![\u4e00-\u9fff\w])"
)
_NEWEST_WORDS = ("最新", "最近")
_GRID = re.compile(r"(?:^|[\s:])(?:(?:layui-)?col-(?:(?:xs|sm|md|lg|xl)-?)?|span)(\d{1,2})(?!\S)")
_NARROWEST_SHARE = 2
_MARKS = re.compile(r"\W+")
_LONGEST = 1_500  # characters
_MOST_LINKS = 30  # links
_FIRM_ZONES = frozenset({Zone.NAV, Zone.FOOTER, Zone.SIDE})
_WHOLE = frozenset({"body", "html", "#page"})
_MAIN_TAGS = frozenset({"h1", "form", "article"})


def is_called(words: str, title: str) -> bool:
    """Whether a heading is what the page itself is called."""
    bare = _MARKS.sub("", words)
    return bare != "" and bare in title


def headed_asides(dom: Dom) -> Iterator[Node]:
    """Boxes of links beside what a page is for that only their own heading tells: 推荐阅读, 点击排行. A page that is called so is that list itself."""
    told = [head for sign in _SIGN.finditer(dom.text) if (head := _HEAD.match(dom.text, sign.start()))]
    if any(word in dom.text for word in _NEWEST_WORDS):
        told += [head for head in _NEWEST.finditer(dom.text) if _is_narrow(dom, dom.node_at(head.start()))]
    heads = [head for head in told if dom.begins_words(head.start())]
    if not heads:
        return
    title = " ".join(dom.titles)
    links = [node for node in dom.all("a") if node.end > node.start]
    starts = [link.start for link in links]
    for head in heads:
        at = bisect_left(starts, head.end())
        if at < len(links) and not is_called(head[0], title):
            yield from _box_of(dom, head.start(), links[at])


def _is_narrow(dom: Dom, node: Node) -> bool:
    """Whether an element stands in the narrow one of the columns that a grid lays out: `col-md-3` beside `col-md-9`. Beside pictures that change it is what the page is for."""
    for outer in (node, *node.up()):
        if width := _width(outer):
            beside = (kid for kid in (outer.parent.kids if outer.parent else ()) if kid is not outer)
            wide = [kid for kid in beside if _width(kid) >= _NARROWEST_SHARE * width]
            return bool(wide) and not any(_shows_pictures(dom, kid) for kid in wide)
    return False


def _shows_pictures(dom: Dom, node: Node) -> bool:
    """Whether an element leads on by pictures and tells no day."""
    linked = any(one.tag == "img" and any(outer.tag == "a" for outer in one.up()) for one in node.walk())
    return linked and FULL.search(dom.text_of(node)) is None


def _width(node: Node) -> int:
    """Of how many parts of the grid an element is wide; 0 outside of any."""
    found = _GRID.search(node.names)
    return int(found[1]) if found else 0


def _box_of(dom: Dom, start: int, link: Node) -> Iterator[Node]:
    """The elements of a box that opens with a heading: the one around it and the `link` behind it, else the heading and what follows it beside other things."""
    node = dom.node_at(start)
    if node.zone in _FIRM_ZONES:
        return
    while not link.within(node):
        parent = node.parent
        ends_here = parent is None or parent.tag in _WHOLE or _opens_late(dom, parent, start)
        if ends_here or parent is None or (link.within(parent) and not _is_box(dom, parent)):
            yield from _headed(dom, node, link)
            return
        node = parent
    if not _opens_late(dom, node, start) and _is_box(dom, node):
        yield node


def _headed(dom: Dom, head: Node, link: Node) -> Iterator[Node]:
    """A heading and the box that follows it."""
    follows = next((kid for kid in _after(head) if kid.end > kid.start), None)
    if follows is not None and link.within(follows) and _is_box(dom, follows):
        yield from (head, follows)


def _opens_late(dom: Dom, node: Node, start: int) -> bool:
    """Whether an element says something before a place in it."""
    return any(sign.isalnum() for sign in dom.text[node.start : start])


def _after(node: Node) -> Iterator[Node]:
    return (kid for kid in (node.parent.kids if node.parent else ()) if kid.order > node.order)


def _is_box(dom: Dom, node: Node) -> bool:
    if node.end - node.start > _LONGEST:
        return False
    inside = dom.inside(node)
    return sum(inner.tag == "a" for inner in inside) <= _MOST_LINKS and not any(
        inner.tag in _MAIN_TAGS or inner.zone in _FIRM_ZONES for inner in inside
    )
