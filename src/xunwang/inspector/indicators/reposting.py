"""Whether something published is what an order asked to repost: by address, by title, or because it carries the same text."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from xunwang.inspector.model import SHANGHAI, PostFact, Record, RepostOrderFact

_SHORTEST = 6  # characters of a title that stands inside another's by more than chance
_ALIKE = 0.8
_PIECE = 8  # characters of a piece of text
_SHORTEST_TEXT = 60  # characters below which texts agree by chance
_SHARED = 0.6  # share of the ordered text's pieces that a repost carries; excerpts carry nearly nothing else

How = Literal["link", "title", "text"]


class Repost(Record, frozen=True, order=True):
    """When what was ordered came out, where, and what it was told by."""

    at: dt.datetime
    how: How
    title: str
    url: str | None = None


class Wanted:
    """An order made ready for being held against many posts."""

    def __init__(self, order: RepostOrderFact) -> None:
        self.order = order
        self._urls = frozenset(filter(None, (order.url, *order.urls)))
        self._titles = [plain(title) for title in (order.title, *order.titles)]
        self._pairs = [_pieces(title, 2) for title in self._titles]
        text = plain(order.text or "")
        self._text = _pieces(text, _PIECE) if len(text) >= _SHORTEST_TEXT else frozenset()

    def carried_by(self, post: PostFact) -> How | None:
        """What tells that the post is a repost; None when it is none."""
        if self._urls and not self._urls.isdisjoint((post.url, *post.links)):
            return "link"
        title, text = plain(post.title), plain(post.text or "")
        if any(len(own) >= _SHORTEST and (own in title or own in text) for own in self._titles):
            return "title"
        if title in self._titles or any(
            _likeness(pairs, _pieces(title, 2)) >= _ALIKE for pairs in self._pairs
        ):
            return "title"
        return "text" if self._text and self._carries_text(title + text) else None

    def _carries_text(self, text: str) -> bool:
        if len(text) < _SHORTEST_TEXT:
            return False
        theirs = _pieces(text, _PIECE)
        shared = len(self._text & theirs)
        return shared >= _SHARED * len(self._text) or shared >= _ALIKE * len(theirs)

    def first_in(self, posts: Iterable[PostFact]) -> Repost | None:
        """The earliest repost that is not older than the order."""
        return min((one for post in posts if (one := self._repost(post))), default=None)

    def _repost(self, post: PostFact) -> Repost | None:
        at = self._moment(post)
        how = self.carried_by(post) if at else None
        return Repost(at, how, post.title, post.url) if at and how else None

    def _moment(self, post: PostFact) -> dt.datetime | None:
        """When it counts as published. A day without a clock counts from its end, unless it is the day of the deadline."""
        if post.published is None:
            return None
        if not post.day_only:
            return post.published if post.published >= self.order.issued else None
        day = day_of(post.published)
        if day < day_of(self.order.issued):
            return None
        return (
            self.order.due
            if day == day_of(self.order.due)
            else post.published + dt.timedelta(days=1, seconds=-1)
        )


def covered(spans: Iterable[tuple[dt.datetime, dt.datetime]], since: dt.datetime, until: dt.datetime) -> bool:
    """Whether spans of complete sight, put together, reach from one moment to the other."""
    for first, last in sorted(spans):
        if first > since:
            return False
        since = max(since, last)
        if since >= until:
            return True
    return False


def day_of(at: dt.datetime) -> dt.date:
    return at.astimezone(SHANGHAI).date()


def plain(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pieces that two texts have in common."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _pieces(text: str, size: int) -> frozenset[str]:
    return frozenset(text[place : place + size] for place in range(len(text) - size + 1))


def first_reposts(order: RepostOrderFact, posts: Sequence[tuple[str, PostFact]]) -> dict[str, Repost]:
    """Of posts told with their owner, the earliest repost of each owner who has one."""
    wanted, first = Wanted(order), dict[str, Repost]()
    for owner, post in posts:
        found = wanted.first_in([post])
        if found and (owner not in first or found < first[owner]):
            first[owner] = found
    return first
