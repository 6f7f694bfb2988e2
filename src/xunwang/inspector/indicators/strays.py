"""Pages that lack what nearly all others of the site have. The fault is theirs alone, so it is no template's; a person looks at each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xunwang.inspector.model import PageFact

_ONE_OF = 5  # pages of which one at most may lack a thing that is called usual
_FEWEST = 5  # pages that make anything usual
_REMEMBERED = 200  # pages for each thing


class Stray(NamedTuple):
    page: PageFact
    lacks: tuple[str, ...]


class Strays:
    """Counts for each kind of page what its pages lack; remembers the first of those that lack a thing."""

    def __init__(self) -> None:
        self._pages: Counter[str] = Counter()
        self._lacking: Counter[tuple[str, str]] = Counter()
        self._found: dict[tuple[str, str], list[PageFact]] = {}

    def see(self, kind: str, page: PageFact, lacks: Iterable[str]) -> None:
        self._pages[kind] += 1
        for thing in lacks:
            self._lacking[kind, thing] += 1
            found = self._found.setdefault((kind, thing), [])
            if len(found) < _REMEMBERED:
                found.append(page)

    def told(self, things: Sequence[str], *, most: int) -> Iterator[Stray]:
        """The first pages that lack one of `things` where it is usual, `most` at the most, in the order in which they were met."""
        lacks: dict[str, list[str]] = {}
        pages: dict[str, PageFact] = {}
        for kind, thing in self._found:
            if thing in things and self._is_usual(kind, thing):
                for page in self._found[kind, thing]:
                    pages[page.key] = page
                    lacks.setdefault(page.key, []).append(thing)
        for key in list(pages)[:most]:
            yield Stray(pages[key], tuple(sorted(lacks[key], key=things.index)))

    def _is_usual(self, kind: str, thing: str) -> bool:
        return self._pages[kind] >= _FEWEST and _ONE_OF * self._lacking[kind, thing] <= self._pages[kind]
