"""All pages and all names of one column, brought together."""

import re
from collections.abc import Iterable, Iterator, Mapping

from xunwang.inspector.model import PageKind, Record
from xunwang.inspector.survey.cards import Card, Item
from xunwang.inspector.survey.mentions import Mention, Source
from xunwang.inspector.survey.naming import clean, denies_column
from xunwang.inspector.survey.places import directory, first_page

_YEAR = re.compile(r"20[0-4]\d/")
_FURTHER = re.compile(  # page/2/, list/p/2.html, 2/
    r"(?:(?:[\w-]+/)?(?:pages?|pn?)/\d{1,4}(?:/|\.\w+)?|\d{1,3}/)"
)
_PAGE_FILE = re.compile(r"\d{1,4}\.\w{2,5}")
_VIEW = re.compile(
    r"/(?:tags?|authors?|keywords?)/[^/?]|/archives?/(?:19|20)\d\d(?:/|$)|[?&](?:[acm]=tag\b|tag(?:id|name)?=)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"20[0-4]\d\s*年\s*\d{1,2}\s*月(?:\s*[（(]\d+[）)])?")
_NO_NAME = frozenset({"正文", "列表", "内容", "详情", "信息列表", "栏目列表", "当前栏目"})


class Group(Record, frozen=True):
    """One column as far as it was seen. `pages` stand with the first page of its list in front; there may be none."""

    place: str
    url: str
    name: str | None
    mentions: tuple[Mention, ...] = ()
    pages: tuple[Card, ...] = ()

    @property
    def head(self) -> Card | None:
        return self.pages[0] if self.pages else None

    @property
    def body(self) -> Card | None:
        """The page that shows what the column holds: the one in a frame of its head, else the head.

        Where no frame that was read shows anything, another that was not may do so, and the head tells that it is unread.
        """
        head = self.head
        framed = [page for page in self.pages if head and page.place in head.framed and page.read]
        if shows := next((page for page in framed if page.items or page.some_text), None):
            return shows
        return framed[0] if head and framed and len(framed) == len(head.framed) else head

    @property
    def source(self) -> Source:
        """Who says that this is a column; the strongest voice."""
        return min((mention.source for mention in self.mentions), default=Source.ITSELF)

    @property
    def in_navigation(self) -> bool:
        return self.source is Source.NAVIGATION

    @property
    def entries(self) -> dict[int, Item]:
        """The items of all its pages by key; a later sighting supplies the date that the first leaves out."""
        entries: dict[int, Item] = {}
        for entry in (entry for page in self.pages if page.read for entry in page.entries()):
            known = entries.get(entry.key)
            if known is None or not known.day:
                entries[entry.key] = entry
        return entries

    @property
    def is_empty(self) -> bool:
        return not any(page.items for page in self.pages if page.read)

    @property
    def keys(self) -> Iterator[int]:
        """The keys of the items of all its pages; those on several pages come several times."""
        return (key for page in self.pages if page.read for key in page.item_keys())


def without_views(groups: Mapping[str, Group]) -> dict[str, Group]:
    """Without the pages on which blogging systems gather what columns hold by tag, author, year or month: they would be counted twice, and a parent taken for a page that only leads to them. A past month gets nothing new, whatever it holds."""
    groups = {
        place: group
        for place, group in groups.items()
        if group.in_navigation or not _MONTH.fullmatch(group.name or "")
    }
    views = {place for place in groups if _VIEW.search(place)}
    held = (
        {key for place, group in groups.items() if place not in views for key in group.keys}
        if views
        else set()
    )
    return {
        place: group
        for place, group in groups.items()
        if place not in views
        or not held.issuperset(group.keys)
        or (group.in_navigation and not group.entries)
    }


def group_up(
    cards: Iterable[Card], mentions: Iterable[Mention], redirected: Mapping[str, str]
) -> dict[str, Group]:
    """Groups by place. Pages of one list meet through their links to further pages, through their file names, and as frame and framed.

    `redirected` gives for an asked place the one that answered.
    """
    pages: dict[str, list[Card]] = {}
    moved = dict(redirected)
    for card in cards:
        pages.setdefault(card.place, []).append(card)
        moved[card.asked] = card.place
    named: dict[str, list[Mention]] = {}
    for mention in mentions:
        named.setdefault(moved.get(mention.place, mention.place), []).append(mention)
    sets = _joined(pages, named)
    groups = (_group(places, pages, named) for places in sets)
    return {group.place: group for group in groups}


def _joined(pages: Mapping[str, list[Card]], named: Mapping[str, list[Mention]]) -> list[list[str]]:
    """The places in sets, each set one column."""
    leader = {place: place for place in (*pages, *named)}

    def find(place: str) -> str:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    for one, other in _same_list(pages, named):
        leader[find(other)] = find(one)
    sets: dict[str, list[str]] = {}
    for place in leader:
        sets.setdefault(find(place), []).append(place)
    return list(sets.values())


def _same_list(
    pages: Mapping[str, list[Card]], named: Mapping[str, list[Mention]]
) -> Iterable[tuple[str, str]]:
    lists = {place for place, cards in pages.items() if any(card.kind is PageKind.COLUMN for card in cards)}
    in_bar = {place for place, said in named.items() if any(m.source is Source.NAVIGATION for m in said)}
    yield from (
        (place, framed)
        for place, cards in pages.items()
        for card in cards
        for framed in card.framed
        if framed in pages
    )
    for place in lists:
        following = {further for card in pages[place] for further in card.next_places}
        if (first := first_page(place)) is not None:
            following.add(first)
        for further in following & lists:
            if _share_folder(further, place) and not {place, further} <= in_bar:
                yield place, further


def _share_folder(one: str, other: str) -> bool:
    """Whether two places lie in one folder, or one in the folder of a year or of further pages below the other's, or in that which bears the other's name (`news/3.htm` of `news.htm`)."""
    outer, inner = sorted((one, other), key=lambda place: len(directory(place)))
    first, second = directory(outer), directory(inner)
    if first == second or not second.startswith(first):
        return first == second
    if _PAGE_FILE.fullmatch(inner, len(second)) and second == _folder_of_its_own(outer):
        return True
    is_further = _FURTHER.fullmatch(inner, len(first)) is not None
    return is_further or _YEAR.fullmatch(second, len(first)) is not None


def _folder_of_its_own(place: str) -> str:
    return place.partition("?")[0].rpartition(".")[0] + "/"


def _group(places: list[str], pages: Mapping[str, list[Card]], named: Mapping[str, list[Mention]]) -> Group:
    mentions = sorted(
        (m for place in places for m in named.get(place, ())),
        key=lambda mention: _rank(mention, mention.place in pages),
    )
    cards = sorted((card for place in places for card in pages.get(place, ())), key=_order)
    called = {mention.place for mention in mentions if mention.source is Source.NAVIGATION}
    cards.sort(key=lambda card: not {card.place, card.asked} & called)
    head = cards[0] if cards else None
    return Group(
        place=head.place if head else mentions[0].place,
        url=head.url if head else mentions[0].url,
        name=_name(mentions, head),
        mentions=tuple(mentions),
        pages=tuple(cards),
    )


def _rank(mention: Mention, direct: bool) -> tuple[int, bool, bool, str, str]:
    """The strongest voice first; a link straight to the page before one that a redirect brought there."""
    return mention.source, mention.name is None, not direct, mention.place, mention.name or ""


def _order(card: Card) -> tuple[bool, int, int, str, str]:
    """The first page of a list is read, lies nearest to the home page and has the shortest address."""
    return not card.read, card.depth, len(card.url), card.place, card.url


def _name(mentions: list[Mention], head: Card | None) -> str | None:
    """The name of the navigation or the front page, else the page's own, else what others call it, else its title."""
    first = (mention.name for mention in mentions if mention.source <= Source.SITEMAP)
    later = (mention.name for mention in mentions if mention.source > Source.SITEMAP)
    own = _own_names(head) if head else ()
    title = (title_name(head.title),) if head else ()
    return next((name for name in (*first, *own, *later, *title) if _is_name(name)), None)


def own_name(page: Card) -> str | None:
    """What a page calls itself."""
    return next((name for name in (*_own_names(page), title_name(page.title)) if _is_name(name)), None)


def _own_names(page: Card) -> tuple[str | None, ...]:
    """The last step of its breadcrumb, its ColumnName tag, the column the reader found."""
    last = page.path[-1] if page.path else None
    step = last.name if last and last.place in {None, page.place} else None
    return step, page.column_meta, page.column


def tells_its_name_twice(page: Card) -> bool:
    """Whether the tag of a page and its way or its title call it the same."""
    step, told, _ = _own_names(page)
    return told is not None and told in {step, title_name(page.title)}


def calls_itself_a_tool(page: Card) -> bool:
    return any(denies_column(name) for name in (*_own_names(page), title_name(page.title)) if name)


def _is_name(name: str | None) -> bool:
    return name is not None and len(name) > 1 and name not in _NO_NAME and not denies_column(name)


def title_name(title: str | None) -> str | None:
    """The part of a page title in front of the first separator."""
    for mark in ("_", "-", "—", "|", "–", "－"):
        title = (title or "").partition(mark)[0]
    return clean(title)
