"""Lists of links, dated or not: the blocks of one shape that make up a column page or a home page."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Item, LinkKind, Zone, late
from xunwang.inspector.read.asides import is_called
from xunwang.inspector.read.clicked_rows import clicked_entries, clicked_rows
from xunwang.inspector.read.dates import (
    Stamp,
    date_in_url,
    month_in_url,
    supply_years,
)
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import (
    Entry,
    read_entry,
    title_of,
)
from xunwang.inspector.read.groups import Group, dated, grouped
from xunwang.inspector.read.links import Found, Links
from xunwang.inspector.read.nothing import NOTHING_HERE
from xunwang.inspector.read.numbers import numbers_in
from xunwang.inspector.read.panes import is_of_another_page, tabs_of
from xunwang.inspector.read.rows import (
    ROW_TAGS,
    block_of,
    names_nothing,
    reach_of,
)

_FRONT = re.compile(r"[a-z]+://[^/]+/(?:(?:index|default|main)\.[a-z]{3,5})?", re.IGNORECASE)
_SIDE_HEADING = re.compile(
    r"\W*(?:(?:本网|本站|全网|全站|网站|今日|本周|本月|近期|最近|一周|\d{1,2}\s*(?:小时|天|日)内?)(?=热|推荐|排行)|)(?:相关|热点|热门|热文|热读|推荐|点击排行|排行|关联|猜你|大家[都还]?在[看读]|延伸阅读|友情链接|网站链接|常用链接|快速链接|热词)"
)
_MAY_NAME_COLUMN = re.compile(r"\W*(?:热点|热门|推荐)(?!推荐|排行|文章|信息|资讯|阅读|内容|浏览|点击|\W*\Z)")
_NEWEST_HEADING = re.compile(r"\W*(?:最新|最近|近期)(?:发布|文章|信息|更新|内容|公开|资讯)\W*\Z")
_ARTICLE_PATH = re.compile(
    r"\d{4,}|/(?:art|content|info|article|detail|view)[/_.?-]|[?&](?:id|aid|articleid|infoid)=", re.IGNORECASE
)
_LISTING_PATH = re.compile(
    r"list[_-]?\d*(?:[._?]|$)|[/?&](?:index|default|col(?:umn)?|class|channel|lm)(?:id)?[_-]?\d*(?:[._?=]|$)|/$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[a-z\d]*\d[a-z\d]*", re.IGNORECASE)
_SURE_ARTICLE = late(
    r"/t20\d{6}_\d+\.|/art/\d{4}/|/content[_/]|content_\d+|/info/\d+/\d+|/20\d\d[-/]?(?:0[1-9]|1[0-2])(?:/|-\d\d/)[^/]+\.s?html?|[?&](?:articleid|infoid|newsid)=\d+",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"/[^/?]+\.(?:s?html?|htm|jsp|aspx?|php)(?:$|\?)", re.IGNORECASE)
_SHORT_TITLE = 5  # characters below which words name a person or an office and no article
_WORDS_OF_TITLE = 10  # average characters of titles that name articles and hardly columns
_LED_TO = frozenset({LinkKind.PAGE, LinkKind.ATTACHMENT})
_NO_LISTS = frozenset({Zone.NAV, Zone.FOOTER})
_MAIN = frozenset({Zone.MAIN, Zone.UNKNOWN})
_WORDS_OF_BUTTON = 8  # characters
_YEAR_NAMED = re.compile(r"\s*(20[0-4]\d)\s*年?度?\s*")
_FEWEST_YEARS = 2
_SIMILAR = 3  # links of one shape of address that make an undated list


def read_groups(dom: Dom, found: Sequence[Found], base: str) -> list[Group]:
    """The lists of the page; menus, pagers and lists of friends are left out."""
    anchors = [one for one in found if one.node.tag == "a" and one.link.kind in _LED_TO]
    clicked = clicked_rows(dom)
    # 分类：… in the entries of a column leads to the column itself, and parts no entry from its day.
    targets = [(one.node, one.link.url) for one in anchors if one.link.url != base]
    reach = reach_of([*targets, *((node, f"#{node.order}") for node, _ in clicked)])
    titles = {id(one.node): title_of(dom, one) for one in anchors}
    entries = [
        read_entry(
            dom,
            one.node,
            block_of(dom, one, reach, titles),
            url=one.link.url,
            title=titles[id(one.node)],
            base=base,
        )
        for one in anchors
        if one.link.url != base and _may_be_title(one, titles[id(one.node)])
    ]
    entries += clicked_entries(dom, clicked, base)
    groups = grouped(dom, sorted(entries, key=lambda entry: entry.node.order))
    return [group for one in groups if _is_list(dom, group := dated(dom, one), base)]


def _may_be_title(one: Found, title: str) -> bool:
    """Whether a link can name an entry: not in the frame, not a button, not the root of a website."""
    if one.node.zone in _NO_LISTS or names_nothing(title):
        return False
    return _FRONT.fullmatch(one.link.url) is None


def items_of(groups: Sequence[Group], today: dt.date | None, *, year: int | None = None) -> list[Item]:
    """The entries of lists as items, each list's missing years supplied on its own; without `today`, from the newest full date.

    `year`: the one whose items the page shows.
    """
    hints = {entry.url: date_in_url(entry.url) or month_in_url(entry.url) for entry in _all(groups)}
    full = (entry.stamp.date() or hints[entry.url] for entry in _all(groups) if entry.stamp)
    reading_day = today
    today = today or max((day for day in full if day), default=None)
    items = []
    for group in groups:
        rows = [(_within(entry.stamp, year), hints[entry.url], entry.pinned) for entry in group.entries]
        for entry, day in zip(group.entries, supply_years(rows, today), strict=True):
            items.append(Item(title=entry.title, url=entry.url, date=day or _day_ago(entry, reading_day)))
    return items


def _within(stamp: Stamp | None, year: int | None) -> Stamp | None:
    return structs.replace(stamp, year=year) if stamp is not None and stamp.year is None and year else stamp


def years_of(found: Links) -> dict[str, int]:
    """Where several links lead that name a year alone, with those years: the pages of a list that is parted by years."""
    named = {
        one.link.url: int(told[1])
        for one in found
        if one.node.tag == "a" and (told := _YEAR_NAMED.fullmatch(one.link.text))
    }
    return named if len(set(named.values())) >= _FEWEST_YEARS else {}


def year_shown(years: Mapping[str, int], here: str) -> int | None:
    """The year whose items a page shows: that of the link which leads to the page itself."""
    own = {year for url, year in years.items() if key_of(url) == key_of(here)}
    return own.pop() if len(own) == 1 else None


def _day_ago(entry: Entry, today: dt.date | None) -> dt.date | None:
    return today - dt.timedelta(days=entry.ago) if today is not None and entry.ago is not None else None


def _all(groups: Iterable[Group]) -> Iterator[Entry]:
    return (entry for group in groups for entry in group.entries)


# ── which entries make a list ──


def _is_list(dom: Dom, group: Group, base: str) -> bool:
    if group.dated:
        return not _stands_by_clock(group, base)
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


def _stands_by_clock(group: Group, base: str) -> bool:
    """Whether the only day has but a button beside it, such as 登录: then it is the clock of the page.

    Outside the header only what opens no document, and nothing below the page, is a button: a list may hold one short title.
    """
    entry = group.entries[0]
    if len(group.entries) > 1 or len(entry.title) > _WORDS_OF_BUTTON or _ARTICLE_PATH.search(entry.url):
        return False
    folder = base.rpartition("/")[0] + "/"
    is_below = entry.url.startswith(folder) and _FRONT.fullmatch(folder) is None
    opens_document = is_below or entry.block.tag in ROW_TAGS or _DOCUMENT.search(entry.url)
    return entry.node.zone is Zone.HEADER or not opens_document


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


def main_groups(
    dom: Dom, groups: Sequence[Group], pager: Node | None, *, found: Links, base: str, home: bool
) -> list[Group]:
    """The lists that are the page's own: dated ones before undated, on a column page those of the main part, by the pager."""
    if not home:
        tabs = tabs_of(found) if any(not group.container.visible for group in groups) else {}
        groups = [group for group in groups if not is_of_another_page(group.container, tabs, base)]
        groups = _without_newest(dom, _without_asides(dom, groups))
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


def _without_asides(dom: Dom, groups: Sequence[Group]) -> Sequence[Group]:
    """The lists without boxes at the side. A column may be called 热点回应: where nothing else is dated, such a list is its own."""
    title = " ".join(dom.titles)
    kept = [group for group in groups if not _is_at_side(group)]
    own = [group for group in kept if not _is_headed_aside(group, title)]
    if any(group.dated for group in own):
        return own
    return [group for group in kept if group in own or _MAY_NAME_COLUMN.match(group.heading)]


def _is_at_side(group: Group) -> bool:
    """A box of one entry is that entry itself, its container the page around it."""
    return all(entry.node.zone is Zone.SIDE for entry in group.entries)


def _is_headed_aside(group: Group, title: str) -> bool:
    return _SIDE_HEADING.match(group.heading) is not None and not is_called(group.heading, title)


def _nearest(groups: Sequence[Group], pager: Node) -> list[Group]:
    above = {id(outer) for outer in (pager, *pager.up())}
    depths = [_depth_within(group.container, above) for group in groups]
    return [group for group, depth in zip(groups, depths, strict=True) if depth == max(depths)]


def _depth_within(node: Node, above: set[int]) -> int:
    return next((outer.depth for outer in (node, *node.up()) if id(outer) in above), 0)
