"""The bytes of pages in stretches: what the pages of a site have in common at their head and foot is looked over once.

Stretches begin at ends of lines, over which nothing reaches that is looked for (no key of the scan, no address, no lone letter). So a page
tells the same whether it is looked over whole or stretch by stretch, and what is kept here only brings it sooner.
"""

import re
from functools import cached_property

from xunwang.inspector.safety.named import hosts_in
from xunwang.inspector.safety.scan import Found, finds

_BODY, _CUT = b"<body", b"\n"
_LEAST = 512  # bytes that two pages must share beyond what is known for it to be worth knowing
_MOST_KEPT = 4  # stretches of a site about its beginning, and as many at its end
_LARGEST = 200_000  # bytes of a page that others are held against
# A letter that stands alone in an element, right before another element of the kinds that part words.
_ALONE = re.compile(rb">[\xe4-\xe9][\x80-\xbf]{2}</\w{1,6}><(?:b|i|u|em|font|span|strong|a|s)\b")


class Stretch:
    """Bytes of a page in small letters, and what stands in them; `before`: so many of them stand before the body begins."""

    def __init__(self, body: bytes, before: int = 0) -> None:
        self.body = body
        self.before = before

    @cached_property
    def finds(self) -> tuple[Found, ...]:
        return tuple(finds(self.body))

    @cached_property
    def hosts(self) -> frozenset[bytes]:
        return frozenset(hosts_in(self.body))

    @cached_property
    def has_lone_letters(self) -> bool:
        return _ALONE.search(self.body) is not None


class Shared:
    """What the pages of one site share: a stretch about the place where their body begins, and one at their end."""

    def __init__(self) -> None:
        self._begins: list[Stretch] = []
        self._ends: list[Stretch] = []
        self._last = b"", -1  # the page before, and where its body begins

    def cut(self, body: bytes) -> list[tuple[int, Stretch]]:
        """A page in small letters, cut into stretches, each with the place where it begins."""
        start = body.find(_BODY)
        begin, end = self._begin(body, start), self._end(body)
        self._last = (body, start) if len(body) <= _LARGEST else (b"", -1)
        return _cut(body, start, begin, end)

    def _begin(self, body: bytes, start: int) -> Stretch | None:
        fits = (
            known
            for known in self._begins
            if known.before <= start and body.startswith(known.body, start - known.before)
        )
        known = max(fits, key=_length, default=None)
        last, last_start = self._last
        if start >= 0 and last_start >= 0:
            reach = len(known.body) - known.before if known else 0
            beyond = body[start + reach : start + reach + _LEAST]
            if len(beyond) == _LEAST and last.startswith(beyond, last_start + reach):
                new = _about(body, start, last, last_start)
                known = max((one for one in (known, new) if one), key=_length, default=None)
        return _kept(self._begins, known)

    def _end(self, body: bytes) -> Stretch | None:
        known = max((known for known in self._ends if body.endswith(known.body)), key=_length, default=None)
        reach = len(known.body) if known else 0
        last, _ = self._last
        beyond = body[max(0, len(body) - reach - _LEAST) : len(body) - reach]
        if len(beyond) == _LEAST and last.endswith(beyond, 0, max(0, len(last) - reach)):
            first = body.find(_CUT, len(body) - _alike_before(body, last))
            if 0 <= first < len(body) - reach:
                known = Stretch(body[first:])
        return _kept(self._ends, known)


def _length(stretch: Stretch) -> int:
    return len(stretch.body)


def _kept(kept: list[Stretch], used: Stretch | None) -> Stretch | None:
    """What was used last stands first; what was not used for longest goes."""
    if used is not None and not (kept and kept[0] is used):
        kept[:] = [used, *(known for known in kept if known is not used)][:_MOST_KEPT]
    return used


def _about(body: bytes, start: int, last: bytes, last_start: int) -> Stretch | None:
    """What two pages share about the places where their bodies begin."""
    before = _alike_before(body[:start], last[:last_start])
    behind = _alike_behind(body[start:], last[last_start:])
    first, stop = body.find(_CUT, start - before, start), body.rfind(_CUT, start, start + behind)
    return Stretch(body[first:stop], start - first) if 0 <= first < stop else None


def _cut(body: bytes, start: int, begin: Stretch | None, end: Stretch | None) -> list[tuple[int, Stretch]]:
    at, parts = 0, []
    stop = len(body) - (len(end.body) if end else 0)
    if begin is not None and start - begin.before + len(begin.body) <= stop:
        first = start - begin.before
        parts = [(0, Stretch(body[:first])), (first, begin)]
        at = first + len(begin.body)
    parts.append((at, Stretch(body[at:stop])))
    if end is not None:
        parts.append((stop, end))
    return parts


def _alike_behind(one: bytes, other: bytes) -> int:
    """With how many bytes that are alike two pages begin."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        half = (low + high + 1) // 2
        if one.startswith(other[:half]):
            low = half
        else:
            high = half - 1
    return low


def _alike_before(one: bytes, other: bytes) -> int:
    """With how many bytes that are alike two pages end."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        half = (low + high + 1) // 2
        if one.endswith(other[len(other) - half :]):
            low = half
        else:
            high = half - 1
    return low
