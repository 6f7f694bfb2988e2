"""Zones of a page whose classes tell nothing: the menu, what stands before it, and the footer around the marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import Zone
from xunwang.inspector.read.asides import headed_asides
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.near import Near

_BLOCKS = frozenset(
    {"ul", "ol", "div", "table", "tr", "td", "dl", "p", "section", "tbody", "center", "footer", "header"}
)
_LINKS = frozenset({"a", "area"})
_ELSEWHERE = re.compile(r"[a-z]+:|//|#", re.IGNORECASE)
_PART = re.compile(r"\s*#[^\s/!]")  # a place of the page; `#/` and `#!` are pages of an application
_FEWEST_TABS = 2
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "form"})
_MARK = re.compile(
    r"标\s*识\s*码|ICP\s*备|公\s*网\s*安\s*备|主\s*办\s*(?:单\s*位|方)?\s*[:：]|版权所有|Copyright",
    re.IGNORECASE,
)
_MARKS = Near(_MARK, "标Ii公主版Cc", r"标\s*识|[Ii]|公\s*网|主\s*办|版权|[Cc]", 0)
_TITLES = frozenset({"h1", "h2", "h3", "h4"})
_HEADED = 200  # characters of a title with its day and source
_MAIN_TAGS = frozenset({"h1", "form", "article"})
_NAV, _HEADER, _FOOTER = Zone.NAV, Zone.HEADER, Zone.FOOTER  # looking a member up costs more than to compare
_DAYS = re.compile(r"(?<!\d)20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_FEWEST_DAYS = 2
_NUMBER = re.compile(r"(?<!\d)(?:0\d{2,3}[-－—) ）]?)?\d{7,8}(?!\d)|(?<!\d)1\d{10}(?!\d)|(?<!\d)1\d{4}(?!\d)")
_SMALLEST_LIST = 40  # characters
_LINKS_IN_MENU = 3
_MENU_WORD = 8  # characters of the average word of a menu
_FOOTER_SIZE = 700
_LARGE_FOOTER = 4_000  # characters; a larger one is looked at anew, so that no page can fill the memory
_INDEX = re.compile(r"(?:index|default)\.", re.IGNORECASE)
_SHARE_BELOW = 0.8
_SLASHES_OF_A_SITE = 3  # of http://host/


def infer_zones(dom: Dom, url: str = "", home: str | None = None) -> None:
    """Give a menu, a header and a footer to a page in which nothing is called so. Told zones stay as they are.

    Without `url` and `home`, the addresses of the page and of the home page, links below the page itself may be a menu, too.
    """
    for node in _telephones_called_menus(dom):
        dom.paint(node, node.parent.zone if node.parent else Zone.UNKNOWN, over=frozenset({Zone.NAV}))
    for node in _lists_called_menus(dom):
        dom.paint(node, Zone.UNKNOWN, over=frozenset({Zone.NAV}))
    for node in (*_tabs_called_menus(dom), *_words_called_menus(dom)):
        dom.paint(node, node.parent.zone if node.parent else Zone.UNKNOWN, over=frozenset({Zone.NAV}))
    for node in _headings_called_headers(dom):
        dom.paint(node, Zone.UNKNOWN, over=frozenset({Zone.HEADER}))
    menu = _menu(dom, _Below(url, home))
    if menu is not None:
        dom.paint(menu, Zone.NAV)
    first = menu or next((node for node in dom.nodes if node.zone is _NAV and node.end > node.start), None)
    if first is not None and not _stands_below(dom, first):
        headed = any(node.zone is _HEADER for node in dom.nodes)
        for node in _before(first):
            if not headed or "head" in node.names:
                dom.paint(node, Zone.HEADER)
    _paint_ends(dom, is_home=home is not None and key_of(url) == key_of(home))
    dom.chart_zones()


def _paint_ends(dom: Dom, *, is_home: bool) -> None:
    """The footer, and the boxes beside what a page is for; on a home page they are what it is for."""
    if (footer := _footer(dom)) is not None:
        for node in (footer, *_marked_before(dom, footer), *_written_footers(dom)):
            dom.paint(node, Zone.FOOTER)
    for node in () if is_home else headed_asides(dom):
        dom.paint(node, Zone.SIDE)


def _telephones_called_menus(dom: Dom) -> list[Node]:
    """Cells that are called a menu and hold a number: `dh` stands for 导航 and for 电话."""
    cells = (node for node in dom.turns if node.zone is _NAV and not node.kids)
    return [node for node in cells if _NUMBER.search(dom.text, node.start, node.end)]


def _lists_called_menus(dom: Dom) -> list[Node]:
    """Elements that are called a menu and show titles with days: `xxgk_nav_list` holds the list beside the menu."""
    found: list[Node] = []
    for node in dom.turns:
        if node.zone is not _NAV or any(node.within(outer) for outer in found):
            continue
        days = _DAYS.findall(dom.text, node.start, node.end) if node.end - node.start > _SMALLEST_LIST else ()
        links = [link for link in node.walk() if link.tag == "a"] if len(days) >= _FEWEST_DAYS else []
        if links and sum(link.end - link.start for link in links) >= _MENU_WORD * len(links):
            found.append(node)
    return found


def _tabs_called_menus(dom: Dom) -> list[Node]:
    """Elements that are called a menu and lead nowhere but to parts of this page: the tabs of a component (`nav-tabs`) are no way through the site."""
    return [node for node in dom.turns if node.zone is _NAV and _stays_here(node)]


def _stays_here(node: Node) -> bool:
    links = 0
    for inner in node.walk():
        if inner.tag != "a":
            continue
        if _PART.match(inner.get("href")) is None:
            return False
        links += 1
    return links >= _FEWEST_TABS


def _words_called_menus(dom: Dom) -> list[Node]:
    """Elements that are called a menu, hold a heading with its day (`nav01`) and lead nowhere: no clock stands below a heading."""
    return [node for node in dom.turns if node.zone is _NAV and _is_dated_heading(dom, node)]


def _is_dated_heading(dom: Dom, node: Node) -> bool:
    if not _DAYS.search(dom.text, node.start, node.end):
        return False
    tags = {inner.tag for inner in node.walk()}
    return not tags.isdisjoint(_TITLES) and tags.isdisjoint(_LINKS)


def _headings_called_headers(dom: Dom) -> list[Node]:
    """Elements behind the menu that are called a header and hold the heading of an article with its day: `page-header`."""
    headers = [node for node in dom.turns if node.zone is _HEADER and node.end - node.start <= _HEADED]
    headed = [node for node in headers if _DAYS.search(dom.text, node.start, node.end)]
    menu = (
        next((node.end for node in dom.turns if node.zone is _NAV and node.end > node.start), None)
        if headed
        else None
    )
    return [
        node
        for node in headed
        if menu is not None
        and node.start >= menu
        and any(inner.tag in _TITLES for inner in node.walk())
        and not any(inner.tag in {"a", "img"} for inner in node.walk())
    ]


def _menu(dom: Dom, below: "_Below") -> Node | None:
    """The first block of the page that holds little but short links, where no element is called a menu."""
    links = dom.all("a")
    if any(node.zone is _NAV and node.visible for node in links):
        return None
    links = [node for node in links if node.end > node.start]
    orders = [node.order for node in links]
    sizes = list(accumulate((node.end - node.start for node in links), initial=0))
    limit = max(1500, len(dom.text) * 2 // 5)
    for node in dom.nodes:
        if node.tag not in _BLOCKS or node.start > limit or node.zone is _FOOTER:
            continue
        first, last = bisect_right(orders, node.order), bisect_left(orders, node.stop)
        count, size = last - first, sizes[last] - sizes[first]
        if (
            count >= _LINKS_IN_MENU
            and size <= count * _MENU_WORD
            and node.end - node.start <= size + count * 3 + 4
            and not _holds_more(dom, node)
            and not below.holds(links[first:last])
        ):
            return node
    return None


class _Below:
    """The folder of a page. What leads there is what a column holds; the menu of a site leads elsewhere, too."""

    def __init__(self, url: str, home: str | None) -> None:
        head, _, name = url.partition("?")[0].partition("#")[0].rpartition("/")
        folder = f"{head}/" if not name or _INDEX.match(name) else f"{head}/{name.partition('.')[0]}/"
        is_top = home is None or folder.count("/") <= _SLASHES_OF_A_SITE or home.startswith(folder)
        self._url = url
        self._folder = None if is_top else folder

    def holds(self, links: Sequence[Node]) -> bool:
        """Whether hardly a link leads out of the folder: forms to download may lie elsewhere."""
        if self._folder is None:
            return False
        targets = [resolve(link.get("href"), self._url) or "" for link in links]
        inside = sum(one.startswith(self._folder) and one != self._folder for one in targets)
        return inside >= _SHARE_BELOW * len(links)


def _holds_more(dom: Dom, node: Node) -> bool:
    """Whether a block of short links holds a heading or the way to the page, which no menu does."""
    return "位置" in dom.text_of(node) or any(inner.tag in _HEADINGS for inner in dom.inside(node))


def _stands_below(dom: Dom, menu: Node) -> bool:
    """Whether a menu follows the marks of the footer, as the bar at the foot of a page for telephones does."""
    return menu.start * 2 > len(dom.text) and _MARKS.search(dom.text[: menu.start]) is not None


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
    written = bool(dom.all("#filled"))
    if not written and any(_is_marked(dom, node) for node in dom.turns if node.zone is _FOOTER):
        return None
    places = [found.start() for found in _MARKS.finditer(dom.text)]
    standing = [place for place in places if not (written and _is_written_by_script(dom.node_at(place)))]
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
        if parent.end - parent.start > _FOOTER_SIZE or _holds_main(dom, parent):
            break
        node = parent
    return node if node.tag not in {"body", "html", "#page"} else None


def _is_marked(dom: Dom, footer: Node) -> bool:
    """Whether an element that begins a footer holds a mark of it."""
    text = dom.text[footer.start : footer.end]
    places = _marks_in(text) if len(text) <= _LARGE_FOOTER else _marks_in.__wrapped__(text)
    return any(dom.node_at(footer.start + place).zone is _FOOTER for place in places)


@lru_cache(maxsize=1_024)
def _marks_in(footer: str) -> tuple[int, ...]:
    """Where the marks of a footer begin; most pages of a site show the same."""
    return tuple(found.start() for found in _MARKS.finditer(footer))


def _marked_before(dom: Dom, footer: Node) -> Iterator[Node]:
    """The blocks right before the footer that hold marks too: a footer of several paragraphs, or a page that is one."""
    siblings = footer.parent.kids if footer.parent else []
    for node in reversed(siblings[: siblings.index(footer)] if footer in siblings else []):
        text = dom.text[node.start : node.end].strip()
        if _holds_main(dom, node) or len(text) > _FOOTER_SIZE or (text and _MARKS.search(text) is None):
            return
        if text or not (_may_be_filled(node) or _leads_on(node)):
            yield node


def _may_be_filled(node: Node) -> bool:
    """Whether an empty block before the footer may be the place of a list that a script fills: it holds an empty list."""
    return any(inner.tag in {"ul", "ol", "table"} for inner in node.walk())


def _leads_on(node: Node) -> bool:
    """Whether pictures without words lead to pages of the site: a column may show nothing else. The signs of a footer lead elsewhere."""
    links = (inner.get("href").strip() for inner in node.walk() if inner.tag in _LINKS)
    return any(link and _ELSEWHERE.match(link) is None for link in links)


def _written_footers(dom: Dom) -> Iterator[Node]:
    """What scripts write that holds marks: the footer once more, where the page at hand holds it already."""
    for node in dom.all("#filled"):
        if _MARKS.search(dom.text[node.start : node.end]):
            yield node


def _is_written_by_script(node: Node) -> bool:
    """Whether it stands only in the text that a script would write: once the script ran, the page holds it too."""
    return node.tag == "#filled" or any(outer.tag == "#filled" for outer in node.up())


def _holds_main(dom: Dom, node: Node) -> bool:
    return any(inner.zone is _NAV or inner.tag in _MAIN_TAGS for inner in dom.inside(node))
