"""Which addresses belong to the site, which only hang on it, and which would lead round in circles."""

import re
from collections import Counter
from enum import Enum
from functools import lru_cache

from xunwang.inspector.fetch.urls import host_of

MAX_DEPTH = 12
MAX_LENGTH = 1000
MAX_REPEATS = 3
_DIGITS = re.compile(r"\d+")


class Place(Enum):
    INSIDE = "inside"
    OUTSIDE = "outside"
    EXCLUDED = "excluded"  # the operator's --include and --exclude
    TRAP = "trap"


class Scope:
    """The home host and its twin with or without `www.`; everything else is outside."""

    def __init__(self, home: str, include: str | None = None, exclude: str | None = None) -> None:
        self._hosts: set[str] = set()
        self._include = re.compile(include) if include else None
        self._exclude = re.compile(exclude) if exclude else None
        self.adopt(home)

    def adopt(self, url: str) -> None:
        """Takes the host of an address in: the home page has been redirected there."""
        host = host_of(url)
        self._hosts |= {host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"}

    def owns(self, url: str) -> bool:
        return host_of(url) in self._hosts

    def place(self, url: str, depth: int) -> Place:
        if len(url) > MAX_LENGTH:
            return Place.TRAP
        if not self.owns(url):
            return Place.OUTSIDE
        if (self._include and not self._include.search(url)) or (self._exclude and self._exclude.search(url)):
            return Place.EXCLUDED
        return Place.TRAP if depth > MAX_DEPTH or _circles(url) else Place.INSIDE


@lru_cache(maxsize=16_384)
def _circles(url: str) -> bool:
    segments = [part for part in url.partition("?")[0].split("/")[3:] if part]
    return bool(segments) and max(Counter(segments).values()) > MAX_REPEATS


def template_of(url: str) -> str:
    """The shape of an address: path and parameter names with every number as N."""
    path, _, query = url.partition("#")[0].partition("?")
    names = "&".join(sorted({pair.partition("=")[0] for pair in query.split("&") if pair}))
    shape = _DIGITS.sub("N", "/" + path.split("/", 3)[-1] if path.count("/") > 2 else "/")
    return f"{shape}?{names}" if names else shape


class TemplateBudget:
    """Closes a template whose last pages brought nothing that was not seen before, or that a query spins for ever."""

    def __init__(self, *, barren: int = 200, spinning: int = 2000) -> None:
        self._barren = barren
        self._spinning = spinning
        self._seen: set[bytes] = set()
        self._idle: Counter[str] = Counter()
        self._read: Counter[str] = Counter()

    def allows(self, url: str) -> bool:
        template = template_of(url)
        limit = self._spinning if "?" in template else None
        return self._idle[template] < self._barren and (limit is None or self._read[template] < limit)

    def saw(self, url: str, digest: bytes) -> None:
        template = template_of(url)
        self._read[template] += 1
        self._idle[template] = self._idle[template] + 1 if digest in self._seen else 0
        self._seen.add(digest)
