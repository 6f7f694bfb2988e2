"""What stays in memory of the pages that may be columns or entrances; all the others are only passed by.

A site of a million articles has tens of thousands of list pages, so a card holds its items as packed numbers.
"""

import datetime as dt
import struct
from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar, cast

from xunwang.inspector.model import Evidence, PageKind, Record
from xunwang.inspector.survey.digest import Digest, Entry, Step
from xunwang.inspector.survey.naming import TITLE_HINTS
from xunwang.inspector.survey.places import folders_of

T = TypeVar("T", bound=Hashable)

_ITEM = struct.Struct("<qqiiB")
_KEY = struct.Struct("<q")
_HINTS = tuple((1 << number, word) for number, (_, word) in enumerate(TITLE_HINTS))
_NOBODY = -1
_ELSEWHERE = 1 << 7  # a bit behind those of the hints


class Item(NamedTuple):
    """One item of a list under the hash of its key.

    `name` is the hash of its title and day, by which a copy at another address is known. `day` counts from the year 1, 0 is undated; `holder` numbers the innermost place that holds it; `hints` has a bit for each word of
    `TITLE_HINTS` that stands in its title, and one for lying on another host.
    """

    key: int
    name: int
    day: int
    holder: int
    hints: int

    @property
    def elsewhere(self) -> bool:
        """Whether it lies on another host, whose pages nobody reads."""
        return bool(self.hints & _ELSEWHERE)


def pack(items: Iterable[Item]) -> bytes:
    return b"".join(_ITEM.pack(*item) for item in items)


class Card(Record, frozen=True):
    """A page that may be a column or an entrance; the fields are those of `Digest`.

    `items` are its entries, packed, and `links` the hashes of what its body leads to, `holder` numbers the place that holds the page; `pointers` only those that may lead to columns. `shown` and
    `lines` are kept of pages without entries alone: only those can be blank.
    """

    url: str
    place: str
    asked: str
    kind: PageKind
    depth: int
    parent: str | None
    trouble: str | None
    list_trouble: str | None
    late: str | None
    status: int | None
    title: str | None
    column: str | None
    column_meta: str | None
    type_meta: str | None
    path: tuple[Step, ...]
    next_places: tuple[str, ...]
    framed: tuple[str, ...]
    items: bytes
    links: bytes
    holder: int
    pointers: frozenset[str]
    long_text: bool
    some_text: bool
    part_filled: bool
    cycle_months: int | None
    stated: tuple[dt.date, ...]
    message_form: bool
    other_form: bool
    excused: bool
    refers: bool
    archived: bool
    shown: tuple[str, ...]
    lines: tuple[str, ...]
    evidence: Evidence | None

    @property
    def read(self) -> bool:
        return self.trouble is None

    def entries(self) -> Iterator[Item]:
        return map(Item._make, _ITEM.iter_unpack(self.items))

    def leads(self) -> Iterator[int]:
        return (packed[0] for packed in _KEY.iter_unpack(self.links))

    def item_keys(self) -> Iterator[int]:
        return (packed[0] for packed in _ITEM.iter_unpack(self.items))

    def item_names(self) -> Iterator[int]:
        return (packed[1] for packed in _ITEM.iter_unpack(self.items))


class Holders:
    """Numbers for the places that hold others: the innermost of the `known` places around each place."""

    def __init__(self, known: AbstractSet[str]) -> None:
        self._known = known
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []

    def of(self, place: str) -> int:
        holder = next((folder for folder in folders_of(place) if folder in self._known), None)
        if holder is None:
            return _NOBODY
        number = self._numbers.setdefault(holder, len(self._names))
        if number == len(self._names):
            self._names.append(holder)
        return number

    def around(self, number: int) -> Iterator[str]:
        """The numbered place and all places that hold it in turn."""
        if number != _NOBODY:
            yield self._names[number]
            yield from folders_of(self._names[number])


class Deck:
    """Makes cards of the pages whose place is `wanted`, and shares what they have in common."""

    def __init__(self, wanted: AbstractSet[str]) -> None:
        self.holders = Holders(wanted)
        self.cards: list[Card] = []
        self._wanted = wanted
        self._shared: dict[Hashable, Hashable] = {}

    def take(self, digest: Digest) -> None:
        if digest.place in self._wanted or digest.asked in self._wanted:
            self.cards.append(self._card(digest))

    def _card(self, digest: Digest) -> Card:
        entries = digest.entries
        pointers = frozenset(digest.pointers)
        return Card(
            url=digest.url,
            place=digest.place,
            asked=digest.place if digest.asked == digest.place else digest.asked,
            kind=digest.kind,
            depth=digest.depth,
            parent=self._same(digest.parent),
            trouble=digest.trouble,
            list_trouble=digest.list_trouble,
            late=digest.late,
            status=digest.status,
            title=digest.title,
            column=digest.column,
            column_meta=digest.column_meta,
            type_meta=digest.type_meta,
            path=self._same(digest.path),
            next_places=digest.next_places,
            framed=digest.framed,
            items=pack(self._item(entry) for entry in entries),
            links=b"".join(_KEY.pack(hash(link)) for link in digest.shown),
            holder=self.holders.of(digest.place),
            pointers=self._same(frozenset(map(self._same, pointers & self._wanted))),
            long_text=digest.long_text,
            some_text=digest.some_text,
            part_filled=digest.part_filled,
            cycle_months=digest.cycle_months,
            stated=digest.stated,
            message_form=digest.message_form,
            other_form=digest.other_form,
            excused=digest.excused,
            refers=digest.refers,
            archived=digest.archived,
            shown=() if entries else digest.shown,
            lines=() if entries else digest.lines,
            evidence=digest.evidence,
        )

    def _item(self, entry: Entry) -> Item:
        hints = 0 if entry.place.startswith("/") else _ELSEWHERE
        for bit, word in _HINTS:
            if word in entry.title:
                hints |= bit
        day = entry.date.toordinal() if entry.date else 0
        return Item(hash(entry.key), hash((entry.title, day)), day, self.holders.of(entry.place), hints)

    def _same(self, value: T) -> T:
        """The value that other cards hold already, if there is one."""
        return cast("T", self._shared.setdefault(value, value))
