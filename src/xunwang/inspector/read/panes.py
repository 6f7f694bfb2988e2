"""Panes of tabs that stay hidden on a page because each has a page of its own: what they hold is that page's."""

from collections.abc import Mapping, Sequence

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.read.dom import Node
from xunwang.inspector.read.links import Links

_BETWEEN = 2  # characters between two tabs


def is_of_another_page(container: Node, tabs: Mapping[str, str], here: str) -> bool:
    """Whether a list lies in a hidden pane whose tab leads to another page. `tabs`: where tabs lead, by the id of their pane."""
    hidden = [node for node in (container, *container.up()) if not node.visible]
    if not hidden:
        return False
    pane = hidden[-1]
    url = tabs.get(pane.get("id")) or _by_place(pane)
    return url is not None and key_of(url) != key_of(here)


def tabs_of(found: Links) -> dict[str, str]:
    """Where the links lead that name the element they open (`aria-controls`), by the id of that."""
    named = ((one.node.get("aria-controls"), one.link.url) for one in found if one.node.tag == "a")
    return {name: url for name, url in named if name}


def _by_place(pane: Node) -> str | None:
    """Where the tab leads that has among the tabs the place of the pane among the panes, which follow them."""
    before = [kid for kid in pane.parent.kids if kid.stop <= pane.order] if pane.parent is not None else []
    bars = ((place, links) for place, kid in enumerate(reversed(before)) if (links := _tabs_in(kid)))
    place, links = next(bars, (0, []))
    found = links[place].found if place < len(links) else None
    return found.link.url if found is not None else None


def _tabs_in(bar: Node) -> Sequence[Node]:
    """The links of an element that holds nothing beside links, at least two."""
    links = [node for node in bar.walk() if node.tag == "a"]
    said = sum(link.end - link.start for link in links)
    return links if len(links) > 1 and bar.end - bar.start <= said + _BETWEEN * len(links) else []
