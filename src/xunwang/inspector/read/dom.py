"""One walk over the parsed page: a light tree in which every element knows its zone, its visibility and its text.

The visible text of the page is one string, `Dom.text`; the hidden text another, `Dom.dark`. An element is a span of each, so that
a pattern is searched once over the page and its hits are then placed in the tree. Blocks end in a newline, table cells in a tab,
every other white space is one blank. What inline scripts write with fixed strings stands where they write it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.inspector.model import Zone
from xunwang.inspector.read.hiding import hidden_names, is_hidden
from xunwang.inspector.read.scripts import Written, written_by
from xunwang.inspector.read.zones import ZONE_TAGS, zone_of

_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
        "ucaptitle",
        "marquee",
    }
)
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "svg", "math", "select", "object", "textarea", "title"}
)
_JSP = re.compile(r"<%.*?%>", re.DOTALL)
_RECORDS = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_MAX_DEPTH = 400


class Node:
    """An element: `start:end` is its span of the visible text, `dark_start:dark_end` of the hidden text."""

    __slots__ = (
        "attrs", "certain", "dark_end", "dark_start", "depth", "end", "firm", "kids", "names", "order", "parent",
        "start", "tag", "visible", "zone",
    )  # fmt: skip

    def __init__(self, tag: str, attrs: Mapping[str, str | None], parent: "Node | None") -> None:
        self.tag = tag
        self.attrs = attrs
        self.parent = parent
        self.kids: list[Node] = []
        self.names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}".strip().lower() if attrs else ""
        self.zone: Zone = parent.zone if parent else Zone.UNKNOWN
        self.visible: bool = parent.visible if parent else True
        self.firm: bool = parent.firm if parent else False
        self.certain: bool = parent.certain if parent else True
        self.depth: int = parent.depth + 1 if parent else 0
        self.order = self.start = self.end = self.dark_start = self.dark_end = 0

    def get(self, name: str) -> str:
        """The attribute, stripped; "" where it is missing or empty."""
        return (self.attrs.get(name) or "").strip()

    def up(self) -> "Iterator[Node]":
        """The ancestors, nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def walk(self) -> "Iterator[Node]":
        """The element and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.kids))

    def within(self, other: "Node") -> bool:
        return self is other or any(node is other for node in self.up())


class Script:
    """A script element: its place, its address or its code."""

    __slots__ = ("code", "node")

    def __init__(self, node: Node, code: str) -> None:
        self.node = node
        self.code = code


class _Sink:
    """Text as it is collected: pieces, the length so far, and where each text node began."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.cuts: list[int] = []
        self.last = "\n"

    def say(self, raw: str) -> None:
        words = " ".join(raw.split())
        if not words:
            self.space(" ")
            return
        if raw[0].isspace():
            self.space(" ")
        self.cuts.append(self.length)
        self._add(words)
        if raw[-1].isspace():
            self.space(" ")

    def space(self, kind: str) -> None:
        """A separator; the stronger of two neighbours stays."""
        if kind == " " and self.last in " \n\t":
            return
        if kind == "\t" and self.last in "\n\t":
            return
        if kind == "\n" and self.last == "\n":
            return
        self._add(kind)

    def _add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        self.last = text[-1]


class Dom:
    """The walked page. `nodes` are all elements in document order; `by_tag` finds them by name."""

    def __init__(self, source: str) -> None:
        source = _JSP.sub("", source) if "<%" in source else source
        self._hidden = hidden_names(source)
        self._light, self._shade = _Sink(), _Sink()
        self._zone_starts: list[int] = []
        self._zones: list[Zone] = []
        self._later: list[Written] = []
        self._kept: list[LexborHTMLParser] = []  # a tree lives as long as its parser
        self.nodes: list[Node] = []
        self.by_tag: dict[str, list[Node]] = {}
        self.scripts: list[Script] = []
        self.titles: list[str] = []
        self.top = Node("#page", {}, None)
        self._read(source, self.top)
        self._fill_later()
        self._close(self.top)
        self.text = "".join(self._light.pieces)
        self.dark = "".join(self._shade.pieces)
        self._cuts, self._dark_cuts = self._light.cuts, self._shade.cuts
        self.chart_zones()

    # ── asking ──

    def all(self, *tags: str) -> list[Node]:
        if len(tags) == 1:
            return self.by_tag.get(tags[0], [])
        return sorted(
            (node for tag in tags for node in self.by_tag.get(tag, [])), key=lambda node: node.order
        )

    def text_of(self, node: Node) -> str:
        """The visible text of an element, trimmed."""
        return self.text[node.start : node.end].strip()

    def any_text_of(self, node: Node) -> str:
        """The text of an element whether it is seen or not."""
        seen = self.text[node.start : node.end].strip()
        unseen = self.dark[node.dark_start : node.dark_end].strip()
        return f"{seen} {unseen}" if seen and unseen else seen or unseen

    def chart_zones(self) -> None:
        """Note where the zone of the visible text changes; to be called again when zones were changed."""
        self._zone_starts, self._zones = [0], [Zone.UNKNOWN]
        inside: list[Node] = []
        for node in self.nodes:
            if node.parent is None or node.zone is node.parent.zone:
                continue
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
        text, cuts = (self.dark, self._dark_cuts) if dark else (self.text, self._cuts)
        first, last = bisect_right(cuts, start), bisect_right(cuts, max(start, end - 1))
        edges = [start, *cuts[first:last], end]
        found = []
        for begin, stop in pairwise(edges):
            found += [piece for raw in re.split(r"[\n\t]", text[begin:stop]) if (piece := raw.strip())]
        return found

    def begins_words(self, place: int) -> bool:
        """Whether what stands at a place of the visible text is no continuation of Chinese words before it."""
        if place == 0 or not "\u4e00" <= self.text[place - 1] <= "\u9fff":
            return True
        index = bisect_right(self._cuts, place) - 1
        return index >= 0 and self._cuts[index] == place

    def node_at(self, place: int) -> Node:
        """The innermost element whose visible text holds the place."""
        node = self.top
        while inner := next((kid for kid in node.kids if kid.start <= place < kid.end), None):
            node = inner
        return node

    # ── walking ──

    def _read(self, source: str, top: Node) -> None:
        parser = LexborHTMLParser(source)
        self._kept.append(parser)
        if parser.root is not None:
            self._walk(parser.root, top)

    def _walk(self, root: LexborNode, top: Node) -> None:
        stack: list[tuple[LexborNode | None, Node]] = [(root, top)]
        while stack:
            raw, around = stack.pop()
            if raw is None:
                self._close(around)
                continue
            if raw is not root and (following := raw.next) is not None:
                stack.append((following, around))
            if raw.is_text_node:
                (self._light if around.visible else self._shade).say(raw.text_content or "")
            elif raw.is_element_node and around.depth < _MAX_DEPTH:
                self._enter(raw, around, stack)

    def _enter(self, raw: LexborNode, around: Node, stack: list[tuple[LexborNode | None, Node]]) -> None:
        tag = raw.tag or ""
        node = self._open(tag, raw.attributes, around)
        if tag == "script":
            self._script(node, raw.text(deep=True))
        elif tag == "title":
            self.titles.append(raw.text(deep=True))
        stack.append((None, node))
        if tag not in _SILENT and (first := raw.child) is not None:
            stack.append((first, node))

    def _open(self, tag: str, attrs: Mapping[str, str | None], around: Node) -> Node:
        node = Node(tag, attrs, around)
        node.order = len(self.nodes)
        self.nodes.append(node)
        around.kids.append(node)
        self.by_tag.setdefault(tag, []).append(node)
        if (node.names or tag in ZONE_TAGS) and tag not in {"html", "body"}:
            node.zone = zone_of(tag, node.names, around.zone, around.firm)
        node.firm = around.firm or tag in {"main", "article"}
        if node.visible and attrs and is_hidden(tag, attrs, self._hidden):
            node.visible = False
        self._separate(tag, node)
        node.start, node.dark_start = self._light.length, self._shade.length
        return node

    def _close(self, node: Node) -> None:
        node.end, node.dark_end = self._light.length, self._shade.length
        self._separate(node.tag, node)

    def _separate(self, tag: str, node: Node) -> None:
        sink = self._light if node.visible else self._shade
        if tag in _BLOCKS or tag == "br":
            sink.space("\n")
        elif tag in _CELLS:
            sink.space("\t")

    # ── what scripts write ──

    def _script(self, node: Node, code: str) -> None:
        self.scripts.append(Script(node, code))
        if not code or node.parent is None:
            return
        if "<record>" in code:
            self._write("".join(_RECORDS.findall(code)), node.parent, certain=True)
            return
        for written in written_by(code):
            if written.target is None:
                self._write(written.html, node.parent, certain=written.certain)
            else:
                self._later.append(written)

    def _write(self, html: str, around: Node, *, certain: bool) -> None:
        parser = LexborHTMLParser(f"<body>{html}")
        self._kept.append(parser)
        if parser.body is None or len(self._kept) > 40:
            return
        holder = self._open("#written", {}, around)
        holder.certain = around.certain and certain
        holder.visible = holder.visible and holder.certain
        if (first := parser.body.child) is not None:
            self._siblings(first, holder)
        self._close(holder)

    def _siblings(self, first: LexborNode, holder: Node) -> None:
        node: LexborNode | None = first
        while node is not None:
            self._walk(node, holder)
            node = node.next

    def _fill_later(self) -> None:
        """What is written into an element by its id stands at the end, in the zone of that element."""
        by_id = {node.get("id"): node for node in self.nodes if node.attrs and node.attrs.get("id")}
        later, self._later = self._later, []
        for written in later:
            target = by_id.get(written.target or "")
            if target is None:
                continue
            holder = self._open("#filled", {}, self.top)
            holder.zone, holder.visible = target.zone, target.visible
            self._write(written.html, holder, certain=written.certain)
            self._close(holder)
