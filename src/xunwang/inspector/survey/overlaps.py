"""Columns that show the same items under different names."""

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from xunwang.inspector.model import ColumnFact, SignFact, SiteSign
from xunwang.inspector.survey.cards import Card
from xunwang.inspector.survey.places import bare
from xunwang.inspector.survey.shared import met_twice

_SKETCH = 16
_IN_COMMON = 8
_FEWEST_ITEMS = 4
_SAME = 0.8
_CROWD = 40  # columns that share one item: more show what the whole site shows


def overlaps(columns: Iterable[ColumnFact], cards: Iterable[Card]) -> Iterator[SignFact]:
    """Pairs of columns of whose items together at least four fifths are the same, by address or by title and day; a channel and its own part are no pair."""
    held = {column.key: column for column in columns if not column.unread and column.items >= _FEWEST_ITEMS}
    pages: dict[str, list[Card]] = {place: [] for place in held}
    for card in cards:
        if card.place in held and card.read:
            pages[card.place].append(card)
    told = set()
    for of_card in (Card.item_keys, Card.item_names):
        for one, other in _alike({place: _sketch(_known(shown, of_card)) for place, shown in pages.items()}):
            first, second = _known(pages[one], of_card), _known(pages[other], of_card)
            shared, together = len(first & second), len(first | second)
            pair = held[one], held[other]
            if (one, other) in told or shared < _SAME * together or _are_kin(*pair):
                continue
            if pair[0].name != pair[1].name:
                told.add((one, other))
                yield _sign(*pair, shared, together)


def _known(pages: Iterable[Card], of_card: Callable[[Card], Iterator[int]]) -> set[int]:
    """The numbers of the items of one column. A large site has a million items: never hold them of all columns at once."""
    return {number for page in pages for number in of_card(page)}


class _Sketch(NamedTuple):
    """The smallest numbers of a column's items, and how many there are."""

    smallest: "array[int]"
    size: int


def _sketch(numbers: set[int]) -> _Sketch:
    return _Sketch(array("q", heapq.nsmallest(_SKETCH, numbers)), len(numbers))


def _alike(sketches: dict[str, _Sketch]) -> Iterator[tuple[str, str]]:
    """Pairs of places that share many of their smallest numbers."""
    several = met_twice(number for sketch in sketches.values() for number in sketch.smallest)
    holders: dict[int, list[str]] = defaultdict(list)
    for place in sorted(sketches):
        for number in several.intersection(sketches[place].smallest):
            holders[number].append(place)
    shared: Counter[tuple[str, str]] = Counter()
    for places in holders.values():
        if 1 < len(places) <= _CROWD:
            shared.update(combinations(places, 2))
    for (one, other), count in sorted(shared.items()):
        if count >= min(_IN_COMMON, _SAME * min(sketches[one].size, sketches[other].size, _SKETCH)):
            yield one, other


def _are_kin(one: ColumnFact, other: ColumnFact) -> bool:
    """Whether one column stands under the other, or is the same under another name of the host."""
    inside = one.key.startswith(other.key.rstrip("/") + "/") or other.key.startswith(
        one.key.rstrip("/") + "/"
    )
    twins = bare(one.key.lstrip("/")) == bare(other.key.lstrip("/"))
    return inside or twins or one.parent == other.url or other.parent == one.url


def _sign(one: ColumnFact, other: ColumnFact, shared: int, together: int) -> SignFact:
    return SignFact(
        sign=SiteSign.SAME_ITEMS,
        key=f"{one.key} {other.key}",
        url=other.url,
        name=other.name,
        parent=other.parent,
        other=one.name,
        other_url=one.url,
        value=shared,
        out_of=together,
        evidence=other.evidence,
    )
