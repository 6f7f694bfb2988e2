"""Searching a text for a pattern only where a cheap sign of it stands."""

import re
from collections.abc import Iterator


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

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """What the pattern itself would give."""
        end, match = 0, self._pattern.match
        for place in self._places(text):
            for begin in range(max(end, place - self._before), place + 1) if place >= end else ():
                if found := match(text, begin):
                    yield found
                    end = max(found.end(), begin + 1)
                    break

    def search(self, text: str) -> re.Match[str] | None:
        return next(self.finditer(text), None)

    def _places(self, text: str) -> list[int]:
        places = []
        for sign in self._signs:
            place = text.find(sign)
            while place >= 0:
                if self._tail.match(text, place):
                    places.append(place)
                place = text.find(sign, place + 1)
        return sorted(places)
