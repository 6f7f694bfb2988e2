"""Which element of a list is the entry of a link: the row that belongs to it alone."""

import re
from collections.abc import Iterable
from itertools import islice

from xunwang.inspector.read.dates import is_date_like
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import date_runs
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.remembering import remembered

ROW_TAGS = frozenset({"li", "tr", "dl", "article"})
_ROWS = frozenset({"li", "tr"})
_NEVER_ITEMS = frozenset(
    {"body", "html", "main", "ul", "ol", "table", "tbody", "form", "section", "#page", "#filled"}
)
_MANY = "*"
SHAPE_LIMIT = 400  # characters beside the link that still belong to one entry
MINOR = 6  # links up to this length are tags or buttons beside the title
_FEWEST_CELLS = 2
_NESTED = 4  # elements from a row to the row around its table: tbody, table, td, tr
_FEW_HEADLINES = 2  # that of the site and that of the page
_FEW_LINKS = 2  # links beside the title that may name a unit or a column
_NO_TITLE = re.compile(
    r"(?:更多|more|查看更多|更多信息|查看|查看详情|详情|详细|阅读全文|首页|上一?页|下一?页|[前后]一页|尾页|末页|返回|[\[\]\d<>«»›‹]+|下载|\W*)[>»\s.…+]*\Z",
    re.IGNORECASE,
)


@remembered
def names_nothing(words: str) -> bool:
    """Whether words of a link name no entry: buttons, numbers of pages, signs."""
    return _NO_TITLE.match(words) is not None


def reach_of(targets: Iterable[tuple[Node, str]]) -> dict[int, str]:
    """For every element that holds links: the one address they share, or `_MANY`."""
    reach: dict[int, str] = {}
    for link, url in targets:
        node: Node | None = link
        while node is not None and (known := reach.get(id(node))) != _MANY:
            reach[id(node)] = url if known is None or known == url else _MANY
            node = node.parent
    return reach


def block_of(dom: Dom, one: Found, reach: dict[int, str], titles: dict[int, str]) -> Node:
    """The largest element around a link that belongs to its entry alone; one that holds the headline of the page beside it is the page."""
    block = one.node
    heads = dom.all("h1")
    beside = [head for head in heads if not one.node.within(head)] if len(heads) <= _FEW_HEADLINES else ()
    for node in one.node.up():
        if any(head is not node and head.within(node) for head in beside):
            return block
        if reach.get(id(node)) == _MANY:
            return _row_of(dom, one, node, reach, titles) or block
        if (node.tag in _NEVER_ITEMS and not _is_one_of_several(node, reach)) or size_of(node) - len(
            titles[id(one.node)]
        ) > SHAPE_LIMIT:
            return block
        block = node
        if node.tag in ROW_TAGS:
            return _row_of_cells(node, reach) or _row_around(dom, node, reach) or block
    return block


def _is_one_of_several(section: Node, reach: dict[int, str]) -> bool:
    """Whether a section holds one entry alone, beside others that do."""
    beside = section.parent.kids if section.tag == "section" and section.parent is not None else []
    alone = [kid for kid in beside if kid.tag == "section" and reach.get(id(kid), _MANY) != _MANY]
    return len(alone) >= _FEWEST_CELLS


def _row_of_cells(cell: Node, reach: dict[int, str]) -> Node | None:
    """The row whose cells are the items of a list of their own: title, office and day side by side, one link for all."""
    row = cell.parent
    if cell.tag != "li" or row is None or row.tag not in {"ul", "ol"} or len(row.kids) < _FEWEST_CELLS:
        return None
    if reach.get(id(row)) == _MANY or size_of(row) > SHAPE_LIMIT or row.parent is None:
        return None
    return row.parent if row.parent.tag == "li" and reach.get(id(row.parent)) != _MANY else row


def _row_around(dom: Dom, row: Node, reach: dict[int, str]) -> Node | None:
    """The row that holds in one cell a table of one title without its day, and the day in another."""
    if row.tag != "tr" or date_runs(dom.pieces(row.start, row.end)):
        return None
    outer = next((node for node in islice(row.up(), _NESTED) if node.tag == "tr"), None)
    if outer is None or reach.get(id(outer)) in {None, _MANY} or size_of(outer) > SHAPE_LIMIT:
        return None
    return outer if any(is_date_like(dom.any_text_of(kid).strip(" []()（）")) for kid in outer.kids) else None


def size_of(node: Node) -> int:
    return node.end - node.start + node.dark_end - node.dark_start


def _row_of(dom: Dom, one: Found, node: Node, reach: dict[int, str], titles: dict[int, str]) -> Node | None:
    """The row around a link whose other links are only tags and buttons, or that shows one date for all of them."""
    row = nearest_row(node)
    title = titles[id(one.node)]
    if row is None or size_of(row) - len(title) > SHAPE_LIMIT:
        return None
    links = (inner for inner in row.walk() if inner.tag == "a" and id(inner) in titles)
    others = [titles[id(inner)] for inner in links if reach.get(id(inner)) != one.link.url]
    if all(_is_minor(other, title) for other in others):
        return row
    alone = len(others) <= _FEW_LINKS and all(len(other) < len(title) for other in others)
    return row if alone and len(date_runs(dom.pieces(row.start, row.end))) == 1 else None


def nearest_row(node: Node) -> Node | None:
    return next((outer for outer in (node, *islice(node.up(), 3)) if outer.tag in _ROWS), None)


def _is_minor(text: str, title: str) -> bool:
    return names_nothing(text) or (len(text) <= MINOR and len(title) > len(text))
