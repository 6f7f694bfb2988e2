"""What the pages that columns lead to say of themselves; a large site has a million, so each is held as a few packed numbers."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_NO_COLUMN = -1
_ARTICLE, _GUIDE = 1, 2
_LEADING_BITS = 56  # of the 64 of a hash stand behind the eight by which keys are dealt out


class Told(NamedTuple):
    """What the page of an item says: the day it shows, 0 without one, whether it is an article or a guide, and the place of the column it counts itself to."""

    day: int
    article: bool
    column: str | None
    guide: bool = False


class Telling:
    """What the pages `asked` for say, by the hashes of their keys, which may come several times; those not heard say nothing."""

    def __init__(self, asked: Iterable[int]) -> None:
        self._keys = array("q", _in_order(asked))
        self._days = array("i", bytes(4 * len(self._keys)))
        self._kinds = bytearray(len(self._keys))
        self._columns = array("i", [_NO_COLUMN]) * len(self._keys)
        self._places: list[str] = []
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def number(self, key: int) -> int | None:
        """Where a page stands among those asked for; None for all others."""
        number = bisect_left(self._keys, key)
        return number if number < len(self._keys) and self._keys[number] == key else None

    def hear(self, key: int, told: Told) -> None:
        """`key` must be one that was asked for."""
        number = self.number(key)
        if number is None:
            raise KeyError(key)
        self._days[number] = told.day
        self._kinds[number] = told.article * _ARTICLE | told.guide * _GUIDE
        if told.column is not None:
            self._columns[number] = self._numbers.setdefault(told.column, len(self._places))
            if len(self._numbers) > len(self._places):
                self._places.append(told.column)

    def of(self, key: int) -> Told | None:
        """What a page says; None where it was not asked for."""
        number = self.number(key)
        if number is None:
            return None
        kinds, column = self._kinds[number], self._columns[number]
        place = None if column == _NO_COLUMN else self._places[column]
        return Told(self._days[number], bool(kinds & _ARTICLE), place, guide=bool(kinds & _GUIDE))


def _in_order(keys: Iterable[int]) -> Iterator[int]:
    """The keys, each once. They are dealt out by their leading bits first, so that few are objects at any time."""
    heaps = [array("q") for _ in range(256)]
    for key in keys:
        heaps[key >> _LEADING_BITS].append(
            key
        )  # the lower half of all numbers is negative and counts from the end
    for leading in range(-128, 128):
        yield from sorted(set(heaps[leading]))
