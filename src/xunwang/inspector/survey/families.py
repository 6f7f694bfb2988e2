"""How columns stand to one another: which lies above which, and which pages only lead to sub-columns."""

from collections import defaultdict
from collections.abc import Mapping

from xunwang.inspector.model import ColumnType
from xunwang.inspector.survey.cards import Holders, Item
from xunwang.inspector.survey.digest import Step
from xunwang.inspector.survey.groups import Group
from xunwang.inspector.survey.mentions import Source
from xunwang.inspector.survey.places import directory, folders_of

_OF_THE_UNIT = frozenset(
    {ColumnType.OVERVIEW, ColumnType.ORGANISATION}
)  # a short text is their content, whatever they lead to besides
_FEWEST_POINTERS = 3
_SHARE_OF_CHILDREN = 0.8


class Families:
    """The columns `found` by their places, which stay; what they hold may be settled afterwards.

    `home_of` tells the place of the column for those of its other pages.
    """

    def __init__(
        self,
        found: Mapping[str, Group],
        *,
        home_of: Mapping[str, str],
        trails: Mapping[str, tuple[Step, ...]],
        holders: Holders,
    ) -> None:
        self._found = found
        self._home_of = home_of
        self._trails = trails
        self._holders = holders
        self._met_on = self._first_meetings()
        self._children = self._families()

    def is_kin(self, one: str, other: str) -> bool:
        below = self._children
        return one == other or other in below.get(one, ()) or one in below.get(other, ())

    def above(self, place: str) -> str | None:
        linked = [
            self._home_of.get(step.place, step.place) for step in self._trails.get(place, ()) if step.place
        ]
        by_trail = next(
            (above for above in reversed(linked) if above != place and above in self._found), None
        )
        return by_trail or next(
            (outer for outer in folders_of(place) if outer in self._found and outer.count("/") > 1), None
        )

    def is_landing(self, group: Group, kind: ColumnType) -> bool:
        """Whether the page only leads to sub-columns: nothing of its own beside what they hold."""
        below = self._children.get(group.place, set())
        entries = group.entries
        if not entries:
            head = group.head
            is_text = head is not None and (head.long_text or (kind in _OF_THE_UNIT and head.some_text))
            return not is_text and (bool(below) or self._leads_on(group) or self._gathers(group))
        around = {group.place, *folders_of(group.place)}  # what lies above holds the items of this group, too
        known = below | self._first_seen_on(group)
        below = {
            place
            for place in known | self._pointed(group)
            if place in known or not self._gathers_from(place, group, entries)
        } - around
        inside = len(entries) - self._elsewhere(entries, below)
        if inside >= _SHARE_OF_CHILDREN * len(entries):
            return True
        if 2 * inside <= len(entries):  # so of nearly all columns, and there may be very many others
            return False
        return self._elsewhere(entries, self._found.keys() - around) == 0

    def _gathers_from(self, place: str, group: Group, entries: Mapping[int, Item]) -> bool:
        """Whether another column holds all that a group does and more, and points to it: it gathers what the group and its neighbours hold."""
        other = self._found[place]
        if group.in_navigation or other.head is None:
            return False
        pointed = {self._home_of.get(one, one) for one in other.head.pointers}
        if group.place not in pointed:
            return False
        held = set(other.keys)
        return len(held) > len(entries) and entries.keys() <= held

    def _families(self) -> dict[str, set[str]]:
        """The places below each group, by breadcrumb, else by address; descendants included."""
        children: dict[str, set[str]] = {}
        for place in self._found:
            seen = {place}
            above = self.above(place)
            while above is not None and above not in seen:
                children.setdefault(above, set()).add(place)
                seen.add(above)
                above = self.above(above)
        return children

    def _elsewhere(self, entries: Mapping[int, Item], below: set[str]) -> int:
        """How many items neither lie in the folders of the groups `below` nor stand in their lists."""
        held = {number: self._held_by(number, below) for number in {item.holder for item in entries.values()}}
        left = {key for key, item in entries.items() if not held[item.holder]}
        for child in below:
            if not left:
                break
            left.difference_update(self._found[child].keys)
        return len(left)

    def _held_by(self, holder: int, below: set[str]) -> bool:
        return any(place in below for place in self._holders.around(holder))

    def _first_meetings(self) -> dict[str | None, set[str]]:
        """Columns that the home page does not name, by the address of the page on which the crawl first met them."""
        met: dict[str | None, set[str]] = defaultdict(set)
        for place, group in self._found.items():
            if group.head and group.source > Source.HOME:
                met[group.head.parent].add(place)
        return met

    def _first_seen_on(self, group: Group) -> set[str]:
        """Columns that the crawl first met on this page and that the home page does not name."""
        return self._met_on.get(group.head.url if group.head else None, set()) - {group.place}

    def _pointed(self, group: Group) -> set[str]:
        """Columns outside the navigation that the main part of the page points to."""
        pointers = group.head.pointers if group.head else frozenset()
        pointed = {self._home_of.get(place, place) for place in pointers} - {group.place}
        return {place for place in pointed if place in self._found and not self._found[place].in_navigation}

    def _leads_on(self, group: Group) -> bool:
        """Whether its main part points to columns that neither the home page nor a place above them introduced.

        A page of the navigation has no other neighbours there; a page below may stand among its own.
        """
        pointed = self._pointed(group)
        lone = {
            place
            for place in pointed
            if self.above(place) is None and self._found[place].source > Source.HOME
        }
        return (
            bool(lone) if group.in_navigation else len(lone & self._first_seen_on(group)) >= _FEWEST_POINTERS
        )

    def _gathers(self, group: Group) -> bool:
        """Whether its main part points to several columns that neither name one another nor share its folder, as neighbours in a menu do."""
        folder = directory(group.place.rstrip("/"))
        pointed = {
            place for place in self._pointed(group) if folder == "/" or directory(place.rstrip("/")) != folder
        }
        heads = [head for place in pointed if (head := self._found[place].head) is not None]
        mutual = sum(not pointed.isdisjoint(head.pointers) for head in heads)
        return len(heads) >= _FEWEST_POINTERS and 2 * mutual < len(heads)
