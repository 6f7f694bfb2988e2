"""Lists of links, dated or not: the blocks of one shape that make up a column page or a home page."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

import msgspec

from xunwang.inspector.model import Item, LinkKind, Zone
from xunwang.inspector.read.dates import date_in_url, month_in_url, supply_years
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import (
    Entry,
    clean,
    date_of_pieces,
    date_runs,
    read_entry,
    table_of,
    title_of,
)
from xunwang.inspector.read.links import Found

_ITEM_TAGS = frozenset({"li", "tr", "dl", "article"})
_ROWS = frozenset({"li", "tr"})
_NEVER_ITEMS = frozenset(
    {"body", "html", "main", "ul", "ol", "table", "tbody", "form", "section", "#page", "#filled"}
)
_MANY = "*"
_SHAPE_LIMIT = 400  # characters beside the link that still belong to one entry
_MINOR = 6  # links up to this length are tags or buttons beside the title
_FEW_LINKS = 2  # links beside the title that may name a unit or a column
_GAP = 60  # characters between two links of a flat list in which a date is looked for
_SIDE_HEADING = re.compile(
    r"\W*(?:相关|热点|热门|推荐|点击排行|排行|关联|猜你|延伸阅读|友情链接|网站链接|常用链接|快速链接|热词)"
)
_NO_TITLE = re.compile(
    r"(?:更多|more|查看|查看详情|详情|详细|阅读全文|首页|上一页|下一页|尾页|末页|返回|[\d<>«»›‹]+|下载|\W*)[>»\s]*\Z",
    re.IGNORECASE,
)
_ARTICLE_PATH = re.compile(
    r"\d{4,}|/(?:art|content|info|article|detail|view)[/_.?-]|[?&](?:id|aid|articleid|infoid)=", re.IGNORECASE
)
_LISTING_PATH = re.compile(
    r"list[_-]?\d*(?:[._?]|$)|[/?&](?:index|default|col(?:umn)?|class|channel|lm)(?:id)?[_-]?\d*(?:[._?=]|$)|/$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[a-z\d]*\d[a-z\d]*", re.IGNORECASE)
_SIMILAR = 3  # links of one shape of address that make an undated list


class Group(msgspec.Struct, frozen=True):
    """The entries of one container, in document order, and the short line that stands before it."""

    container: Node
    entries: Sequence[Entry]
    heading: str

    @property
    def dated(self) -> bool:
        return any(entry.stamp for entry in self.entries)


def read_groups(dom: Dom, found: Sequence[Found], base: str) -> list[Group]:
    """The lists of the page; menus, pagers and lists of friends are left out."""
    anchors = [
        one for one in found if one.node.tag == "a" and one.link.kind in {LinkKind.PAGE, LinkKind.ATTACHMENT}
    ]
    clicked = _clickable_rows(dom)
    targets = [(one.node, one.link.url) for one in anchors]
    reach = _reach([*targets, *((node, f"#{node.order}") for node, _ in clicked)])
    titles = {id(one.node): title_of(dom, one) for one in anchors}
    entries = [
        read_entry(
            dom, one.node, _block(dom, one, reach, titles), url=one.link.url, title=titles[id(one.node)]
        )
        for one in anchors
        if _may_be_title(one, titles[id(one.node)])
    ]
    entries += _clickable_entries(dom, clicked, base)
    groups = _grouped(dom, sorted(entries, key=lambda entry: entry.node.order))
    dated = (_of_one_shape(_dated(dom, group)) for group in groups)
    return [group for group in dated if _is_list(group)]


def _may_be_title(one: Found, title: str) -> bool:
    """Whether a link can name an entry: not in the frame, not a button, not the root of a website."""
    if one.node.zone in {Zone.NAV, Zone.FOOTER} or _NO_TITLE.match(title):
        return False
    return not (one.link.url.count("/") == 3 and one.link.url.endswith("/"))


def items_of(groups: Sequence[Group], today: dt.date | None) -> list[Item]:
    """The entries of lists as items, each list's missing years supplied on its own; without `today`, from the newest full date."""
    hints = {entry.url: date_in_url(entry.url) or month_in_url(entry.url) for entry in _all(groups)}
    full = (entry.stamp.date() or hints[entry.url] for entry in _all(groups) if entry.stamp)
    today = today or max((day for day in full if day), default=None)
    items = []
    for group in groups:
        rows = [(entry.stamp, hints[entry.url], entry.pinned) for entry in group.entries]
        for entry, day in zip(group.entries, supply_years(rows, today), strict=True):
            items.append(Item(title=entry.title, url=entry.url, date=day))
    return items


def _all(groups: Iterable[Group]) -> Iterator[Entry]:
    return (entry for group in groups for entry in group.entries)


# ── which element is the entry ──


def _reach(targets: Iterable[tuple[Node, str]]) -> dict[int, str]:
    """For every element that holds links: the one address they share, or `_MANY`."""
    reach: dict[int, str] = {}
    for link, url in targets:
        for node in (link, *link.up()):
            known = reach.get(id(node))
            if known == _MANY:
                break
            reach[id(node)] = url if known in {None, url} else _MANY
    return reach


def _block(dom: Dom, one: Found, reach: dict[int, str], titles: dict[int, str]) -> Node:
    """The largest element around a link that belongs to its entry alone."""
    block = one.node
    for node in one.node.up():
        if reach.get(id(node)) == _MANY:
            return _row_of(dom, one, node, reach, titles) or block
        if node.tag in _NEVER_ITEMS or _size(node) - len(titles[id(one.node)]) > _SHAPE_LIMIT:
            return block
        block = node
        if node.tag in _ITEM_TAGS:
            return block
    return block


def _size(node: Node) -> int:
    return node.end - node.start + node.dark_end - node.dark_start


def _row_of(dom: Dom, one: Found, node: Node, reach: dict[int, str], titles: dict[int, str]) -> Node | None:
    """The row around a link whose other links are only tags and buttons, or that shows one date for all of them."""
    row = _nearest_row(node)
    title = titles[id(one.node)]
    if row is None or _size(row) - len(title) > _SHAPE_LIMIT:
        return None
    links = (inner for inner in row.walk() if inner.tag == "a" and id(inner) in titles)
    others = [titles[id(inner)] for inner in links if reach.get(id(inner)) != one.link.url]
    if all(_is_minor(other, title) for other in others):
        return row
    alone = len(others) <= _FEW_LINKS and all(len(other) < len(title) for other in others)
    return row if alone and len(date_runs(dom.pieces(row.start, row.end))) == 1 else None


def _nearest_row(node: Node) -> Node | None:
    return next((outer for outer in (node, *islice(node.up(), 3)) if outer.tag in _ROWS), None)


def _is_minor(text: str, title: str) -> bool:
    return bool(_NO_TITLE.match(text)) or (len(text) <= _MINOR and len(title) > len(text))


def _clickable_rows(dom: Dom) -> list[tuple[Node, Node]]:
    """Rows without a link that open by a script of unknown address: the clickable element and its row."""
    rows: dict[int, tuple[Node, Node]] = {}
    for node in dom.nodes:
        if "onclick" not in node.attrs or node.zone in {Zone.NAV, Zone.FOOTER, Zone.HEADER}:
            continue
        row = _nearest_row(node)
        if row is None or _size(row) > _SHAPE_LIMIT or _has_link(row):
            continue
        rows.setdefault(id(row), (_longest(dom, row) if node is row else node, row))
    return list(rows.values())


def _has_link(row: Node) -> bool:
    return any(inner.tag == "a" and inner.get("href") for inner in row.walk())


def _clickable_entries(dom: Dom, clicked: Iterable[tuple[Node, Node]], base: str) -> list[Entry]:
    """Such rows count as entries of this very page."""
    named = ((node, row, clean(dom.any_text_of(node))) for node, row in clicked)
    return [
        read_entry(dom, node, row, url=base, title=title) for node, row, title in named if len(title) > _MINOR
    ]


def _longest(dom: Dom, row: Node) -> Node:
    return max(row.kids, key=lambda kid: len(dom.any_text_of(kid)), default=row)


# ── which entries make a list ──


def _grouped(dom: Dom, entries: Sequence[Entry]) -> list[Group]:
    chosen = _one_a_row(entries)
    parents = [entry.block.parent or entry.block for entry in chosen]
    counts = Counter(id(parent) for parent in parents)
    holders: dict[int, tuple[Node, str, list[Entry]]] = {}
    for entry, parent in zip(chosen, parents, strict=True):
        holder = _list_of_ones(parent) if counts[id(parent)] == 1 else parent
        holders.setdefault(id(holder), (holder, _heading(dom, parent), []))[2].append(entry)
    return [Group(holder, entries, heading) for holder, heading, entries in holders.values()]


def _list_of_ones(parent: Node) -> Node:
    """The container of lists that hold one entry each."""
    if parent.tag == "tbody":
        return table_of(parent).parent or parent
    return parent.parent if parent.tag in {"ul", "dl", "table"} and parent.parent is not None else parent


def _one_a_row(entries: Sequence[Entry]) -> list[Entry]:
    """Of several links in one row the one with the longest words is its title."""
    best: dict[int, Entry] = {}
    for entry in entries:
        known = best.get(id(entry.block))
        if known is None or len(entry.title) > len(known.title):
            best[id(entry.block)] = entry
    return [entry for entry in entries if best[id(entry.block)] is entry]


def _heading(dom: Dom, container: Node) -> str:
    """The line that stands before a container; empty for a long one, which is no heading."""
    before = dom.text[max(0, container.start - _GAP) : container.start].strip().rpartition("\n")[2].strip()
    return before if len(before) <= 16 else ""


def _dated(dom: Dom, group: Group) -> Group:
    """The group with the dates that stand between the links of a flat list: after each link, else before it."""
    if group.dated or len(group.entries) < 2:
        return group
    for spans in _gaps(group):
        stamps = [
            date_of_pieces(dom.pieces(start, stop)[:4]) if 0 < stop - start <= _GAP else None
            for start, stop in spans
        ]
        if sum(stamp is not None for stamp in stamps) * 2 > len(stamps):
            dated = [
                msgspec.structs.replace(entry, stamp=stamp)
                for entry, stamp in zip(group.entries, stamps, strict=True)
            ]
            return Group(group.container, dated, group.heading)
    return group


def _of_one_shape(group: Group) -> Group:
    """The group without what is built unlike its dated entries, such as the link of its own heading."""
    shapes = {entry.block.tag for entry in group.entries if entry.stamp}
    if not shapes:
        return group
    kept = [entry for entry in group.entries if entry.block.tag in shapes]
    return Group(group.container, kept, group.heading)


def _gaps(group: Group) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The spans of text after each entry and before each entry, within the container."""
    blocks = [entry.block for entry in group.entries]
    between = [(block.end, following.start) for block, following in pairwise(blocks)]
    last = (blocks[-1].end, min(group.container.end, blocks[-1].end + _GAP))
    first = (max(group.container.start, blocks[0].start - _GAP), blocks[0].start)
    return [*between, last], [first, *between]


def _is_list(group: Group) -> bool:
    if group.dated:
        return True
    seen = [entry for entry in group.entries if entry.seen]
    if len(seen) < 3 or _SIDE_HEADING.match(group.heading):
        return False
    long = [entry.url for entry in seen if len(entry.title) >= 8]
    shapes = Counter(_shape(url) for url in long)
    articles = sum(bool(_ARTICLE_PATH.search(url)) or shapes[_shape(url)] >= _SIMILAR for url in long)
    return articles * 10 >= len(seen) * 6


def _shape(url: str) -> str:
    """The address with its numbers and codes made alike; the address itself where it is no document among others."""
    head, _, name = url.rpartition("/")
    if _LISTING_PATH.search(f"/{name}") or not _NUMBERED.search(name):
        return url
    return f"{head}/{_NUMBERED.sub('0', name)}"


def main_groups(groups: Sequence[Group], pager: Node | None, *, home: bool) -> list[Group]:
    """The lists that are the page's own: dated ones before undated, on a column page those of the main part, by the pager."""
    if not home:
        groups = [group for group in groups if not _is_aside(group)]
        groups = _nearest(groups, pager) if pager is not None else groups
    dated = [group for group in groups if group.dated]
    return dated or [group for group in groups if group.container.zone is not Zone.HEADER]


def _is_aside(group: Group) -> bool:
    return group.container.zone is Zone.SIDE or bool(_SIDE_HEADING.match(group.heading))


def _nearest(groups: Sequence[Group], pager: Node) -> list[Group]:
    above = {id(outer) for outer in (pager, *pager.up())}
    depths = [_depth_within(group.container, above) for group in groups]
    return [group for group, depth in zip(groups, depths, strict=True) if depth == max(depths)]


def _depth_within(node: Node, above: set[int]) -> int:
    return next((outer.depth for outer in (node, *node.up()) if id(outer) in above), 0)
