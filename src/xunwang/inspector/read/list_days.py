"""The days of a list that stand outside its rows: in headings above, in lines between, in the gaps of a flat list, in a list beside."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

import msgspec

from xunwang.inspector.read.dates import Stamp, is_date_like, read_stamp
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import Entry, date_beside

_DAY_LINE = 20  # characters of the longest heading that is a day
_FEWEST_DAYS = 2
_HEADING_AND_LIST = 2
_MONTH = re.compile(r"\s*((?:19[89]|20[0-4])\d)\s*[年./-]\s*(1[0-2]|0?[1-9])\s*月?\s*")
_YEAR = re.compile(r"\s*((?:19[89]|20[0-4])\d)\s*年?度?\s*(?:[（(]\s*(?:共\s*)?\d+\s*[条篇件]?\s*[)）])?\s*")
_DAY_OF_MONTH = re.compile(r"(3[01]|[12]\d|0?[1-9])\s*日?")
_WEEKDAY = re.compile(r"\s*[（(]?(?:星期|周)[一二三四五六日天][）)]?\s*\Z")  # behind a day in a heading
_BRACKETS = " []【】()（）〔〕"
_AROUND_LIST = (
    3  # elements from the rows of a table to the cell that holds it: table, cell, and what wraps them
)
_GAP = 60  # characters between two links of a flat list in which a date is looked for


def days_above(dom: Dom, parents: Sequence[Node], entries: Sequence[Entry]) -> dict[int, Stamp]:
    """The days of entries, by place, that headings above their lists tell: the whole day, or the month where an entry shows its day.

    A heading that tells a year alone supplies it to days without one. A whole day above one list alone may be the clock of the page and is none.
    """
    once = {id(parent): parent for parent in parents}
    lines = {key: (parent, _heading_beside(dom, parent)) for key, parent in once.items()}
    lines = {key: told for key, told in lines.items() if is_date_like(told[1]) or _YEAR.fullmatch(told[1])}
    holders = Counter(id(holder_of(dom, parent)) for parent, _ in lines.values())
    between = {key: _months_between(dom, parent) for key, parent in once.items()}
    days = {}
    for place, (entry, parent) in enumerate(zip(entries, parents, strict=True)):
        line = lines[id(parent)][1] if id(parent) in lines else ""
        if entry.stamp is not None:
            year = (
                _year_within(dom, parent, entry) or _YEAR.fullmatch(line)
                if entry.stamp.year is None
                else None
            )
            if year:
                days[place] = msgspec.structs.replace(entry.stamp, year=int(year[1]))
            continue
        above = (month for order, month in between[id(parent)] if order < entry.block.order)
        if month := next(above, ""):
            if (stamp := _under_heading(dom, month, entry)) is not None:
                days[place] = stamp
        elif (
            line
            and (holders[id(holder_of(dom, parent))] >= _FEWEST_DAYS or _MONTH.fullmatch(line))
            and (stamp := _under_heading(dom, line, entry)) is not None
        ):
            days[place] = stamp
    return days


def holder_of(dom: Dom, container: Node) -> Node | None:
    """What holds a container beside others of its kind: its parent, or what is around a box of one day and one list."""
    box = container.parent
    if box is None or box.parent is None:
        return box
    seen = [kid for kid in box.kids if kid.end > kid.start]
    if len(seen) != _HEADING_AND_LIST or seen[-1] is not container:
        return box
    line = dom.text_of(seen[0])
    return box.parent if is_date_like(line) or _YEAR.fullmatch(line) else box


def _heading_beside(dom: Dom, container: Node) -> str:
    """The words of the element right before a container, where they are few: the end of another list is no heading."""
    told = _line_before(dom, container)
    line = _WEEKDAY.sub("", told)
    if container.parent is None or not line or len(line) > _DAY_LINE:
        return ""
    seen = (kid for kid in reversed(container.parent.kids) if kid.end > kid.start)
    before = next((kid for kid in seen if kid.order < container.order), None)
    return line if before is not None and dom.text_of(before) == told else ""


def _line_before(dom: Dom, container: Node) -> str:
    before = dom.text[max(0, container.start - _GAP) : container.start]
    return before.strip().rpartition("\n")[2].strip()


def _months_between(dom: Dom, parent: Node) -> list[tuple[int, str]]:
    """The months that stand in lines of their own between the entries of a container, the last first, with their places; one alone is no heading."""
    few = (kid for kid in reversed(parent.kids) if 0 < kid.end - kid.start <= _DAY_LINE)
    months = [(kid.order, line) for kid in few if _MONTH.fullmatch(line := dom.text_of(kid))]
    return months if len(months) >= _FEWEST_DAYS else []


def _year_within(dom: Dom, parent: Node, entry: Entry) -> re.Match[str] | None:
    """The year that stands in a line of its own between the entries, the last above this one; or within a part that folds."""
    if inside := _YEAR.fullmatch(dom.text, entry.block.start, entry.node.start):
        return inside
    before = (kid for kid in reversed(parent.kids) if kid.order < entry.block.order and kid.end > kid.start)
    few = (kid for kid in before if kid.end - kid.start <= _DAY_LINE)
    return next((year for kid in few if (year := _YEAR.fullmatch(dom.text_of(kid)))), None)


def _under_heading(dom: Dom, line: str, entry: Entry) -> Stamp | None:
    month = _MONTH.fullmatch(line)
    if month is None:
        return read_stamp(line)
    beside = dom.pieces(entry.block.start, entry.node.start) + dom.pieces(entry.node.end, entry.block.end)
    day = next((found[1] for piece in beside if (found := _DAY_OF_MONTH.fullmatch(piece))), None)
    return read_stamp(f"{month[1]}-{month[2]}-{day}") if day else None


def days_beside(dom: Dom, container: Node, entries: Sequence[Entry]) -> Sequence[Entry]:
    """Entries without days with those that stand between the links of a flat list, after each link or before it; else in a list beside."""
    links = dom.all("a")
    starts = [link.start for link in links]
    told = [
        [
            date_beside(dom.pieces(start, stop)[:4])
            if 0 < stop - start <= _GAP and not _holds_link(links, starts, start, stop)
            else None
            for start, stop in spans
        ]
        for spans in _gaps(container, entries)
    ]
    # Days that lead their entries leave the last one without a day behind it: the fuller reading is the right one.
    best = max(told, key=_known)
    if _known(best) * 2 > len(best):
        return _stamped(entries, best)
    return _stamped(entries, _days_of_list_beside(dom, container, len(entries)))


def _known(stamps: Sequence[Stamp | None]) -> int:
    return sum(stamp is not None for stamp in stamps)


def _stamped(entries: Sequence[Entry], stamps: Sequence[Stamp | None]) -> Sequence[Entry]:
    if not stamps:
        return entries
    return [msgspec.structs.replace(entry, stamp=stamp) for entry, stamp in zip(entries, stamps, strict=True)]


def _days_of_list_beside(dom: Dom, container: Node, count: int) -> Sequence[Stamp]:
    """The days of a list that stands right beside a list, or beside the cell that holds nothing else, and tells as many days as that has entries; else none."""
    following = _beside(container)
    lines = dom.text_of(following).split("\n") if following is not None else []
    days = [line.strip() for line in lines if line.strip()]
    if len(days) != count or not all(is_date_like(day.strip(_BRACKETS)) for day in days):
        return ()
    stamps = [stamp for day in days if (stamp := read_stamp(day)) is not None]
    return stamps if len(stamps) == count else ()


def _beside(container: Node) -> Node | None:
    """The element after a container, or after the element that the container fills."""
    for node in (container, *islice(container.up(), _AROUND_LIST)):
        kids = node.parent.kids if node.parent is not None else []
        following = next((kid for kid in kids if kid.order > node.order), None)
        if following is not None:
            return following
    return None


def _gaps(container: Node, entries: Sequence[Entry]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The spans of text after each entry and before each entry, within the container."""
    blocks = [entry.block for entry in entries]
    between = [(block.end, following.start) for block, following in pairwise(blocks)]
    last = (blocks[-1].end, min(container.end, blocks[-1].end + _GAP))
    first = (max(container.start, blocks[0].start - _GAP), blocks[0].start)
    return [*between, last], [first, *between]


def _holds_link(links: Sequence[Node], starts: Sequence[int], start: int, stop: int) -> bool:
    """Whether a span of text holds the words of one of the links, which begin at `starts`: then its date belongs to that one."""
    first = bisect_left(starts, start)
    return any(node.start < node.end <= stop for node in links[first : first + 2])
