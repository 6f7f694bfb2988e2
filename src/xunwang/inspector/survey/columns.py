"""The columns of a site, found without configuration: lists, pages of standing text, blank ones, and those left unread.

A landing page that only shows what its sub-columns hold is no column of its own (it would be counted twice).
"""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import structs

from xunwang.inspector.fetch.urls import host_of, key_of
from xunwang.inspector.model import SLIPS, ColumnFact, ColumnType, LinkFact, PageKind
from xunwang.inspector.survey.belonging import Belonging, led_to
from xunwang.inspector.survey.cards import Card, Holders, Item
from xunwang.inspector.survey.digest import Digest, Step
from xunwang.inspector.survey.elsewhere import untold
from xunwang.inspector.survey.families import Families
from xunwang.inspector.survey.furniture import Furniture
from xunwang.inspector.survey.groups import (
    Group,
    calls_itself_a_tool,
    group_up,
    tells_its_name_twice,
    without_views,
)
from xunwang.inspector.survey.mentions import Mention, Source, bar_is_known
from xunwang.inspector.survey.naming import TITLE_HINTS, Names, by_name, names_another_site, type_of
from xunwang.inspector.survey.places import Places, folders_of
from xunwang.inspector.survey.shared import Shared, date_of
from xunwang.inspector.survey.showing import is_by_script, is_picture
from xunwang.inspector.survey.telling import Telling
from xunwang.inspector.survey.troubles import attempt_trouble

# A link with such a name, and no more than the link, leads to an entrance rather than to a column.
_ENTRANCES = frozenset({None, ColumnType.SERVICE, ColumnType.MESSAGES})
_LEAVES = frozenset({PageKind.ARTICLE, PageKind.GUIDE})
_STANDING = _LEAVES | {PageKind.MESSAGE}
_NO_COLUMN_PAGE = frozenset({PageKind.HOME, PageKind.SEARCH})
_STATE_COUNCIL = frozenset(
    {"www.gov.cn", "gov.cn"}
)  # whose columns every site may link to and none answers for
_LONGEST_UNREAD_NAME = 8
_SAME_LIST = 3
_log = logging.getLogger(__name__)


class Columns:
    """The groups of one site with what each knows of the others. `mentions` are those of `trails` too.

    `is_no_column` tells the site map, the frames of the home page and other editions of the site, `elsewhere` are the places read in
    other systems.
    """

    def __init__(
        self,
        cards: Sequence[Card],
        mentions: Sequence[Mention],
        *,
        trails: Mapping[str, tuple[Step, ...]],
        links: Mapping[str, LinkFact],
        moved: Mapping[str, str],
        places: Places,
        is_no_column: Callable[[str], bool],
        holders: Holders,
        elsewhere: AbstractSet[str] = frozenset(),
    ) -> None:
        self._places = places
        self._links = links
        self._is_no_column = is_no_column
        self._trails = trails
        self._holders = holders
        self._abroad = elsewhere
        groups = group_up(cards, mentions, moved)
        self._home_of = {
            card.place: group.place
            for group in groups.values()
            for card in group.pages
            if card.place != group.place
        }
        self._bar_known = bar_is_known(mentions)
        self._bar_names = {mention.name for mention in mentions if mention.source is Source.NAVIGATION}
        self._found = without_views(
            {place: group for place, group in groups.items() if self._is_candidate(group)}
        )
        self._listed: set[int] = set()  # what pages show that say they hold nothing, and other columns list
        self._families = Families(self._found, home_of=self._home_of, trails=trails, holders=holders)
        names = Counter(group.name for group in self._found.values() if group.name)
        self._called = {
            name: place for place, group in self._found.items() if (name := group.name) and names[name] == 1
        }

    def furniture(self, pages: int) -> Furniture:
        """What must be counted on all pages before it is known which columns are blank."""
        heads = [group.body for group in self._found.values() if group.is_empty and group.body]
        shown = {hash(link) for head in heads if head.excused for link in head.shown}
        for group in self._found.values() if shown else ():
            self._listed.update(key for key in group.keys if key in shown)
        return Furniture(heads, pages)

    def asked(self) -> Iterator[int]:
        """What its own page is asked for: whatever the first page of a column leads to, and the items without a day on the others."""
        for group in self._found.values():
            if group.head:
                yield from led_to(group.head)
            later = (item for page in group.pages[1:] for item in page.entries())
            yield from (item.key for item in later if not item.day)

    def column_of(self, page: Digest) -> str | None:
        """The place of the column that an article counts itself to: by its way, by the name it gives, by the folder it lies in."""
        by_way = (
            self._home_of.get(step.place, step.place) if step.place else self._called.get(step.name)
            for step in reversed(page.path)
        )
        named = next((place for place in by_way if place in self._found), None) or self._called.get(
            page.column or ""
        )
        return named or next((outer for outer in folders_of(page.place) if outer in self._found), None)

    def facts(self, furniture: Furniture, told: Telling) -> Iterator[ColumnFact]:
        """One fact for each column, in order of its key. `told`: what the pages that were asked for say."""
        belonging = Belonging(self._found.values(), told, self._families.is_kin)
        self._found.update({place: belonging.settled(group) for place, group in self._found.items()})
        made = [
            (group, fact)
            for group in self._without_doubles()
            if (fact := self._made_out(group, furniture)) is not None
        ]
        shared = Shared(
            [
                group
                for group, fact in made
                if fact.type not in _ENTRANCES and (fact.items or not fact.unread)
            ],
            self._holders,
        )
        for group, fact in made:
            repeated = shared.days_of_others(group) if fact.dates else ()
            yield structs.replace(fact, repeated=repeated) if repeated else fact

    def _without_doubles(self) -> list[Group]:
        """One list under two addresses shows the same items under the same name; the better known address stays."""
        kept: dict[tuple[str | None, int] | str, Group] = {}
        for place, group in sorted(self._found.items()):
            keys = frozenset(group.keys)
            identity = (group.name, hash(keys)) if len(keys) >= _SAME_LIST else place
            known = kept.get(identity)
            if known is None or group.source < known.source:
                kept[identity] = group
        return sorted(kept.values(), key=lambda group: group.place)

    # ── which groups are columns ──

    def _is_candidate(self, group: Group) -> bool:
        if group.place == self._places.root or self._is_no_column(group.place):
            return False
        if group.name is None and group.head and calls_itself_a_tool(group.head):
            return False
        return self._page_allows(group, group.head) if group.head else self._worth_naming(group)

    def _page_allows(self, group: Group, head: Card) -> bool:
        if not head.read or head.place in self._abroad:
            return self._worth_naming(group)
        if head.kind in _NO_COLUMN_PAGE:
            return False
        if head.kind is PageKind.COLUMN or group.in_navigation:
            return True
        if head.kind in _LEAVES:
            return False
        behind_more = any(mention.name is None for mention in group.mentions)
        if behind_more or head.column_meta or group.source in {Source.SITEMAP, Source.BREADCRUMB}:
            return True
        return group.source is not Source.ITSELF and (
            bool(head.path) or by_name(group.name) not in _ENTRANCES
        )

    def _worth_naming(self, group: Group) -> bool:
        """Whether a column is still worth a fact although its page is not at hand."""
        if group.name is None or (names_another_site(group.name)):
            return False
        if not self._places.internal(group.url):
            return group.in_navigation and host_of(group.url) not in _STATE_COUNCIL
        if group.source in {Source.HOME, Source.LANDING}:
            return len(group.name) <= _LONGEST_UNREAD_NAME and by_name(group.name) is not None
        return group.source is not Source.ITSELF

    # ── the fact ──

    def _made_out(self, group: Group, furniture: Furniture) -> ColumnFact | None:
        """A column that breaks what makes it out could not be read, and costs the others nothing."""
        try:
            return self._fact(group, furniture)
        except SLIPS:
            _log.exception("cannot make out the column %s", group.url)
            return ColumnFact(
                key=group.place,
                name=group.name or group.place,
                type=ColumnType.OTHER,
                type_reason="未能判断",
                first_level=False,
                url=group.url,
                unread="栏目归纳时程序出错，未能读取",
            )

    def _fact(self, group: Group, furniture: Furniture) -> ColumnFact | None:
        known = {} if self._is_another_front(group) else group.entries
        typed = type_of(self._names(group, known))
        stands = not known and self._stands(typed.type, group, furniture)
        unread = self._why_unread(group, typed.type, stands=stands)
        if unread is None and stands and self._is_drawn(typed.type, group, furniture):
            unread = "栏目内容由脚本显示，未能读取"
        if unread is None and self._families.is_landing(group, typed.type):
            return None
        late = group.head is not None and group.head.late
        entries = known if unread is None or late else {}
        days = sorted(filter(None, (item.day for item in entries.values())), reverse=True)
        figures = self._figures(group, typed.type) if unread is None and stands else ()
        return ColumnFact(
            key=group.place,
            name=group.name or group.place,
            type=typed.type,
            type_reason=typed.reason,
            first_level=self._first_level(group),
            url=group.url,
            parent=self._parent_url(group),
            items=len(entries) or len(figures),
            dates=figures or tuple(map(date_of, days)),
            undated=len(entries) - len(days),
            undated_elsewhere=sum(item.elsewhere and not item.day for item in entries.values()),
            static=unread is None and stands and not figures,
            unread=unread,
            evidence=group.head.evidence if group.head else None,
            pages=tuple(page.url for page in group.pages if page.read and page.items) if entries else (),
            archived=group.head is not None and group.head.archived,
            part_filled=group.head is not None and group.head.part_filled,
            cycle_months=group.head.cycle_months if group.head and entries else None,
        )

    @staticmethod
    def _figures(group: Group, kind: ColumnType) -> tuple[dt.date, ...]:
        """Of what days the figures of a page of statistics are, which stand there in place of a list."""
        return group.body.stated if group.body and kind is ColumnType.SERVICE_STATISTICS else ()

    def _why_unread(self, group: Group, kind: ColumnType, *, stands: bool) -> str | None:
        head = group.head
        if head is None:
            return self._why_unfetched(group)
        if head.trouble:
            return f"栏目页{head.trouble}"
        body = group.body
        trouble = body and ((body.list_trouble if group.is_empty else None) or body.late)
        if trouble or head.late:
            return f"栏目{trouble or head.late}"
        return untold(kind, head, group.pages, shows=stands) if head.place in self._abroad else None

    def _is_another_front(self, group: Group) -> bool:
        """Whether the navigation leads to the front page of another system: what stands there is no list of the site."""
        head = group.head
        return head is not None and head.place in self._abroad and head.kind is PageKind.HOME

    def _why_unfetched(self, group: Group) -> str:
        if not self._places.internal(group.url):
            return f"栏目在其他系统({host_of(group.url)})上，未读取"
        link = self._links.get(key_of(group.url))
        trouble = attempt_trouble(link.attempts[-1]) if link and link.attempts else None
        return f"栏目页{trouble}" if trouble else "栏目页未读取"

    def _stands(self, kind: ColumnType, group: Group, furniture: Furniture) -> bool:
        """Whether a page without items has something else to show: text, a form, or entrances of its own.

        A letter box is a place to write to; whether that works is asked by an indicator of its own.
        """
        head = group.body
        if head is None or kind is ColumnType.MESSAGES:
            return kind is ColumnType.MESSAGES
        shows = head.kind in _STANDING or head.other_form or head.some_text
        return shows or self._shows_its_own(group, head, furniture)

    def _is_drawn(self, kind: ColumnType, group: Group, furniture: Furniture) -> bool:
        """Whether what a page stands for would only be shown by a script that nobody ran."""
        head = group.body
        if head is None or kind is ColumnType.MESSAGES or not any(map(is_by_script, head.shown)):
            return False
        shows = head.kind in _STANDING or head.other_form or head.some_text
        return not shows and not self._shows_its_own(group, head, furniture, drawn=False)

    def _shows_its_own(self, group: Group, head: Card, furniture: Furniture, *, drawn: bool = True) -> bool:
        beside = {step.place for step in head.path} | set(head.next_places) | {head.place, self._places.root}

        def is_known(link: str) -> bool:
            if not drawn and is_by_script(link):
                return True
            place = self._places.of(f"http://{link}")
            listed = head.excused and (hash(link) in self._listed or is_picture(link))
            return listed or place in beside or self._is_column(self._home_of.get(place, place))

        if any(self._is_below(link, group, beside) for link in furniture.own_links(head)):
            return True
        names = (group.name, head.column, head.column_meta, *(step.name for step in head.path))
        return furniture.has_own(head, is_known, [name for name in names if name])

    def _is_column(self, place: str) -> bool:
        """Whether a place was found to be a column: a page of text outside the navigation is what a column holds, whoever else names it."""
        group = self._found.get(place)
        if group is None or group.in_navigation or group.head is None:
            return group is not None
        return bool(group.entries) or not (group.head.long_text or group.head.kind is PageKind.GUIDE)

    def _is_below(self, link: str, group: Group, beside: AbstractSet[str | None]) -> bool:
        """Whether a link of this page alone leads to a list below it, such as 往期征集 below 民意征集.

        Neighbours in a menu at the side name one another, or lie below the same column.
        """
        place = self._places.of(f"http://{link}")
        below = self._found.get(self._home_of.get(place, place))
        if below is None or below.head is None or place in beside or below.in_navigation:
            return False
        above = self._families.above(below.place)
        is_neighbour = group.place in below.head.pointers or (
            above is not None and above == self._families.above(group.place)
        )
        return bool(below.entries) and not is_neighbour

    def _names(self, group: Group, entries: Mapping[int, Item]) -> Names:
        head = group.head
        return Names(
            own=group.name or "",
            column_meta=head.column_meta if head else None,
            type_meta=head.type_meta if head else None,
            above=tuple(step.name for step in self._trails.get(group.place, ())),
            confirmed=head is not None and tells_its_name_twice(head),
            titles=len(entries),
            hinted=tuple(
                sum(item.hints >> bit & 1 for item in entries.values()) for bit in range(len(TITLE_HINTS))
            ),
        )

    def _first_level(self, group: Group) -> bool:
        if not self._bar_known:
            return group.head is not None and group.head.depth == 1
        return any(mention.top for mention in group.mentions) and not self._under_the_bar(group)

    def _under_the_bar(self, group: Group) -> bool:
        """Whether the breadcrumb puts the column below another entry of the navigation: then it stands in a drop-down menu."""
        return any(
            step.name in self._bar_names
            for step in self._trails.get(group.place, ())
            if step.name != group.name
        )

    def _parent_url(self, group: Group) -> str | None:
        above = self._families.above(group.place)
        if above is not None:
            return self._found[above].url
        found_on = (mention.found_on for mention in group.mentions if mention.found_on)
        return next(found_on, group.head.parent if group.head else None)
