"""Columns that show the same items, found without holding the items of all columns at once."""

import tracemalloc

from xunwang.inspector.model import ColumnFact, ColumnType, PageKind
from xunwang.inspector.survey.belonging import Belonging
from xunwang.inspector.survey.cards import Card, Deck
from xunwang.inspector.survey.digest import Digest, Entry
from xunwang.inspector.survey.groups import Group
from xunwang.inspector.survey.overlaps import overlaps
from xunwang.inspector.survey.telling import Telling

COLUMNS, ITEMS = 30, 4_000


def items_of(column: int) -> tuple[Entry, ...]:
    """The last column shows what the first shows, but for a tenth."""
    first = ITEMS // 10 if column == COLUMNS - 1 else column * ITEMS
    numbers = range(first, first + ITEMS)
    return tuple(Entry(f"a.gov.cn/{one}.html", f"/{one}.html", f"第{one}号文", None) for one in numbers)


def cards() -> list[Card]:
    places = [f"/c{number}/" for number in range(COLUMNS)]
    deck = Deck(frozenset(places))
    for number, place in enumerate(places):
        url = f"http://a.gov.cn{place}"
        deck.take(Digest(url, url, place, place, PageKind.COLUMN, entries=items_of(number)))
    return deck.cards


def fact(card: Card, number: int) -> ColumnFact:
    return ColumnFact(card.place, f"栏目{number}", ColumnType.NEWS, "name", True, card.url, items=ITEMS)


def test_columns_are_held_against_each_other_in_the_memory_of_a_few() -> None:
    pages = cards()
    columns = [fact(page, number) for number, page in enumerate(pages)]
    tracemalloc.start()
    try:
        (sign,) = overlaps(columns, pages)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert {sign.url, sign.other_url} == {pages[0].url, pages[-1].url}
    assert (sign.value, sign.out_of) == (ITEMS * 9 // 10, ITEMS * 11 // 10)
    assert most < 4e6  # those of all columns at once are 17 MB


def test_many_small_columns_are_held_against_each_other_in_little_memory() -> None:
    places = [f"/c{number}/" for number in range(2_000)]
    deck = Deck(frozenset(places))
    for number, place in enumerate(places):
        entries = tuple(
            Entry(f"a{place}{one}.html", f"{place}{one}.html", f"第{number}之{one}号文", None)
            for one in range(20)
        )
        url = f"http://a.gov.cn{place}"
        deck.take(Digest(url, url, place, place, PageKind.COLUMN, entries=entries))
    columns = [fact(page, number) for number, page in enumerate(deck.cards)]
    tracemalloc.start()
    try:
        assert not list(overlaps(columns, deck.cards))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 4.5e6  # with an object for each of their smallest numbers 6 MB


def test_a_column_that_shows_what_its_articles_say_is_not_held_twice() -> None:
    page, other = cards()[:2]
    group = Group(page.place, page.url, "要闻", pages=(page, other))
    settled = Belonging([group], Telling(page.item_keys()), lambda one, other: one == other).settled(group)
    assert settled is group
