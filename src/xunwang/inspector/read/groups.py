"""Entries put together to lists: one a row, by the container they share, with the line that stands above."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import msgspec

from xunwang.inspector.read.cells import table_of
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import Entry
from xunwang.inspector.read.list_days import days_above, days_beside, holder_of
from xunwang.inspector.read.rows import MINOR, names_nothing

_FEWEST_ENTRIES = 2
_ABOVE = 60  # characters before a list in which its heading is looked for
_BRACKETS, _SHUT = ("[", "【", "［"), ("]", "】", "］")


class Group(msgspec.Struct, frozen=True):
    """The entries of one container, in document order, and the short line that stands before it."""

    container: Node
    entries: Sequence[Entry]
    heading: str

    @property
    def dated(self) -> bool:
        return any(entry.stamp or entry.ago is not None for entry in self.entries)


def grouped(dom: Dom, entries: Sequence[Entry]) -> list[Group]:
    """Entries by the container they share, with the days of headings above them."""
    chosen = _one_a_row(entries)
    parents = [entry.block.parent or entry.block for entry in chosen]
    counts = Counter(id(parent) for parent in parents)
    holders: dict[int, tuple[Node, str, list[Entry]]] = {}
    days = days_above(dom, parents, chosen)
    chosen = [
        msgspec.structs.replace(entry, stamp=days[place]) if place in days else entry
        for place, entry in enumerate(chosen)
    ]
    for entry, parent in zip(chosen, parents, strict=True):
        holder = _list_of_ones(dom, parent) if counts[id(parent)] == 1 else parent
        if id(holder) not in holders:
            holders[id(holder)] = (holder, _heading_over(dom, parent, entry), [])
        holders[id(holder)][2].append(entry)
    return [Group(holder, entries, heading) for holder, heading, entries in holders.values()]


def dated(dom: Dom, group: Group) -> Group:
    """The group with the days that stand outside its rows, and without what is no row of it."""
    group = _without_categories(dom, group)
    if not group.dated and len(group.entries) >= _FEWEST_ENTRIES:
        group = Group(group.container, days_beside(dom, group.container, group.entries), group.heading)
    return _of_one_shape(group)


def _list_of_ones(dom: Dom, parent: Node) -> Node:
    """The container of lists that hold one entry each."""
    if parent.tag == "tbody":
        return table_of(parent).parent or parent
    return (holder_of(dom, parent) or parent) if parent.tag in {"ul", "dl", "table"} else parent


def _one_a_row(entries: Sequence[Entry]) -> list[Entry]:
    """Of several links in one row the one with the longest words is its title."""
    best: dict[int, Entry] = {}
    for entry in entries:
        known = best.get(id(entry.block))
        if known is None or len(entry.title) > len(known.title):
            best[id(entry.block)] = entry
    return [entry for entry in entries if best[id(entry.block)] is entry]


def _heading_over(dom: Dom, container: Node, first: Entry) -> str:
    """The heading of a list: a short line in its container above the first entry, else the one before the container."""
    inside = dom.text[container.start : first.block.start].strip()
    return inside if 0 < len(inside) <= 8 else _heading(dom, container)


def _heading(dom: Dom, container: Node) -> str:
    """The line that stands before a container, past a link to more of it; empty for a long one, which is no heading."""
    lines = dom.text[max(0, container.start - _ABOVE) : container.start].replace("\t", "\n").split("\n")
    said = (line for words in reversed(lines) if (line := words.strip()))
    before = next((line for line in islice(said, 2) if not names_nothing(line)), "")
    return before if len(before) <= 16 else ""


def _without_categories(dom: Dom, group: Group) -> Group:
    """The group without the bracketed names of columns that stand before its titles, as in `[动态] 标题`."""
    kept = [entry for entry in group.entries if not _is_category(dom, entry)]
    return Group(group.container, kept, group.heading) if 0 < len(kept) < len(group.entries) else group


def _is_category(dom: Dom, entry: Entry) -> bool:
    if len(entry.title) > MINOR or entry.block is not entry.node:
        return False
    before = dom.text[max(0, entry.node.start - 3) : entry.node.start].strip()
    after = dom.text[entry.node.end : entry.node.end + 3].strip()
    return before.endswith(_BRACKETS) and after.startswith(_SHUT)


def _of_one_shape(group: Group) -> Group:
    """The group without what is built unlike its dated entries, such as the link of its own heading."""
    shapes = {entry.block.tag for entry in group.entries if entry.stamp}
    if not shapes:
        return group
    kept = [entry for entry in group.entries if entry.block.tag in shapes]
    return Group(group.container, kept, group.heading)
