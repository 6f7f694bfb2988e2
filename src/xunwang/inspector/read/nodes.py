"""The elements of a walked page, and the text they span."""

from collections.abc import Iterator
from typing import Any

import msgspec

from xunwang.inspector.model import Zone
from xunwang.inspector.read.shapes import Shape, shape_of


class Node(msgspec.Struct, eq=False):
    """An element. `start:end` is its span of the visible text, `dark_start:dark_end` of the hidden text.

    `order:stop` is its span of the elements in document order, itself first. `state` says for plain pages what it stands in. `found` is
    the link in it, which its reader keeps here with the place from where it leads to the same address (`found_at`).
    """

    shape: Shape
    tag: str
    attrs: dict[str, str]
    names: str
    parent: "Node | None"
    zone: Zone
    visible: bool
    firm: bool
    certain: bool
    depth: int
    order: int
    start: int
    dark_start: int
    kids: "list[Node]" = []
    end: int = 0
    dark_end: int = 0
    stop: int = 0
    state: int = 0
    found: Any = None
    found_at: str | None = None

    def get(self, name: str) -> str:
        """The attribute, stripped; "" where it is missing or empty."""
        return self.attrs.get(name, "").strip()

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
        return other.order <= self.order < other.stop


def top_node() -> Node:
    """The root of a page, above its elements."""
    shape = shape_of("#page")
    return Node(shape, shape.tag, shape.attrs, "", None, Zone.UNKNOWN, True, False, True, 0, -1, 0, 0)


class Script:
    """An element whose inside stands apart from the text: its place, its address or its code."""

    __slots__ = ("code", "node")

    def __init__(self, node: Node, code: str) -> None:
        self.node = node
        self.code = code


class Sink:
    """Text as it is collected: pieces, the length so far, and where each text node began."""

    __slots__ = ("cuts", "last", "length", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.cuts: list[int] = []
        self.last = "\n"

    def say(self, raw: str) -> None:
        """The words of a text node, with a blank where it begins or ends with white space."""
        words = raw.split()
        if not words:
            if self.last not in " \n\t":
                self.add(" ")
            return
        text = words[0] if len(words) == 1 else " ".join(words)
        if raw[0] != text[0] and self.last not in " \n\t":
            self.add(" ")
        self.cuts.append(self.length)
        self.pieces.append(text)
        self.length += len(text)
        self.last = text[-1]
        if raw[-1] != self.last:
            self.add(" ")

    def part(self, gap: str) -> None:
        """A separator between blocks or cells; the stronger of two neighbours stays."""
        if self.last != "\n" and not (gap == "\t" and self.last == "\t"):
            self.add(gap)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)
        self.last = text[-1]

    def take(self, text: str, cuts: list[int]) -> None:
        """A text that was collected elsewhere, with its cuts."""
        if text:
            base = self.length
            self.cuts += [cut + base for cut in cuts] if base else cuts
            self.add(text)
