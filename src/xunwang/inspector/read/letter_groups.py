"""Which elements of a page may be the rows of a list of letters: those of one shape, and runs of neighbours that make a row together."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.labels import Labelled

_ROW_TAGS = ("tr", "li", "dl", "div", "a", "article", "section", "table", "ul", "p", "details")
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_LONGEST_ROW, _SHORTEST_ROW = 1_500, 6  # characters
_FEWEST_TERMS = 2
_FEWEST_ROUNDS = 2


def groups_of(dom: Dom, labels: Sequence[Labelled]) -> list[list[Node]]:
    """Elements that may be rows, by shape, the largest group first."""
    groups: dict[tuple[object, ...], list[Node]] = defaultdict(list)
    frame = [start for start, _, zone in dom.stretches() if zone in _FRAME]
    for node in dom.all(*_ROW_TAGS):
        size = node.end - node.start
        if (
            node.visible
            and bisect_left(frame, node.start) == bisect_left(frame, node.end)
            and node.zone not in _FRAME
            and _SHORTEST_ROW <= size <= _LONGEST_ROW
            and node.parent is not None
        ):
            groups[node.tag, node.depth, node.parent.tag, re.sub(r"\d+", "", node.parent.names)].append(node)
    for node in dom.all("dl"):
        for row in _terms(node):
            groups["terms", node.depth, node.names].append(row)
    for node in dom.all("table", "tbody", "div", "ul"):
        groups["rounds", node.order] += _rounds(node, labels)
    return sorted(groups.values(), key=len, reverse=True)


def _rounds(node: Node, labels: Sequence[Labelled]) -> Iterator[Node]:
    """Rows that several elements make together, over and over: title and day in one, question and answer in those below."""
    kids = [kid for kid in node.kids if kid.end > kid.start]
    if len(kids) < _FEWEST_ROUNDS * 2 or node.zone in _FRAME or not node.visible:
        return
    starts = [one.start for one in labels]
    first = [bisect_left(starts, kid.start) for kid in kids]
    words = [
        labels[at].word if at < len(labels) and labels[at].start < kid.end else ""
        for at, kid in zip(first, kids, strict=True)
    ]
    opening = next(filter(None, words), "")
    places = [number for number, word in enumerate(words) if word and word == opening]
    if len(places) < _FEWEST_ROUNDS or all(word == opening for word in words[places[0] :] if word):
        return
    for begin, stop in zip(places, [*places[1:], len(kids)], strict=True):
        yield _joined(kids[begin:stop])


def _terms(node: Node) -> Iterator[Node]:
    """The terms of a definition list as rows, each with what follows it up to the next one."""
    places = [number for number, kid in enumerate(node.kids) if kid.tag == "dt"]
    if len(places) < _FEWEST_TERMS or node.zone in _FRAME or not node.visible:
        return
    for begin, stop in zip(places, [*places[1:], len(node.kids)], strict=True):
        yield _joined(node.kids[begin:stop])


def _joined(kids: list[Node]) -> Node:
    """Neighbours as one element."""
    return msgspec.structs.replace(kids[0], kids=kids, end=kids[-1].end, stop=kids[-1].stop)
