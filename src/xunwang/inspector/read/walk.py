"""One walk over the source of a page: its elements in document order, its text, its scripts.

The source must spell its tree: every element opened and closed where it belongs. So does what the HTML parser writes out, and so do
pages that are written with care, which are walked as they stand.
"""

import re
from collections import defaultdict

import msgspec
from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.read.blocks import Block, Context, Shelf
from xunwang.inspector.read.ends import after
from xunwang.inspector.read.nodes import Node, Script, Sink
from xunwang.inspector.read.plain import Unplain, check_comment, check_inner, check_text, ending, fits
from xunwang.inspector.read.scripts import Written, written_by
from xunwang.inspector.read.shapes import Content, Shape, known_shapes, shape_of, unescaped
from xunwang.inspector.read.zones import zone_of

_RECORDS = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_ROOTS = frozenset(
    [
        "div",
        "ul",
        "ol",
        "table",
        "nav",
        "header",
        "footer",
        "aside",
        "section",
        "form",
        "dl",
        "p",
        "main",
        "article",
        "center",
        "tr",
        "li",
    ]
)
_REOPENED = re.compile(
    r"<plaintext[^>]*>(?:<(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?: [^>]*)?>)+[^<]*(?:</[a-z]+>)+</plaintext>"
)
_NO_TAGS = frozenset("!?")  # comments, the document type, processing instructions
_HEAD_TAILS = frozenset({"link", "script", "style"})
_TREE = Content.TREE
TURNS = "@turns"  # the sign of an element that begins a zone
_WHOLE = frozenset({"html", "body"})
_LEAST = 6  # elements of a block; fewer are walked as soon as they are found again
_MAX_DEPTH = 400
_MOST_WRITTEN = 40  # pieces of markup that scripts of one page may write


class Walk:
    """What was met on the way. `index` finds elements by their tag and their signs."""

    def __init__(self, hidden: frozenset[str], shelf: Shelf | None = None, *, plain: bool = False) -> None:
        self.light, self.shade = Sink(), Sink()
        self.nodes: list[Node] = []
        self.own: list[Node] = []  # those of no block
        self.index: dict[str, list[Node]] = defaultdict(list)
        self.scripts: list[Script] = []
        self.titles: list[str] = []
        self.later: list[Written] = []
        self.placed: list[Block] = []
        self.writes = 0
        self._hidden = hidden
        self._shelf = shelf
        self._blocks = shelf.by_raw if shelf is not None else {}
        self._plain = plain
        self._page = object()
        self._tail: tuple[int, Shape, str, str, int] | None = None
        self.roots: list[Node] = []  # of a block
        self.text = self.dark = ""

    def read(self, source: str, around: Node) -> None:
        """Walk the source within an element."""
        top, place, find, plain = around, 0, source.find, self._plain
        begun: list[tuple[int, str]] = []
        while (at := find("<", place)) >= 0:
            if at != place:
                self._say(source[place:at], around)
            place = find(">", at) + 1
            mark = source[at + 1 : at + 2]
            if mark == "/":
                if plain and source[at:place] != around.shape.end:
                    raise Unplain
                around = self._leave(source, place, around, begun)
            elif mark in _NO_TAGS:
                place = self._after_comment(source, at, place, around)
            else:
                around, place = self._enter(source, at, place, around, begun)
        self._end(source[place:], around, top)

    def _enter(
        self, source: str, at: int, place: int, around: Node, begun: list[tuple[int, str]]
    ) -> tuple[Node, int]:
        """An opening tag: the element that what follows stands in, and where it follows."""
        raw = source[at:place]
        shape = known_shapes.get(raw) or shape_of(raw)
        state = self._state(shape, around) if self._plain else 0
        if raw in self._blocks and (block := self._reusable(shape, source, at, around)) is not None:
            self._put(block, around)
            return around, at + len(block.source)
        if around.depth >= _MAX_DEPTH:
            return around, self._too_deep(source, shape, place)
        if shape.content is not _TREE and not _REOPENED.match(source, at):
            return around, self._leaf(source, at, place, self.open(shape, around))
        dark = self.shade.last
        node = self.open(shape, around)
        node.state = state
        if shape.tag not in _WHOLE and (behind := self._leave_at_once(source, place, node)) > place:
            return around, behind
        begun.append((at, dark))
        return node, place

    def _state(self, shape: Shape, around: Node) -> int:
        """What the inside of an element of a plain page stands in."""
        rule = shape.known_rule
        if rule is msgspec.UNSET:
            rule = shape.rule
        if rule is None or around.state & rule.bars or not fits(around.tag, shape.tag):
            raise Unplain
        return around.state | rule.adds

    def _leave(self, source: str, place: int, node: Node, begun: list[tuple[int, str]]) -> Node:
        """A closing tag: the element around the one that it closes."""
        if not begun or node.parent is None:
            return node
        begin, dark = begun.pop()
        if self._shelf is not None and len(self.nodes) - node.order >= _LEAST:
            self._learn(source, begin, place, node, dark)
        if self._plain and node.tag in _WHOLE:
            self._check_whole(source, place, node)
        self.close(node)
        return node.parent

    def _leave_at_once(self, source: str, place: int, node: Node) -> int:
        """An element that holds text alone ends here; gives the place behind it, or the one before it where it holds more."""
        at = source.find("<", place)
        if not source.startswith(node.shape.end, at):
            return place
        if at != place:
            self._say(source[place:at], node)
        self.close(node)
        return at + len(node.shape.end)

    def _say(self, text: str, around: Node) -> None:
        sink = self.light if around.visible else self.shade
        if text.isspace():
            if sink.last not in " \n\t":
                sink.add(" ")
            return
        if self._plain:
            check_text(text, around.tag)
        sink.say(unescaped(text) if "&" in text else text)

    def _end(self, rest: str, around: Node, top: Node) -> None:
        if self._plain and (around is not top or (top.tag == "#page" and len(top.kids) != 1)):
            raise Unplain
        if rest:
            self._say(rest, around)
        while around is not top and around.parent is not None:
            self.close(around)
            around = around.parent

    def _check_whole(self, source: str, place: int, node: Node) -> None:
        """A plain page has one head and one body. White space behind the body counts as its last."""
        if node.tag == "html" and [kid.tag for kid in node.kids] != ["head", "body"]:
            raise Unplain
        if node.tag == "body" and ending(source, place):
            self._say(" ", node)

    def _too_deep(self, source: str, shape: Shape, place: int) -> int:
        if self._plain:
            raise Unplain
        return after(source, shape, place)

    def _after_comment(self, source: str, begin: int, end: int, around: Node) -> int:
        if source.startswith("<!--", begin):
            end = source.find("-->", begin + 4) + 3
            end = end if end >= 3 else len(source)
        if self._plain:
            check_comment(source, begin, end, around.tag)
        return end

    def finish(self) -> None:
        self.text, self.dark = "".join(self.light.pieces), "".join(self.shade.pieces)

    def open(self, shape: Shape, around: Node) -> Node:
        visible = (
            around.visible
            and not shape.hides
            and (not self._hidden or self._hidden.isdisjoint(shape.selectors))
        )
        sink, nodes = (self.light if visible else self.shade), self.nodes
        if shape.gap:
            sink.part(shape.gap)
        zone = zone_of(shape.tag, shape.names, around.zone, around.firm) if shape.zoned else around.zone
        node = Node(
            shape, shape.tag, shape.attrs, shape.names, around, zone, visible,
            around.firm or shape.firm, around.certain, around.depth + 1, len(nodes), self.light.length, self.shade.length,
        )  # fmt: skip
        if zone is not around.zone:
            self.index[TURNS].append(node)
        nodes.append(node)
        self.own.append(node)
        around.kids.append(node)
        for key in shape.keys:
            self.index[key].append(node)
        return node

    def close(self, node: Node) -> None:
        node.end, node.dark_end, node.stop = self.light.length, self.shade.length, len(self.nodes)
        if gap := node.shape.gap:
            (self.light if node.visible else self.shade).part(gap)

    # ── what holds no elements ──

    def _leaf(self, source: str, at: int, place: int, node: Node) -> int:
        """An element without elements in it, or whose elements are not read; gives the place behind it."""
        shape = node.shape
        node.stop = node.order + 1
        if shape.tag in _HEAD_TAILS and self._tail is None:
            self._tail = (at, shape, self.light.last, self.shade.last, self.light.length + self.shade.length)
        if shape.content is not Content.NONE:
            begin, place = place, after(source, shape, place)
            self._inner(node, source[begin : place - len(shape.end)])
        node.end, node.dark_end = self.light.length, self.shade.length
        if shape.gap:
            (self.light if node.visible else self.shade).part(shape.gap)
        return place

    def _inner(self, node: Node, inner: str) -> None:
        shape = node.shape
        if self._plain:
            check_inner(shape.tag, inner)
        if shape.tag == "script":
            self._script(node, inner)
        elif shape.tag == "title":
            self.titles.append(unescaped(inner))
        elif shape.content is Content.AS_WRITTEN:
            (self.light if node.visible else self.shade).say(inner)

    def _script(self, node: Node, code: str) -> None:
        self.scripts.append(Script(node, code))
        if not code or node.parent is None:
            return
        if "<record>" in code:
            self.write("".join(_RECORDS.findall(code)), node.parent, certain=True)
            return
        for written in written_by(code):
            if written.target is None:
                self.write(written.html, node.parent, certain=written.certain)
            else:
                self.later.append(written)

    def write(self, html: str, around: Node, *, certain: bool) -> None:
        """What a script writes, as elements within the one around it."""
        body = LexborHTMLParser(f"<body>{html}").body
        self.writes += 1
        if body is None or self.writes >= _MOST_WRITTEN:
            return
        holder = self.open(shape_of("#written"), around)
        holder.certain = around.certain and certain
        holder.visible = holder.visible and holder.certain
        kept = self._shelf, self._blocks, self._plain
        self._shelf, self._blocks, self._plain = None, {}, False
        self.read(body.inner_html or "", holder)
        self._shelf, self._blocks, self._plain = kept
        self.close(holder)

    # ── blocks ──

    def _learn(self, source: str, begin: int, end: int, node: Node, dark: str) -> None:
        """Note an element that other pages may show too; of a head, what follows from its first style or script on, where it writes nothing."""
        if self._shelf is None or node.parent is None:
            return
        if node.tag in _ROOTS and end - begin <= len(source) // 2:
            self._shelf.learn(node.shape.raw, source[begin:end], self._context(node.parent, dark, ""))
        elif node.tag == "head" and self._tail is not None:
            begin, shape, light, dark, length = self._tail
            if length == self.light.length + self.shade.length:
                source = source[begin : end - len(node.shape.end)]
                self._shelf.learn(shape.raw, source, self._context(node, dark, light))

    def _context(self, around: Node, dark: str, light: str) -> Context:
        """All that the reading of a block hangs on besides its source. `light` and `dark` are what the text ends with before it."""
        return (
            around.zone, around.visible, around.firm, around.certain, around.depth, light, dark if dark in " \t\n" else "",
            self._hidden, self._plain, around.state, around.tag if self._plain else "",
        )  # fmt: skip

    def _reusable(self, shape: Shape, source: str, place: int, around: Node) -> Block | None:
        """The block that stands here, if it is known and not yet used in this page."""
        assert self._shelf is not None
        context = self._context(around, self.shade.last, "" if shape.gap else self.light.last)
        block = self._shelf.find(shape.raw, source, place, context, self._page)
        if block is None:
            return None
        if block.walk is None:
            block.walk = self._built(block, shape, around)
            self._shelf.keep(block)
        return block if self.writes + block.walk.writes < _MOST_WRITTEN else None

    def _built(self, block: Block, shape: Shape, around: Node) -> "Walk":
        walk = Walk(self._hidden, plain=self._plain)
        holder = Node(
            shape, around.tag, {}, "", None, around.zone, around.visible, around.firm, around.certain, around.depth, 0, 0, 0
        )  # fmt: skip
        holder.state = around.state
        seen = around.visible and not shape.hides and self._hidden.isdisjoint(shape.selectors)
        if shape.gap:
            walk.shade.last = self.shade.last if seen else "\n"
        else:
            walk.light.last, walk.shade.last = self.light.last, self.shade.last
        walk.read(block.source, holder)
        walk.finish()
        walk.roots = holder.kids
        return walk

    def _put(self, block: Block, around: Node) -> None:
        walk: Walk = block.walk
        first = walk.nodes[0]
        if first.shape.gap:
            (self.light if first.visible else self.shade).part(first.shape.gap)
        walk.move(self.light.length, self.shade.length, len(self.nodes))
        for root in walk.roots:
            root.parent = around
        around.kids += walk.roots
        self.nodes += walk.nodes
        for key, nodes in walk.index.items():
            self.index[key] += nodes
        self.scripts += walk.scripts
        self.titles += walk.titles
        self.later += walk.later
        self.writes += walk.writes
        self.light.take(walk.text, walk.light.cuts)
        self.shade.take(walk.dark, walk.shade.cuts)
        block.page = self._page
        self.placed.append(block)
        if self._shelf is not None:
            self._shelf.used(block)

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
