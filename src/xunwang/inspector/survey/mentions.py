"""Who calls a place a column: the navigation, the home page, the site map, a landing page, a breadcrumb, or the page itself."""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum

from xunwang.inspector.model import Link, LinkKind, Page, Record, Zone
from xunwang.inspector.survey.naming import by_name, clean, means_more, names_column
from xunwang.inspector.survey.places import Places, holds

_BARS = frozenset({Zone.NAV, Zone.HEADER})
_BODY = frozenset({Zone.MAIN, Zone.UNKNOWN})
_FEWEST_IN_A_BAR = 3
_EDITION = re.compile(
    r"english(?:version)?|en|eng|[英日韩俄法德外]文版?|日本語|한국어|русский|français|deutsch|español|繁|繁[体體](?:中文|版|网)?|big5"
    r"|(?:手机|移动|触屏|wap|長者|长者|老年|关怀|适老|无障碍)(?:版|网站?|浏览)?",
    re.IGNORECASE,
)


class Source(IntEnum):
    """Who says it; the lowest wins where names differ."""

    NAVIGATION = 0
    HOME = 1
    SITEMAP = 2
    LANDING = 3
    BREADCRUMB = 4
    ITSELF = 5


class Mention(Record, frozen=True, array_like=True):
    """A place that is called a column. `name` is None where a link only says 更多; `top` marks the main navigation's first level."""

    place: str
    url: str
    source: Source
    name: str | None = None
    top: bool = False
    found_on: str | None = None


def mentions_of_home(page: Page, places: Places) -> list[Mention]:
    """The columns that the home page names: its navigation first, then the headings and 更多 links of its sections."""
    items = {places.of(item.url) for item in page.items}
    bar = _navigation(page, places)
    in_bar = {mention.place for mention in bar}
    taken = items | in_bar | {places.root}
    sections = (
        Mention(place=places.of(link.url), url=link.url, source=Source.HOME, name=name, found_on=page.url)
        for link in _page_links(page, _BODY)
        if places.internal(link.url) and ((name := _section_name(link)) or means_more(link.text))
    )
    return [*bar, *(mention for mention in sections if mention.place not in taken)]


def mentions_of_sitemap(page: Page, places: Places) -> list[Mention]:
    """The columns that the site map lists."""
    return [
        Mention(place=places.of(link.url), url=link.url, source=Source.SITEMAP, name=name, found_on=page.url)
        for link in _page_links(page, _BODY)
        if places.internal(link.url) and (name := _column_name(link)) and places.of(link.url) != places.root
    ]


def mentions_of_landing(page: Page, places: Places) -> list[Mention]:
    """The sub-columns that a page of the navigation leads to, in its main part and in the menu beside it."""
    items = {places.of(item.url) for item in page.items} | {places.root, places.of(page.url)}
    return [
        Mention(place=places.of(link.url), url=link.url, source=Source.LANDING, name=name, found_on=page.url)
        for link in _page_links(page, _BODY | {Zone.SIDE})
        if places.internal(link.url) and places.of(link.url) not in items and (name := _column_name(link))
    ]


def editions_of(page: Page, places: Places) -> frozenset[str]:
    """The folders to which the home page leads as to another edition: in other characters or another language, or for telephones."""
    led = (places.of(link.url) for link in page.links if is_edition(link) and places.internal(link.url))
    return frozenset(place for place in led if place.endswith("/") and place != places.root)


def is_edition(link: Link) -> bool:
    """Whether a link leads to the site in other characters or another language, or to that for telephones or for the aged."""
    name = clean(link.text)
    return link.kind is LinkKind.PAGE and name is not None and _EDITION.fullmatch(name) is not None


def is_sitemap(page: Page, home: Page, places: Places) -> bool:
    """Whether `page` is the site map that the home page points to, or calls itself so."""
    pointed = home.marks.sitemap is not None and places.of(home.marks.sitemap) == places.of(page.url)
    return pointed or any(word in (page.title or "") for word in ("网站地图", "站点地图"))


def _page_links(page: Page, zones: frozenset[Zone]) -> Iterator[Link]:
    return (link for link in page.links if link.kind is LinkKind.PAGE and link.zone in zones)


def _column_name(link: Link) -> str | None:
    name = clean(link.text)
    return name if name and names_column(name) else None


def _section_name(link: Link) -> str | None:
    """The name a section link gives its column; None where it names no known type of column."""
    name = _column_name(link)
    return name if name and by_name(name) else None


def _navigation(page: Page, places: Places) -> list[Mention]:
    entries = list(_bar_links(page, places))
    seen = {entry.place for entry in entries if entry.visible}
    hidden_menus = len(seen) >= _FEWEST_IN_A_BAR
    submenu = {places.of(url) for url in page.submenu}
    firsts: dict[str, Mention] = {}
    for entry in entries:
        nested = (
            entry.place in submenu
            or (hidden_menus and entry.place not in seen)
            or any(holds(outer, entry.place) for outer in firsts)
        )
        firsts.setdefault(
            entry.place,
            Mention(entry.place, entry.url, Source.NAVIGATION, entry.name, top=not nested, found_on=page.url),
        )
    return list(firsts.values())


class _Entry(Record, frozen=True):
    place: str
    url: str
    name: str
    visible: bool


def _bar_links(page: Page, places: Places) -> Iterator[_Entry]:
    """Links of the navigation in page order. What leaves the site counts only inside the navigation proper."""
    for link in _page_links(page, _BARS):
        name = _column_name(link)
        inside = places.internal(link.url)
        if name is None or not (inside or link.zone is Zone.NAV) or places.of(link.url) == places.root:
            continue
        yield _Entry(places.of(link.url), link.url, name, link.visible)


def bar_is_known(mentions: Iterable[Mention]) -> bool:
    """Whether the home page shows a main navigation at all."""
    return sum(mention.top for mention in mentions) >= _FEWEST_IN_A_BAR
