"""What a site shows on many pages, so that what one page shows of its own can be told."""

from collections.abc import Callable, Collection, Iterable, Iterator

from xunwang.inspector.survey.cards import Card
from xunwang.inspector.survey.showing import is_picture

_OFTEN = 4  # pages before a thing is furniture: the home page and the page above may show what a column holds
_LONG_LINE = 24


class Furniture:
    """On how many pages of a site stands what the `cards` show. To be shown every read page that is no article; `pages` counts them.

    What stands on pages without a list alone is no furniture, but for pictures: several columns may lead to one platform with one sentence.
    """

    def __init__(self, cards: Iterable[Card], pages: int) -> None:
        bare = [card for card in cards if card.read]
        self._links = dict.fromkeys((link for card in bare for link in card.shown), 0)
        self._lines = dict.fromkeys((line for card in bare for line in card.lines), 0)
        self._beside_lists: set[str] = set()
        self._often = min(_OFTEN, max(2, (pages + 1) // 2))

    def take(self, shown: Collection[str], lines: Collection[str], *, lists: bool) -> None:
        """One page: each link and line that it shows, once; `lists`: beside a list."""
        _count(self._links, shown)
        _count(self._lines, lines)
        if lists:
            self._beside_lists.update(link for link in shown if link in self._links)
            self._beside_lists.update(line for line in lines if line in self._lines)

    def has_own(self, card: Card, is_known: Callable[[str], bool], names: Iterable[str]) -> bool:
        """Whether the page shows a link, picture, frame or line that is neither furniture nor the way to a known column."""
        return any(not is_known(link) for link in self.own_links(card)) or any(
            self._own_lines(card, set(names))
        )

    def own_links(self, card: Card) -> Iterator[str]:
        """The links, pictures and frames that hardly another page shows, and the links that none shows beside a list; all of a page that was not among the cards."""
        return (
            link
            for link in card.shown
            if self._links.get(link, 0) < self._often or not (link in self._beside_lists or is_picture(link))
        )

    def _own_lines(self, card: Card, names: set[str]) -> Iterable[str]:
        for line in card.lines:
            repeats_name = len(line) <= _LONG_LINE and any(name in line or line in name for name in names)
            is_own = self._lines.get(line, 0) < self._often or line not in self._beside_lists
            if is_own and not repeats_name:
                yield line


def _count(counts: dict[str, int], seen: Iterable[str]) -> None:
    for one in seen:
        if one in counts:
            counts[one] += 1
