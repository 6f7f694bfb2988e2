"""What the articles of a site say of themselves, held against what the pages of its columns seem to show.

A page that nobody could make out as a list still leads to articles, and these know their day and their column. They supply the items and
days of such a list, put right the days of one that was read wrongly, and part its items from those in a box that stands on many pages.
"""

import operator
from array import array
from collections.abc import Callable, Iterable, Iterator

from msgspec import structs

from xunwang.inspector.model import ColumnType
from xunwang.inspector.survey.cards import Card, Item, pack
from xunwang.inspector.survey.groups import Group
from xunwang.inspector.survey.naming import by_name
from xunwang.inspector.survey.shared import date_of
from xunwang.inspector.survey.telling import Telling

# Pages of standing text, which may well lead to an article that speaks of them.
_STANDING = frozenset(
    {
        ColumnType.OVERVIEW, ColumnType.ORGANISATION, ColumnType.LEADERS, ColumnType.SERVICE,
        ColumnType.MESSAGES, ColumnType.SURVEY, ColumnType.TOPIC,
    }
)  # fmt: skip
_FEWEST_ARTICLES = 2
# Columns with which an article has nothing to do, before what shows it there is a box of the site.
_FEWEST_OTHERS = 3
_DAYS_APART = 3
_ONLY_OTHERS = "页面上只见各页都有的其他栏目信息，未能确认有无自己的列表"


class Belonging:
    """`told` are the pages that `groups` lead to; `is_kin` says whether one of two places lies below the other."""

    def __init__(self, groups: Iterable[Group], told: Telling, is_kin: Callable[[str, str], bool]) -> None:
        self._told = told
        self._is_kin = is_kin
        self._shown_by = array("i", bytes(4 * len(told)))
        groups = list(groups)
        self._most = max(_FEWEST_OTHERS + 1, len(groups) // 2)
        for group in groups:
            for key in led_to(group.head) if group.head else ():
                one, number = told.of(key), told.number(key)
                if one and number is not None and not (one.column and is_kin(one.column, group.place)):
                    self._shown_by[number] += 1

    def settled(self, group: Group) -> Group:
        """The group with the items that its articles speak for: itself where they say no more than it shows."""
        if group.head is None or not group.head.read:
            return group
        head, *others = map(self._put_right, group.pages)
        own = [item for item in head.entries() if not self._is_aside(item.key, group.place)]
        own += self._unseen(group, head, own)
        if own:
            head = _holding(head, pack(own))
        elif head.items and all(self._is_everywhere(item.key) for item in head.entries()):
            head = structs.replace(_holding(head, b""), list_trouble=_ONLY_OTHERS)
        pages = (head, *others)
        is_as_shown = all(map(operator.is_, pages, group.pages))
        return group if is_as_shown else structs.replace(group, pages=pages)

    def _put_right(self, page: Card) -> Card:
        return _holding(page, pack(self._dated(page)))

    def _dated(self, page: Card) -> Iterator[Item]:
        """The items of a page with the days of their articles where it shows none, or where it was read wrongly: most of its days are others."""
        items = list(page.entries())
        days = [(item.day, self._day(item.key)) for item in items]
        both = [abs(shown - own) > _DAYS_APART for shown, own in days if shown and own]
        is_wrong = both.count(True) >= _FEWEST_ARTICLES and 2 * both.count(True) > len(both)
        for item, (shown, own) in zip(items, days, strict=True):
            doubted = is_wrong or not shown or _is_other_year(shown, own)
            yield item._replace(day=own) if own and doubted else item

    def _day(self, key: int) -> int:
        told = self._told.of(key)
        return told.day if told else 0

    def _is_aside(self, key: int, place: str) -> bool:
        """Whether an item belongs to another column and stands on the pages of many."""
        told = self._told.of(key)
        if told is None or told.column is None or self._is_kin(told.column, place):
            return False
        return self._is_of_many(key)

    def _is_of_many(self, key: int) -> bool:
        number = self._told.number(key)
        return number is not None and self._shown_by[number] >= _FEWEST_OTHERS

    def _is_everywhere(self, key: int) -> bool:
        """Whether an item stands on most pages of columns that it has nothing to do with."""
        number = self._told.number(key)
        return number is not None and self._shown_by[number] >= self._most

    def _is_guide_of(self, group: Group, key: int) -> bool:
        told = self._told.of(key)
        return told is not None and told.guide and told.column == group.place

    def _unseen(self, group: Group, head: Card, known: list[Item]) -> list[Item]:
        """Articles that the page leads to beside its items: those that count themselves to the column; without any item also its guides, and those that tell no column."""
        listed = {item.key for item in known}
        left = [key for key in dict.fromkeys(head.leads()) if key not in listed]
        if not known and (guides := [key for key in left if self._is_guide_of(group, key)]):
            return [Item(key, key, 0, head.holder, 0) for key in guides]
        said = {key: told for key in left if (told := self._told.of(key)) and told.article and told.day}
        own = [key for key, told in said.items() if told.column == group.place]
        if (
            not known
            and not own
            and not (head.long_text or head.excused)
            and by_name(group.name) not in _STANDING
        ):
            loose = [key for key, told in said.items() if not told.column and not self._is_of_many(key)]
            own = loose if len(loose) >= _FEWEST_ARTICLES else []
        return [Item(key, key, said[key].day, head.holder, 0) for key in own]


def _holding(page: Card, items: bytes) -> Card:
    """The page with these items, the same where it holds just them: a large site has tens of thousands of list pages, and none is held twice."""
    return page if items == page.items else structs.replace(page, items=items)


def _is_other_year(shown: int, own: int) -> bool:
    """Whether two days differ by their years alone: many lists leave the year out, and it was guessed."""
    one, other = date_of(shown), date_of(own or shown)
    return one.year != other.year and (one.month, one.day) == (other.month, other.day)


def led_to(page: Card) -> set[int]:
    """What a page leads to, as an item or beside them."""
    return {*page.item_keys(), *page.leads()}
