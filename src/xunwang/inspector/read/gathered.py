"""What a walk over the source of a page gathers: elements, text, scripts."""

from collections import defaultdict

from xunwang.inspector.read.nodes import Node, Script, Sink
from xunwang.inspector.read.scripts import Written
from xunwang.inspector.read.shapes import Shape
from xunwang.inspector.read.zones import zone_of

TURNS = "@turns"  # the sign of an element that begins a zone


class Gathered:
    """What was met on the way. `index` finds elements by their tag and their signs; `own` are those of no block, `roots` the topmost of a block."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.light, self.shade = Sink(), Sink()
        self.nodes: list[Node] = []
        self.own: list[Node] = []
        self.index: dict[str, list[Node]] = defaultdict(list)
        self.scripts: list[Script] = []
        self.silent: list[Script] = []  # elements whose inside is no part of the text
        self.titles: list[str] = []
        self.later: list[Written] = []
        self.writes = 0
        self.roots: list[Node] = []
        self.text = self.dark = ""
        self._hidden = hidden

    def open(self, shape: Shape, around: Node) -> Node:
        """A new element within another one; its text follows until it is closed."""
        visible = around.visible and not shape.hides
        if visible and self._hidden and shape.selectors:
            visible = self._hidden.isdisjoint(shape.selectors)
        light, shade, nodes, index = self.light, self.shade, self.nodes, self.index
        if shape.gap:
            (light if visible else shade).part(shape.gap)
        zone = zone_of(shape.tag, shape.names, around.zone, around.firm) if shape.zoned else around.zone
        node = Node(
            shape, shape.tag, shape.attrs, shape.names, around, zone, visible,
            around.firm or shape.firm, around.certain, around.depth + 1, len(nodes), light.length, shade.length,
        )  # fmt: skip
        if zone is not around.zone:
            index[TURNS].append(node)
        nodes.append(node)
        self.own.append(node)
        around.kids.append(node)
        for key in shape.keys:
            index[key].append(node)
        return node

    def close(self, node: Node) -> None:
        """The end of an element: what comes now stands behind it."""
        node.end, node.dark_end, node.stop = self.light.length, self.shade.length, len(self.nodes)
        if gap := node.shape.gap:
            (self.light if node.visible else self.shade).part(gap)

    def finish(self) -> None:
        """The text as a whole, once all of it was met."""
        self.text, self.dark = "".join(self.light.pieces), "".join(self.shade.pieces)

    def take(self, block: "Gathered", around: Node) -> None:
        """What was gathered from a block, put into an element of this page."""
        first = block.nodes[0]
        if first.shape.gap:
            (self.light if first.visible else self.shade).part(first.shape.gap)
        block.move(self.light.length, self.shade.length, len(self.nodes))
        for root in block.roots:
            root.parent = around
        around.kids += block.roots
        self.nodes += block.nodes
        for key, nodes in block.index.items():
            self.index[key].extend(nodes)
        self.scripts += block.scripts
        self.silent += block.silent
        self.titles += block.titles
        self.later += block.later
        self.writes += block.writes
        self.light.take(block.text, block.light.cuts)
        self.shade.take(block.dark, block.shade.cuts)

    def move(self, start: int, dark: int, order: int) -> None:
        """Give the nodes of a block the place it has in a page."""
        root = self.nodes[0]
        right, down, on = start - root.start, dark - root.dark_start, order - root.order
        if right or on:
            for node in self.nodes:
                node.start += right
                node.end += right
                node.order += on
                node.stop += on
        if down:
            for node in self.nodes:
                node.dark_start += down
                node.dark_end += down
