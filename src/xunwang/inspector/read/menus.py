"""Which links of the navigation stand in drop-down menus, told from how its elements are nested."""

from collections.abc import Iterator

from xunwang.inspector.model import LinkKind, Zone
from xunwang.inspector.read.dom import Node
from xunwang.inspector.read.links import Found, Links

_MENUS = frozenset({"ul", "ol", "dl", "div", "table", "p", "dd"})
_BLOCKS = frozenset({"div", "dl", "span", "section"})
_BARS = frozenset({Zone.NAV, Zone.HEADER})
_HIGHEST = 5  # elements above a link among which the entry of its menu is looked for
_FEWEST = 3  # entries of a bar


def submenu_of(found: Links, home: str) -> tuple[str, ...]:
    """The addresses of links below another entry of the navigation; nothing where hardly any entry would be left above them."""
    bar = [
        one
        for one in found
        if one.node.tag == "a" and one.link.kind is LinkKind.PAGE and one.link.zone in _BARS and one.link.text
    ]
    first = _first_links(bar)
    below = [one for one in bar if _stands_below(one, first, home)]
    urls = dict.fromkeys(one.link.url for one in below)
    left = {one.link.url for one in bar} - urls.keys()
    return tuple(urls) if len(left) >= _FEWEST else ()


def _first_links(bar: list[Found]) -> dict[int, Found]:
    """The first link of the bar in each element around one."""
    first: dict[int, Found] = {}
    for one in bar:
        for node in one.node.up():
            if id(node) in first:
                break
            first[id(node)] = one
    return first


def _stands_below(one: Found, first: dict[int, Found], home: str) -> bool:
    """Whether the link is in a menu of its own inside an entry that begins with another link."""
    for entry, menu in _entries_around(one.node):
        lead = first[id(entry)]
        if (
            lead is one
            or lead.node.within(menu)
            or (entry.tag != "li" and _is_built_alike(entry, lead, menu))
        ):
            continue
        alone = not any(inner.tag in {"ul", "ol"} and lead.node.within(inner) for inner in entry.kids)
        return alone and lead.link.url not in {home, one.link.url}
    return False


def _is_built_alike(entry: Node, lead: Found, menu: Node) -> bool:
    """Whether the part of a plain block that holds its first link is built like the part in question: then both are entries of one row."""
    first = next((kid for kid in entry.kids if lead.node.within(kid)), menu)
    return (first.tag, first.names) == (menu.tag, menu.names)


def _may_be_entry(outer: Node) -> bool:
    return outer.tag == "li" or (outer.tag in _BLOCKS and _is_one_of_many(outer))


def _is_one_of_many(block: Node) -> bool:
    """Whether a plain block stands among others of its build, as the entries of a bar do."""
    around = block.parent.kids if block.parent else []
    return sum((kid.tag, kid.names) == (block.tag, block.names) for kid in around) >= _FEWEST


def _entries_around(link: Node) -> Iterator[tuple[Node, Node]]:
    """Pairs of an entry of a menu and the element in it that holds the link and may be a menu below it."""
    inner = link
    for height, outer in enumerate(link.up()):
        if height >= _HIGHEST or outer.zone not in _BARS:
            return
        if inner is not link and inner.tag in _MENUS and _may_be_entry(outer):
            yield outer, inner
        inner = outer
