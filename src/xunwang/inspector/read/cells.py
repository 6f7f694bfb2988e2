"""The cells of table rows, and of rows built like them, with what the row that names them says of their days."""

import re
from collections.abc import Iterator
from itertools import islice

from xunwang.inspector.read.dates import Stamp, is_date_like, read_stamp
from xunwang.inspector.read.dom import Dom, Node

PUBLISHING = re.compile(r"发布|公开|公布|公告|上网|更新")
ENDING = re.compile(
    r"起止|起讫|期限|期间|结束|截止|截至|到期|有效|失效|废止|生效|实施|施行|开标|开庭|考试|面试|[出坐]诊|举办|举行|[^0-9]至$"
)
_FEWEST_CELLS = 3
_WRAPPERS = 2  # elements around a table that may hold nothing else
_LONGEST_HEAD = 80  # characters of the row that names the cells


def dated_cell(dom: Dom, row: Node) -> Stamp | None:
    """The date in the cell of a table row whose heading promises the day of publication, where several cells hold one.

    Else the last one that is no end and no coming into force; of a row of ends alone none.
    """
    if row.tag != "tr" and _head_above(row) is None:
        return None
    cells = _cells(dom, row)
    stamps = [read_stamp(text) if is_date_like(text) else None for text in cells]
    if sum(stamp is not None for stamp in stamps) < 2:
        return None
    head = _head_above(row)
    names = (_cells(dom, head) if head is not None else []) + [""] * len(stamps)
    named = [(name, stamp) for name, stamp in zip(names, stamps, strict=False) if stamp is not None]
    for name, stamp in named:
        if PUBLISHING.search(name) and not ENDING.search(name):
            return stamp
    begun = [stamp for name, stamp in named if not ENDING.search(name)]
    return begun[-1] if begun else None


def ends_in_row(dom: Dom, row: Node) -> frozenset[str]:
    """The cells of a table row under a heading that promises an end, an event or a coming into force."""
    head = _head_above(row) if row.tag == "tr" else None
    if head is None:
        return frozenset()
    pairs = zip(_cells(dom, head), _cells(dom, row), strict=False)
    return frozenset(cell for name, cell in pairs if ENDING.search(name) and is_date_like(cell))


def _head_above(row: Node) -> Node | None:
    """The row that names the cells of a row: of as many parts and without a link, the first beside it or what stands before its list."""
    holder = table_of(row) if row.tag == "tr" else row.parent
    if holder is None or len(row.kids) < _FEWEST_CELLS:
        return None
    candidates = [_first_row(holder, row.tag), *_before(holder, row.tag)]
    return next((head for head in candidates if head is not row and _may_be_head(head, row)), None)


def _first_row(holder: Node, tag: str) -> Node:
    """The first row of a table; of any other element its first part."""
    if tag == "tr":
        return next((node for node in holder.walk() if node.tag == "tr"), holder)
    return holder.kids[0]


def _before(holder: Node, tag: str) -> Iterator[Node]:
    """What stands right before an element, or before the wrapper that holds nothing else, whole and by its first row."""
    seen: list[Node] = []
    for node in (holder, *islice(holder.up(), _WRAPPERS)):
        seen = [kid for kid in node.parent.kids if kid.end > kid.start] if node.parent is not None else []
        if len(seen) > 1:
            break
    before = next((kid for kid in reversed(seen) if kid.stop <= holder.order), None)
    if before is not None and before.kids:
        yield before
        yield _first_row(before, tag)


def _may_be_head(head: Node, row: Node) -> bool:
    return (
        len(head.kids) == len(row.kids)
        and head.end - head.start <= _LONGEST_HEAD
        and not any(inner.tag == "a" for inner in head.walk())
    )


def _cells(dom: Dom, row: Node) -> list[str]:
    tags = {"td", "th"} if row.tag == "tr" else None
    return [dom.any_text_of(kid) for kid in row.kids if tags is None or kid.tag in tags]


def table_of(row: Node) -> Node:
    """The table a row stands in."""
    return next((node for node in row.up() if node.tag == "table"), row)
