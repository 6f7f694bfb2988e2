"""Columns that show the same items under different names."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from xunwang.inspector.model import ColumnFact, SignFact, SiteSign
from xunwang.inspector.survey.cards import Card
from xunwang.inspector.survey.places import bare

_SKETCH = 16
_IN_COMMON = 8
_FEWEST_ITEMS = 4
_SAME = 0.8
_CROWD = 40  # columns that share one item: more show what the whole site shows


def overlaps(columns: Iterable[ColumnFact], cards: Iterable[Card]) -> Iterator[SignFact]:
    """Pairs of columns of whose items together at least four fifths are the same, by address or by title and day; a channel and its own part are no pair."""
    held = {column.key: column for column in columns if not column.unread and column.items >= _FEWEST_ITEMS}
    keys: dict[str, set[int]] = {place: set() for place in held}
    names: dict[str, set[int]] = {place: set() for place in held}
    for card in cards:
        if card.place in held and card.read:
            keys[card.place].update(card.item_keys())
            names[card.place].update(card.item_names())
    told = set()
    for known in (keys, names):
        for one, other in _alike(known):
            shared, together = len(known[one] & known[other]), len(known[one] | known[other])
            pair = held[one], held[other]
            if (one, other) in told or shared < _SAME * together or _are_kin(*pair):
                continue
            if pair[0].name != pair[1].name:
                told.add((one, other))
                yield _sign(*pair, shared, together)


def _alike(keys: dict[str, set[int]]) -> Iterator[tuple[str, str]]:
    """Pairs of places that share many of their smallest keys."""
    holders: dict[int, list[str]] = defaultdict(list)
    for place in sorted(keys):
        for key in sorted(keys[place])[:_SKETCH]:
            holders[key].append(place)
    shared: Counter[tuple[str, str]] = Counter()
    for places in holders.values():
        if 1 < len(places) <= _CROWD:
            shared.update(combinations(places, 2))
    for (one, other), count in sorted(shared.items()):
        if count >= min(_IN_COMMON, _SAME * min(len(keys[one]), len(keys[other]), _SKETCH)):
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
