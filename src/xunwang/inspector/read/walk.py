"""One walk over the source of a page: its elements in document order, its text, its scripts.

The source must spell its tree: every element opened and closed where it belongs. So does what the HTML parser writes out, and so do
pages that are written with care, which are walked as they stand.
"""

import re

import msgspec
from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.read.blocks import Block, Context, Shelf
from xunwang.inspector.read.ends import after
from xunwang.inspector.read.gathered import Gathered
from xunwang.inspector.read.nodes import Node, Script
from xunwang.inspector.read.plain import ONLY, Unplain, check_comment, check_inner, check_text, ending, fits
from xunwang.inspector.read.scripts import written_by
from xunwang.inspector.read.shapes import Content, Shape, known_shapes, shape_of, unescaped

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
_HEAD_TAILS = frozenset({"script", "style"})  # besides a link
_TREE, _NONE, _SILENT, _AS_WRITTEN = Content.TREE, Content.NONE, Content.SILENT, Content.AS_WRITTEN
_WHOLE = frozenset({"html", "body"})
_ASIDE = frozenset({"style", "textarea"})
_LEAST = 6  # elements of a block; fewer are walked as soon as they are found again
_ENTRIES, _LEAST_ENTRY = frozenset({"li", "tr"}), 3  # an entry of a list stands in many pages, with its link
_MAX_DEPTH = 400
_UNWRITTEN = -1  # the place of a tag that the source leaves out
_MOST_WRITTEN = 40  # pieces of markup that scripts of one page may write
_PIECE = 200_000  # characters after which a piece counts as another: what a script writes may hold scripts that write more


class Walk(Gathered):
    """The walk itself, with what it gathers. What other pages showed already is put in from the shelf."""

    def __init__(
        self, hidden: frozenset[str], shelf: Shelf | None = None, *, plain: bool = False, site: str = ""
    ) -> None:
        super().__init__(hidden)
        self.placed: list[Block] = []
        self._shelf = shelf
        self._blocks = shelf.by_raw if shelf is not None else {}
        self._plain = plain
        self._site = site
        self._page = object()
        self._tail: tuple[int, Shape, str, str, int] | None = None

    def read(self, source: str, around: Node) -> None:
        """Walk the source within an element."""
        top, place, find, plain, known = around, 0, source.find, self._plain, known_shapes.get
        begun: list[tuple[int, str]] = []
        while (at := find("<", place)) >= 0:
            if at != place:
                self._say(source[place:at], around)
            place = find(">", at) + 1
            raw = source[at:place]
            shape = known(raw)
            if shape is not None:
                around, place = self._enter(source, at, shape, around, begun)
            elif raw[1:2] == "/":
                if plain and raw not in around.shape.ends:
                    around = self._closed_as(raw, around, begun)
                around = self._leave(source, place, around, begun)
            elif source[at + 1 : at + 2] in _NO_TAGS:
                place = self._after_comment(source, at, place, around)
            else:
                around, place = self._enter(source, at, shape_of(raw), around, begun)
        self._end(source[place:], around, top)

    def _enter(
        self, source: str, at: int, shape: Shape, around: Node, begun: list[tuple[int, str]]
    ) -> tuple[Node, int]:
        """An opening tag: the element that what follows stands in, and where it follows."""
        place, state = at + len(shape.raw), 0
        if self._plain:
            if shape.tag == "tr" and around.tag == "table":
                around = self._rows(around, begun)
            state = self._state(shape, around)
        if shape.raw in self._blocks and (block := self._reusable(shape, source, at, around)) is not None:
            self._put(block, around)
            return around, at + len(block.source)
        if around.depth >= _MAX_DEPTH:
            return around, self._too_deep(source, shape, place)
        if shape.content is _NONE:
            return around, self._void(at, place, self.open(shape, around))
        if shape.content is not _TREE and not (shape.tag == "plaintext" and _REOPENED.match(source, at)):
            return around, self._leaf(source, at, place, self.open(shape, around))
        dark = self.shade.last
        node = self.open(shape, around)
        node.state = state
        end = source.find("<", place)
        if source.startswith(shape.ends, end) and shape.tag not in _WHOLE:
            if end != place:
                self._say(source[place:end], node)
            self.close(node)
            return around, end + len(shape.end)
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

    def _rows(self, table: Node, begun: list[tuple[int, str]]) -> Node:
        """The body of a table that does not write it."""
        begun.append((_UNWRITTEN, self.shade.last))
        node = self.open(shape_of("<tbody>"), table)
        node.state = table.state
        return node

    def _closed_as(self, end: str, around: Node, begun: list[tuple[int, str]]) -> Node:
        """The element that an end tag of another spelling closes."""
        end = end.lower()
        if end == "</table>" and begun and begun[-1][0] == _UNWRITTEN and around.parent is not None:
            begun.pop()
            self.close(around)
            around = around.parent
        if end != around.shape.end:
            raise Unplain
        return around

    def _leave(self, source: str, place: int, node: Node, begun: list[tuple[int, str]]) -> Node:
        """A closing tag: the element around the one that it closes."""
        if not begun or node.parent is None:
            return node
        begin, dark = begun.pop()
        if self._shelf is not None and len(self.nodes) - node.order >= (
            _LEAST_ENTRY if node.tag in _ENTRIES else _LEAST
        ):
            self._learn(source, begin, place, node, dark)
        if self._plain and node.tag in _WHOLE:
            self._check_whole(source, place, node)
        self.close(node)
        return node.parent

    def _say(self, text: str, around: Node) -> None:
        sink = self.light if around.visible else self.shade
        if text.isspace():
            if sink.last not in " \n\t":
                sink.add(" ")
            return
        if self._plain and ("&" in text or around.tag in ONLY):
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

    # ── what holds no elements ──

    def _void(self, at: int, place: int, node: Node) -> int:
        """An element that is its opening tag alone."""
        shape = node.shape
        node.stop, node.end, node.dark_end = node.order + 1, self.light.length, self.shade.length
        if shape.tag == "link":
            self._note_tail(at, shape)
        if shape.gap:
            (self.light if node.visible else self.shade).part(shape.gap)
        return place

    def _note_tail(self, at: int, shape: Shape) -> None:
        if self._tail is None:
            self._tail = (at, shape, self.light.last, self.shade.last, self.light.length + self.shade.length)

    def _leaf(self, source: str, at: int, place: int, node: Node) -> int:
        """An element without elements in it, or whose elements are not read; gives the place behind it."""
        shape = node.shape
        node.stop = node.order + 1
        if shape.tag in _HEAD_TAILS:
            self._note_tail(at, shape)
        begin, place = place, self._after_leaf(source, shape, place)
        self._inner(node, source[begin : place - len(shape.end)])
        node.end, node.dark_end = self.light.length, self.shade.length
        if shape.gap:
            (self.light if node.visible else self.shade).part(shape.gap)
        return place

    def _after_leaf(self, source: str, shape: Shape, begin: int) -> int:
        """The place behind its end, which a plain page may write in capitals."""
        place = after(source, shape, begin)
        capitals = source.find(shape.ends[1], begin, place) if self._plain else -1
        return capitals + len(shape.end) if capitals >= 0 else place

    def _inner(self, node: Node, inner: str) -> None:
        shape = node.shape
        if self._plain:
            check_inner(shape.tag, inner)
        if shape.tag == "script":
            self._script(node, inner)
        elif shape.tag == "title":
            self.titles.append(unescaped(inner))
        elif shape.content is _SILENT or shape.tag in _ASIDE:
            self.silent.append(Script(node, inner))
        elif shape.content is _AS_WRITTEN:
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
        self.writes += 1 + len(html) // _PIECE
        body = LexborHTMLParser(f"<body>{html}").body if self.writes < _MOST_WRITTEN else None
        if body is None:
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
            self._shelf.learn(node.shape, source, begin, end, self._context(node.parent, dark, ""))
        elif node.tag == "head" and self._tail is not None:
            begin, shape, light, dark, length = self._tail
            if length == self.light.length + self.shade.length:
                end -= len(node.shape.end)
                self._shelf.learn(shape, source, begin, end, self._context(node, dark, light))

    def _context(self, around: Node, dark: str, light: str) -> Context:
        """All that the reading of a block hangs on besides its source. `light` and `dark` are what the text ends with before it.

        Its links lead elsewhere on another site: the frames of one platform's sites are alike to the letter.
        """
        return (
            around.zone, around.visible, around.firm, around.certain, around.depth, light, dark if dark in " \t\n" else "",
            self._hidden, self._plain, around.state, around.tag if self._plain else "", self._site,
        )  # fmt: skip

    def _reusable(self, shape: Shape, source: str, place: int, around: Node) -> Block | None:
        """The block that stands here, if it is known and not yet used in this page."""
        assert self._shelf is not None
        block, context = None, None
        for known in self._shelf.alike(shape, source, place):
            if known.page is not self._page and source.startswith(known.source, place):
                context = context or self._context(
                    around, self.shade.last, "" if shape.gap else self.light.last
                )
                if known.context == context:
                    block = known
                    break
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
        self.take(block.walk, around)
        block.page = self._page
        self.placed.append(block)
        if self._shelf is not None:
            self._shelf.used(block)
