"""Rows of a list that open by a script: they have no link, and no address that could be read."""

from collections.abc import Iterable

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dates import is_date_like
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import Entry, read_entry
from xunwang.inspector.read.rows import MINOR, SHAPE_LIMIT, nearest_row, size_of
from xunwang.inspector.read.shapes import attribute_sign
from xunwang.inspector.read.titles import clean

_CLICKED = attribute_sign("@clicked", {"onclick"}, lambda _: True)
_FRAME = frozenset({Zone.NAV, Zone.FOOTER, Zone.HEADER})


def clicked_rows(dom: Dom) -> list[tuple[Node, Node]]:
    """Rows without a link that open by a script of unknown address: the clickable element and its row."""
    rows: dict[int, tuple[Node, Node]] = {}
    for node in dom.all(_CLICKED):
        if node.zone in _FRAME:
            continue
        row = nearest_row(node) or (node if _stands_among_alike(node) else None)
        if row is None or size_of(row) > SHAPE_LIMIT or _has_link(row):
            continue
        rows.setdefault(id(row), (_longest(dom, row) if node is row else node, row))
    return list(rows.values())


def _stands_among_alike(node: Node) -> bool:
    """Whether a clickable element is one of several of its name side by side: the rows of a list without list elements."""
    beside = node.parent.kids if node.parent is not None else []
    alike = [kid for kid in beside if kid.names == node.names and "onclick" in kid.attrs]
    return len(alike) > 1 and bool(node.names)


def _has_link(row: Node) -> bool:
    return any(inner.tag == "a" and inner.get("href") for inner in row.walk())


def clicked_entries(dom: Dom, clicked: Iterable[tuple[Node, Node]], base: str) -> list[Entry]:
    """Such rows count as entries of this very page."""
    named = ((node, row, clean(dom.any_text_of(node))) for node, row in clicked)
    return [
        read_entry(dom, node, row, url=base, title=title, base=base)
        for node, row, title in named
        if len(title) > MINOR
    ]


def _longest(dom: Dom, row: Node) -> Node:
    """The part of a row with the longest words that are no date."""
    cells = [kid for kid in row.kids if not is_date_like(dom.any_text_of(kid))]
    return max(cells, key=lambda kid: len(dom.any_text_of(kid)), default=row)
