"""Zones of a page whose classes tell nothing: the menu, what stands before it, and the footer around the marks."""

import re
from collections.abc import Iterator

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dom import Dom, Node

_BLOCKS = frozenset(
    {"ul", "ol", "div", "table", "tr", "td", "dl", "p", "section", "tbody", "center", "footer", "header"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "form"})
_MARK = re.compile(
    r"标\s*识\s*码|ICP\s*备|公\s*网\s*安\s*备|主\s*办\s*(?:单\s*位|方)?\s*[:：]|版权所有|Copyright",
    re.IGNORECASE,
)
_LINKS_IN_MENU = 3
_MENU_WORD = 8  # characters of the average word of a menu
_FOOTER_SIZE = 700


def infer_zones(dom: Dom) -> None:
    """Give a menu, a header and a footer to a page in which nothing is called so. Told zones stay as they are."""
    menu = _menu(dom)
    if menu is not None:
        _paint(menu, Zone.NAV)
    first = menu or next(
        (node for node in dom.nodes if node.zone is Zone.NAV and node.end > node.start), None
    )
    if first is not None and not any(node.zone is Zone.HEADER for node in dom.nodes):
        for node in _before(first):
            _paint(node, Zone.HEADER)
    if (footer := _footer(dom)) is not None:
        for node in (footer, *_marked_before(dom, footer), *_written_footers(dom)):
            _paint(node, Zone.FOOTER)
    dom.chart_zones()


def _paint(top: Node, zone: Zone) -> None:
    for node in top.walk():
        if node.zone in {Zone.UNKNOWN, Zone.MAIN, Zone.HEADER}:
            node.zone = zone


def _menu(dom: Dom) -> Node | None:
    """The first block of the page that holds little but short links, where no element is called a menu."""
    counts: dict[int, list[int]] = {}
    for node in dom.all("a"):
        size = node.end - node.start
        if node.zone is Zone.NAV and node.visible:
            return None
        if size == 0:
            continue
        for outer in node.up():
            count = counts.setdefault(id(outer), [0, 0])
            count[0] += 1
            count[1] += size
    limit = max(1500, len(dom.text) * 2 // 5)
    for node in dom.nodes:
        links, size = counts.get(id(node), (0, 0))
        if (
            links < _LINKS_IN_MENU
            or node.tag not in _BLOCKS
            or node.start > limit
            or node.zone is Zone.FOOTER
        ):
            continue
        own = node.end - node.start
        if size <= links * _MENU_WORD and own <= size + links * 3 + 4 and not _holds_more(dom, node):
            return node
    return None


def _holds_more(dom: Dom, node: Node) -> bool:
    """Whether a block of short links holds a heading or the way to the page, which no menu does."""
    return "位置" in dom.text_of(node) or any(inner.tag in _HEADINGS for inner in node.walk())


def _before(menu: Node) -> Iterator[Node]:
    """The elements that stand wholly before the menu, largest first."""
    inner = menu
    for outer in menu.up():
        for kid in outer.kids:
            if kid is inner:
                break
            if kid.tag not in {"head", "script", "style", "meta", "link"}:
                yield kid
        inner = outer


def _footer(dom: Dom) -> Node | None:
    """The element around the marks at the end of the page, where no footer is told that holds any."""
    places = [found.start() for found in _MARK.finditer(dom.text)]
    standing = [place for place in places if not _is_written_by_script(dom.node_at(place))]
    if any(dom.node_at(place).zone is Zone.FOOTER for place in standing or places):
        return None
    places = standing or places
    places = [
        place for place in places if place >= len(dom.text) // 2 or len(dom.text) - place <= _FOOTER_SIZE
    ]
    if not places:
        return None
    node = dom.node_at(places[-1])
    while (parent := node.parent) is not None and parent.tag not in {"body", "html", "#page", "#filled"}:
        if parent.end - parent.start > _FOOTER_SIZE or _holds_main(parent):
            break
        node = parent
    return node if node.tag not in {"body", "html", "#page"} else None


def _marked_before(dom: Dom, footer: Node) -> Iterator[Node]:
    """The blocks right before the footer that hold marks too: a footer of several paragraphs, or a page that is one."""
    siblings = footer.parent.kids if footer.parent else []
    for node in reversed(siblings[: siblings.index(footer)] if footer in siblings else []):
        text = dom.text[node.start : node.end].strip()
        if _holds_main(node) or len(text) > _FOOTER_SIZE or (text and not _MARK.search(text)):
            return
        yield node


def _written_footers(dom: Dom) -> Iterator[Node]:
    """What scripts write that holds marks: the footer once more, where the page at hand holds it already."""
    for node in dom.nodes:
        if node.tag == "#filled" and _MARK.search(dom.text[node.start : node.end]):
            yield node


def _is_written_by_script(node: Node) -> bool:
    """Whether it stands only in the text that a script would write: once the script ran, the page holds it too."""
    return node.tag == "#filled" or any(outer.tag == "#filled" for outer in node.up())


def _holds_main(node: Node) -> bool:
    return any(inner.zone is Zone.NAV or inner.tag in {"h1", "form", "article"} for inner in node.walk())
