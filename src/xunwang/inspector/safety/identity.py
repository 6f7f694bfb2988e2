"""What the head of a page says of its own address: search engines believe it, and list the address of somebody else instead."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress

import msgspec

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.safety.hosts import is_stranger, name_weight

_TAG = re.compile(
    r"<link\b[^<>]*\brel\s*=\s*[\"']?canonical\b[^<>]*>|<meta\b[^<>]*\b(?:name|property)\s*=\s*[\"']?(?:mobile-agent|og:url)\b[^<>]*>",
    re.IGNORECASE,
)
_ALTERNATE = re.compile(
    r"<link\b(?=[^<>]*\brel\s*=\s*[\"']?alternate\b)(?=[^<>]*\b(?:hreflang|media)\s*=)[^<>]*\bhref\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\bhref\s*=\s*[\"']?([^\"'\s>]+)|\b(?:url|content)\s*=\s*[\"']?((?:https?:)?//[^\"'\s>;]+)",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"<script\b[^<>]*\btype\s*=\s*[\"']?application/ld\+json\b[^<>]*>(.*?)</script", re.DOTALL | re.IGNORECASE
)
_NAMES = ("name", "alternateName", "headline", "description", "keywords")
_MOST = 20
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def foreign_identities(source: str, url: str, home: str) -> Iterator[str]:
    """The addresses of strangers that the page gives out for its own."""
    strange = [one for one in _written(source, url) if is_stranger(one, home)]
    others = (resolve(html.unescape(one), url) for one in _ALTERNATE.findall(source))
    yield from (one for one in others if one and is_stranger(one, home) and name_weight(one) > 1)
    if strange:  # comments are rarely worth the time it takes to leave them out
        known = set(_written(_COMMENT.sub("", source), url))
        yield from (one for one in strange if one in known)


def _written(source: str, url: str) -> list[str]:
    """The addresses that the page gives out for its own."""
    found = (_ADDRESS.search(tag) for tag in _TAG.findall(source))
    written = [html.unescape(one[1] or one[2]) for one in found if one]
    written += [own for told in data_of(source) if isinstance(own := told.get("url"), str)]
    return [address for one in dict.fromkeys(written) if (address := resolve(one, url))]


def data_of(source: str) -> list[dict[str, object]]:
    """What the page tells search engines of itself as data; what they cannot read either is none."""
    told: list[object] = []
    for text in _DATA.findall(source)[:_MOST]:
        with suppress(msgspec.DecodeError, RecursionError):
            read = msgspec.json.decode(text)
            told += read if isinstance(read, list) else [read]
    return [one for one in told if isinstance(one, dict)]


def names_in(source: str) -> list[str]:
    """By which names, and how, that data describes the page."""
    return [str(told[name]) for told in data_of(source) for name in _NAMES if name in told]
