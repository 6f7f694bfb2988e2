"""A page as a light tree in which every element knows its zone, its visibility and its text.

The visible text of the page is one string, `Dom.text`; the hidden text another, `Dom.dark`. An element is a span of each, so that
a pattern is searched once over the page and its hits are then placed in the tree. Blocks end in a newline, table cells in a tab,
every other white space is one blank. What inline scripts write with fixed strings stands where they write it.
"""

import re
import threading
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, pairwise
from operator import attrgetter

from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.model import Zone
from xunwang.inspector.read.blocks import Shelf
from xunwang.inspector.read.gathered import TURNS
from xunwang.inspector.read.hiding import hidden_names
from xunwang.inspector.read.nodes import Node, Script, top_node
from xunwang.inspector.read.plain import Unplain
from xunwang.inspector.read.shapes import shape_of
from xunwang.inspector.read.traditional import simplified
from xunwang.inspector.read.walk import Walk

__all__ = ["Dom", "Node", "Script"]

_JSP = re.compile(r"<%.*?%>", re.DOTALL)
_UNRUN = re.compile(
    r"<!--.*?-->|<(?P<tag>script|style|textarea|select)\b.*?</(?P=tag)>|>[^<>]*(?P<code><%=[^<>%\n]{1,80}%>)",
    re.DOTALL | re.IGNORECASE,
)
_SOFT = frozenset({Zone.UNKNOWN, Zone.MAIN, Zone.HEADER})
_local = threading.local()


def shelf() -> Shelf:
    """The blocks that this thread has met."""
    known: Shelf | None = getattr(_local, "shelf", None)
    if known is None:
        known = _local.shelf = Shelf()
    return known


def _walked(source: str, shelf: Shelf | None, site: str) -> tuple[Node, Walk]:
    """The page as it is written, where that spells its tree, else as the parser writes it out."""
    hidden = hidden_names(source)
    top, walk = top_node(), Walk(hidden, shelf, plain=True, site=site)
    try:
        walk.read(source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source, top)
    except Unplain:
        top, walk = top_node(), Walk(hidden, shelf, site=site)
        root = LexborHTMLParser(source).root
        walk.read((root.html if root is not None else None) or "", top)
    return top, walk


class Dom:
    """The walked page. `nodes` are all elements in document order; `all` finds them by name or sign.

    `unrun` is the first expression of JSP or ASP among its words that the server left as it was written, "" mostly.
    """

    def __init__(self, source: str, shelf: Shelf | None = None, site: str = "") -> None:
        self.unrun = ""
        if "<%" in source:
            self.unrun = next((one["code"] for one in _UNRUN.finditer(source) if one["code"]), "")
            source = _JSP.sub("", source)
        self.top, walk = _walked(source, shelf, site)
        self._fill_later(walk)
        walk.close(self.top)
        walk.finish()
        self._walk = walk
        self._several: dict[tuple[str, ...], list[Node]] = {}
        self._painted: list[tuple[Node, Zone]] = []
        self._painted_tops: list[Node] = []
        self.nodes, self.index, self.scripts, self.titles = walk.nodes, walk.index, walk.scripts, walk.titles
        self.silent = walk.silent
        self.text, self.dark = walk.text, walk.dark
        self._cuts, self._dark_cuts = walk.light.cuts, walk.shade.cuts
        self.turns = self.index.get(TURNS, [])  # the elements that begin a zone
        self._zone_starts: list[int] = []
        self._zones: list[Zone] = []

    def release(self) -> None:
        """Take the blocks that other pages share out of this page again, as they were; nothing is asked of the page hereafter.

        The page's own elements let go of each other, so that they leave memory at once and not by a search for what is unused.
        """
        for node, zone in reversed(self._painted):
            node.zone = zone
        for block in self._walk.placed:
            for root in block.walk.roots:
                root.parent = None
        for node in self._walk.own:
            node.parent = node.found = None

    # ── asking ──

    @cached_property
    def simple(self) -> str:
        """The visible text with the traditional characters of labels made simple, place by place."""
        return simplified(self.text)

    def all(self, *keys: str) -> list[Node]:
        """The elements with one of these tags or signs, in document order."""
        if len(keys) == 1:
            return self.index.get(keys[0], [])
        known = self._several.get(keys)
        if known is None:
            found = [nodes for key in keys if (nodes := self.index.get(key))]
            known = found[0] if len(found) == 1 else sorted(chain(*found), key=attrgetter("order"))
            self._several[keys] = known
        return known

    def inside(self, node: Node) -> list[Node]:
        """The element and all below it, in document order."""
        return self.nodes[max(0, node.order) : node.stop]

    def text_of(self, node: Node) -> str:
        """The visible text of an element, trimmed."""
        return self.text[node.start : node.end].strip()

    def any_text_of(self, node: Node) -> str:
        """The text of an element whether it is seen or not."""
        seen = self.text[node.start : node.end].strip()
        unseen = self.dark[node.dark_start : node.dark_end].strip()
        return f"{seen} {unseen}" if seen and unseen else seen or unseen

    def paint(self, top: Node, zone: Zone, over: frozenset[Zone] = _SOFT) -> None:
        """Give an element and what is in it a zone where no firmer one was told."""
        self._painted_tops.append(top)
        for node in self.inside(top):
            if node.zone in over:
                self._painted.append((node, node.zone))
                node.zone = zone

    def chart_zones(self) -> None:
        """Note where the zone of the visible text changes, once no zone changes any more."""
        self._zone_starts, self._zones = [0], [Zone.UNKNOWN]
        if self._painted:
            # Paint moves the borders of zones only to those of what was painted.
            maybe = sorted({node.order: node for node in (*self.turns, *self._painted_tops)}.items())
            self.turns = [
                node for _, node in maybe if node.parent is not None and node.zone is not node.parent.zone
            ]
        inside: list[Node] = []
        for node in self.turns:
            while inside and not node.within(inside[-1]):
                self._leave_zone(inside.pop())
            self._mark_zone(node.start, node.zone)
            inside.append(node)
        while inside:
            self._leave_zone(inside.pop())

    def _leave_zone(self, node: Node) -> None:
        self._mark_zone(node.end, node.parent.zone if node.parent else Zone.UNKNOWN)

    def _mark_zone(self, place: int, zone: Zone) -> None:
        if self._zone_starts[-1] == place:
            self._zones[-1] = zone
        elif self._zones[-1] is not zone:
            self._zone_starts.append(place)
            self._zones.append(zone)

    def zone_at(self, place: int) -> Zone:
        """The zone of a place of the visible text."""
        return self._zones[bisect_right(self._zone_starts, place) - 1]

    def stretches(self) -> Iterator[tuple[int, int, Zone]]:
        """The visible text cut where the zone changes: start, end, zone."""
        ends = [*self._zone_starts[1:], len(self.text)]
        yield from zip(self._zone_starts, ends, self._zones, strict=True)

    def pieces(self, start: int, end: int, dark: bool = False) -> list[str]:
        """The text of a span, cut where text nodes, blocks and cells begin; nothing empty."""
        if start >= end:
            return []
        text, cuts = (self.dark, self._dark_cuts) if dark else (self.text, self._cuts)
        whole = text[start:end]
        if whole.isspace():
            return []
        first = bisect_right(cuts, start)
        last = bisect_right(cuts, end - 1, first)
        if first == last and "\n" not in whole and "\t" not in whole:
            return [whole.strip()]
        edges = pairwise([start, *cuts[first:last], end])
        parts = [whole] if first == last else [text[begin:stop] for begin, stop in edges]
        lines = (line for part in parts for line in part.replace("\t", "\n").split("\n"))
        return [piece for line in lines if (piece := line.strip())]

    def begins_words(self, place: int) -> bool:
        """Whether what stands at a place of the visible text is no continuation of Chinese words before it."""
        if place == 0 or not "\u4e00" <= self.text[place - 1] <= "\u9fff":
            return True
        index = bisect_right(self._cuts, place) - 1
        return index >= 0 and self._cuts[index] == place

    def node_at(self, place: int) -> Node:
        """The innermost element whose visible text holds the place."""
        node, inner = self.top, self.top.kids
        while inner:
            for kid in inner:
                if kid.start <= place < kid.end:
                    node, inner = kid, kid.kids
                    break
            else:
                break
        return node

    def _fill_later(self, walk: Walk) -> None:
        """What is written into an element by its id stands at the end, in the zone of that element."""
        later, walk.later = walk.later, []
        if not later:
            return
        by_id = {node.get("id"): node for node in walk.nodes if node.attrs.get("id")}
        for written in later:
            target = by_id.get(written.target or "")
            if target is None:
                continue
            holder = walk.open(shape_of("#filled"), self.top)
            holder.zone, holder.visible = target.zone, target.visible
            if holder.zone is not self.top.zone:
                walk.index[TURNS].append(holder)
            walk.write(written.html, holder, certain=written.certain)
            walk.close(holder)
