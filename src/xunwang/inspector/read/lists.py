"""Lists of links, dated or not: the blocks of one shape that make up a column page or a home page."""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from operator import attrgetter

import msgspec

from xunwang.inspector.model import Item, LinkKind, Zone
from xunwang.inspector.read.dates import (
    Stamp,
    date_in_url,
    is_date_like,
    month_in_url,
    read_stamp,
    supply_years,
)
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import (
    Entry,
    clean,
    date_beside,
    read_entry,
    table_of,
    title_of,
)
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.nothing import NOTHING_HERE
from xunwang.inspector.read.numbers import numbers_in
from xunwang.inspector.read.rows import (
    MINOR,
    ROW_TAGS,
    SHAPE_LIMIT,
    block_of,
    names_nothing,
    nearest_row,
    reach_of,
    size_of,
)
from xunwang.inspector.read.shapes import attribute_sign

_DAY_LINE = 20  # characters of the longest heading that is a day
_FEWEST_DAYS = 2
_MONTH = re.compile(r"\s*((?:19[89]|20[0-4])\d)\s*[年./-]\s*(1[0-2]|0?[1-9])\s*月?\s*")
_YEAR = re.compile(r"\s*((?:19[89]|20[0-4])\d)\s*年?度?\s*(?:[（(]\s*(?:共\s*)?\d+\s*[条篇件]?\s*[)）])?\s*")
_DAY_OF_MONTH = re.compile(r"(3[01]|[12]\d|0?[1-9])\s*日?")
_FRONT = re.compile(r"[a-z]+://[^/]+/(?:(?:index|default|main)\.[a-z]{3,5})?", re.IGNORECASE)
_GAP = 60  # characters between two links of a flat list in which a date is looked for
_SIDE_HEADING = re.compile(
    r"\W*(?:(?:本网|本站|全网|全站|网站|今日|本周|本月|近期|最近|一周|\d{1,2}\s*(?:小时|天|日)内?)(?=热|推荐|排行)|)(?:相关|热点|热门|热文|热读|推荐|点击排行|排行|关联|猜你|延伸阅读|友情链接|网站链接|常用链接|快速链接|热词)"
)
_NEWEST_HEADING = re.compile(r"\W*(?:最新|最近|近期)(?:发布|文章|信息|更新|内容|公开|资讯)\W*\Z")
_ARTICLE_PATH = re.compile(
    r"\d{4,}|/(?:art|content|info|article|detail|view)[/_.?-]|[?&](?:id|aid|articleid|infoid)=", re.IGNORECASE
)
_LISTING_PATH = re.compile(
    r"list[_-]?\d*(?:[._?]|$)|[/?&](?:index|default|col(?:umn)?|class|channel|lm)(?:id)?[_-]?\d*(?:[._?=]|$)|/$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[a-z\d]*\d[a-z\d]*", re.IGNORECASE)
_BRACKETS, _SHUT = ("[", "【", "［"), ("]", "】", "］")
_SURE_ARTICLE = re.compile(
    r"/t20\d{6}_\d+\.|/art/\d{4}/|/content[_/]|content_\d+|/info/\d+/\d+|/20\d\d[-/]?(?:0[1-9]|1[0-2])(?:/|-\d\d/)[^/]+\.s?html?|[?&](?:articleid|infoid|newsid)=\d+",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"/[^/?]+\.(?:s?html?|htm|jsp|aspx?|php)(?:$|\?)", re.IGNORECASE)
_SHORT_TITLE = 5  # characters below which words name a person or an office and no article
_WORDS_OF_TITLE = 10  # average characters of titles that name articles and hardly columns
_LED_TO = frozenset({LinkKind.PAGE, LinkKind.ATTACHMENT})
_NO_LISTS = frozenset({Zone.NAV, Zone.FOOTER})
_MAIN = frozenset({Zone.MAIN, Zone.UNKNOWN})
_START = attrgetter("start")
_CLICKED = attribute_sign("@clicked", {"onclick"}, lambda _: True)
_WORDS_OF_BUTTON = 8  # characters
_SIMILAR = 3  # links of one shape of address that make an undated list


class Group(msgspec.Struct, frozen=True):
    """The entries of one container, in document order, and the short line that stands before it."""

    container: Node
    entries: Sequence[Entry]
    heading: str

    @property
    def dated(self) -> bool:
        return any(entry.stamp or entry.ago is not None for entry in self.entries)


def read_groups(dom: Dom, found: Sequence[Found], base: str) -> list[Group]:
    """The lists of the page; menus, pagers and lists of friends are left out."""
    anchors = [one for one in found if one.node.tag == "a" and one.link.kind in _LED_TO]
    clicked = _clickable_rows(dom)
    targets = [(one.node, one.link.url) for one in anchors]
    reach = reach_of([*targets, *((node, f"#{node.order}") for node, _ in clicked)])
    titles = {id(one.node): title_of(dom, one) for one in anchors}
    entries = [
        read_entry(
            dom, one.node, block_of(dom, one, reach, titles), url=one.link.url, title=titles[id(one.node)]
        )
        for one in anchors
        if _may_be_title(one, titles[id(one.node)])
    ]
    entries += _clickable_entries(dom, clicked, base)
    groups = _grouped(dom, sorted(entries, key=lambda entry: entry.node.order))
    dated = (_of_one_shape(_dated(dom, group)) for group in groups)
    return [group for group in dated if _is_list(dom, group)]


def _may_be_title(one: Found, title: str) -> bool:
    """Whether a link can name an entry: not in the frame, not a button, not the root of a website."""
    if one.node.zone in _NO_LISTS or names_nothing(title):
        return False
    return _FRONT.fullmatch(one.link.url) is None


def items_of(groups: Sequence[Group], today: dt.date | None) -> list[Item]:
    """The entries of lists as items, each list's missing years supplied on its own; without `today`, from the newest full date."""
    hints = {entry.url: date_in_url(entry.url) or month_in_url(entry.url) for entry in _all(groups)}
    full = (entry.stamp.date() or hints[entry.url] for entry in _all(groups) if entry.stamp)
    reading_day = today
    today = today or max((day for day in full if day), default=None)
    items = []
    for group in groups:
        rows = [(entry.stamp, hints[entry.url], entry.pinned) for entry in group.entries]
        for entry, day in zip(group.entries, supply_years(rows, today), strict=True):
            items.append(Item(title=entry.title, url=entry.url, date=day or _day_ago(entry, reading_day)))
    return items


def _day_ago(entry: Entry, today: dt.date | None) -> dt.date | None:
    return today - dt.timedelta(days=entry.ago) if today is not None and entry.ago is not None else None


def _all(groups: Iterable[Group]) -> Iterator[Entry]:
    return (entry for group in groups for entry in group.entries)


# ── rows that open by a script ──


def _clickable_rows(dom: Dom) -> list[tuple[Node, Node]]:
    """Rows without a link that open by a script of unknown address: the clickable element and its row."""
    rows: dict[int, tuple[Node, Node]] = {}
    for node in dom.all(_CLICKED):
        if node.zone in _NO_LISTS or node.zone is Zone.HEADER:
            continue
        row = nearest_row(node)
        if row is None or size_of(row) > SHAPE_LIMIT or _has_link(row):
            continue
        rows.setdefault(id(row), (_longest(dom, row) if node is row else node, row))
    return list(rows.values())


def _has_link(row: Node) -> bool:
    return any(inner.tag == "a" and inner.get("href") for inner in row.walk())


def _clickable_entries(dom: Dom, clicked: Iterable[tuple[Node, Node]], base: str) -> list[Entry]:
    """Such rows count as entries of this very page."""
    named = ((node, row, clean(dom.any_text_of(node))) for node, row in clicked)
    return [
        read_entry(dom, node, row, url=base, title=title) for node, row, title in named if len(title) > MINOR
    ]


def _longest(dom: Dom, row: Node) -> Node:
    """The part of a row with the longest words that are no date."""
    cells = [kid for kid in row.kids if not is_date_like(dom.any_text_of(kid))]
    return max(cells, key=lambda kid: len(dom.any_text_of(kid)), default=row)


# ── which entries make a list ──


def _grouped(dom: Dom, entries: Sequence[Entry]) -> list[Group]:
    chosen = _one_a_row(entries)
    parents = [entry.block.parent or entry.block for entry in chosen]
    counts = Counter(id(parent) for parent in parents)
    holders: dict[int, tuple[Node, str, list[Entry]]] = {}
    days = _days_above(dom, parents, chosen)
    chosen = [
        msgspec.structs.replace(entry, stamp=days[place]) if place in days else entry
        for place, entry in enumerate(chosen)
    ]
    for entry, parent in zip(chosen, parents, strict=True):
        holder = _list_of_ones(parent) if counts[id(parent)] == 1 else parent
        if id(holder) not in holders:
            holders[id(holder)] = (holder, _heading_over(dom, parent, entry), [])
        holders[id(holder)][2].append(entry)
    return [Group(holder, entries, heading) for holder, heading, entries in holders.values()]


def _days_above(dom: Dom, parents: Sequence[Node], entries: Sequence[Entry]) -> dict[int, Stamp]:
    """The days of entries, by place, that headings above their lists tell: the whole day, or the month where an entry shows its day.

    A heading that tells a year alone supplies it to days without one. A day alone may be the clock of the page and is none.
    """
    once = {id(parent): parent for parent in parents}
    lines = {key: (parent, _heading_beside(dom, parent)) for key, parent in once.items()}
    lines = {key: told for key, told in lines.items() if is_date_like(told[1]) or _YEAR.fullmatch(told[1])}
    holders = Counter(id(parent.parent) for parent, _ in lines.values())
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
            and holders[id(parent.parent)] >= _FEWEST_DAYS
            and (stamp := _under_heading(dom, line, entry)) is not None
        ):
            days[place] = stamp
    return days


def _heading_beside(dom: Dom, container: Node) -> str:
    """The words of the element right before a container, where they are few: the end of another list is no heading."""
    line = _line_before(dom, container)
    if container.parent is None or not line or len(line) > _DAY_LINE:
        return ""
    seen = (kid for kid in reversed(container.parent.kids) if kid.end > kid.start)
    before = next((kid for kid in seen if kid.order < container.order), None)
    return line if before is not None and dom.text_of(before) == line else ""


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


def _heading_over(dom: Dom, container: Node, first: Entry) -> str:
    """The heading of a list: a short line in its container above the first entry, else the one before the container."""
    inside = dom.text[container.start : first.block.start].strip()
    return inside if 0 < len(inside) <= 8 else _heading(dom, container)


def _heading(dom: Dom, container: Node) -> str:
    """The line that stands before a container, past a link to more of it; empty for a long one, which is no heading."""
    lines = dom.text[max(0, container.start - _GAP) : container.start].replace("\t", "\n").split("\n")
    said = (line for words in reversed(lines) if (line := words.strip()))
    before = next((line for line in islice(said, 2) if not names_nothing(line)), "")
    return before if len(before) <= 16 else ""


def _line_before(dom: Dom, container: Node) -> str:
    before = dom.text[max(0, container.start - _GAP) : container.start]
    return before.strip().rpartition("\n")[2].strip()


def _dated(dom: Dom, group: Group) -> Group:
    """The group with the dates that stand between the links of a flat list: after each link, else before it."""
    group = _without_categories(dom, group)
    if group.dated or len(group.entries) < 2:
        return group
    for spans in _gaps(group):
        stamps = [
            date_beside(dom.pieces(start, stop)[:4])
            if 0 < stop - start <= _GAP and not _holds_link(dom, start, stop)
            else None
            for start, stop in spans
        ]
        if sum(stamp is not None for stamp in stamps) * 2 > len(stamps):
            dated = [
                msgspec.structs.replace(entry, stamp=stamp)
                for entry, stamp in zip(group.entries, stamps, strict=True)
            ]
            return Group(group.container, dated, group.heading)
    return _dated_beside(dom, group)


def _dated_beside(dom: Dom, group: Group) -> Group:
    """The group with the days of a list that stands right beside it and holds as many days as it has entries."""
    beside = group.container.parent.kids if group.container.parent is not None else ()
    following = next((kid for kid in beside if kid.order > group.container.order), None)
    if following is None or len(following.kids) != len(group.entries):
        return group
    words = [dom.text_of(kid) for kid in following.kids]
    stamps = [read_stamp(text) if is_date_like(text) else None for text in words]
    if any(stamp is None for stamp in stamps):
        return group
    dated = [
        msgspec.structs.replace(entry, stamp=stamp)
        for entry, stamp in zip(group.entries, stamps, strict=True)
    ]
    return Group(group.container, dated, group.heading)


def _holds_link(dom: Dom, start: int, stop: int) -> bool:
    """Whether a span of text holds the words of a link: then its date belongs to that one."""
    links = dom.all("a")
    first = bisect_left(links, start, key=_START)
    return any(node.end > node.start and node.end <= stop for node in islice(links, first, first + 2))


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


def _gaps(group: Group) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The spans of text after each entry and before each entry, within the container."""
    blocks = [entry.block for entry in group.entries]
    between = [(block.end, following.start) for block, following in pairwise(blocks)]
    last = (blocks[-1].end, min(group.container.end, blocks[-1].end + _GAP))
    first = (max(group.container.start, blocks[0].start - _GAP), blocks[0].start)
    return [*between, last], [first, *between]


def _is_list(dom: Dom, group: Group) -> bool:
    if group.dated:
        return not _stands_by_clock(group)
    if _lists_documents(dom, group):
        return True
    seen = [entry for entry in group.entries if entry.seen]
    if len(seen) < 3 or _SIDE_HEADING.match(group.heading):
        return False
    long = [entry.url for entry in seen if len(entry.title) >= 8]
    shapes = Counter(_shape(url) for url in long)
    articles = sum(bool(_ARTICLE_PATH.search(url)) or shapes[_shape(url)] >= _SIMILAR for url in long)
    articles += sum(
        _SHORT_TITLE <= len(entry.title) < 8 and bool(_SURE_ARTICLE.search(entry.url)) for entry in seen
    )
    return articles * 10 >= len(seen) * 6 or _reads_like_titles(group.container, seen)


def _stands_by_clock(group: Group) -> bool:
    """Whether the only day has but a button beside it, such as 登录: then it is the clock of the page.

    Outside the header only what opens no document is a button: a list may hold one short title.
    """
    entry = group.entries[0]
    if len(group.entries) > 1 or len(entry.title) > _WORDS_OF_BUTTON or _ARTICLE_PATH.search(entry.url):
        return False
    return entry.node.zone is Zone.HEADER or not (entry.block.tag in ROW_TAGS or _DOCUMENT.search(entry.url))


def _lists_documents(dom: Dom, group: Group) -> bool:
    """Whether every row shows the number of its document: then even two rows are a list."""
    return group.container.zone in _MAIN and all(
        entry.seen and numbers_in(dom.text_of(entry.block)) for entry in group.entries
    )


def _reads_like_titles(container: Node, seen: Sequence[Entry]) -> bool:
    """Documents of one folder under words, called by whole titles: `guihua/shuiwang.html` beside `guihua/linye.html`."""
    if container.zone not in _MAIN:
        return False
    folders = {entry.url.rpartition("/")[0] for entry in seen}
    titled = sum(len(entry.title) for entry in seen) >= _WORDS_OF_TITLE * len(seen)
    documents = all(
        _DOCUMENT.search(entry.url) and not _LISTING_PATH.search(f"/{entry.url.rpartition('/')[2]}")
        for entry in seen
    )
    return len(folders) == 1 and titled and documents


def _shape(url: str) -> str:
    """The address with its numbers and codes made alike; the address itself where it is no document among others."""
    head, _, name = url.rpartition("/")
    if _LISTING_PATH.search(f"/{name}") or not _NUMBERED.search(name):
        return url
    return f"{head}/{_NUMBERED.sub('0', name)}"


def main_groups(dom: Dom, groups: Sequence[Group], pager: Node | None, *, home: bool) -> list[Group]:
    """The lists that are the page's own: dated ones before undated, on a column page those of the main part, by the pager."""
    if not home:
        groups = _without_newest(dom, [group for group in groups if not _is_aside(group)])
        groups = _nearest(groups, pager) if pager is not None else groups
    dated = [group for group in groups if group.dated]
    return dated or [group for group in groups if group.container.zone is not Zone.HEADER]


def _without_newest(dom: Dom, groups: Sequence[Group]) -> Sequence[Group]:
    """The lists without a box of what is newest on the site, where the page has a list of its own or says that it has nothing."""
    boxes = [group for group in groups if _NEWEST_HEADING.match(group.heading)]
    others = [group for group in groups if group not in boxes]
    if boxes and (any(group.dated for group in others) or NOTHING_HERE.search(dom.text)):
        return others
    return groups


def _is_aside(group: Group) -> bool:
    return group.container.zone is Zone.SIDE or bool(_SIDE_HEADING.match(group.heading))


def _nearest(groups: Sequence[Group], pager: Node) -> list[Group]:
    above = {id(outer) for outer in (pager, *pager.up())}
    depths = [_depth_within(group.container, above) for group in groups]
    return [group for group, depth in zip(groups, depths, strict=True) if depth == max(depths)]


def _depth_within(node: Node, above: set[int]) -> int:
    return next((outer.depth for outer in (node, *node.up()) if id(outer) in above), 0)
