"""Whether something published is what an order asked to repost: by address, by title, or because it carries the same text."""

import datetime as dt
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from xunwang.inspector.model import SHANGHAI, PostFact, Record, RepostOrderFact

_SHORTEST = 6  # characters of a title that stands inside another's by more than chance
_ALIKE = 0.8
_PERHAPS_ALIKE, _ALIKE_BY_CHARACTER = 0.5, 0.9
_PIECE = 8  # characters of a piece of text
_SHORTEST_TEXT = 60  # characters below which texts agree by chance
_SHARED = 0.6  # share of the ordered text's pieces that a repost carries; excerpts carry nearly nothing else

_BEFORE = dt.timedelta(days=7)  # what came out so shortly before the order was issued need not come out again
_NUMBERS = re.compile(r"[0-9]+|[一二三四五六七八九十]+")
_ABOUT = re.compile(
    r"[未没][^来]{0,4}[转发]|漏[转发]|检讨|情况说明|废止|撤销|修改|修订|解读"
)  # beside the ordered title: about it, rather than it
_NOT_DONE = re.compile(r"(?:[未没].{0,4}|漏)(?:转载|转发|发布)[^。]{0,6}$")

How = Literal["link", "title", "text", "near", "person"]
"""By what a repost is told. `near`: only its title is much like the ordered one, so that a person has to look; `person`: one did."""


class Repost(Record, frozen=True, order=True):
    """When what was ordered came out, where, and what it was told by.

    It may have come out shortly before the order was issued; with `day_only` the hour is not known.
    """

    at: dt.datetime
    how: How
    title: str
    url: str | None = None
    day_only: bool = False


class Wanted:
    """An order made ready for being held against many posts."""

    def __init__(self, order: RepostOrderFact) -> None:
        self.order = order
        self._urls = frozenset(map(address_key, filter(None, (order.url, *order.urls))))
        self._titles = [plain(title) for title in (order.title, *order.titles)]
        self._pairs = [_pieces(title, 2) for title in self._titles]
        text = plain(order.text or "")
        self._text = _pieces(text, _PIECE) if len(text) >= _SHORTEST_TEXT else frozenset()

    def carried_by(self, post: PostFact) -> How | None:
        """What tells that the post is a repost; None when it is none."""
        if self._urls and not self._urls.isdisjoint(map(address_key, filter(None, (post.url, *post.links)))):
            return "link"
        title, text = plain(post.title), plain(post.text or "")
        if title in self._titles or any(_is_carried(own, title, text) for own in self._titles):
            return "title"
        if self._text and self._carries_text(title + text):
            return "text"
        return "near" if self._is_near(title) else None

    def _is_near(self, title: str) -> bool:
        theirs = _pieces(title, 2)
        return any(
            (len(own) >= _SHORTEST and own in title)
            or (_is_like(own, pairs, title, theirs) and not _tell_apart(own, title))
            for own, pairs in zip(self._titles, self._pairs, strict=True)
        )

    def _carries_text(self, text: str) -> bool:
        if len(text) < _SHORTEST_TEXT:
            return False
        theirs = _pieces(text, _PIECE)
        shared = len(self._text & theirs)
        return shared >= _SHARED * len(self._text) or shared >= _ALIKE * len(theirs)

    def first_in(self, posts: Iterable[PostFact]) -> Repost | None:
        """What a person saw, else the earliest repost after the order, or what came out shortly before; a near one only where no sure one is in time."""
        if self.order.done:
            return Repost(self.order.done, "person", self.order.title)
        found = [one for post in posts if (one := self._repost(post))]
        sure = [one for one in found if one.how != "near"]
        late = min((one for one in sure if one.at > self.order.due), default=None)
        return self._in_time(sure) or self._in_time([one for one in found if one.how == "near"]) or late

    def _in_time(self, found: Iterable[Repost]) -> Repost | None:
        timely = [one for one in found if one.at <= self.order.due]
        after = min((one for one in timely if one.at >= self.order.issued), default=None)
        return after or max(timely, default=None)

    def _repost(self, post: PostFact) -> Repost | None:
        at = self._moment(post)
        how = self.carried_by(post) if at else None
        return Repost(at, how, post.title, post.url, post.day_only) if at and how else None

    def _moment(self, post: PostFact) -> dt.datetime | None:
        """When it counts as published. A day without a clock counts from its end, unless it is the day of the deadline."""
        if post.published is None:
            return None
        if not post.day_only:
            return post.published if post.published >= self.order.issued - _BEFORE else None
        day = day_of(post.published)
        if day < day_of(self.order.issued - _BEFORE):
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


def _is_carried(own: str, title: str, text: str) -> bool:
    """Whether a post brings the ordered title as its own and does not only speak of it."""
    if len(own) < _SHORTEST:
        return False
    if own in title:
        return not _ABOUT.search(title.replace(own, "", 1))
    place = text.find(own)
    return place >= 0 and not _NOT_DONE.search(text[:place])


def _tell_apart(one: str, other: str) -> bool:
    """Whether two titles that are much alike name different things: other numbers, or another word in the place of one."""
    mine, theirs = ({*_NUMBERS.findall(title)} for title in (one, other))
    if not (mine <= theirs or theirs <= mine):
        return True
    steps = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return (
        any(
            kind == "replace" and min(end - start, until - since) > 1
            for kind, start, end, since, until in steps
        )
        or sum(kind == "replace" for kind, *_ in steps) > 1
    )


def _is_like(one: str, pairs: frozenset[str], other: str, others: frozenset[str]) -> bool:
    """Whether two titles are much alike: in their pairs of characters, or, as each word left out breaks two pairs, in their characters."""
    alike = _likeness(pairs, others)
    if alike >= _ALIKE or alike < _PERHAPS_ALIKE:
        return alike >= _ALIKE
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE_BY_CHARACTER


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of pieces that two texts have in common."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _pieces(text: str, size: int) -> frozenset[str]:
    return frozenset(text[place : place + size] for place in range(len(text) - size + 1))


def first_reposts(order: RepostOrderFact, posts: Sequence[tuple[str, PostFact]]) -> dict[str, Repost]:
    """Of posts told with their owner, the repost that counts of each owner who has one."""
    of_owner: dict[str, list[PostFact]] = defaultdict(list)
    for owner, post in posts:
        of_owner[owner].append(post)
    wanted = Wanted(order)
    return {owner: found for owner, own in of_owner.items() if (found := wanted.first_in(own))}


_IDENTIFYING = frozenset({"__biz", "mid", "idx", "sn"})  # of an official account's article
_NOISE = re.compile(
    r"utm_|spm$|share|sharer|from$|isappinstalled$|scene$|timestamp$|wx_|nsukey$|pass_ticket$|sessionid$"
)


def address_key(url: str) -> str:
    """What two addresses of the same thing have in common: no scheme, no closing slash, no words of who shared it where."""
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return url
    query = parse_qsl(parts.query, keep_blank_values=True)
    if host == "mp.weixin.qq.com":
        query = [(name, value) for name, value in query if name in _IDENTIFYING]
    said = urlencode(sorted((name, value) for name, value in query if not _NOISE.match(name.lower())))
    place = f":{port}" if port not in {None, 80, 443} else ""
    route = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{place}{parts.path.rstrip('/')}?{said}{route}"
