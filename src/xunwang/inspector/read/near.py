"""Searching a text for a pattern only where a cheap sign of it stands."""

import re
from collections.abc import Iterable, Iterator


class Near:
    """A pattern of which every match holds a sign: one of some characters, with a tail that matches from there on.

    `before` is the most characters by which the match begins ahead of the sign. Finding single characters costs next to nothing, so
    that a pattern of many words is tried at a few places only and not along the whole text.
    """

    def __init__(self, pattern: re.Pattern[str], signs: str, tail: str, before: int) -> None:
        self._pattern = pattern
        self._signs = signs
        self._tail = re.compile(tail)
        self._before = before

    def finditer(self, text: str, but: tuple[int, int] = (0, 0)) -> Iterator[re.Match[str]]:
        """What the pattern itself would give; matches that begin in `but`, a stretch of the text, may be left out."""
        end, match = 0, self._pattern.match
        for place in self._places(text, *but):
            for begin in range(max(end, place - self._before), place + 1) if place >= end else ():
                if found := match(text, begin):
                    yield found
                    end = max(found.end(), begin + 1)
                    break

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)

    def _places(self, text: str, start: int, stop: int) -> Iterable[int]:
        start += self._before  # a match that begins ahead of the stretch may have its sign in it
        parts = ((0, start), (stop, len(text))) if start < stop else ((0, len(text)),)
        places = (
            place for part in parts for sign in self._signs for place in self._signed(text, sign, *part)
        )
        return sorted(places) if len(self._signs) > 1 else places

    def _signed(self, text: str, sign: str, place: int, stop: int) -> Iterator[int]:
        find, match = text.find, self._tail.match
        while (place := find(sign, place, stop)) >= 0:
            if match(text, place):
                yield place
            place += 1
