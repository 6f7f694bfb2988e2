"""The words of a title without what a list sets before them: bullets, 置顶, the length of a film."""

import re

_PIN = "顶"  # without which nothing is pinned
_PINNED = re.compile(r"[【\[(（]?置顶[】\])）]?|【顶】|\[顶\]")
_BULLETS = "·•●■◆▪○>-*※ "
_LENGTH = re.compile(r"(?:\d\d:)?\d\d:\d\d\s+(?=\S)")


def clean(text: str) -> str:
    """Words without bullets, 置顶 and the length of a film before them."""
    words = " ".join(text.split())
    words = _PINNED.sub("", words) if _PIN in words else words
    return behind(_LENGTH, words.lstrip(_BULLETS).rstrip())


def behind(head: re.Pattern[str], text: str) -> str:
    """What follows a head with which a text may begin."""
    found = head.match(text)
    return text[found.end() :] if found else text


def is_pinned(words: str) -> bool:
    """Whether words say that an entry stays at the top of its list."""
    return _PIN in words and _PINNED.search(words) is not None
