"""The text of a page: the body of an article, or everything that is neither frame nor menu."""

import re
from collections.abc import Mapping

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.shapes import named_sign

_NAMED = re.compile(
    r"trs_editor|ucapcontent|(?:^|\s)zoom(?:con)?(?:$|\s)|article[-_]?(?:content|body|con|text|cont|main)|(?:^|[\s_-])pages?_content"
    r"|news[-_]?(?:content|conent|text|body|con)|con[-_]?text|main-?t(?:e?x)t|detail[-_]?(?:content|body|con|text)|artcon|zw_?content|bt-?content"
    r"|v_news_content|rich_media_content|content[-_]?(?:body|text|main|detail)|(?:^|[\s_-])wz_?con"
)
_OUTSIDE = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_BODIES = named_sign("@body", lambda tag, names: tag == "ucapcontent" or bool(_NAMED.search(names)))
_WHOLE = frozenset({"body", "html", "#page"})
_LONG, _SHORT = (
    20,
    8,
)  # characters of text that may be a body by itself, and of a paragraph that may be part of one
_INFO = re.compile(
    r"(?:来\s*源|作\s*者|点击|浏览|阅读|访问)[^\n。]{0,12}[:：]"
    r"|(?:时间|日期)\s*[:：]\s*20\d\d(?![^\n]{0,24}[至到—~－])"  # a span is what the text is about
)
_TIMED = re.compile(r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?[\sT]+\d{1,2}[:：]\d\d")
_SENTENCE = re.compile(r"[。；！？]")
_INFO_LINE = 120  # characters of the line under a title
_INLINE = frozenset(
    {
        "a",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "s",
        "span",
        "font",
        "label",
        "sup",
        "sub",
        "big",
        "small",
        "ins",
        "del",
        "abbr",
        "q",
        "cite",
        "code",
        "mark",
        "ucapcontent",
        "o:p",
    }
)


def body_of(dom: Dom, heading: Node | None = None) -> Node | None:
    """The element that holds the body of an article: a well-known name, else the one with most running text, never above its `heading`."""
    named = [node for node in dom.all(_BODIES) if node.zone not in _OUTSIDE]
    best = max(named, key=lambda node: node.end - node.start, default=None)
    if best is not None and best.end - best.start >= 40:
        return _innermost_named(named, best)
    return _densest(dom, heading) or best


def _innermost_named(named: list[Node], best: Node) -> Node:
    """A named element within the largest one that still holds nearly all of its text."""
    size = best.end - best.start
    inner = [
        node
        for node in named
        if node is not best and node.within(best) and (node.end - node.start) * 10 >= size * 8
    ]
    return inner[-1] if inner else best


def _densest(dom: Dom, heading: Node | None) -> Node | None:
    """The element whose own paragraphs, below the heading, hold most text that is no link; None where they stand in the page itself."""
    scores: dict[int, float] = {}
    nodes: dict[int, Node] = {}
    linked = _linked(dom)
    for node in dom.all("p", "div", "td", "section", "article", "ucapcontent"):
        own = _own_text(node) - linked.get(id(node), 0)
        if (
            own < (_SHORT if _is_paragraph(node, linked) else _LONG)
            or node.zone in _OUTSIDE
            or not node.visible
            or (heading is not None and (node.end <= heading.start or _is_heading(node, heading)))
        ):
            continue
        if own < _INFO_LINE and _is_info(dom, node):
            continue
        shares = (1.0 if own >= _LONG else 0.0, 0.9, 0.4)
        for share, holder in zip(shares, (node, *node.up()), strict=False):
            scores[id(holder)] = scores.get(id(holder), 0.0) + own * share
            nodes[id(holder)] = holder
    if not scores:
        return None
    best = nodes[max(scores, key=lambda key: scores[key])]
    return None if best.tag in _WHOLE else best


def _is_heading(node: Node, heading: Node) -> bool:
    """Whether an element holds the heading and nothing else."""
    return heading.start <= node.start and node.end <= heading.end


def _is_info(dom: Dom, node: Node) -> bool:
    """Whether a short element is the line under a title: it tells source or clicks, or a day with its time and no sentence."""
    return bool(
        _INFO.search(dom.text, node.start, node.end)
        or (
            _TIMED.search(dom.text, node.start, node.end)
            and not _SENTENCE.search(dom.text, node.start, node.end)
        )
    )


def _is_paragraph(node: Node, linked: Mapping[int, int]) -> bool:
    """A paragraph, also one written as a block without links beside others of its kind."""
    if node.tag == "p" or id(node) in linked:
        return node.tag == "p"
    beside = node.parent.kids if node.parent is not None else ()
    alike = sum(kid.tag == node.tag for kid in beside)
    return node.tag == "div" and alike > 1 and all(kid.tag in _INLINE for kid in node.kids)


def _own_text(node: Node) -> int:
    """The length of the text that stands in the element and not in a block within it."""
    return node.end - node.start - sum(kid.end - kid.start for kid in node.kids if kid.tag not in _INLINE)


def _linked(dom: Dom) -> dict[int, int]:
    lengths: dict[int, int] = {}
    for node in dom.all("a"):
        if node.parent is not None:
            lengths[id(node.parent)] = lengths.get(id(node.parent), 0) + node.end - node.start
    return lengths


def neat(text: str) -> str:
    """Text with its blocks one a line, cells one blank apart."""
    lines = (line.strip() for line in text.replace("\t", " ").split("\n"))
    return "\n".join(line for line in lines if line)


def page_text(dom: Dom) -> str:
    """The visible text of the page without its header, menus, side lists and footer."""
    parts = [dom.text[start:end] for start, end, zone in dom.stretches() if zone not in _OUTSIDE]
    return neat("\n".join(parts))
